"""The needs follow the respondents, and a segment of needs offers its respondents."""

import pytest
from needs_page import ALL, KNOWN, OF_CARERS, cards, counts, listed
from visitor import bundled, downloads, pills, press, shown, warnings, words

from insight.documents.segment_respondents import narrowing
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import need_sentences
from insight.survey.filters import parse_filter

CARERS = {"survey": "citizens", "where": ["carer=1"]}


def follow(app):
    return next(one for one in app.toggle if one.key == "toggle:follow")


def follows(app) -> bool:
    """Whether the page offers to lift what the respondents have narrowed."""
    return any(one.key == "toggle:follow" for one in app.toggle)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filter_narrows_the_needs_and_a_switch_lifts_that(language):
    app = listed(lang=language)
    assert not follows(app)
    pills(app, "citizens", "carer").set_value(["1"])
    shown(app.run())
    codebook = bundled("citizens").codebook
    found = narrowing(codebook, parse_filter(["carer=1"], codebook), KNOWN)
    named, included = (
        [one.id for one in part(KNOWN.needs, KNOWN)] for part in (found.named, found.included)
    )
    assert set(cards(app)[:10]) == set(named) == OF_CARERS
    assert sorted(cards(app)[10:]) == sorted(included)
    sentence = need_sentences.shown(found, len(named), len(included), KNOWN, language)
    assert sentence in words(app)
    assert "follow" not in app.query_params
    who = {"nb": "pårørende", "en": "carers"}[language]
    assert follow(app).label == say(language, "needs.follow", who=who)
    shown(follow(app).set_value(False).run())
    assert len(cards(app)) == len(ALL)
    assert counts(app, ALL, language)
    assert app.query_params["follow"] == "off"
    lifted = listed(**app.query_params)
    assert len(cards(lifted)) == len(ALL)
    shown(follow(lifted).set_value(True).run())
    assert len(cards(lifted)) == len(named) + len(included)
    assert "follow" not in lifted.query_params


def test_what_was_lifted_is_narrowed_again_for_the_next_respondents():
    app = listed(lang="en", follow="off", **CARERS)
    pills(app, "citizens", "carer").set_value([])
    shown(app.run())
    assert not follows(app)
    assert "follow" not in app.query_params
    pills(app, "citizens", "carer").set_value(["1"])
    shown(app.run())
    assert cards(app)[0] in OF_CARERS
    assert "follow" not in app.query_params


NARROWS_NOTHING = {
    "an age": ({"survey": "citizens", "where": ["age_group=1"]}, "Age: Under 30"),
    "those who are no carers": ({"survey": "citizens", "where": ["carer=2"]}, "No"),
    "a gender": (
        {"survey": "health_personnel", "where": ["gender=1"]}, "Gender: Woman",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("link", "told"), NARROWS_NOTHING.values(), ids=NARROWS_NOTHING)
def test_a_filter_that_stands_for_no_segment_narrows_nothing_and_the_page_says_so(link, told):
    app = listed(lang="en", **link)
    assert len(cards(app)) == len(ALL)
    assert not follows(app)
    [sentence] = [one for one in words(app).splitlines() if "stands for no segment" in one]
    assert told in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_survey_of_those_whose_needs_nobody_mapped_says_so_and_offers_all(language):
    app = listed(lang=language, survey="organisations")
    assert cards(app) == []
    assert downloads(app) == []
    who = {"nb": "organisasjoner", "en": "organisations"}[language]
    switch = say(language, "needs.follow", who=who)
    said = say(language, "needs.nobody", who=who, follow=switch, total=len(ALL))
    assert [one.value for one in app.info] == [said]
    shown(follow(app).set_value(False).run())
    assert len(cards(app)) == len(ALL)


def test_other_choices_narrow_what_the_respondents_have_narrowed():
    app = listed(lang="en", level="practical", **CARERS)
    assert {ALL[one].level for one in cards(app)} == {"practical"}
    nothing = listed(lang="en", find="nobody needs this", **CARERS)
    assert [one.value for one in nothing.info] == [say("en", "fact.nothing")]


@pytest.mark.parametrize(
    ("parameter", "code"), [("segment", "gps"), ("population", "health_personnel")]
)
def test_whose_needs_are_chosen_on_the_page_goes_before_whose_answers(parameter, code):
    app = listed(lang="en", **{parameter: code}, **CARERS)
    assert sorted(cards(app)) == sorted(cards(listed(lang="en", **{parameter: code})))
    assert not follows(app)


def offered(app) -> list[str]:
    """The respondents that the page offers."""
    return [one.label for one in app.button if "in the sidebar" in one.label]


RESPONDENTS = {
    # what is chosen on the page, the filter; the survey and the filter that a press leads to
    "carers": ("segment", "carers", [], "citizens", ["carer=1"]),
    "beside the rest of the filter": (
        "segment", "carers", ["gender=1"], "citizens", ["gender=1", "carer=1"],
    ),
    "of another survey, with what that has of the filter": (
        "segment", "gps", ["gender=1", "carer=1"],
        "health_personnel", ["gender=1", "target_group=1"],
    ),
    "a whole population": (
        "population", "health_personnel", ["gender=1"], "health_personnel", ["gender=1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("parameter", "code", "where", "survey", "expected"), RESPONDENTS.values(), ids=RESPONDENTS
)
def test_a_segment_offers_the_respondents_that_it_stands_for(
    parameter, code, where, survey, expected
):
    app = listed(lang="en", **{parameter: code}, where=where)
    before = cards(app)
    who = need_sentences.in_sentence([KNOWN.segments.by_id[code]], "en")
    press(app, say("en", "needs.respondents", who=who))
    assert app.query_params["survey"] == survey
    where_now = app.query_params["where"]
    assert {*([where_now] if isinstance(where_now, str) else where_now)} == {*expected}
    assert cards(app) == before
    assert offered(app) == [], "they are chosen"
    assert len(warnings(app)) == sum(one.startswith("carer") for one in where) * (code == "gps")


@pytest.mark.parametrize("segment", ["patients", "carers_not_colocated", "digitally_excluded"])
def test_a_segment_that_no_survey_knows_offers_nobody_and_says_so(segment):
    app = listed(lang="en", segment=segment)
    who = need_sentences.in_sentence([KNOWN.segments.by_id[segment]], "en")
    assert offered(app) == []
    assert say("en", "needs.no_respondents", who=who) in words(app)


def test_what_is_asked_for_is_no_finding():
    without = listed(lang="en", evidence="no_item", level="practical")
    assert counts(without, cards(without))
    assert say("en", "needs.title") in words(without).splitlines()
