"""Slides: charts that can be edited with the figures of the tables, words that have their room."""

import io
from dataclasses import replace

import openpyxl
import pytest
from opened_slides import (
    LINK,
    charts_of,
    figures_of,
    misplaced,
    opened,
    page_of,
    reaches_of,
    words_of,
    workbook_of,
)
from pptx.oxml.ns import qn
from shown_answer import DAY, answer_of
from visitor import TRUST_ITEM, asked, bundled

from insight.language.catalogue import LANGUAGES, say
from insight.views import captions
from insight.views.reports.composing import Day, compose
from insight.views.reports.report_plan import PlannedView, ReportPlan
from insight.web import downloads

# --- Figures --------------------------------------------------------------------------------------


def test_every_figure_of_a_chart_and_its_workbook_is_that_of_the_table(decks):
    table = asked(bundled("citizens"), TRUST_ITEM, "year=2021", by=("age_group",))
    stack, measure = charts_of(decks["bars"])
    for series, category in zip(stack.plots[0].series, table.item.categories, strict=True):
        assert series.name == category.label["nb"].removesuffix(" tillit")
        told = [table.at(group, category.key).value for group in table.request.groups]
        assert figures_of(series)[2:] == told
    [series] = measure.plots[0].series
    high = [table.at(group, "high") for group in table.request.groups]
    assert figures_of(series)[2:] == [one.value for one in high]
    assert reaches_of(series, "minus")[2:] == [one.value - one.low for one in high]
    assert reaches_of(series, "plus")[2:] == [one.upp - one.value for one in high]
    heads, *rows = workbook_of(measure)
    assert heads[:4] == (
        None,
        "Stor tillit",
        "Stor tillit: 95\xa0%, nedre",
        "Stor tillit: 95\xa0%, øvre",
    )
    assert [row[1:4] for row in rows[2:]] == [(one.value, one.low, one.upp) for one in high]
    assert [row[0] for row in rows] == [*measure.plots[0].categories]


def test_lines_have_error_bars_and_the_printed_figures_as_a_series_without_a_line(decks):
    [chart] = charts_of(decks["trend"])
    by_name = {series.name: series for series in chart.plots[0].series}
    for name, survey in (("Innbyggere", "citizens"), ("Helsepersonell", "health_personnel")):
        estimates = [*asked(bundled(survey), TRUST_ITEM, by=("year",)).of("high")]
        assert figures_of(by_name[name]) == [one.value for one in estimates]
        assert reaches_of(by_name[name], "plus") == [one.upp - one.value for one in estimates]
    printed = by_name["Innbyggere: Publisert"]
    assert figures_of(printed) == [0.54, 0.61, 0.68]
    assert printed._element.find(f"{qn('c:spPr')}/{qn('a:ln')}/{qn('a:noFill')}") is not None
    assert [*chart.plots[0].categories] == ["2019", "2020", "2021"]


def test_whoever_edits_a_figure_sees_its_interval_follow(decks):
    _, measure = charts_of(decks["bars"])
    blob = measure.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).worksheets[0]
    assert [sheet["E2"].value, sheet["F2"].value] == ["=B2-C2", "=D2-B2"]
    bars = measure.plots[0].series[0]._element.find(qn("c:errBars"))
    refers = [one.text for one in bars.iter(qn("c:f"))]
    assert refers == ["'Tall'!$F$2:$F$7", "'Tall'!$E$2:$E$7"]


def test_the_tables_of_the_slides_hold_every_word_of_the_table(pages, decks):
    for name in ("bars", "many", "hidden"):
        told = {}
        for slide in decks[name].slides:
            for table in (shape.table for shape in slide.shapes if shape.has_table):
                heads, *rows = ([cell.text for cell in row.cells] for row in table.rows)
                for row in rows:
                    told.setdefault(row[0], {}).update(zip(heads, row, strict=True))
        for row in pages[name].table.to_dict("records"):
            assert {key: str(one) for key, one in row.items()} == told[row["Gruppe"]]


def test_a_heat_table_is_a_table_that_can_be_edited_its_cells_as_dark_as_on_the_page():
    page, shown = page_of(TRUST_ITEM, "age_group", show="heat", language="nb")
    deck = opened(page)
    [table] = [shape.table for shape in deck.slides[0].shapes if shape.has_table]
    cells = [list(row.cells)[1:] for row in table.rows][1:]
    drawn = shown.answer.chart.rows
    told = drawn[drawn["mark"] == "cell"]
    assert [cell.text for row in cells for cell in row] == [*told["number"]]
    dark = [sum(cell.fill.fore_color.rgb) for row in cells for cell in row]
    tones = [*told["tone"]]
    darkest, palest = tones.index(max(tones)), tones.index(min(tones))
    assert (dark[darkest], dark[palest]) == (min(dark), max(dark))
    assert misplaced(deck) == []


def test_what_no_presentation_program_draws_is_a_picture_that_says_so_with_its_figures_in_a_table():
    page, _ = page_of(TRUST_ITEM, "age_group", "gender", show="panels", language="nb")
    deck = opened(page)
    first, *tables = deck.slides
    [picture] = [shape for shape in first.shapes if hasattr(shape, "image")]
    assert picture._element.xpath(".//p:cNvPr")[0].get("descr") == page.picture.words.alternative
    assert say("nb", "slide.picture") in words_of(first)
    assert any(shape.has_table for slide in tables for shape in slide.shapes)
    assert misplaced(deck) == []


def test_rows_that_one_slide_has_no_room_for_go_on_with_those_they_are_seen_beside(decks, pages):
    rows = pages["many"].answer.rows.rows
    groups, beside = [], [row.name for row in rows if row.kind != "group"]
    for chart in charts_of(decks["many"])[::2]:
        names = [*chart.plots[0].categories]
        assert names[: len(beside)] == beside
        groups += names[len(beside) :]
    assert [name.partition(" (færre")[0] for name in groups] == [
        row.name for row in rows if row.kind == "group"
    ]
    titles = [slide.shapes.title.text for slide in decks["many"].slides]
    assert len({*titles}) == len(titles)


# --- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_says_all_that_the_page_does(language):
    page, shown = page_of(TRUST_ITEM, "age_group", show="bars", language=language)
    deck = opened(page, language=language)
    for slide in deck.slides:
        said = words_of(slide)
        assert say(language, "shell.simulated") in said
        assert say(language, "tag.assumed") in said
        assert page.picture.words.foot[-1] in said
        assert bundled("citizens").codebook.source[language] in said
        notes = slide.notes_slide.notes_text_frame.text
        for part in (say(language, "shell.simulated"), say(language, "tag.assumed"), LINK):
            assert part in notes
        [link] = [
            run.hyperlink.address
            for shape in slide.shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
            for run in paragraph.runs
            if run.hyperlink.address
        ]
        assert link == LINK
    first = deck.slides[0]
    assert first.shapes.title.text == shown.title.whole
    assert shown.subtitle in words_of(first)
    notes = first.notes_slide.notes_text_frame.text
    for part in (page.picture.words.alternative, LINK, *page.picture.words.notes):
        assert part in notes
    properties = deck.core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (
        *(shown.title.whole, "", ""),
    )
    assert properties.language == {"nb": "nb-NO", "en": "en-GB"}[language]
    assert properties.created.date() == DAY


def test_all_words_are_in_the_language_that_they_are_spelled_in(decks):
    for deck in decks.values():
        for slide in deck.slides:
            for shape in (*slide.shapes, *slide.notes_slide.placeholders):
                looks = [*shape._element.iter(qn("a:rPr"))]
                assert {one.get("lang") for one in looks} <= {"nb-NO"}
        for chart in charts_of(deck):
            assert chart._chartSpace.find(qn("c:lang")).get("val") == "nb-NO"
            looks = [*chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr"))]
            assert {one.get("lang") for one in looks} == {"nb-NO"}


def test_what_is_drawn_has_words_for_who_cannot_see_it(pages, decks):
    for name, deck in decks.items():
        described = [
            shape._element.xpath(".//p:cNvPr")[0].get("descr")
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_chart or shape.has_table
        ]
        assert all(described), name
        assert described[0] == pages[name].picture.words.alternative


def test_an_authors_title_stands_on_the_slide_and_the_finding_in_its_notes(pages):
    page = pages["trend"]
    own = replace(page.picture, words=replace(page.picture.words, title="Vår overskrift"))
    page = replace(page, picture=own, finding="Tilliten har økt fra 54 til 68 prosent på to år")
    slide, *_ = opened(page).slides
    assert slide.shapes.title.text == "Vår overskrift"
    assert page.finding in slide.notes_slide.notes_text_frame.text


# --- The file ------------------------------------------------------------------------------------

# In which order the schema of ECMA-376 wants what a chart has.
ORDER = {
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls errBars cat val smooth",
    "dLbl": "idx delete layout numFmt spPr txPr dLblPos showLegendKey showVal showCatName "
    "showSerName showPercent showBubbleSize separator",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize extLst",
    "errBars": "errDir errBarType errValType noEndCap plus minus spPr",
    "dPt": "idx invertIfNegative marker bubble3D spPr",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
    "scaling": "orientation max min",
    "plotArea": "layout barChart lineChart catAx valAx spPr",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "legend": "legendPos legendEntry layout overlay txPr",
}


def test_charts_are_written_in_the_order_of_their_schema(decks):
    seen = set()
    for deck in decks.values():
        for chart in charts_of(deck):
            for element in chart._chartSpace.iter():
                name = element.tag.rpartition("}")[2]
                if name in ORDER and element.tag.startswith(f"{{{element.nsmap['c']}}}"):
                    inside = [one.tag.rpartition("}")[2] for one in element]
                    places = [ORDER[name].split().index(one) for one in inside]
                    assert places == sorted(places), (name, inside)
                    seen.add(name)
    assert seen == {*ORDER}


def test_a_page_offers_its_slides():
    view, shown = answer_of(TRUST_ITEM, "age_group", where=["gender=1"], language="nb")
    caption = captions.caption(view, shown)
    offers = downloads.of_answer(view, shown.answer, caption, link=LINK, made=DAY)
    [offer] = [one for one in offers if one.kind == "slide"]
    assert offer.name == "citizens_trust_need_to_know_by_age_group_gender-1_year-2021.pptx"
    assert offer.mime.endswith("presentationml.presentation")
    assert offer.make()[:2] == b"PK"


def test_a_chart_of_facts_is_a_picture_in_words_with_its_table_behind():
    series = PlannedView({"series": ("trust_storage",)}, page="figures")
    [page] = compose(ReportPlan("nb", (series,)), Day(DAY, ())).pages
    deck = opened(page)
    assert charts_of(deck) == []
    pictures = [shape for slide in deck.slides for shape in slide.shapes if hasattr(shape, "image")]
    [told] = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in pictures]
    assert told == page.picture.words.alternative
    [table] = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(table.rows) == len(page.table) + 1
    assert misplaced(deck) == []
