"""The page of answers of surveys of every shape, and of groups that are hidden."""

from pathlib import Path

import pytest
from answers_page import page
from survey_folder import GATES_OFF, both, multiple, net, numeric, segment, single, write_survey
from visitor import alternatives, answer_rows, charts, drawn, shown, words

from insight.language.catalogue import say


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
    app = page(survey="own")
    for by in ({"by": "none"}, *({"by": one} for one in groups)):
        for more in ({}, {"by2": groups[-1]}) if by["by"] == "g" and len(groups) == 2 else ({},):
            # What divides by the last variable alone is one more segment.
            shows = ("", "panels") if by["by"] == "h" else ("", "dots", "heat", "bars", "panels")
            for show in shows:
                app.query_params = {"lang": "en", "survey": "own", **by, **more} | (
                    {"show": show} if show else {}
                )
                shown(app.run())
                assert drawn(app) or app.info
                assert [bool(one.strip()) for one in alternatives(app)] == [True] * drawn(app)


def test_too_many_groups_are_said_to_be_too_many(data):
    codes = list(range(1, 61))
    rows = [row % 60 + 1 for row in range(600)]
    many = {"q": single(1, 2), "g": segment(*codes), "h": segment(*codes)}
    write_survey(data, "own", {"q": [1, 2] * 300, "g": rows, "h": rows}, many)
    app = page(by="g", by2="h")
    assert say("en", "breakdown.too_many", count="3,600") in words(app)
    assert not charts(app)


def test_a_survey_without_questions_says_so(data):
    write_survey(data, "own", {"g": [1, 2]}, {"g": G})
    app = page()
    assert say("en", "trust.no_items") in words(app)


def test_where_every_group_is_hidden_the_page_says_so():
    app = page(survey="organisations", by="org_type", by2="org_size")
    assert say("en", "breakdown.all_hidden") in words(app)
    assert not charts(app)


def test_a_hidden_group_keeps_its_place_and_says_why(data):
    rows = frame(600, h=["a"] * 300 + ["b"] * 295 + ["c"] * 5)
    write_survey(data, "own", rows, {"q": SCALE, "g": G, "h": H}, disclosure=GATES)
    groups = [row for row in answer_rows(page(by="h")) if row["kind"] == "group"]
    assert [row["name"] for row in groups] == ["kode a en", "kode b en", "kode c en"]
    assert groups[2]["hidden"] == say("en", "answers.hidden", limit=10)
    assert not groups[2]["marks"]
    assert "n" not in groups[2]
