"""The page where any question is broken down by any group, as a visitor's session runs it."""

import json
from pathlib import Path

import pytest
from survey_folder import GATES_OFF, both, multiple, net, numeric, segment, single, write_survey
from visitor import (
    LONG,
    PICTURE,
    SCRIPT,
    alternatives,
    asked,
    base_of,
    box,
    bundled,
    charts,
    n_of_total,
    opened,
    pills,
    press,
    rows_of,
    shown,
    tables,
    warnings,
    words,
)

from insight import compare
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.breakdown import finding
from insight.survey.filters import parse_filter

ITEM = "trust_need_to_know"


def breakdown(**link):
    return opened("breakdown", **{"lang": "en"} | link)


def marked(app, mark):
    rows = rows_of(charts(app)[0])
    return rows[rows["mark"] == mark]


def switch(app, kind):
    key = f"breakdown:show:{kind}"
    return next(one for one in app.button_group if one.key.split("@")[0] == key)


def test_the_question_follows_the_reader_from_page_to_page():
    app = opened("trust", lang="en", survey="citizens")
    second = app.session_state["view"].survey.codebook.items[1]
    box(app, "item:citizens").set_value(second.id).run()
    app.query_params = {}  # as the navigation has it
    app = shown(app.switch_page("../../../pages/breakdown.py").run())
    assert app.query_params["item"] == second.id
    third = app.session_state["view"].survey.codebook.items[2]
    box(app, "item:citizens").set_value(third.id).run()
    app.query_params = {}
    app = shown(app.switch_page("../../../pages/trust.py").run())
    assert app.query_params["item"] == third.id


# --- What it shows -------------------------------------------------------------------------------

VIEWS = [
    ("citizens", {"by": "age_group"}, "bars"),
    ("citizens", {"by": "age_group", "by2": "gender"}, "panels"),
    ("citizens", {"by": "year"}, "trend"),
    ("citizens", {"by": "gender", "by2": "year"}, "trend"),
    ("citizens", {"by": "none"}, "bars"),
    ("citizens", {"by": "none", "item": "contact_12m"}, "dots"),
    ("citizens", {"by": "age_group", "target": "mean"}, "dots"),
    ("health_personnel", {"by": "occupation", "show": "heat"}, "heat"),
    ("health_personnel", {"by": "occupation", "by2": "year"}, "panels"),
    ("health_personnel", {"by": "occupation", "by2": "age_group", "show": "heat"}, "heat"),
    ("organisations", {"by": "org_type", "item": "sdg_most_important"}, "dots"),
]


@pytest.mark.parametrize(("survey", "link", "show"), VIEWS)
def test_each_question_has_its_chart_its_table_and_its_files(survey, link, show):
    app = breakdown(survey=survey, **link)
    assert not app.warning
    assert app.query_params["show"] == show
    [chart] = charts(app)
    assert len(alternatives(app)) == 1
    json.loads(chart.proto.spec)
    assert len(tables(app)) == 1 + bool(link.get("by") != "none")
    assert len(app.get("download_button")) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("survey", "item", "by"),
    [
        ("citizens", ITEM, "education"),
        ("citizens", ITEM, "gender"),
        ("health_personnel", ITEM, "occupation"),
        ("organisations", "sdg_networks", "org_type"),
    ],
)
def test_the_column_of_tests_says_what_each_group_against_the_rest_found(
    language, survey, item, by
):
    app = breakdown(lang=language, survey=survey, item=item, by=by)
    found = marked(app, "words").set_index("group_line")["test"]
    opened_survey = bundled(survey)
    wave = opened_survey.codebook.wave
    where = parse_filter(["year=2021"] if wave else [], opened_survey.codebook)
    key = app.query_params["target"]
    rest = compare(opened_survey, item, key, by, where=where, against="rest")
    group = opened_survey.codebook.variable(by)
    for one in rest.differences:
        said = found[group.category(one.first).label[language]]
        if one.value is None:
            assert said == ""
        elif len(rest.differences) == 1 and one.value < 0:
            assert said == ""  # of two groups the difference stands beside the higher
        elif one.significant(0.95):
            word = "higher" if one.value > 0 else "lower"
            assert said.endswith(say(language, f"breakdown.{word}"))
            assert said[0] in "↑↓"
        else:
            assert said == say(language, f"breakdown.{one.finding(0.95, rest.tests)}")


def test_the_finding_names_those_who_differ_and_the_table_says_it_too():
    app = breakdown(survey="organisations", item="sdg_networks", by="org_type")
    assert "Lower than the others: Municipalities: 12 against 44%, 32 percentage" in words(app)
    table, _ = tables(app)
    assert table[say("en", "breakdown.against")].tolist().count("↓ lower") == 1
    assert "↓ lower" in marked(app, "words")["test"].tolist()


@pytest.mark.parametrize(("survey", "indicative"), [("citizens", 0), ("health_personnel", 1)])
def test_tests_of_a_sample_not_drawn_at_random_are_called_indicative(survey, indicative):
    found = words(breakdown(survey=survey, by="gender"))
    assert found.count(say("en", "breakdown.indicative")) == indicative


def test_over_time_every_wave_is_there_whatever_wave_is_chosen():
    app = breakdown(by="age_group", by2="year", wave="2020")
    survey = bundled("citizens")
    everyone = asked(survey, ITEM)
    assert n_of_total(base_of(everyone), base_of(everyone), "en") in words(app)
    points = marked(app, "point")
    assert len(points) == 12
    assert "from 2019 to 2020" in words(app)
    figures = asked(survey, ITEM, by=("age_group", "year"))
    assert sorted(points["value"]) == sorted(one.value for one in figures.of("high"))


def test_published_figures_stand_on_the_line_of_everyone_only():
    assert rows_of(charts(breakdown(by="year"))[0])["published"].notna().any()
    filtered = rows_of(charts(breakdown(by="year", where=["gender=1"]))[0])
    assert not filtered["published"].notna().any()


# --- Two groups ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_groups_are_compared_with_their_difference_and_test(language):
    app = breakdown(lang=language, by="education")
    assert "first" not in app.query_params
    key = "pair:citizens:education"
    app = shown(box(app, f"{key}:first").set_value("3").run())
    app = shown(box(app, f"{key}:second").set_value("5").run())
    assert (app.query_params["first"], app.query_params["second"]) == ("3", "5")
    survey = bundled("citizens")
    where = parse_filter(["year=2021"], survey.codebook)
    found = compare(survey, ITEM, "high", "education", where=where)
    [gap] = [one for one in found.differences if (one.first, one.second) == ("3", "5")]
    assert finding.pair_sentence(gap, found, language) in words(app)
    p = numbers.p_words(gap.p_claim_adjusted, language)
    level = numbers.level(0.95, language)
    assert say(language, "pair.method", p=p, count=found.tests, level=level) in words(app)
    _, pairs = tables(app)
    assert len(pairs) == len(found.differences)


def test_two_waves_within_a_group_are_told_as_a_change():
    link = {"between": "year", "first": "2021", "second": "2019"}
    app = breakdown(by="age_group", by2="year", **link)
    told = "Rose from 46 to 65% from 2019 to 2021, 19 percentage points (8–30)."
    assert told in words(app)
    assert {name: app.query_params[name] for name in link} == link


def test_two_groups_within_a_wave_are_no_change():
    app = breakdown(by="age_group", by2="year", between="age_group", first="1", second="4")
    survey = bundled("citizens")
    within = parse_filter(["year=2019"], survey.codebook)
    found = compare(survey, ITEM, "high", "age_group", where=within)
    [gap] = [one for one in found.differences if (one.first, one.second) == ("1", "4")]
    assert finding.pair_sentence(gap, found, "en") in words(app)
    assert "Year: 2019." in words(app)


def test_hidden_groups_are_not_compared_by_the_pair():
    app = breakdown(
        survey="organisations", item="sdg_maturity", by="org_type", first="5", second="6"
    )
    told = say("en", "groups.pair_untested", first="Suppliers and other industry",
               second="Research and education")  # fmt: skip
    assert told in words(app)


# --- What can be chosen --------------------------------------------------------------------------

WHOLE = {
    "lang": "en",
    "survey": "health_personnel",
    "where": ["gender=1", "target_group=2,3"],
    "wave": "2020",
    "item": "trust_secure_storage",
    "target": "5",
    "by": "occupation",
    "by2": "age_group",
    "show": "heat",
    "order": "value",
    "nets": "off",
    "base": "valid",
}


def test_the_link_is_the_view():
    app = breakdown(**WHOLE)
    assert not app.warning
    assert app.query_params == WHOLE
    cells = marked(app, "cell")
    survey = bundled("health_personnel")
    figures = asked(survey, "trust_secure_storage", "year=2020", *WHOLE["where"],
                    by=("occupation", "age_group"), base="valid")  # fmt: skip
    drawn = sorted(one for one in cells["number"].str.split().str[0] if isinstance(one, str))
    expected = (one.value for one in figures.of("5") if one.value is not None)
    assert drawn == sorted(numbers.percent(one, "en") for one in expected)


def test_the_link_leaves_out_what_is_as_usual():
    app = breakdown(by="age_group", order="codebook", nets="on")
    assert not {"by2", "order", "nets", "base"} & set(app.query_params)


def test_language_and_a_visit_elsewhere_change_nothing():
    app = breakdown(**WHOLE)
    language = next(one for one in app.button_group if one.key == "language")
    shown(language.set_value("nb").run())
    assert app.query_params == {**WHOLE, "lang": "nb"}
    shown(app.switch_page("../../../pages/overview.py").run())
    shown(app.switch_page("../../../pages/breakdown.py").run())
    assert app.query_params == {**WHOLE, "lang": "nb"}


def test_two_breakdowns_are_never_the_same():
    app = breakdown(by="age_group", by2="gender")
    options = box(app, "breakdown:citizens:by2").options
    assert bundled("citizens").codebook.variable("age_group").label["en"] not in options
    shown(box(app, "breakdown:citizens:by").set_value("gender").run())
    assert app.query_params["by"] == "gender"
    assert "by2" not in app.query_params
    assert not app.warning


def test_only_ways_that_suit_are_offered():
    app = breakdown(by="age_group")
    assert switch(app, "1").options == [say("en", f"breakdown.show_{one}") for one in
                                        ("bars", "dots", "heat")]  # fmt: skip
    assert not [one for one in breakdown(item="contact_12m", by="none").button_group
                if one.key.startswith("breakdown:show")]  # fmt: skip


def test_the_way_of_showing_is_remembered_for_each_kind_of_question():
    app = breakdown(by="age_group")
    shown(switch(app, "1").set_value("heat").run())
    assert app.query_params["show"] == "heat"
    shown(box(app, "breakdown:citizens:by2").set_value("gender").run())
    assert app.query_params["show"] == "panels"
    shown(box(app, "breakdown:citizens:by2").set_value("none").run())
    assert app.query_params["show"] == "heat"


def test_nets_off_leaves_answers_only():
    app = breakdown(by="none", show="dots")
    codebook = bundled("citizens").codebook
    assert len(marked(app, "point")) == len(codebook.variable(ITEM).categories) + 1
    shown(app.toggle(key="toggle:nets").set_value(False).run())
    assert len(marked(app, "point")) == len(codebook.variable(ITEM).categories)
    assert app.query_params["nets"] == "off"
    assert app.query_params["target"] == "1"
    shown(app.toggle(key="toggle:nets").set_value(True).run())
    assert "nets" not in app.query_params


def test_order_by_size_is_kept_in_the_link():
    app = breakdown(by="education", show="dots")
    shown(box(app, "own:order").set_value("value").run())
    assert app.query_params["order"] == "value"
    values = marked(app, "point")["value"].tolist()[1:]
    assert values == sorted(values, reverse=True)


def test_dont_know_leaves_the_base():
    app = breakdown(by="none", show="dots", base="valid")
    names = marked(app, "point")["group_line"].tolist()
    dont_know = bundled("citizens").codebook.variable(ITEM).category("9").label["en"]
    assert dont_know not in names
    assert say("en", "filter.valid_only") in words(app)


def test_the_respondent_group_counts():
    app = breakdown(by="age_group")
    pills(app, "citizens", "gender").set_value(["1"])
    shown(app.run())
    survey = bundled("citizens")
    women = base_of(asked(survey, ITEM, "year=2021", "gender=1"))
    everyone = base_of(asked(survey, ITEM, "year=2021"))
    assert n_of_total(women, everyone, "en") in words(app)
    press(app, say("en", "shell.reset"))
    assert n_of_total(everyone, everyone, "en") in words(app)


# --- Links that cannot be followed ---------------------------------------------------------------

STALE = [
    ({"item": "trust_need_to_no"}, "trust_need_to_no"),
    ({"item": PICTURE}, PICTURE),
    ({"target": "hihg"}, "hihg"),
    ({"target": "high", "nets": "off"}, "high"),
    ({"target": "9", "base": "valid"}, "9"),
    ({"by": "age_grup"}, "age_grup"),
    ({"by": ITEM}, ITEM),
    ({"by": "weight"}, "weight"),
    ({"by": "gender", "by2": "gender"}, "gender"),
    ({"by": "none", "by2": "gender"}, "gender"),
    ({"by2": SCRIPT}, SCRIPT),
    ({"by": "age_group", "show": "trend"}, "trend"),
    ({"show": "pie"}, "pie"),
    ({"by": "none", "show": "heat"}, "heat"),
    ({"order": "random"}, "random"),
    ({"nets": "perhaps"}, "perhaps"),
    *(({name: LONG}, "xxx") for name in ("item", "target", "by", "by2", "show", "order", "nets")),
]


@pytest.mark.parametrize(("link", "named"), STALE)
def test_a_link_that_cannot_be_followed_is_told_in_a_sentence(link, named):
    app = breakdown(**link)
    [sentence] = warnings(app)
    assert named in sentence
    assert len(sentence) < 700
    assert len(charts(app)) == 1
    assert not shown(app.run()).warning


@pytest.mark.parametrize(
    "link",
    [
        {"item": "", "target": "", "by": "", "by2": "", "show": "", "order": "", "nets": ""},
        {"by": ["gender", "age_group"], "show": ["bars", "heat"]},
        {"statistic": "median", "utm_source": SCRIPT},
    ],
)
def test_an_odd_link_does_no_harm(link):
    assert len(charts(breakdown(**link))) == 1


# --- Surveys of every shape ----------------------------------------------------------------------


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """Return an empty data folder that the app reads."""
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    return tmp_path


SCALE = single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 4, 5)])
G, H = segment(1, 2), segment("a", "b", "c")
GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}


def frame(rows, **more):
    return {
        "q": [(1, 2, 3, 4, 5, 9)[row % 6] for row in range(rows)],
        "g": [1 + row % 2 for row in range(rows)],
        "h": ["abc"[row % 3] for row in range(rows)],
    } | more


WIDE = [row % 40 + 1 for row in range(800)]
SHAPES = {
    "one_respondent": (frame(1), {"q": SCALE, "g": G, "h": H}, {}),
    "all_suppressed": (frame(9), {"q": SCALE, "g": G, "h": H}, GATES),
    "all_alike": (frame(300, q=[5] * 300), {"q": SCALE, "g": G, "h": H}, GATES),
    "only_dont_know": (frame(300, q=[9] * 300), {"q": SCALE, "g": G, "h": H}, GATES),
    "nobody": ({"q": [1], "g": [1], "h": ["a"]}, {"q": SCALE, "g": G, "h": H}, GATES),
    "no_segments": (frame(300), {"q": SCALE}, {}),
    "forty": (
        {"q": WIDE, "g": WIDE},
        {"q": single(*range(1, 41)), "g": segment(*range(1, 41))},
        {},
    ),
    "forty_by_forty": (
        {"q": WIDE, "g": WIDE, "h": WIDE[::-1]},
        {"q": single(1, *range(2, 41)), "g": segment(*range(1, 41)), "h": segment(*range(1, 41))},
        {},
    ),
    "numbers": (
        frame(300, x=[row / 7 for row in range(300)]),
        {"x": numeric(), "g": G, "h": H},
        {},
    ),
    "marks": (
        frame(300, m_a=[0, 1] * 150, m_b=[1, 1] * 150),
        {"m": multiple({"a": "m_a", "b": "m_b"}, nets=[net("any", "a", "b")]), "g": G, "h": H},
        {},
    ),
    "seven": (
        frame(350, q=[row % 7 + 1 for row in range(350)]),
        {"q": single(*range(1, 8), ordered=True), "g": G, "h": H},
        {},
    ),
    "twins": (
        frame(300),
        {"q": SCALE, "g": G | {"label": both("Same")}, "h": H | {"label": both("Same")}},
        {},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_survey_of_any_shape_is_broken_down(data, shape):
    columns, variables, rules = SHAPES[shape]
    used = {
        name: values for name, values in columns.items() if name in variables or name[:2] == "m_"
    }
    write_survey(data, "own", used, variables, disclosure=rules or GATES_OFF)
    groups = [one for one in ("g", "h") if one in variables]
    app = breakdown(survey="own")
    for by in ({"by": "none"}, *({"by": one} for one in groups)):
        for more in ({}, {"by2": groups[-1]}) if by["by"] == "g" and len(groups) == 2 else ({},):
            for show in ("", "dots", "heat", "bars", "panels"):
                app.query_params = {"lang": "en", "survey": "own", **by, **more} | (
                    {"show": show} if show else {}
                )
                shown(app.run())
                assert charts(app) or app.info
                assert [bool(one.strip()) for one in alternatives(app)] == [True] * len(charts(app))


def test_too_many_groups_are_said_to_be_too_many(data):
    codes = list(range(1, 61))
    rows = [row % 60 + 1 for row in range(600)]
    many = {"q": single(1, 2), "g": segment(*codes), "h": segment(*codes)}
    write_survey(data, "own", {"q": [1, 2] * 300, "g": rows, "h": rows}, many)
    app = breakdown(by="g", by2="h")
    assert say("en", "breakdown.too_many", count="3,600") in words(app)
    assert not charts(app)


def test_a_survey_without_questions_says_so(data):
    write_survey(data, "own", {"g": [1, 2]}, {"g": G})
    app = breakdown()
    assert say("en", "trust.no_items") in words(app)


def test_where_every_group_is_hidden_the_page_says_so():
    app = breakdown(survey="organisations", by="org_type", by2="org_size")
    assert say("en", "breakdown.all_hidden") in words(app)
    assert not charts(app)


def test_a_hidden_group_keeps_its_place_and_says_why(data):
    rows = frame(600, h=["a"] * 300 + ["b"] * 295 + ["c"] * 5)
    write_survey(data, "own", rows, {"q": SCALE, "g": G, "h": H}, disclosure=GATES)
    app = breakdown(by="h")
    hidden = marked(app, "words").set_index("group_line")
    assert list(hidden.index)[1:] == ["kode a en", "kode b en", "kode c en"]
    assert hidden.loc["kode c en", "reason"] == say("en", "flag.suppressed", limit=10)
    assert hidden.loc["kode c en", ["share", "n", "test"]].tolist() == ["", "", ""]
    assert "c" not in marked(app, "bar")["group_line"].str[5].unique()
