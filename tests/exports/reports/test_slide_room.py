"""Room on slides: nothing lies on something else, and words of any length have theirs."""

import re
from dataclasses import replace

import pytest
from opened_slides import LINK, charts_of, misplaced, opened, page_of, words_of
from pptx.oxml.ns import qn
from survey_folder import net, segment, single, write_survey

from insight import open_survey
from insight.exports.reports.native_charts.chart_elements import NAME
from insight.exports.reports.report import RefusedPage
from insight.exports.reports.slide_parts.chart_room import (
    LEGEND_KEY,
    LEGEND_LINE,
    LEGEND_PART,
    room_of_legend,
)
from insight.exports.reports.slide_parts.slide_table import CELL
from insight.reporting.pictures.letters import width

LEADS = "{http://schemas.microsoft.com/office/drawing/2012/chart}showLeaderLines"
HOSTILE = "Tillit\x1b[31m\x00 til\ufffe legen\u202e\r\nog <b>&amp; «sykehuset»"


@pytest.mark.parametrize("name", ["bars", "dots", "trend", "lines", "hidden", "many"])
def test_nothing_lies_beyond_a_slide_or_on_something_else_and_all_words_have_room(decks, name):
    assert misplaced(decks[name]) == []


def test_long_words_and_what_no_file_can_hold_still_make_slides(tmp_path):
    codes = range(1, 41)
    frame = {"q": [1, 2] * 200, "g": [code for code in codes for _ in range(10)]}
    group = segment(*codes)
    for category in group["categories"]:
        category["nb"] = f"{HOSTILE} {category['code']} " + "ord " * category["code"]
    item = single(1, 2) | {"label": {"nb": HOSTILE * 6, "en": HOSTILE}}
    write_survey(tmp_path, "own", frame, {"q": item, "g": group})
    survey = open_survey("own", tmp_path)
    page, _ = page_of("q", "g", survey="own", among=[survey], language="nb", show="dots")
    words = replace(page.picture.words, title=(HOSTILE + " ") * 12)
    page = replace(page, picture=replace(page.picture, words=words), comment="Lang merknad. " * 200,
                   heading="Del " * 80)  # fmt: skip
    refused = RefusedPage(HOSTILE * 20, "Undersøkelsen finnes ikke lenger.", LINK)
    words = {"title": "Rapport " * 70, "introduction": "Først.\n" * 60, "told": ["Endret."]}
    deck = opened(page, refused, **words)
    assert misplaced(deck) == []
    said = "\n".join(map(words_of, deck.slides))
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\u202e]", said)
    assert "Undersøkelsen finnes ikke lenger." in said
    assert "Endret." in said
    assert said.count("Lang merknad.") == 200
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert any("sykehuset» Tillit" in one for one in notes)
    names = [name for chart in charts_of(deck) for name in chart.plots[0].categories]
    assert len({*names}) == 41


ANSWERS = {
    "short": ["Svært liten", "Ganske liten", "Verken eller", "Ganske stor", "Svært stor"],
    "half as wide as the chart": [f"{place}. svar som er omtrent så langt" for place in range(5)],
    "wider than the chart": [
        f"Jeg synes at svar {place} " + "er langt " * 14 for place in range(5)
    ],
    "many": [f"Svar {place} med noen ord" for place in range(30)],
}


@pytest.mark.parametrize("names", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("wide", [593.0, 860.0])
def test_every_name_of_a_legend_has_room_in_a_column_and_the_columns_are_alike(names, wide):
    room = room_of_legend(names, wide, 300.0)
    lines = round(room.height / LEGEND_LINE)
    columns = -(-len(names) // lines)
    assert room.height <= LEGEND_PART * 300
    widest = max(width(room.short[name], NAME) for name in names)
    assert columns * (widest + LEGEND_KEY) <= wide + 1
    assert len({*room.short.values()}) == len(names)


def test_a_legend_of_short_names_is_one_line_and_cuts_nothing():
    names = ANSWERS["short"]
    room = room_of_legend(names, 860.0, 300.0)
    assert (room.height, room.short) == (LEGEND_LINE, dict(zip(names, names, strict=True)))


def long_answers(root, groups: int):
    """A scale with answers of a hundred letters, by so many groups whose names are long."""
    item = single(*range(1, 6), ordered=True, nets=[net("high", 4, 5)])
    for one in item["categories"]:
        one["nb"] = (
            f"Jeg synes at dette var ganske vanskelig å forstå da jeg var der, {one['code']}"
        )
    group = segment(*range(groups))
    for one in group["categories"]:
        one["nb"] = f"Kommunegruppe {one['code']} med innlandskommuner og kystkommuner i regionen"
    frame = {
        "q": [1, 2, 3, 4, 5] * 20 * groups,
        "g": [code for code in range(groups) for _ in range(100)],
    }
    write_survey(root, "own", frame, {"q": item, "g": group})
    return open_survey("own", root)


def layout_of(element) -> dict[str, float]:
    """Where something of a chart stands, in parts of the chart."""
    found = element.find(f"{qn('c:layout')}/{qn('c:manualLayout')}")
    return {name: float(found.find(qn(f"c:{name}")).get("val")) for name in "xywh"}


@pytest.mark.parametrize("groups", [3, 40])
def test_a_legend_of_long_answers_ends_above_the_first_bar_and_few_slides_are_made(
    tmp_path, groups
):
    survey = long_answers(tmp_path, groups)
    page, _ = page_of("q", "g", survey="own", among=[survey], language="nb", show="bars")
    deck = opened(page)
    assert misplaced(deck) == []
    stacks = charts_of(deck)[::2]
    assert len(stacks) <= (1 if groups == 3 else 8)
    for chart in stacks:
        inside = chart._chartSpace.find(qn("c:chart"))
        plot = layout_of(inside.find(qn("c:plotArea")))
        legend = layout_of(inside.find(qn("c:legend")))
        assert legend["y"] + legend["h"] < plot["y"]
        assert legend["x"] + legend["w"] <= 1
        high = next(one.height for one in deck.slides[0].shapes if one.has_chart) / 12_700
        assert legend["h"] * high >= 5 * LEGEND_LINE - 0.5  # a line for each answer


def test_no_line_leads_from_a_bar_to_its_figure(decks):
    for deck in decks.values():
        for chart in charts_of(deck):
            labels = [*chart._chartSpace.iter(qn("c:dLbls"))]
            shown = [one.get("val") for one in chart._chartSpace.iter(LEADS)]
            assert labels
            assert shown == ["0"] * len(labels)


def test_the_parts_of_a_table_have_about_as_many_rows_and_columns_each(decks):
    rows_of: dict[tuple[str, ...], list[int]] = {}
    for slide in decks["many"].slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            heads, *rows = table.rows
            rows_of.setdefault(tuple(cell.text for cell in heads.cells), []).append(len(rows))
    assert len(rows_of) > 1
    assert all(max(rows) - min(rows) <= 2 for rows in rows_of.values())
    assert max(map(len, rows_of)) - min(map(len, rows_of)) <= 4


def test_figures_are_not_broken_in_their_cells(decks):
    for slide in decks["many"].slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for row in [*table.rows][1:]:
                for cell, column in zip(row.cells, table.columns, strict=True):
                    if "til" in cell.text.split() and len(cell.text) < 24:
                        room = (column.width - cell.margin_left - cell.margin_right) / 12_700
                        assert width(cell.text, CELL) <= room + 0.5


def test_letters_are_no_smaller_than_can_be_read_from_afar(decks):
    for deck in decks.values():
        for slide in deck.slides:
            sizes = {
                int(one.get("sz")) for one in slide._element.iter(qn("a:rPr")) if one.get("sz")
            }
            assert min(sizes) >= 1275
        for chart in charts_of(deck):
            for one in chart._chartSpace.iter(qn("a:defRPr")):
                assert int(one.get("sz")) >= 1275
