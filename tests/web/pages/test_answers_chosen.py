"""The page of answers: what can be chosen, and the link that says what was."""

import pytest
from answers_page import WHOLE_LINK, marks_of, page
from hostile_words import LONG, PICTURE, SCRIPT, SHORTENED
from visitor import (
    TRUST_ITEM,
    answer_rows,
    asked,
    base_of,
    box,
    bundled,
    drawn,
    in_language,
    n_of_total,
    pills,
    press,
    shown,
    warnings,
    words,
)

from insight.language import numbers
from insight.language.catalogue import say

# --- What can be chosen ---------------------------------------------------------------------------

WHOLE = WHOLE_LINK | {"by2": "age_group", "show": "heat", "order": "value", "nets": "off"}


def switch(app, kind):
    key = f"answers:show:{kind}"
    return next(one for one in app.button_group if one.key.split("@")[0] == key)


def test_the_link_is_the_view():
    app = page(**WHOLE)
    assert not app.warning
    assert app.query_params == WHOLE
    cells = marks_of(app, "cell")
    survey = bundled("health_personnel")
    figures = asked(survey, "trust_secure_storage", "year=2020", *WHOLE["where"],
                    by=("occupation", "age_group"), base="valid")  # fmt: skip
    drawn = sorted(one for one in cells["number"].str.split().str[0] if isinstance(one, str))
    expected = (one.value for one in figures.of("5") if one.value is not None)
    assert drawn == sorted(numbers.percent(one, "en") for one in expected)


def test_the_link_leaves_out_what_is_as_usual():
    app = page(by="age_group", order="codebook", nets="on")
    assert not {"by2", "order", "nets", "base"} & set(app.query_params)


def test_language_and_a_visit_elsewhere_change_nothing():
    app = page(**WHOLE)
    in_language(app, "nb")
    assert app.query_params == {**WHOLE, "lang": "nb"}
    shown(app.switch_page("../../../pages/overview.py").run())
    shown(app.switch_page("../../../pages/answers.py").run())
    assert app.query_params == {**WHOLE, "lang": "nb"}


def test_two_breakdowns_are_never_the_same():
    app = page(by="age_group", by2="gender")
    options = box(app, "answers:citizens:by2").options
    assert bundled("citizens").codebook.variable("age_group").label["en"] not in options
    shown(box(app, "answers:citizens:by").set_value("gender").run())
    assert app.query_params["by"] == "gender"
    assert "by2" not in app.query_params
    assert not app.warning


def test_only_ways_that_suit_are_offered():
    app = page(by="age_group")
    assert switch(app, "1").options == [say("en", f"breakdown.show_{one}") for one in
                                        ("bars", "dots", "trend", "heat")]  # fmt: skip
    app = page(survey="organisations", item="sdg_most_important", by="none")
    assert not [one for one in app.button_group if one.key.startswith("answers:show")]


def test_the_way_of_showing_is_remembered_for_each_kind_of_question():
    app = page(by="age_group")
    shown(switch(app, "1").set_value("heat").run())
    assert app.query_params["show"] == "heat"
    shown(box(app, "answers:citizens:by2").set_value("gender").run())
    assert app.query_params["show"] == "panels"
    shown(box(app, "answers:citizens:by2").set_value("none").run())
    assert app.query_params["show"] == "heat"


def test_nets_off_leaves_answers_only():
    app = page(by="none", show="dots")
    codebook = bundled("citizens").codebook
    assert len(answer_rows(app)) == len(codebook.variable(TRUST_ITEM).categories) + 1
    shown(app.toggle(key="toggle:nets").set_value(False).run())
    assert len(answer_rows(app)) == len(codebook.variable(TRUST_ITEM).categories)
    assert app.query_params["nets"] == "off"
    assert app.query_params["target"] == "1"
    shown(app.toggle(key="toggle:nets").set_value(True).run())
    assert "nets" not in app.query_params


def test_order_by_size_is_kept_in_the_link():
    app = page(by="education", show="dots")
    shown(box(app, "own:order").set_value("value").run())
    assert app.query_params["order"] == "value"
    values = [row["value"] for row in answer_rows(app) if row["kind"] == "group"]
    assert len(values) == 5
    assert values == sorted(values, reverse=True)


def test_dont_know_leaves_the_base():
    app = page(by="none", show="dots", base="valid")
    names = [row["name"] for row in answer_rows(app)]
    dont_know = bundled("citizens").codebook.variable(TRUST_ITEM).category("9").label["en"]
    assert dont_know not in names
    assert say("en", "filter.valid_only") in words(app)


def test_the_respondent_group_counts():
    app = page(by="age_group")
    pills(app, "citizens", "gender").set_value(["1"])
    shown(app.run())
    survey = bundled("citizens")
    women = base_of(asked(survey, TRUST_ITEM, "year=2021", "gender=1"))
    everyone = base_of(asked(survey, TRUST_ITEM, "year=2021"))
    assert n_of_total(women, everyone, "en") in words(app)
    press(app, say("en", "shell.reset"))
    assert n_of_total(everyone, everyone, "en") in words(app)


# --- Links that cannot be followed ----------------------------------------------------------------

STALE = [
    ({"item": "trust_need_to_no"}, "trust_need_to_no"),
    ({"item": PICTURE}, PICTURE),
    ({"target": "hihg"}, "hihg"),
    ({"target": "high", "nets": "off"}, "high"),
    ({"target": "9", "base": "valid"}, "9"),
    ({"by": "age_grup"}, "age_grup"),
    ({"by": TRUST_ITEM}, TRUST_ITEM),
    ({"by": "weight"}, "weight"),
    ({"by": "gender", "by2": "gender"}, "gender"),
    ({"by": "none", "by2": "gender"}, "gender"),
    ({"by2": SCRIPT}, SCRIPT),
    ({"by": "age_group", "by2": "gender", "show": "trend"}, "trend"),
    ({"against": "nobody_else"}, "nobody_else"),
    ({"mark": "17"}, "17"),
    ({"show": "pie"}, "pie"),
    ({"by": "none", "show": "heat"}, "heat"),
    ({"order": "random"}, "random"),
    ({"nets": "perhaps"}, "perhaps"),
    *(
        ({name: LONG}, SHORTENED)
        for name in ("item", "target", "by", "by2", "show", "order", "nets")
    ),
]


@pytest.mark.parametrize(("link", "named"), STALE)
def test_a_link_that_cannot_be_followed_is_told_in_a_sentence(link, named):
    app = page(**link)
    [sentence] = warnings(app)
    assert named in sentence
    assert len(sentence) < 700
    assert drawn(app) == 1
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
    assert drawn(page(**link)) == 1
