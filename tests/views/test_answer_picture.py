"""Pictures of answers: what the page shows, with its numbers, its tags and its source."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations

import pytest
from drawn_picture import SVG, boxes, written
from shown_answer import answer_of, breakdown_of, picture_of, png_of, svg_of, ways_of
from survey_folder import net, segment, single, write_survey
from visitor import TRUST_ITEM, bundled, view_of

from insight import open_survey
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.pictures.frame import LOOKS
from insight.reporting.pictures.mark_shapes import HATCH
from insight.reporting.pictures.row_picture import draw_rows
from insight.views import captions, several

ASKED = {
    "citizens": (TRUST_ITEM, "age_group"),
    "health_personnel": (TRUST_ITEM, "occupation"),
    "organisations": ("sdg_networks", "org_type"),
}
VIEWS = [
    (survey, (item, by), show)
    for survey, (item, by) in ASKED.items()
    for show in ways_of(bundled(survey), item, by)
]
VIEWS.append(("citizens", (TRUST_ITEM, "age_group", "gender"), "panels"))
# Rows in both languages; charts, which take longer, in one of them in turn.
IN_LANGUAGES = [
    (*view, language)
    for number, view in enumerate(VIEWS)
    for language in (LANGUAGES if view[2] in ("bars", "dots") else [LANGUAGES[number % 2]])
]


def words(root: ET.Element) -> str:
    return " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(("survey", "asked", "show", "language"), IN_LANGUAGES)
def test_every_way_of_showing_has_a_picture_with_title_tags_base_and_source(
    survey, asked, show, language
):
    view, answer = answer_of(*asked, show=show, survey=survey, language=language)
    root = svg_of(view, answer)
    said, caption = words(root), captions.caption(view, answer)
    for part in (answer.title.whole, answer.subtitle, caption.base, caption.assumed):
        assert spaced(part) in spaced(said)
    for tag in ("shell.simulated", "shell.simulated_means", "tag.assumed"):
        assert say(language, tag) in said
    source = say(language, "download.source_line", source=bundled(survey).codebook.source)
    assert spaced(source) in spaced(said)
    assert boxes(root, LOOKS["simulated"].line)
    assert root[0].text == answer.title.whole
    assert root[1].text == answer.answer.alternative


def lines_of(root: ET.Element) -> list[str]:
    """What is written in the line of each row that is shown: it has a point in its middle."""
    middles = [float(one.get("cy")) for one in root.iter(f"{SVG}circle")]
    found = written(root)
    return [
        spaced(" ".join(one.words for one in found if abs(one.middle - middle) < 17))
        for middle in middles
    ]


def overlapping(root: ET.Element) -> list[tuple[str, str]]:
    """The words that stand on each other."""
    return [
        (one.words, other.words)
        for one, other in combinations(written(root), 2)
        if one.overlaps(other)
    ]


@pytest.mark.parametrize("survey", ASKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_every_question_have_the_numbers_of_the_table(survey, language):
    """Every question by one of the background variables, the next one for each."""
    book = bundled(survey).codebook
    segments = [variable.id for variable in book.segments]
    for number, item in enumerate(book.items):
        by = segments[number % len(segments)]
        ways = [way for way in ways_of(bundled(survey), item.id, by) if way in ("bars", "dots")]
        for show in ways[:1]:
            _, answer = answer_of(item.id, by, show=show, survey=survey, language=language)
            rows, table = answer.answer.rows, answer.answer.table
            root = ET.fromstring(ET.tostring(draw_rows(rows, language, 904)))
            assert overlapping(root) == []
            shown = [
                (row, told)
                for row, (_, told) in zip(rows.rows, table.iterrows(), strict=True)
                if not row.hidden
            ]
            for line, (row, told) in zip(lines_of(root), shown, strict=True):
                expected = [told[rows.measure], told[say(language, "table.base")]]
                expected += [told[rows.since]] if rows.since in table else []
                assert [text for text in expected if spaced(text) not in line] == [], row.name
            hidden = Counter(row.hidden for row in rows.rows if row.hidden)
            assert {why: words(root).count(why) for why in hidden} == hidden


def test_the_reader_sees_in_the_picture_whom_they_compare_with_and_what_is_published():
    view, answer = answer_of(TRUST_ITEM, "age_group", show="bars", language="nb")
    root = svg_of(view, answer)
    said = words(root)
    assert "Alle innbyggere" in said
    assert "Helsepersonell, alle" in said
    assert "Rute: publisert nivå." in said
    diamonds = [one for one in root.iter() if one.tag.endswith("polygon")]
    assert len([one for one in diamonds if one.get("fill") == "none"]) == 2
    filtered = answer_of(
        *(TRUST_ITEM, "age_group"), show="bars", language="nb", where=["gender=1"], against="none"
    )
    assert "Rute" not in words(svg_of(*filtered))


@pytest.mark.parametrize("by", [(), ("age_group",)])
def test_lines_over_time_are_of_those_who_answered_in_any_wave(by):
    view, answer = answer_of(TRUST_ITEM, *by, show="trend", language="nb")
    assert numbers.whole(bundled("citizens").respondents, "nb") + " svar" in words(
        svg_of(view, answer)
    )


@pytest.mark.parametrize("turned", [False, True])
def test_several_questions_have_the_columns_and_the_tests_of_the_page(turned):
    view = view_of("year=2021")
    items = [view.survey.codebook.variable(item) for item in ("satisfaction_digital", TRUST_ITEM)]
    asked = breakdown_of(view, TRUST_ITEM, "education")
    shown = several.several(view, items, asked, turned=turned, limit=0)
    assert "…" not in shown.title.whole
    chart, cells = shown.answer.chart, [cell for _, line in shown.matrix.rows for cell in line]
    drawn = chart.rows.query("mark == 'cell'")
    assert drawn["number"].str.rstrip(" ↑↓").tolist() == [cell.words for cell in cells]
    arrows = drawn["number"].str.endswith(("↑", "↓"))
    assert arrows.tolist() == [bool(cell.mark) for cell in cells]
    assert arrows.any()
    assert {say("en", "breakdown.arrows"), say("en", "breakdown.heat_shares")} <= {*chart.notes}
    as_rows = several.several(view, items, breakdown_of(view, TRUST_ITEM), turned=turned, limit=0)
    assert as_rows.answer.rows
    assert not as_rows.answer.chart.notes


def test_a_level_that_several_questions_have_is_named_once():
    view = view_of("year=2021")
    items = [view.survey.codebook.variable(item) for item in (TRUST_ITEM, "trust_secure_storage")]
    asked = breakdown_of(view, TRUST_ITEM, "education")
    told = several.several(view, items, asked, turned=False, limit=0).answer.basis
    assert told.startswith("Published level: High trust (All).")


def test_levels_that_nobody_published_are_hatched():
    root = svg_of(*answer_of("sdg_networks", "org_type", survey="organisations", show="bars"))
    assert any(one.get("fill") == f"url(#{HATCH})" for one in root.iter())
    assert "Skjult: færre enn 10 svar" not in words(root)
    assert say("en", "answers.hidden", limit=10) in words(root)


def test_a_survey_of_ones_own_has_no_tags(tmp_path):
    survey = own(tmp_path, "Gruppe")
    view, answer = answer_of("q", "g", survey="own", among=[survey], language="nb")
    root = svg_of(view, answer)
    assert say("nb", "shell.simulated") not in words(root)
    assert not boxes(root, LOOKS["simulated"].line)
    assert numbers.whole(200, "nb") in words(root)


HOSTILE = (
    '</text><script>alert("1")</script> & <image href="http://evil.example/x.png"/> \x1b\u202e'
)


def test_hostile_names_are_words_in_the_picture(tmp_path):
    survey = own(tmp_path, HOSTILE)
    for show in ("bars", "dots"):
        view, answer = answer_of("q", "g", survey="own", among=[survey], show=show)
        written_as = picture_of(view, answer).decode()
        assert not re.search(r"<(script|image)", written_as)
        assert "alert(" in words(ET.fromstring(written_as))
        assert "\x1b" not in written_as
        assert "\u202e" not in written_as
        png_of(view, answer)


def own(folder, label: str):
    """A survey of one's own whose every word is `label`."""
    named = {"nb": label.replace("\x1b", ""), "en": label.replace("\x1b", "")}
    frame = {"q": [1, 2] * 200, "g": [1, 1, 2, 2] * 100}
    item = single(1, 2, ordered=True, nets=[net("yes", 2) | named]) | {"label": named}
    group = segment(1, 2) | {"label": named}
    for variable in (item, group):
        for category in variable["categories"]:
            category |= {key: f"{words} {category['code']}" for key, words in named.items()}
    write_survey(folder, "own", frame, {"q": item, "g": group})
    return open_survey("own", folder)
