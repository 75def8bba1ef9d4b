"""Pages of a survey of any shape: every item is drawn by every segment."""

import html
import json
from pathlib import Path

import pandas as pd
import pytest
from fixtures_folder import TRUST_CODEBOOK, convert, shared_file
from hostile_words import PICTURE
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import both, multiple, net, numeric, segment, single, write_survey
from visitor import (
    alternatives,
    charts,
    drawn,
    opened,
    pills,
    rows_of,
    shown,
    tables,
    unescaped,
    words,
)

from insight import find_surveys
from insight.language.catalogue import say
from insight.survey.folders import bundled_data
from insight.web.routes import PAGES, WITHOUT_SURVEY


def every_view(survey_id: str, root: Path, *, in_turn: bool = False) -> int:
    """Draw every item of a survey undivided and by each segment, or by the next one `in_turn`.

    Return how many views there are.
    """
    language = "en"
    survey = next(one for one in find_surveys(root).surveys if one.id == survey_id)
    app = opened("answers", lang=language, survey=survey_id)
    views = 0
    segments = [one.id for one in survey.codebook.segments]
    for number, item in enumerate(survey.codebook.items):
        next_one = [segments[number % len(segments)]] if in_turn else segments
        for by in ("none", *next_one):
            app.query_params = {"lang": language, "survey": survey_id, "item": item.id, "by": by}
            shown(app.run())
            assert not app.warning
            assert not app.error
            assert app.query_params["item"] == item.id
            assert app.query_params["by"] == by
            assert drawn(app) or app.info
            assert [bool(one.strip()) for one in alternatives(app)] == [True] * drawn(app)
            for chart in charts(app):
                json.loads(chart.proto.spec)
            views += 1
    opened("overview", lang=language, survey=survey_id)
    return views


@pytest.mark.parametrize("survey", ["citizens", "health_personnel", "organisations"])
def test_every_item_of_the_bundled_surveys_by_every_segment(survey):
    assert every_view(survey, bundled_data()) > 20


def test_survey_that_we_did_not_make(data):
    convert(shared_file("fixtures/trust_in_digital_health.csv"), TRUST_CODEBOOK, data)
    assert every_view("trust_in_digital_health", data, in_turn=True) > 10
    app = opened(lang="en")
    assert say("en", "shell.simulated_means") not in words(app)
    assert say("en", "base.indicative", level="95%") in words(app)


NUMBERS = {"age": numeric(), "hours": numeric()}
MARKS = {"used": multiple({"a": "used_a", "b": "used_b"}, nets=[net("any", "a", "b")])}
MANY = {
    "q": single(*range(1, 41)),
    "county": segment(*range(1, 41)),
}
SHAPES = {
    "without_waves": (answers(300), SCALE | GENDER, {}),
    "without_segments": (answers(300), SCALE, {}),
    "numbers_only": ({"age": [20.5, 30, 40], "hours": [1, 1, 1]}, NUMBERS, {}),
    "numbers_with_a_missing_code": (
        {"age": [20, 30, 40, 999] * 50, "gender": [1, 2] * 100},
        {"age": numeric(categories=[{"code": 999, "missing": "dont_know", **both("unknown")}])}
        | GENDER,
        {},
    ),
    "forty_categories": (
        {"q": [row % 40 + 1 for row in range(400)], "county": [row % 40 + 1 for row in range(400)]},
        MANY,
        {},
    ),
    "one_respondent": (answers(1), SCALE | GENDER, {}),
    "all_suppressed": (answers(9), SCALE | GENDER, GATES),
    "everyone_agrees": ({"q": [5] * 200, "gender": [1, 2] * 100}, SCALE | GENDER, GATES),
    "only_dont_know": ({"q": [9] * 200, "gender": [1, 2] * 100}, SCALE | GENDER, GATES),
    "nobody_asked": (
        {"q": pd.array([None] * 200, "Int64"), "gender": [1, 2] * 100},
        SCALE | GENDER,
        {},
    ),
    "no_respondents": (
        {"q": pd.array([], "Int64"), "gender": pd.array([], "Int64")},
        SCALE | GENDER,
        {},
    ),
    "marks": ({"used_a": [0, 1] * 50, "used_b": [1, 1] * 50}, MARKS, {}),
    "text_codes": (
        {"q": ["yes, often", "no"] * 100, "g": ["a=b", "c\\d"] * 100},
        {"q": single("yes, often", "no"), "g": segment("a=b", "c\\d")},
        {},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_survey_of_any_shape_is_drawn(data, shape):
    frame, variables, rules = SHAPES[shape]
    write_survey(data, shape, frame, variables, disclosure=rules or None)
    every_view(shape, data)
    for base in ("all", "valid"):
        opened(lang="nb", base=base)


@pytest.mark.parametrize("page", PAGES)
def test_survey_without_items_says_so(data, page):
    write_survey(data, "nothing_asked", {"gender": [1, 2]}, GENDER)
    app = opened(page, lang="en")
    assert page in WITHOUT_SURVEY or not drawn(app)
    if page == "answers":
        assert say("en", "trust.no_items") in words(app)


def test_options_with_the_same_label_can_be_told_apart(data):
    variables = dict.fromkeys(("q1", "q2"), SCALE["q"]) | {"g": segment(1, 2)}
    for category in variables["g"]["categories"]:
        category |= both("Same")
    frame = {"q1": [1, 2] * 50, "q2": [5, 5] * 50, "g": [1, 2] * 50}
    write_survey(data, "twins", frame, variables)
    assert every_view("twins", data) == 4
    app = opened(lang="en", item="q1", where=["g=1"])
    assert app.query_params["item"] == "q1"
    assert app.query_params["where"] in ("g=1", ["g=1"])
    assert len(set(pills(app, "twins", "g").options)) == 2


def test_one_wave_or_many_with_an_item_that_one_wave_skips(data):
    frame = answers(300) | {"year": [2019 + row % 3 for row in range(300)]}
    frame["q"] = pd.array(
        [None if year == 2020 else q for q, year in zip(frame["q"], frame["year"], strict=True)],
        "Int64",
    )
    variables = SCALE | GENDER | {"year": segment(2019, 2020, 2021)}
    write_survey(data, "gap", frame, variables, design={"wave": "year"})
    alone = answers(300) | {"year": [2021] * 300}
    write_survey(data, "once", alone, variables | {"year": segment(2021)}, design={"wave": "year"})
    assert every_view("gap", data)
    assert every_view("once", data)
    assert not drawn(opened(lang="en", survey="gap", wave="2020"))


def test_target_that_the_base_leaves_out_gives_way(data):
    write_survey(data, "survey", answers(300), SCALE | GENDER)
    app = opened(lang="en", target="9")
    assert app.query_params["target"] == "9"
    shown(app.toggle(key="dont_know_counts").set_value(False).run())
    assert app.query_params["target"] == "high"
    assert drawn(app)


HOSTILE = ["<b onmouseover=alert(1)>bold</b>", "$50–$100 *star* :red[x]", f"{PICTURE}", "w" * 300]


def test_labels_stand_as_they_are_written(data):
    variables = {
        "q": single(1, 2, 3, ordered=True)
        | {"label": both(HOSTILE[0]), "question": both(HOSTILE[1])},
        "g": segment(1, 2, 3, 4) | {"label": both(HOSTILE[2])},
    }
    for variable in variables.values():
        for category, label in zip(variable["categories"], HOSTILE, strict=False):
            category |= both(label)
    frame = {"q": [row % 3 + 1 for row in range(240)], "g": [row % 4 + 1 for row in range(240)]}
    write_survey(data, "hostile", frame, variables, simulated=True)
    every_view("hostile", data)
    app = opened(lang="en", where=["g=1,2"])
    bodies = "".join(one.proto.body for one in app.get("html"))
    assert "<b " not in bodies
    assert html.escape(HOSTILE[0]) in bodies
    [first, second] = [one.help for one in app.button if (one.key or "").startswith("chip:")]
    assert (HOSTILE[0] in unescaped(first), HOSTILE[1] in second) == (True, False)
    options = pills(app, "hostile", "g").options
    assert [unescaped(one) for one in options] == [f"{label} en" for label in HOSTILE]
    assert not any(set(HOSTILE[1:3]) & {one.removesuffix(" en")} for one in options)
    written = tables(app)[0].reset_index().T.reset_index().T.stack().tolist()
    assert all(any(label in cell for cell in written) for label in HOSTILE[:2])


def test_same_construct_is_shown_side_by_side_but_only_by_the_same_target(data):
    design = {"design": {"wave": "year"}}
    frame = answers(300) | {"year": [2020 + row % 2 for row in range(300)]}
    year = {"year": segment(2020, 2021)}
    scale = {"q": SCALE["q"] | {"construct": "trust"}}
    other = {"q": single(1, 2, 3, construct="trust")}
    short = {**frame, "q": [row % 3 + 1 for row in range(300)]}
    write_survey(data, "a", frame, scale | year, **design)
    write_survey(data, "b", frame, scale | year, **design)
    write_survey(data, "c", short, other | year, **design)
    trend = rows_of(
        charts(opened(lang="en", survey="a", target="high", by="none", show="trend"))[0]
    )
    assert trend["name"].nunique() == 2
    opened("overview", lang="en", survey="c")
    opened(lang="en", survey="c")
