"""The finding on top of a breakdown is no stronger than its tests."""

import re

import pytest
from breakdown_survey import GATES, survey_of
from survey_folder import net, segment, single, write_survey
from visitor import view_of

from insight import compare, open_survey
from insight.analysis.significance import reverse
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.breakdown import finding as breakdown_words
from insight.reporting.breakdown import notes as breakdown_notes
from insight.reporting.breakdown.request import Breakdown
from insight.views import breakdown_answers

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
    related = breakdown_answers.associations(figures.grouped, figures.key)
    finding, families = breakdown_answers.reading(view, figures, tests, related)
    return finding, breakdown_notes.notes(figures, families, related, language), tests


def name(code):
    return f"kode {code} en"


def against(group, share, others, size):
    return say("en", "groups.against", group=group, share=share, others=others, size=size)


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


def test_groups_that_differ_are_named_with_both_figures_and_the_difference(tmp_path):
    finding, notes, _ = read(survey_of(tmp_path, by_group), "g")
    low = against(name("a"), "30", "65%", "35 percentage points (29–40)")
    high = against(name("c"), "80", "40%", "40 percentage points (35–45)")
    assert finding == " ".join(
        [
            "yes en: 53% (51–56%).",
            say("en", "groups.lower", groups=low),
            say("en", "groups.higher", groups=high),
        ]
    )
    assert "The 3 comparisons are one family, corrected by Holm’s method;" in notes[0]
    assert notes[-1] == say(
        "en", "breakdown.depends", by="Gruppe en", p=numbers.p_words(0.0001, "en")
    )


def test_where_nobody_differs_that_is_said_and_not_that_all_are_alike(tmp_path):
    finding, notes, _ = read(survey_of(tmp_path, alike), "g")
    assert finding.endswith(say("en", "groups.none_apart"))
    assert any("do not demonstrably depend" in one for one in notes)


def test_few_answers_are_blamed_only_where_they_are_few(tmp_path):
    finding, notes, _ = read(survey_of(tmp_path, alike, lambda g, s, y: 7), "g")
    assert finding.endswith(say("en", "groups.nobody_apart"))
    assert any(one.startswith("“Too few answers” means") for one in notes)


def test_a_headline_does_not_deny_what_the_test_of_the_table_finds(tmp_path):
    # Nobody says yes more often than others; the ways of not saying yes differ by group.
    answers = {"a": (50, 45, 5), "b": (50, 25, 25), "c": (50, 5, 45)}
    frame = {"q": [], "g": []}
    for group, counts in answers.items():
        for code, count in zip((3, 2, 1), counts, strict=True):
            frame["q"] += [code] * count * 3
            frame["g"] += [group] * count * 3
    item = single(1, 2, 3, nets=[net("yes", 3)])
    write_survey(tmp_path, "small", frame, {"q": item, "g": segment(*answers)}, disclosure=GATES)
    finding, _, _ = read(open_survey("small", tmp_path), "g", wave=None)
    related = say("en", "groups.related", by="single en", p=numbers.p_words(0.0001, "en"))
    assert finding.endswith(f"{say('en', 'groups.none_apart')} {related}")


def test_of_two_groups_the_one_difference_is_told_once(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: 0.4 + 0.2 * (s == 2))
    finding, notes, tests = read(survey, "s")
    assert tests.count == 1
    assert notes[0] == "The two groups are tested against each other, at the 5% level."
    told = "60 against 40%, 20 percentage points (14–25)"
    assert finding == f"yes en: 50% (47–53%). Higher for {name(2)} than for {name(1)}: {told}."
    words = [breakdown_words.verdict(tests, one, "en").words for one in tests.differences]
    assert words == ["", "↑ higher"]


@pytest.mark.parametrize("high", [1, 2])
def test_of_two_groups_the_higher_is_named_first_whichever_was_asked_for_first(tmp_path, high):
    survey = survey_of(tmp_path, lambda g, s, y: 0.6 if s == high else 0.4)
    found = compare(survey, "q", "yes", "s")
    [gap] = found.differences
    told = breakdown_words.pair_sentence(gap, found, "en")
    assert told.startswith(f"Higher for {name(high)} than for {name(3 - high)}: 60 against 40%")
    assert breakdown_words.pair_sentence(reverse(gap), found, "en") == told


def test_a_headline_that_tells_no_change_does_not_deny_one_in_between(tmp_path):
    # The rise of 2020 is told of nowhere in the headline, for the last step is from 2021 to 2022.
    hump = {"2019": 0.4, "2020": 0.6, "2021": 0.42, "2022": 0.42}
    frame = {"q": [], "year": []}
    for year, share in hump.items():
        frame["q"] += [2] * round(300 * share) + [1] * round(300 * (1 - share))
        frame["year"] += [year] * 300
    variables = {"q": single(1, 2, nets=[net("yes", 2)]), "year": segment(*hump)}
    design = {"wave": "year"}
    write_survey(tmp_path, "small", frame, variables, design=design, disclosure=GATES)
    said, notes, _ = read(open_survey("small", tmp_path), "year", wave="2022")
    assert said.count("no change detected") == 2
    assert any(one.startswith("The answers depend on") for one in notes)
    assert "All answers taken together still depend on" in said


@pytest.mark.parametrize(("share", "key"), [(0, "all_none"), (1, "all_all")])
def test_groups_that_all_answer_alike_are_said_to(tmp_path, share, key):
    finding, notes, tests = read(survey_of(tmp_path, lambda g, s, y: share), "g")
    assert finding.endswith(say("en", f"groups.{key}"))
    assert {tests.finding(group) for group in tests.differences} == {"alike"}
    if share == 1:  # the others are unsure or say no, which the table can be tested for
        reason = "all gave the same answer, or the table has too many empty cells"
        assert notes[-1] == say("en", "breakdown.no_table_test", by="Gruppe en", reason=reason)


def test_within_another_variable_each_group_is_named_with_both(tmp_path):
    survey = survey_of(tmp_path, lambda g, s, y: 0.2 if (g, s) == ("a", 1) else 0.5)
    finding, notes, tests = read(survey, "g", "s")
    assert tests.count == 6
    named = against(f"{name('a')}, {name(1)}", "20", "50%", "30 percentage points (23–36)")
    lower = say("en", "breakdown.lower_within", other="Kjønn en", groups=named)
    assert lower.partition("(")[0] in finding
    assert "within the same “Kjønn en”" in notes[0]
    assert len([one for one in notes if "Rao–Scott" in one]) == 2


def test_the_whole_period_is_told_first_and_then_the_last_step(tmp_path):
    shares = {"2019": 0.5, "2020": 0.55, "2021": 0.6}
    survey = survey_of(tmp_path, lambda g, s, y: shares[y], lambda g, s, y: 50)
    finding, notes, _ = read(survey, "year")
    first, middle, last = map(name, ("2019", "2020", "2021"))
    assert finding == (
        f"yes en: rose from 50 to 60% from {first} to {last}, 10 percentage points (2–18). "
        f"From {middle} to {last}: no change detected."
    )
    period, steps = [one for one in notes if " is tested " in one]
    assert period.startswith("The whole period is tested by itself")
    assert "The 2 comparisons are one family, corrected by Holm’s method;" in steps
    assert f"from {first} (50%) to {middle} (56%)" in read(survey, "year", wave="2020")[0]


def test_the_first_wave_has_none_before_it_so_the_last_is_spoken_of(tmp_path):
    survey = survey_of(tmp_path, alike)
    assert read(survey, "year", wave="2019")[0] == read(survey, "year", wave="2021")[0]


@pytest.mark.parametrize("by", [("g", "year"), ("year", "g")])
def test_groups_that_changed_are_named_beside_all_together(tmp_path, by):
    finding, _, tests = read(survey_of(tmp_path, rising), *by)
    assert finding.startswith("yes en: rose from 50 to 57% from kode 2019 en")
    told = say("en", "breakdown.from_to", group=name("a"), before="50", after="70%",
               size="20 percentage points (13–27)")  # fmt: skip
    when = {"first": name("2019"), "last": name("2021")}
    assert say("en", "breakdown.risen", groups=told, **when) in finding
    assert tests.count == 6


def test_where_no_group_changed_none_is_said_to(tmp_path):
    finding, _, _ = read(survey_of(tmp_path, alike), "g", "year")
    when = {"first": name("2019"), "last": name("2021")}
    assert finding.endswith(say("en", "breakdown.nobody_changed", **when))
    few, _, _ = read(survey_of(tmp_path / "few", alike, lambda g, s, y: 10), "g", "year")
    assert few.endswith(say("en", "breakdown.too_few_changed", **when))


def test_nothing_is_said_of_change_across_a_break(tmp_path):
    finding, notes, tests = read(survey_of(tmp_path, rising, breaks=[BREAK]), "year")
    assert "kode 2021 en cannot be compared with kode 2020 en" in finding
    assert notes[0].startswith("Break in kode 2021 en")
    assert notes[-1].endswith("is not tested: there is a break between the waves.")
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
    assert lower.endswith(more or ")")


def test_hidden_groups_are_not_tested_and_the_page_says_so(tmp_path):
    small = survey_of(tmp_path, alike, lambda g, s, y: 200 if g == "a" else 2)
    finding, notes, tests = read(small, "g")
    assert tests is None
    few = say("en", "breakdown.why_few_groups")
    assert say("en", "breakdown.nothing_tested", reason=few) in notes
    reason = f"{few[:1].lower()}{few[1:]}"
    assert say("en", "breakdown.no_table_test", by="Gruppe en", reason=reason) in notes
    assert "differs" not in finding


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_column_have_a_mark_only_where_a_group_differs(tmp_path, language):
    tests = read(survey_of(tmp_path, by_group), "g", language=language)[2]
    found = {one[0]: breakdown_words.verdict(tests, one, language) for one in tests.differences}
    assert found["a"].words == f"↓ {say(language, 'breakdown.lower')}"
    assert found["b"].words == say(language, "breakdown.alike")
    assert found["c"].words == f"↑ {say(language, 'breakdown.higher')}"
    assert [one.apart for one in found.values()] == [True, False, True]
