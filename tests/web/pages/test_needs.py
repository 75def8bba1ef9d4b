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
    box,
    bundled,
    downloads,
    opened,
    pills,
    shown,
    warnings,
    words,
)

from insight.documents.facts import LEVELS, Evidence, facts
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.web.evidence import has_standing

KNOWN = facts()
ALL = {one.id: one for one in KNOWN.needs}


def cards(app) -> list[str]:
    """The ids of the needs that are shown, in their order."""
    return re.findall(r'<article class="fact" id="([^"]+)"', bodies(app))


def card(app, need: str) -> str:
    return re.search(rf'<article class="fact" id="{need}".*?</article>', bodies(app), re.DOTALL)[0]


def choose(app, parameter: str, code: str):
    return shown(box(app, f"own:{parameter}").set_value(code).run())


def search(app, query: str):
    return shown(app.text_input[0].set_value(query).run())


def bearing(need: str) -> list[Evidence]:
    """What bears on a need, unlike what was only asked or mentioned."""
    return [one for one in KNOWN.evidence_of.get(need, ()) if one.bears]


def silent(ids) -> int:
    """How many of these needs no survey bears on."""
    return sum(not has_standing(KNOWN.evidence_of.get(one, ()), "item") for one in ids)


def counts(app, ids, language="en") -> bool:
    """Whether the page says how many needs these are, and how many no survey bears on."""
    said = say(language, "needs.finding", count=len(ids), silent=silent(ids))
    return said in words(app)


# --- What is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_is_shown_once_level_by_level(language):
    app = opened("needs", lang=language)
    levels = [ALL[one].level for one in cards(app)]
    assert sorted(cards(app)) == sorted(ALL)
    assert levels == sorted(levels, key=LEVELS.index)
    assert counts(app, ALL, language)
    for level in LEVELS:
        heading = f"{KNOWN.word('level', level)[language]} ({levels.count(level)})"
        assert heading in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_overlap_that_the_document_stresses_is_told_in_its_own_words(language):
    found = words(opened("needs", lang=language))
    assert KNOWN.need["c_head_overlap"].quote in found
    for theme in {theme for one in KNOWN.needs for theme in one.themes}:
        assert KNOWN.themes[theme].name[language] in found
    assert say(language, "fact.themes_are_ours") in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_without_evidence_say_so(language):
    app = opened("needs", lang=language, evidence="none")
    without = [one for one in ALL if not bearing(one)]
    assert sorted(cards(app)) == sorted(without)
    only_asked = [one for one in without if one in KNOWN.evidence_of]
    assert words(app).count(say(language, "needs.none")) == len(without) - len(only_asked)
    assert words(app).count(say(language, "needs.nothing_published")) == len(only_asked)
    assert 'class="evidence"' not in bodies(app)


# --- Filters --------------------------------------------------------------------------------------

SEGMENT = next(one.segment.nb for one in KNOWN.needs if one.id == "h_var_gp")
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
    "subgroup": ("segment", SEGMENT, lambda one: one.id == "h_var_gp"),
    "theme": ("theme", "competence", lambda one: "competence" in one.themes),
    "answers": (
        "evidence", "item",
        lambda one: any(link.survey for link in bearing(one.id)),
    ),
    "no answers, with or without figures": (
        "evidence", "no_item",
        lambda one: not any(link.survey for link in bearing(one.id)),
    ),
    "neither": ("evidence", "none", lambda one: not bearing(one.id)),
}  # fmt: skip


@pytest.mark.parametrize(("parameter", "code", "belongs"), FILTERS.values(), ids=FILTERS)
def test_a_choice_shows_the_needs_that_it_means_and_a_link_the_same(parameter, code, belongs):
    app = choose(opened("needs", lang="en"), parameter, code)
    meant = [one.id for one in KNOWN.needs if belongs(one)]
    assert 0 < len(meant) < len(ALL)
    assert sorted(cards(app)) == sorted(meant)
    assert counts(app, meant)
    assert app.query_params[parameter] == code
    linked = opened("needs", lang="en", **{parameter: code})
    assert cards(linked) == cards(app)
    choose(linked, parameter, "any")
    assert len(cards(linked)) == len(ALL)
    assert parameter not in linked.query_params


def test_choices_narrow_one_another():
    chosen = {"population": "health_personnel", "evidence": "no_item", "level": "practical"}
    app = opened("needs", lang="nb", theme="work_processes", **chosen)
    meant = [
        one.id
        for one in KNOWN.needs
        if one.population in ("health_personnel", "both")
        and one.level == "practical"
        and "work_processes" in one.themes
        and not any(link.survey for link in bearing(one.id))
    ]
    assert meant
    assert sorted(cards(app)) == sorted(meant)


SEARCHES = [
    # words, language of the page, needs
    ("fastlegene", "en", {"h_var_gp"}),
    ("PÅRØRENDE rolle", "nb", {"g_simplify_carer_role", "s_all_new_roles"}),
    ("large burden", "nb", {"h_admin_burden"}),
    ("burden large", "en", {"h_admin_burden"}),
    ("Administrasjonsbyrden er stor", "en", {"h_admin_burden"}),
    ("no such need", "en", set()),
]


@pytest.mark.parametrize(("query", "language", "expected"), SEARCHES)
def test_search_looks_in_both_languages_and_the_quote_in_any_order(query, language, expected):
    app = search(opened("needs", lang=language), query)
    assert set(cards(app)) == expected
    assert app.query_params["find"] == query
    assert set(cards(opened("needs", lang=language, find=query))) == expected


def test_search_marks_what_it_found():
    assert "administrative <mark>burden</mark>" in bodies(opened("needs", lang="en", find="burden"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_found_is_said_in_a_sentence_and_nothing_is_offered(language):
    app = opened("needs", lang=language, find="nobody needs this")
    assert [one.value for one in app.info] == [say(language, "fact.nothing")]
    assert cards(app) == []
    assert downloads(app) == []
    assert counts(app, [], language)
    search(app, "")
    assert len(cards(app)) == len(ALL)
    assert not app.info


@pytest.mark.parametrize("hostile", [SCRIPT, PICTURE, "'><img src=x>", "a\nb\x00", "%", "(", "\\"])
def test_hostile_search_does_no_harm(hostile):
    app = opened("needs", lang="en", find=hostile)
    assert not app.warning
    drawn = bodies(app.main)
    assert "<script>alert" not in drawn
    assert "<img" not in drawn
    for one in map(ALL.get, cards(app)):
        assert hostile in f"{one.text} {one.segment} {one.quote}"


def test_a_search_is_cut_to_its_longest():
    app = opened("needs", lang="en", find="x" * 5000)
    assert len(app.text_input[0].value) == 200
    assert cards(app) == []


@pytest.mark.parametrize("parameter", ["population", "level", "evidence", "segment", "theme"])
def test_choice_that_does_not_exist_is_told_and_shows_everything(parameter):
    app = opened("needs", lang="en", **{parameter: "practicl"})
    [sentence] = warnings(app)
    assert "practicl" in sentence
    assert len(cards(app)) == len(ALL)
    assert parameter not in app.query_params


def test_language_changes_the_words_and_no_choice():
    link = {"population": "citizens", "evidence": "item", "find": "tillit"}
    app = opened("needs", lang="nb", **link)
    before = cards(app)
    language = next(one for one in app.button_group if one.key == "language")
    shown(language.set_value("en").run())
    assert cards(app) == before
    assert {name: app.query_params[name] for name in link} == link
    assert ALL[before[0]].text.en in words(app)


# --- Evidence -------------------------------------------------------------------------------------


def answer(survey: str, item: str, target: str, *where: str, language="en") -> str:
    figures = asked(bundled(survey), item, *where)
    return labels.level_sentence(figures, target, (), language)


def test_an_answer_bears_on_a_need_only_while_its_level_was_published_of_whom_is_meant():
    app = opened("needs", lang="en")
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
    drawn = card(opened("needs", lang="en", wave="2019"), "c_trust_and_safety")
    assert answer("citizens", "trust_need_to_know", "high", "year=2019") in drawn
    assert "Citizens 2019" in drawn
    assert "Citizens 2021" in drawn, "of storage no figure is published for 2019"
    assert say("en", "needs.other_wave", wave="2019") in drawn


def test_with_dont_know_left_out_no_level_was_published():
    drawn = card(opened("needs", lang="en", base="valid"), "c_trust_and_safety")
    assert drawn.count(say("en", "needs.not_published_of_these")) == 3


def test_figures_of_documents_do_not_follow_the_respondent_group():
    whole, part = (
        re.findall(r"<strong>48%</strong>.*?</p>", card(app, "c_trust_and_safety"))
        for app in (opened("needs", lang="en"), opened("needs", lang="en", where=["gender=1"]))
    )
    assert whole == part
    assert len(whole) == 1


def test_condition_that_the_survey_lacks_is_told_beside_its_answer():
    app = opened("needs", lang="en", where=["carer=1"])
    assert say("en", "needs.aside") in card(app, "h_head_simplicity")
    assert say("en", "needs.aside") not in card(app, "c_trust_and_safety")


def test_seen_from_organisations_the_other_surveys_answer_for_everyone():
    app = opened("needs", lang="en", survey="organisations", where=["org_type=1"])
    everyone = answer("citizens", "trust_need_to_know", "high", "year=2021")
    assert everyone in card(app, "c_trust_and_safety")
    assert say("en", "needs.aside") in card(app, "c_trust_and_safety")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_offered_once(language):
    assert downloads(opened("needs", lang=language)) == [say(language, "figure.download")]


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
    app = opened("needs", lang=language, where=["g=2"])
    drawn = card(app, "c_trust_and_safety")
    assert say(language, "flag.suppressed", limit=10) in drawn
    assert 'class="interval"' not in drawn
    assert say(language, "needs.survey_absent") in drawn, "the other items are not in this survey"
    assert 'class="interval"' in card(opened("needs", lang=language), "c_trust_and_safety")


def test_needs_are_there_whatever_the_survey(data):
    write_survey(data, "own", {"q": [1, 2] * 50}, {"q": single(1, 2)})
    app = opened("needs", lang="en")
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
    links = re.findall(r'href="figures\?([^"]*)"', card(opened("needs", lang="en"), need))
    query = html.unescape(dict(zip(figures, links, strict=True))[figure])
    app = opened("figures", **parse_qs(query))
    assert not app.warning
    assert f'id="{figure}"' in bodies(app)
