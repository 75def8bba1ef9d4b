"""The finding on top of a breakdown is no stronger than its tests."""

import re

import pytest
from breakdown_survey import GATES, survey_of
from survey_folder import net, segment, single, write_survey
from visitor import view_of

from insight import open_survey
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.breakdown import finding as breakdown_words
from insight.reporting.breakdown import notes as breakdown_notes
from insight.reporting.breakdown.request import Breakdown
from insight.web import breakdown_answers

BREAK = {"wave": "2021", "nb": "Nytt spørsmål", "en": "New question"}


def read(survey, *by, wave="2021", language="en"):
    """What the page of a breakdown says: the finding, the notes, and the tests behind them."""
    view = view_of(survey="small", language=language, wave=wave, among=[survey])
    book = survey.codebook
    variables = tuple(book.variable(one) for one in by)
    where = (view.respondents, view.valid_only, book.wave)
    breakdown = Breakdown(book.variable("q"), "yes", variables, *where, nets=True)
    figures = breakdown_answers.figures(view, breakdown)
    tests = breakdown_answers.test_groups(figures.grouped, figures.key)
    overall = breakdown_answers.overall(figures)
    related = breakdown_answers.associations(figures.grouped, figures.key)
    finding = breakdown_words.reading(figures, tests, overall, wave, language)
    return finding, breakdown_notes.notes(figures, tests, related, language), tests


def name(code):
    return f"kode {code} en"


def against(code, share, others):
    return say("en", "groups.against", group=name(code), share=share, others=others)


def by_group(group, sex, year):
    return {"a": 0.3, "b": 0.5, "c": 0.8}[group]


def alike(group, sex, year):
    return 0.5


def rising(group, sex, year):
    return {"2019": 0.5, "2020": 0.5, "2021": 0.7 if group == "a" else 0.5}[year]


def test_without_a_breakdown_the_level_is_all_there_is(tmp_path):
    finding, notes, tests = read(survey_of(tmp_path, alike))
    assert finding == "yes en: 50% (47–53%)."
    assert (notes, tests) == ([], None)


def test_groups_that_differ_are_named_with_both_figures(tmp_path):
    finding, notes, _ = read(survey_of(tmp_path, by_group), "g")
    assert finding == " ".join(
        [
            "yes en: 53% (51–56%).",
            say("en", "groups.lower", groups=against("a", "30%", "65%")),
            say("en", "groups.higher", groups=against("c", "80%", "40%")),
        ]
    )
    assert notes[0].endswith("Holm-corrected for 3 comparisons.")
    assert notes[-1] == say("en", "breakdown.depends", by="Gruppe en",
                            p=say("en", "breakdown.p_below", p="0.001"))  # fmt: skip


def test_where_nobody_differs_that_is_said_and_not_that_all_are_alike(tmp_path):
    finding, notes, _ = read(survey_of(tmp_path, alike), "g")
    assert finding.endswith(say("en", "groups.nobody_apart"))
    assert any("do not demonstrably depend" in one for one in notes)


def test_of_two_groups_one_test_is_made_and_nothing_corrected(tmp_path):
    _, notes, tests = read(survey_of(tmp_path, lambda g, s, y: 0.4 + 0.2 * (s == 2)), "s")
    assert tests.count == 1
    assert notes[0] == "Each group is tested against all the others, at the 5% level."


def test_within_another_variable_each_group_is_named_with_both(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: 0.2 if (g, s) == ("a", 1) else 0.5)
    finding, notes, tests = read(survey, "g", "s")
    assert tests.count == 6
    both_names = f"{name('a')}, {name(1)} (20% against 50%)"
    assert say("en", "breakdown.lower_within", other="Kjønn en", groups=both_names) in finding
    assert "within the same “Kjønn en”" in notes[0]
    assert len([one for one in notes if "Rao–Scott" in one]) == 2


def test_a_change_over_time_is_one_only_where_it_was_tested(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: 0.7 if y == "2021" else 0.5)
    finding, _, tests = read(survey, "year")
    assert finding == "yes en in 2021: 70% (67–73%); has risen from 50% in kode 2020 en.".replace(
        "in 2021", "in kode 2021 en"
    )
    assert tests.count == 2
    assert "unchanged within the margin of error" in read(survey, "year", wave="2020")[0]


def test_the_first_wave_has_none_before_it_so_the_last_is_spoken_of(tmp_path):
    survey = survey_of(tmp_path, alike)
    assert read(survey, "year", wave="2019")[0] == read(survey, "year", wave="2021")[0]


@pytest.mark.parametrize("by", [("g", "year"), ("year", "g")])
def test_groups_that_changed_are_named_beside_all_together(tmp_path, by):
    finding, _, tests = read(survey_of(tmp_path, rising), *by)
    assert finding.startswith("yes en in kode 2021 en: 57%")
    told = say("en", "breakdown.from_to", group=name("a"), before="50%", after="70%",
               wave=name("2020"))  # fmt: skip
    assert say("en", "breakdown.risen", wave=name("2021"), groups=told) in finding
    assert tests.count == 6


def test_where_no_group_changed_that_cannot_be_told(tmp_path):
    finding, _, _ = read(survey_of(tmp_path, alike), "g", "year")
    assert finding.endswith(say("en", "breakdown.nobody_changed", wave=name("2021")))


def test_nothing_is_said_of_change_across_a_break(tmp_path):
    finding, notes, tests = read(survey_of(tmp_path, rising, breaks=[BREAK]), "year")
    assert finding.endswith("cannot be compared with kode 2020 en.")
    assert notes[0].startswith("Break in kode 2021 en")
    assert tests.count == 1


@pytest.mark.parametrize(("low", "more"), [(4, ""), (6, "3 more")])
def test_more_than_four_groups_are_counted_instead_of_named(tmp_path, low, more):
    codes = list("abcdefghij")
    frame = {"q": [], "g": []}
    for place, code in enumerate(codes):
        frame["q"] += [2] * (10 if place < low else 60) + [1] * (90 if place < low else 40)
        frame["g"] += [code] * 100
    item = single(1, 2, nets=[net("yes", 2)])
    write_survey(tmp_path, "small", frame, {"q": item, "g": segment(*codes)}, disclosure=GATES)
    survey = open_survey("small", tmp_path)
    [lower] = re.findall("Lower than the others: (.*?)[.] Higher", read(survey, "g", wave=None)[0])
    assert lower.count("against") == (low if not more else 3)
    assert lower.endswith(more or "%)")


def test_hidden_groups_are_not_tested_and_the_page_says_so(tmp_path):
    small = survey_of(tmp_path, alike, lambda g, s, y: 200 if g == "a" else 2)
    finding, notes, tests = read(small, "g")
    assert tests is None
    assert say("en", "breakdown.nothing_tested") in notes
    assert say("en", "breakdown.no_table_test", by="Gruppe en") in notes
    assert "differs" not in finding


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_column_have_a_mark_only_where_a_group_differs(tmp_path, language):
    tests = read(survey_of(tmp_path, by_group), "g", language=language)[2]
    found = {one[0]: breakdown_words.verdict(tests, one, language) for one in tests.differences}
    assert found["a"].words == f"↓ {say(language, 'breakdown.lower')}"
    assert found["b"].words == say(language, "breakdown.alike")
    assert found["c"].words == f"↑ {say(language, 'breakdown.higher')}"
    assert [one.apart for one in found.values()] == [True, False, True]
