"""The needs as a visitor's session runs the page, without a browser: the list and the detail."""

import html
import re
from urllib.parse import parse_qs

import pytest
from needs_page import ALL, KNOWN, bearing, card, cards, choose, counts, facet, listed
from survey_folder import single, write_survey
from visitor import bodies, downloads, fact_files, opened, shown, view_of, words

from insight.documents.fact_kinds import LEVELS
from insight.language.catalogue import LANGUAGES, say
from insight.web import evidence
from insight.web.html import evidence_pieces
from insight.web.html.needs import POPULATIONS
from insight.web.parts.need_list import FIRST_ROWS, figures_of


def is_open(app) -> str:
    """The id of the need that stands beside the list; empty where there is none."""
    return "".join(re.findall(r'<article class="fact nd-need" id="([^"]+)"', bodies(app)))


# --- What is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_is_listed_once_and_how_many_have_evidence_is_the_title(language):
    app = listed(lang=language)
    assert sorted(cards(app)) == sorted(ALL)
    assert counts(app, ALL, language)
    published = sum(bool(bearing(one)) for one in ALL)
    nothing = sum(evidence.has_standing(KNOWN.evidence_of.get(one, ()), "none") for one in ALL)
    title = say(language, "needs.lit", published=published, count=len(ALL))
    unlit = say(language, "needs.unlit", count=nothing).removesuffix(".")
    assert f"{title} {unlit}" in words(app).splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_overlap_that_the_document_stresses_is_told_in_its_own_words(language):
    found = words(listed(lang=language))
    assert KNOWN.need["c_head_overlap"].quote in found
    for theme in {theme for one in KNOWN.needs for theme in one.themes}:
        assert KNOWN.themes[theme].name[language] in found
    assert say(language, "fact.themes_are_ours") in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_without_evidence_say_so(language):
    app = listed(lang=language, evidence="unpublished")
    without = [one for one in ALL if not bearing(one)]
    assert sorted(cards(app)) == sorted(without)
    asked_about = [
        one for one in without if any(link.item for link in KNOWN.evidence_of.get(one, ()))
    ]
    lines = words(app).splitlines()
    assert lines.count(say(language, "needs.only_asked")) == len(asked_about) > 0
    assert lines.count(say(language, "needs.no_figures")) == len(without) - len(asked_about)
    for need in (asked_about[0], next(one for one in without if one not in KNOWN.evidence_of)):
        drawn = card(app, need)
        said = "nothing_published" if need in asked_about else "none"
        assert say(language, f"needs.{said}") in drawn
        assert 'class="evidence"' not in drawn


# --- List and detail ------------------------------------------------------------------------------


def test_the_list_begins_with_a_dozen_and_a_link_has_the_rest():
    app = opened("needs", lang="en")
    assert len(cards(app)) == FIRST_ROWS
    assert say("en", "fact.more", count=len(ALL) - FIRST_ROWS) in words(app)
    app.query_params["rows"] = "all"
    assert len(cards(shown(app.run()))) == len(ALL)
    assert say("en", "needs.fewer", count=FIRST_ROWS) in words(app)


ORDERS = {
    "need": lambda one: one.text.en.casefold(),
    "who": lambda one: POPULATIONS.index(one.population),
    "level": lambda one: LEVELS.index(one.level),
}


@pytest.mark.parametrize("column", ORDERS)
def test_the_list_is_sorted_by_a_column_and_the_other_way_round(column):
    there = [ORDERS[column](ALL[one]) for one in cards(listed(lang="en", sort=column))]
    back = [ORDERS[column](ALL[one]) for one in cards(listed(lang="en", sort=f"-{column}"))]
    assert there == sorted(there)
    assert back == sorted(back, reverse=True)


def test_most_published_figures_come_first_and_the_head_of_the_column_says_so():
    app = opened("needs", lang="en")
    counted = [figures_of(view_of(), ALL[one], KNOWN) for one in cards(app)]
    totals = [sum(one.values()) for one in counted]
    assert totals == sorted(totals, reverse=True)
    [head] = re.findall(r"<th [^>]*aria-sort.*?</th>", bodies(app))
    assert 'aria-sort="descending"' in head
    assert "sort=-figures" in head


def test_a_need_of_the_link_stands_beside_the_list_and_else_the_first():
    app = opened("needs", lang="en", find="trust")
    assert is_open(app) == cards(app)[0]
    row = re.search(r'href="needs\?([^"]*need=c_trust_and_safety[^"]*)"', bodies(app))[1]
    linked = opened("needs", **parse_qs(html.unescape(row)))
    assert is_open(linked) == "c_trust_and_safety" == linked.query_params["need"]
    assert cards(linked) == cards(app), "the list is as it was"
    [current] = re.findall(r'data-need="(\w+)"[^>]* aria-current="true"', bodies(linked))
    assert current == "c_trust_and_safety"


def test_a_need_that_the_list_leaves_out_is_open_all_the_same_and_says_so():
    app = opened("needs", lang="en", need="h_admin_burden", population="citizens")
    assert is_open(app) == "h_admin_burden" not in cards(app)
    assert say("en", "needs.not_listed") in words(app)


def test_a_choice_says_how_many_needs_it_would_leave_beside_the_others():
    app = opened("needs", lang="en", level="practical", find="information")
    for code in ("citizens", "health_personnel"):
        left = listed(lang="en", level="practical", find="information", population=code)
        place = 1 + POPULATIONS.index(code)
        [rule] = re.findall(
            rf"own-population[^ ]* button:nth-of-type\({place}\) p::after {{content:'([^']*)'}}",
            "".join(one.proto.body for one in app.get("html")),
        )
        assert rule.strip() == str(len(cards(left)))


def test_a_choice_is_lifted_by_a_second_click():
    app = opened("needs", lang="en", level="practical")
    assert facet(app, "level").value == "practical"
    choose(app, "level", None)
    assert "level" not in app.query_params


def test_only_the_evidence_of_the_need_that_is_open_is_estimated(monkeypatch):
    estimated = []
    estimate = evidence_pieces.estimate_answer
    monkeypatch.setattr(
        evidence_pieces,
        "estimate_answer",
        lambda view, link: estimated.append(link.need) or estimate(view, link),
    )
    listed(lang="en", need="c_trust_and_safety")
    assert {*estimated} == {"c_trust_and_safety"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_mapping_says_of_user_groups_and_needs_is_there_with_its_places(language):
    drawn = bodies(opened("needs", lang=language))
    told = [one for one in KNOWN.passages if one.kind in ("user_group", "need_passage")]
    assert len(told) == 26
    for passage in told:
        assert f'id="{passage.id}"' in drawn
        assert f"at={passage.id}" in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_offered_once(language):
    assert downloads(listed(lang=language)) == fact_files(language)


def test_needs_are_there_whatever_the_survey(data):
    write_survey(data, "own", {"q": [1, 2] * 50}, {"q": single(1, 2)})
    app = listed(lang="en")
    assert sorted(cards(app)) == sorted(ALL)
    assert say("en", "needs.survey_absent") in card(app, "c_trust_and_safety")
    assert "<strong>48%</strong>" in card(app, "c_trust_and_safety")
