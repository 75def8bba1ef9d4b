"""The needs narrowed by the choices of their page and by a search."""

import pytest
from hostile_words import PICTURE, SCRIPT
from needs_page import ALL, KNOWN, OF_CARERS, bearing, card, cards, choose, counts, listed
from visitor import bodies, downloads, shown, warnings, words

from insight.language.catalogue import LANGUAGES, say
from insight.web.evidence import is_found


def search(app, query: str):
    return shown(app.text_input(key="find_box").set_value(query).run())


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
