"""Titles say what was found, and never more than the tests."""

import re

import pytest
from breakdown_survey import GATES, survey_of
from hypothesis import given
from hypothesis import strategies as st
from visitor import bundled, view_of

from insight.language.catalogue import LANGUAGES, say
from insight.reporting.breakdown.heading import titles
from insight.reporting.breakdown.heading.title_room import (
    DESK,
    Part,
    assemble,
    first_that_fits,
    fits,
)
from insight.reporting.breakdown.request import Breakdown
from insight.views import breakdown_answers

CLAIMS = ("risen", "fallen", "higher", "lower")


def titled(survey, *by, wave="2021", language="en", item="q", target="yes", where=()):
    """The title of a breakdown in one line, and what was tested about it."""
    title, tested = in_parts(
        survey, *by, wave=wave, language=language, item=item, target=target, where=where
    )
    return re.sub(r"kode (\d{4}) en", r"\1", title.whole), tested


def in_parts(survey, *by, wave="2021", language="en", item="q", target="yes", where=()):
    view = view_of(*where, survey=survey.id, language=language, wave=wave, among=[survey])
    book = survey.codebook
    variables = tuple(book.variable(one) for one in by)
    whose = (view.respondents, view.valid_only, book.wave)
    breakdown = Breakdown(book.variable(item), target, variables, *whose, nets=True)
    figures = breakdown_answers.figures(view, breakdown)
    related = breakdown_answers.associations(figures.grouped, figures.key)
    tested = breakdown_answers.tested(view, figures, related)
    return titles.title(figures, tested, language), tested


def alike(group, sex, year):
    return 0.5


def rising(group, sex, year):
    return {"2019": 0.3, "2020": 0.4, "2021": 0.6}[year]


def only_a_rises(group, sex, year):
    return 0.7 if (group, year) == ("a", "2021") else 0.5


def only_a_is_higher(group, sex, year):
    return {"a": 0.58, "b": 0.5, "c": 0.48}[group]


def test_a_change_of_all_is_told_from_the_first_year_to_the_last(tmp_path):
    title, _ = titled(survey_of(tmp_path, rising))
    assert title == "The share has risen from 30 to 60 per cent since 2019"
    link = {"item": "trust_need_to_know", "target": "high"}
    title, _ = titled(bundled("citizens"), language="nb", **link)
    assert title == "Tilliten har økt fra 54 til 68 prosent på to år"


def test_no_change_is_told_as_none_detected_after_the_level(tmp_path):
    title, _ = titled(survey_of(tmp_path, alike))
    assert title == "yes en: 50 per cent. No change detected since 2019"


def test_what_every_group_did_is_told_once(tmp_path):
    title, tested = titled(survey_of(tmp_path, rising), "g")
    assert title.startswith("The share answering “yes en” has risen in all the groups since 2019")
    assert title.endswith("In 2021 no difference is detected between the groups")
    assert {tested.by_group.period.finding(one) for one in tested.by_group.period.differences} == {
        "higher"
    }


def test_a_group_that_alone_has_changed_is_named(tmp_path):
    title, _ = titled(survey_of(tmp_path, only_a_rises), "g")
    assert "has risen for kode a en since 2019" in title
    assert "Higher for kode a en and lower for kode b en and kode c en than for the" in title


def test_two_groups_are_told_once_from_the_side_of_the_higher(tmp_path):
    survey = survey_of(tmp_path, lambda group, sex, year: 0.4 if sex == 1 else 0.6)
    title, _ = titled(survey, "s")
    assert "is higher for kode 2 en than for kode 1 en: 60 against 40 per cent" in title
    assert "lower" not in title


@pytest.mark.parametrize("by", [(), ("g",), ("s",), ("g", "s")])
def test_nothing_is_claimed_where_nothing_was_found(tmp_path, by):
    title, _ = titled(survey_of(tmp_path, alike), *by)
    assert not [word for word in CLAIMS if word in title]


def test_few_answers_are_said_to_show_little_and_not_that_groups_are_alike(tmp_path):
    gates = {**GATES, "min_base": 1}
    title, _ = titled(survey_of(tmp_path, alike, lambda *_: 12, gates=gates), "g")
    assert "Too few answers to detect" in title
    assert "No difference" not in title


def test_across_a_break_no_change_is_told(tmp_path):
    breaks = [{"wave": "2021", "nb": "Nytt", "en": "New"}]
    title, _ = titled(survey_of(tmp_path, rising, breaks=breaks))
    assert title == "yes en: 60 per cent"


def test_an_earlier_wave_ends_the_period(tmp_path):
    survey = survey_of(tmp_path, rising)
    title, _ = titled(survey, wave="2020")
    assert title == "The share has risen from 30 to 40 per cent since 2019"
    title, _ = titled(survey, wave="2019")
    assert title == "yes en: 30 per cent"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_noun_names_the_first_net_alone(language):
    survey = bundled("citizens")
    item = survey.codebook.variable("trust_need_to_know")
    title, _ = titled(survey, language=language, item=item.id, target="high")
    assert title.startswith(item.short[language])
    title, _ = titled(survey, language=language, item=item.id, target="1")
    assert not title.startswith(item.short[language])
    assert "…" not in title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("survey", ["citizens", "health_personnel", "organisations"])
def test_titles_of_the_bundled_surveys_fit_two_lines_and_hold_no_interval(survey, language):
    opened = bundled(survey)
    for item in opened.codebook.items:
        target = item.nets[0].id if item.nets else item.categories[0].key
        wave = opened.codebook.usual_wave
        for by in ((), *((one.id,) for one in opened.codebook.segments)):
            title, _ = in_parts(
                opened, *by, wave=wave, language=language, item=item.id, target=target
            )
            assert fits(title.first), title
            assert fits(title.whole, DESK), title
            assert not re.search(r"[…(]", title.first), title
            assert say(language, "sentence.under") + "0" not in title.whole


NAMES = {
    "common nouns begin small": (("Statlige etater", "Kommuner", "Annet"), "statlige etater"),
    "names do not": (("Helse Vest", "Helse Nord", "Hele landet"), "Helse Vest"),
    "abbreviations do not": (("GPs", "Nurses", "Others"), "GPs"),
    "a place that is known": (("Oslo", "Viken", "Other"), "Oslo"),
    "a place among places": (("Ås", "Bergen", "Oslo"), "Ås"),
    "brackets go": (("Nurses (all, also those in training)", "Doctors", "Other"), "nurses"),
}


@pytest.mark.parametrize(("names", "told"), NAMES.values(), ids=NAMES)
def test_a_group_is_named_as_within_a_sentence(tmp_path, names, told):
    survey = survey_of(tmp_path, only_a_is_higher, names=names)
    title, _ = in_parts(survey, "g")
    assert re.fullmatch(rf"The share( .*)? is higher for {told} than for the others", title.first)
    assert title.detail == "58 against 49 per cent"


def test_brackets_stay_where_they_tell_groups_apart(tmp_path):
    names = ("University (lower degree)", "University (higher degree)", "School")
    title, _ = in_parts(survey_of(tmp_path, only_a_is_higher, names=names), "g")
    assert title.first == "The share is higher for university (lower degree) than for the others"


LONG = (
    "Interest groups, professional associations and other bodies of the sector",
    "Suppliers of systems and services to hospitals and municipalities",
    "Research institutes, universities and university colleges",
)


def test_groups_whose_names_are_too_long_are_counted_and_named_after_it(tmp_path):
    survey = survey_of(tmp_path, only_a_is_higher, names=LONG)
    title, _ = in_parts(survey, "g")
    assert title.first == "The share answering “yes en” stands out in 1 of 3 groups"
    assert title.detail == f"higher for {LONG[0][0].lower()}{LONG[0][1:]}"


def test_an_answer_too_long_for_the_title_is_left_to_the_subtitle(tmp_path):
    title, _ = in_parts(survey_of(tmp_path, rising, yes_named=LONG[0]))
    assert title.whole == "The share has risen from 30 to 60 per cent since kode 2019 en"


def test_a_level_too_long_for_the_title_is_that_of_the_share(tmp_path):
    title, _ = in_parts(survey_of(tmp_path, alike, yes_named=LONG[0]))
    assert title.first == "The share is 50 per cent"


@pytest.mark.parametrize("by", [(), ("g",), ("s",), ("g", "s")])
@pytest.mark.parametrize("yes", [rising, alike, only_a_is_higher, only_a_rises])
def test_titles_of_long_names_fit_two_lines(tmp_path, by, yes):
    survey = survey_of(tmp_path, yes, names=LONG, yes_named=LONG[1])
    for language in LANGUAGES:
        title, _ = in_parts(survey, *by, language=language)
        assert fits(title.first), title
        assert fits(title.whole, DESK), title


@given(st.lists(st.text("abc dé-", min_size=1, max_size=140), min_size=1, max_size=3))
def test_what_is_chosen_for_a_title_fits_two_lines_and_begins_as_one_of_its_wordings(wordings):
    chosen = first_that_fits(wordings)
    assert fits(chosen)
    kept = chosen.removesuffix("…").split()
    assert chosen in wordings or " ".join(kept) in " ".join(wordings[-1].split())


def test_figures_are_left_out_before_a_sentence_is():
    told = [Part("a" * 80, True, "1 against 2"), Part("b " * 40, True, "3 against 4 per cent")]
    title = assemble(told)
    assert title.first == "a" * 80
    assert title.second == "b " * 40
    assert title.detail == "1 against 2"
