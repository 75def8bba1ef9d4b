"""The needs as a visitor's session runs the page, without a browser."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from survey_folder import net, segment, single, write_survey
from visitor import (
    PICTURE,
    SCRIPT,
    asked,
    bodies,
    bundled,
    downloads,
    opened,
    pills,
    press,
    shown,
    surveys_in,
    view_of,
    warnings,
    words,
)

from insight.documents.fact_kinds import LEVELS, Evidence
from insight.documents.facts import facts
from insight.documents.segment_respondents import narrowing
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels, need_sentences
from insight.survey.filters import parse_filter
from insight.web import evidence
from insight.web.evidence import is_found, lacking
from insight.web.html import evidence_pieces
from insight.web.html.needs import POPULATIONS
from insight.web.parts.need_list import FIRST_ROWS, figures_of

KNOWN = facts()
ALL = {one.id: one for one in KNOWN.needs}


def listed(**link):
    """Open the page with all its rows."""
    return opened("needs", **{"rows": "all"} | link)


def cards(app) -> list[str]:
    """The ids of the needs that are listed, in their order."""
    return re.findall(r'data-need="([^"]+)"', bodies(app))


def is_open(app) -> str:
    """The id of the need that stands beside the list; empty where there is none."""
    return "".join(re.findall(r'<article class="fact nd-need" id="([^"]+)"', bodies(app)))


def card(app, need: str) -> str:
    """Open a need, and return what stands beside the list."""
    app.query_params["need"] = need
    shown(app.run())
    return re.search(rf'<article class="fact nd-need" id="{need}".*</article>', bodies(app))[0]


def facet(app, name: str):
    return next(one for one in app.button_group if one.key.split("@")[0] == f"own:{name}")


def choose(app, parameter: str, code: str | None):
    """Choose a code of a facet, or none of them."""
    return shown(facet(app, parameter).set_value(code).run())


def search(app, query: str):
    return shown(app.text_input(key="find_box").set_value(query).run())


def bearing(need: str) -> list[Evidence]:
    """What bears on a need, unlike what was only asked or mentioned."""
    return [one for one in KNOWN.evidence_of.get(need, ()) if one.bears]


def counts(app, ids, language="en") -> bool:
    """Whether the page says how many needs these are, and what they lack where that is news."""
    said = say(language, "needs.finding", count=len(ids))
    if "evidence" not in app.query_params:
        said = f"{said} {lacking([ALL[one] for one in ids], KNOWN, language)}".strip()
    return said in words(app).splitlines()


# --- What is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_is_listed_once_and_how_many_have_evidence_is_the_title(language):
    app = listed(lang=language)
    assert sorted(cards(app)) == sorted(ALL)
    assert counts(app, ALL, language)
    published = sum(bool(bearing(one)) for one in ALL)
    nothing = sum(evidence.has_standing(KNOWN.evidence_of.get(one, ()), "none") for one in ALL)
    title = say(language, "needs.lit", published=published, count=len(ALL))
    assert f"{title} {say(language, 'needs.unlit', count=nothing)}" in words(app).splitlines()


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


# --- Filters --------------------------------------------------------------------------------------

FILTERS = {
    "a population has the common needs too": (
        "population", "health_personnel",
        lambda one: one.population in ("health_personnel", "both"),
    ),
    "so has the other": (
        "population", "citizens", lambda one: one.population in ("citizens", "both"),
    ),
    "only the common ones": ("population", "both", lambda one: one.population == "both"),
    "whose need it is was not said": (
        "population", "unassigned", lambda one: one.population == "unassigned",
    ),
    "level": ("level", "underlying", lambda one: one.level == "underlying"),
    "subgroup": ("segment", "gps", lambda one: one.id == "h_var_gp"),
    "a subgroup has the needs of those below it": (
        "segment", "with_illness",
        lambda one: KNOWN.segments.named_by(one.id, ["with_illness", "patients"]),
    ),
    "theme": ("theme", "competence", lambda one: "competence" in one.themes),
    "answers": (
        "evidence", "item",
        lambda one: any(link.survey for link in KNOWN.evidence_of.get(one.id, ())),
    ),
    "no answers, with or without figures": (
        "evidence", "no_item",
        lambda one: not any(link.survey for link in KNOWN.evidence_of.get(one.id, ())),
    ),
    "only a question": (
        "evidence", "only_asked",
        lambda one: not bearing(one.id)
        and any(link.survey for link in KNOWN.evidence_of.get(one.id, ())),
    ),
    "the mapping": (
        "origin", "mapping", lambda one: one.evidence_kind == "needs_mapping",
    ),
    "the scenarios": (
        "origin", "scenarios", lambda one: one.evidence_kind != "needs_mapping",
    ),
    "evidence": (
        "evidence", "published", lambda one: bool(bearing(one.id)),
    ),
    "no evidence, with or without answers": (
        "evidence", "unpublished", lambda one: not bearing(one.id),
    ),
    "neither": (
        "evidence", "none",
        lambda one: not bearing(one.id)
        and not any(link.survey for link in KNOWN.evidence_of.get(one.id, ())),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("parameter", "code", "belongs"), FILTERS.values(), ids=FILTERS)
def test_a_choice_shows_the_needs_that_it_means_and_a_link_the_same(parameter, code, belongs):
    app = choose(listed(lang="en"), parameter, code)
    meant = [one.id for one in KNOWN.needs if belongs(one)]
    assert 0 < len(meant) < len(ALL)
    assert sorted(cards(app)) == sorted(meant)
    assert counts(app, meant)
    assert app.query_params[parameter] == code
    linked = listed(lang="en", **{parameter: code})
    assert cards(linked) == cards(app)
    choose(linked, parameter, None)
    assert len(cards(linked)) == len(ALL)
    assert parameter not in linked.query_params


def test_choices_narrow_one_another():
    chosen = {"population": "health_personnel", "evidence": "no_item", "level": "practical"}
    app = listed(lang="nb", theme="work_processes", **chosen)
    meant = [
        one.id
        for one in KNOWN.needs
        if one.population in ("health_personnel", "both")
        and one.level == "practical"
        and "work_processes" in one.themes
        and not any(link.survey for link in KNOWN.evidence_of.get(one.id, ()))
    ]
    assert meant
    assert sorted(cards(app)) == sorted(meant)


OF_CARERS = {need for need in ALL if KNOWN.segments.named_by(need, ["carers"])}
SEARCHES = [
    # words, language of the page, needs
    ("fastlegene", "en", {"h_var_gp"}),
    ("PÅRØRENDE rolle", "nb", {"g_simplify_carer_role", "s_all_new_roles"}),
    ("pårørende", "nb", OF_CARERS),
    ("carers", "nb", OF_CARERS),
    ("carers", "en", OF_CARERS),
    ("general practitioners", "nb", {"h_var_gp"}),
    ("Lavere sosioøkonomisk status", "en", {"s1_unmet_needs_groups"}),
    ("large burden", "nb", {"h_admin_burden"}),
    ("burden large", "en", {"h_admin_burden"}),
    ("Administrasjonsbyrden er stor", "en", {"h_admin_burden"}),
    ("no such need", "en", set()),
]


@pytest.mark.parametrize(("query", "language", "expected"), SEARCHES)
def test_search_looks_in_both_languages_and_the_quote_in_any_order(query, language, expected):
    app = search(listed(lang=language), query)
    assert set(cards(app)) == expected
    assert app.query_params["find"] == query
    assert set(cards(listed(lang=language, find=query))) == expected


def test_search_marks_what_it_found():
    app = listed(lang="en", find="burden")
    for drawn in (bodies(app).partition("<article")[0], card(app, "h_admin_burden")):
        assert "administrative <mark>burden</mark>" in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_found_is_said_in_a_sentence_and_nothing_is_offered(language):
    app = listed(lang=language, find="nobody needs this")
    assert [one.value for one in app.info] == [say(language, "fact.nothing")]
    assert cards(app) == []
    assert downloads(app) == []
    assert counts(app, [], language)
    search(app, "")
    assert len(cards(app)) == len(ALL)
    assert not app.info


@pytest.mark.parametrize("hostile", [SCRIPT, PICTURE, "'><img src=x>", "a\nb\x00", "%", "(", "\\"])
def test_hostile_search_does_no_harm(hostile):
    app = listed(lang="en", find=hostile)
    assert not app.warning
    drawn = bodies(app.main)
    assert "<script>alert" not in drawn
    assert "<img" not in drawn
    for one in map(ALL.get, cards(app)):
        assert is_found(one, hostile, KNOWN)


def test_a_search_is_cut_to_its_longest():
    app = listed(lang="en", find="x" * 5000)
    assert len(app.text_input(key="find_box").value) == 200
    assert cards(app) == []


@pytest.mark.parametrize(
    "parameter", ["population", "level", "evidence", "segment", "theme", "origin", "need", "sort"]
)
def test_choice_that_does_not_exist_is_told_and_shows_everything(parameter):
    app = listed(lang="en", **{parameter: "practicl"})
    [sentence] = warnings(app)
    assert "practicl" in sentence
    assert len(cards(app)) == len(ALL)
    assert parameter not in app.query_params


def test_language_changes_the_words_and_no_choice():
    link = {"population": "citizens", "evidence": "item", "find": "tillit"}
    app = listed(lang="nb", **link)
    before = cards(app)
    language = next(one for one in app.button_group if one.key == "language")
    shown(language.set_value("en").run())
    assert cards(app) == before
    assert {name: app.query_params[name] for name in link} == link
    assert ALL[before[0]].text.en in words(app)


# --- Needs follow the respondents -----------------------------------------------------------------

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
    assert say("en", "needs.finding", count=len(cards(without))) in words(without).splitlines()


# --- Evidence -------------------------------------------------------------------------------------


def answer(survey: str, item: str, target: str, *where: str, language="en") -> str:
    figures = asked(bundled(survey), item, *where)
    return labels.level_sentence(figures, target, (), language)


def test_an_answer_bears_on_a_need_only_while_its_level_was_published_of_whom_is_meant():
    app = listed(lang="en")
    everyone = answer("citizens", "trust_need_to_know", "high", "year=2021")
    women = answer("citizens", "trust_need_to_know", "high", "year=2021", "gender=1")
    assert everyone in card(app, "c_trust_and_safety")
    pills(app, "citizens", "gender").set_value(["1"])
    shown(app.run())
    for need in ("c_trust_and_safety", "h_head_simplicity"):
        assert say("en", "needs.not_published_of_these") in card(app, need)
    for sentence in (everyone, women):
        assert sentence not in card(app, "c_trust_and_safety")


def test_an_answer_is_of_the_chosen_year_where_a_level_of_it_was_published():
    drawn = card(listed(lang="en", wave="2019"), "c_trust_and_safety")
    assert answer("citizens", "trust_need_to_know", "high", "year=2019") in drawn
    assert "Citizens 2019" in drawn
    assert "Citizens 2021" in drawn, "of storage no figure is published for 2019"
    assert say("en", "needs.other_wave", wave="2019") in drawn


def test_with_dont_know_left_out_no_level_was_published():
    drawn = card(listed(lang="en", base="valid"), "c_trust_and_safety")
    assert drawn.count(say("en", "needs.not_published_of_these")) == 3


def test_figures_of_documents_do_not_follow_the_respondent_group():
    whole, part = (
        re.findall(r"<strong>48%</strong>.*?</p>", card(app, "c_trust_and_safety"))
        for app in (listed(lang="en"), listed(lang="en", where=["gender=1"]))
    )
    assert whole == part
    assert len(whole) == 1


def test_condition_that_the_survey_lacks_is_told_beside_its_answer():
    app = listed(lang="en", where=["carer=1"], follow="off")
    assert say("en", "needs.aside") in card(app, "h_head_simplicity")
    assert say("en", "needs.aside") not in card(app, "c_trust_and_safety")


def test_seen_from_organisations_the_other_surveys_answer_for_everyone():
    app = listed(lang="en", survey="organisations", where=["org_type=1"], follow="off")
    everyone = answer("citizens", "trust_need_to_know", "high", "year=2021")
    assert everyone in card(app, "c_trust_and_safety")
    assert say("en", "needs.aside") in card(app, "c_trust_and_safety")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_offered_once(language):
    assert downloads(listed(lang=language)) == [say(language, "figure.download")]


# --- Other data folders ---------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """Return an empty data folder that the app reads."""
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_answers_are_told_in_words(data, language):
    gates = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
    scale = single(1, 2, nets=[net("high", 1)])
    frame = {"trust_need_to_know": [1, 2] * 100, "g": [1] * 195 + [2] * 5}
    variables = {"trust_need_to_know": scale, "g": segment(1, 2)}
    write_survey(data, "citizens", frame, variables, disclosure=gates)
    app = listed(lang=language, where=["g=2"])
    drawn = card(app, "c_trust_and_safety")
    assert say(language, "flag.suppressed", limit=10) in drawn
    assert 'class="interval"' not in drawn
    assert say(language, "needs.survey_absent") in drawn, "the other items are not in this survey"
    whole = card(listed(lang=language), "c_trust_and_safety")
    assert say(language, "flag.suppressed", limit=10) not in whole
    [survey] = surveys_in(data)
    told = labels.level_sentence(asked(survey, "trust_need_to_know"), "high", (), language)
    assert told in whole


def test_needs_are_there_whatever_the_survey(data):
    write_survey(data, "own", {"q": [1, 2] * 50}, {"q": single(1, 2)})
    app = listed(lang="en")
    assert sorted(cards(app)) == sorted(ALL)
    assert say("en", "needs.survey_absent") in card(app, "c_trust_and_safety")
    assert "<strong>48%</strong>" in card(app, "c_trust_and_safety")


# --- From here to there and back ------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_item_leads_to_the_needs_that_it_bears_on(language):
    app = opened("trust", lang=language, survey="health_personnel", item="satisfaction_ehr")
    [drawn] = re.findall(r'<ul class="links">.*?</ul>', bodies(app))
    bears_on = [
        need
        for need, links in KNOWN.evidence_of.items()
        if any((one.survey, one.item) == ("health_personnel", "satisfaction_ehr") for one in links)
    ]
    assert drawn.count("<li>") == len(bears_on)
    for need in bears_on:
        assert ALL[need].text[language] in drawn


def test_an_item_that_bears_on_no_need_leads_nowhere():
    item = next(
        one.id
        for one in bundled("organisations").codebook.items
        if not any(link.item == one.id for link in KNOWN.evidence)
    )
    app = opened("trust", lang="en", survey="organisations", item=item)
    assert '<ul class="links">' not in bodies(app)


@pytest.mark.parametrize(
    ("need", "figure"),
    [
        ("c_trust_and_safety", "citizen_trust_access_2021"),  # one of a series
        ("c_trust_and_safety", "citizen_worry_emergency_access"),  # on its own
        ("h_safe_decisions", "document_sharing_evaluation"),  # a date
    ],
)
def test_a_figure_beside_a_need_is_one_click_away(need, figure):
    figures = [one.figure for one in KNOWN.evidence_of[need] if one.figure]
    links = re.findall(r'href="figures\?([^"]*)"', card(listed(lang="en"), need))
    query = html.unescape(dict(zip(figures, links, strict=True))[figure])
    app = opened("figures", **parse_qs(query))
    assert not app.warning
    assert f'id="{figure}"' in bodies(app)
