"""The codebook page as a visitor's session runs it, without a browser."""

import re

import pandas as pd
import pytest
from hostile_words import LONG, PICTURE, SCRIPT, SHORTENED
from survey_folder import both, multiple, numeric, segment, single, write_survey
from visitor import bodies, box, downloads, in_language, opened, press, shown, warnings, words

from insight import open_survey
from insight.documents.glossary import glossary
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.survey.folders import bundled_data

BUNDLED = ("citizens", "health_personnel", "organisations")
ITEM = "heard_helsenorge"


def variables(app) -> list[str]:
    """The ids of the variables that are shown, in their order."""
    summaries = re.findall(r"<summary><span>.*?</summary>", bodies(app))
    return [re.sub(r"<.*?>", "", one.split("<code>")[1]) for one in summaries]


def unfolded(app) -> int:
    return bodies(app).count('<details class="cb-variable" open>')


def type_in(app, query: str):
    return shown(app.text_input(key="find_box").set_value(query).run())


# --- What the page shows -------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("survey", BUNDLED)
def test_page_shows_the_whole_codebook_of_each_survey(survey, language):
    app = opened("codebook", lang=language, survey=survey)
    codebook = open_survey(survey, bundled_data()).codebook
    assert not app.warning
    assert sorted(variables(app)) == sorted(codebook.variables)
    assert unfolded(app) == 0
    found = words(app)
    for said in (codebook.title, codebook.population, codebook.note, codebook.assumption):
        assert said[language] in found
    for variable in codebook.variables.values():
        for part in (variable.label, variable.question, variable.note, variable.assumption):
            assert part is None or part[language] in found
    for term in glossary():
        assert term.name[language] in found
        assert term.text[language] in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_codebook_and_dictionary_can_be_downloaded(language):
    app = opened("codebook", lang=language)
    for name in ("download", "download_dictionary"):
        assert say(language, f"codebook.{name}") in downloads(app)


@pytest.mark.parametrize(("wave", "n"), [("2019", 1162), ("2020", 1614), ("2021", 1504)])
def test_distributions_are_those_of_the_chosen_wave(wave, n):
    app = opened("codebook", lang="en", survey="citizens", wave=wave, item=ITEM)
    answered = say("en", "base.n", n=numbers.whole(n, "en"))
    caption = f"{say('en', 'codebook.unweighted_numbers')} · {wave} · {answered}"
    assert f"{caption} · {say('en', 'base.simulated')}" in words(app)
    assert say("en", "codebook.in_wave", wave=wave) in words(app)


def test_the_wave_itself_is_counted_over_all_waves():
    app = opened("codebook", lang="en", survey="citizens", wave="2019", item="year")
    found = words(app)
    for n in (1162, 1614, 1504, 4280):
        assert numbers.whole(n, "en") in found


def test_the_respondent_group_leaves_the_codebook_as_it_is():
    whole, part = (
        opened("codebook", lang="en", survey="citizens", item=ITEM, **more)
        for more in ({}, {"where": ["gender=1"], "base": "valid"})
    )
    assert part.query_params["where"] in ("gender=1", ["gender=1"])
    of_all, of_part = (re.findall(r"<table>.*?</table>", bodies(app)) for app in (whole, part))
    assert of_all
    assert of_part == of_all


def test_another_survey_shows_its_own_codebook():
    app = opened("codebook", lang="en", survey="citizens", item=ITEM)
    shown(box(app, "survey").set_value("organisations").run())
    assert "sdg_maturity" in variables(app)
    assert ITEM not in variables(app)
    assert "item" not in app.query_params
    assert not app.warning


def test_an_item_leads_to_the_needs_that_it_bears_on():
    app = opened("codebook", lang="en", survey="citizens", item="trust_need_to_know")
    assert say("en", "needs.of_item") in words(app)
    assert "needs?" in bodies(app)


# --- Search and links ----------------------------------------------------------------------------


def test_search_narrows_variables_and_glossary_and_stands_in_the_link():
    app = opened("codebook", lang="en", survey="citizens")
    everything = variables(app)
    type_in(app, "tillit JOURNALEN")
    assert variables(app) == ["trust_need_to_know"]
    assert unfolded(app) == 1
    assert app.query_params["find"] == "tillit JOURNALEN"
    assert say("en", "codebook.found", shown=1, total=len(everything)) in words(app)
    assert say("en", "codebook.no_such_word") in words(app)
    type_in(app, "")
    assert variables(app) == everything
    assert "find" not in app.query_params


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_without_result_says_so(language):
    app = opened("codebook", lang=language, survey="citizens", find="zzz")
    assert variables(app) == []
    total = len(open_survey("citizens", bundled_data()).codebook.variables)
    assert say(language, "codebook.nothing", total=total) in words(app)


@pytest.mark.parametrize("role", ["item", "segment", "other"])
def test_role_keeps_to_its_variables(role):
    app = opened("codebook", lang="en", survey="citizens", role=role)
    codebook = open_survey("citizens", bundled_data()).codebook
    expected = [one.id for one in codebook.variables.values() if one.role == role]
    assert variables(app) == expected
    assert app.query_params["role"] == role


def test_link_to_an_item_unfolds_it_and_leads_back_to_all():
    app = opened("codebook", lang="nb", survey="citizens", item=ITEM)
    assert variables(app) == [ITEM]
    assert unfolded(app) == 1
    assert app.query_params["item"] == ITEM
    press(app, say("nb", "codebook.show_all"))
    assert len(variables(app)) > 10
    assert "item" not in app.query_params


def test_a_variable_links_to_itself_in_the_same_view():
    app = opened("codebook", lang="en", survey="citizens", wave="2020", where=["gender=1"])
    [link] = re.findall(r'href="([^"]*item=heard_helsenorge)"', bodies(app))
    for part in ("codebook?", "lang=en", "survey=citizens", "wave=2020", "where=gender%3D1"):
        assert part in link


def test_language_keeps_search_and_role():
    app = opened("codebook", lang="en", survey="citizens", find="trust", role="item")
    before = variables(app)
    in_language(app, "nb")
    assert variables(app) == before
    assert (app.query_params["find"], app.query_params["role"]) == ("trust", "item")


STALE = [
    ({"item": "heard_helsenorg"}, "heard_helsenorg", ITEM),
    ({"item": "sdg_maturity"}, "sdg_maturity", ""),
    ({"item": SCRIPT}, SCRIPT, ""),
    ({"item": PICTURE}, PICTURE, ""),
    ({"item": LONG}, SHORTENED, ""),
    ({"role": "items"}, "items", "item"),
]


@pytest.mark.parametrize(("link", "named", "suggested"), STALE)
def test_link_that_cannot_be_followed_is_told_in_a_sentence(link, named, suggested):
    app = opened("codebook", lang="en", survey="citizens", **link)
    [sentence] = warnings(app)
    assert named in sentence
    assert suggested in sentence
    assert len(variables(app)) > 10
    assert "<script>alert" not in bodies(app)
    assert not {"item", "role"} & set(app.query_params)


@pytest.mark.parametrize("query", [SCRIPT, PICTURE, LONG, "[", "\\", "' OR 1=1"])
def test_an_odd_search_finds_nothing_and_does_no_harm(query):
    app = opened("codebook", lang="en", survey="citizens", find=query)
    assert not app.warning
    assert "<script>alert" not in bodies(app)
    assert variables(app) == []


# --- What must not be shown ----------------------------------------------------------------------

GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_suppressed_stays_suppressed(data, language):
    frame = {"q": [1, 2, 2] * 100, "r": [1, 1, 2] * 2 + [None] * 294}
    write_survey(data, "few", frame, {"q": single(1, 2), "r": single(1, 2)}, disclosure=GATES)
    app = opened("codebook", lang=language, item="r")
    assert say(language, "flag.suppressed", limit=10) in words(app)
    assert "n =" not in words(app)
    [table] = re.findall(r"<tbody>.*?</tbody>", bodies(app))
    assert table.count(f"<td>{say(language, 'codebook.hidden')}</td>") == 2


@pytest.mark.parametrize("microdata", ["closed", "k_anonymous", "open"])
def test_small_groups_of_background_are_hidden_and_few_answers_told(data, microdata):
    frame = {"q": [1] * 151 + [2] * 42 + [3] * 4, "g": [1] * 147 + [2] * 45 + [3] * 5}
    rules = {**GATES, "microdata": microdata}
    variables = {"q": single(1, 2, 3), "g": segment(1, 2, 3)}
    write_survey(data, "one", frame, variables, disclosure=rules)
    found = words(opened("codebook", lang="en")).split("\n")
    assert {"151", "42", "4", "147"} <= set(found)
    assert {"45", "5"}.isdisjoint(found)
    assert any(say("en", "flag.suppressed", limit=10) in line for line in found)


# --- Surveys of every shape ----------------------------------------------------------------------

SHAPES = {
    "forty_categories": (
        {"q": [row % 40 + 1 for row in range(800)], "g": [row % 40 + 1 for row in range(800)]},
        {"q": single(*range(1, 41)), "g": segment(*range(1, 41))},
    ),
    "numbers_only": ({"q": [20.5, 30, 40]}, {"q": numeric()}),
    "marks": ({"a": [0, 1] * 50, "b": [1, 1] * 50}, {"q": multiple({"a": "a", "b": "b"})}),
    "text_codes": ({"q": ["yes, <often>", "a=b&"] * 50}, {"q": single("yes, <often>", "a=b&")}),
    "no_items": ({"q": [1, 2] * 50}, {"q": segment(1, 2)}),
    "no_respondents": ({"q": [None, None]}, {"q": single("a", "b")}),
    "one_respondent": ({"q": [1]}, {"q": single(1, 2)}),
    "hostile": (
        {"q": [1, 2] * 50},
        {"q": single(1, 2, label=both(SCRIPT), question=both(PICTURE), note=both(LONG))},
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_survey_of_any_shape_has_a_codebook(data, shape, language):
    frame, described = SHAPES[shape]
    write_survey(data, shape, frame, described)
    app = opened("codebook", lang=language)
    assert not app.warning
    assert variables(app) == list(described)
    assert say(language, "codebook.not_simulated") in words(app)
    assert "<script>alert" not in bodies(app)
    for category in described["q"].get("categories", ()):
        assert category[language] in words(app)


def test_a_wave_that_only_the_data_know_is_a_variable_too(data):
    frame = {"q": [1, 2] * 100, "year": [2020, 2021] * 100}
    write_survey(data, "waves", frame, {"q": single(1, 2)}, design={"wave": "year"})
    app = opened("codebook", lang="en")
    assert sorted(variables(app)) == ["q", "year"]
    assert "100 (2020), 100 (2021)" in words(app)


def test_a_long_codebook_is_drawn_a_part_at_a_time(data):
    asked = {f"q{number}": single(1, 2) for number in range(90)}
    frame = pd.DataFrame({name: [1, 2] * 10 for name in asked})
    write_survey(data, "long", frame, asked)
    app = opened("codebook", lang="en", survey="long")
    found = [len(variables(app))]
    for more in ("40", "10"):
        app = press(app, say("en", "fact.more", count=more))
        found.append(len(variables(app)))
    assert found == [40, 80, 90]
    assert not any(one.label.startswith("Show ") and "more" in one.label for one in app.button)


@pytest.mark.parametrize("language", LANGUAGES)
def test_replicate_weights_are_told_of_and_are_no_questions(data, language):
    halves = {f"b{n}": [1.5, 0.5] * 300 if n % 2 else [0.5, 1.5] * 300 for n in range(1, 9)}
    frame = {"q": [1, 1, 2] * 200, "w": [1.0] * 600} | halves
    replicates = {"columns": "b{1..8}", "method": "fay", "rho": 0.5}
    variables_there = {"q": single(1, 2), "b1": numeric(role="other")}
    design = {"weight": "w", "replicates": replicates}
    write_survey(data, "s", frame, variables_there, design=design)
    app = opened("codebook", lang=language)
    assert not app.warning
    found = words(app)
    rho = "0,5" if language == "nb" else "0.5"
    method = say(language, "codebook.replicates_fay", rho=rho)
    told = {"count": 8, "first": "b1", "last": "b8", "method": method}
    assert say(language, "codebook.replicates", **told) in found
    assert say(language, "codebook.replicates_around_mean", scale=rho) in found
    assert rho in method
    assert variables(app) == ["q", "b1"]
    [counted] = re.findall(r"<tbody>.*?</tbody>", bodies(app), re.DOTALL)
    assert "400" in counted  # of the question; of a weight there is nothing to count
