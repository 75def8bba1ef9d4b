"""Tables that can be worked by hand, the gates of their figures, and requests that are refused."""

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from asked_table import GATES, VARIABLES, ask
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import RequestError, UnknownNameError, table
from insight.query.opened import open_survey
from insight.statistics.intervals import METHODS
from insight.survey.filters import parse_filter

# -- by hand ---------------------------------------------------------------------------------------


def test_four_of_ten():
    estimate = ask({"q": [1] * 4 + [2] * 6}, variables={"q": single(1, 2)}).at((), "1")
    assert (estimate.n, estimate.base, estimate.base_weighted) == (4, 10, 10)
    assert estimate.value == pytest.approx(0.4)
    assert estimate.se == pytest.approx(math.sqrt(0.4 * 0.6 / 9))
    assert estimate.deff == pytest.approx(1)
    assert estimate.n_eff == pytest.approx(9)
    assert estimate.df == 9
    assert estimate.flags == ()


def test_weights_count():
    frame = {"q": [1, 1, 2, 2], "w": [1.0, 2.0, 3.0, 4.0]}
    estimate = ask(frame, variables={"q": single(1, 2)}, design={"weight": "w"}).at((), "1")
    # z = w (y - 0.3) / 10 = 0.07, 0.14, -0.09, -0.12;  V = 4/3 sum z²
    squares = 0.07**2 + 0.14**2 + 0.09**2 + 0.12**2
    assert (estimate.n, estimate.base, estimate.base_weighted) == (2, 4, 10)
    assert estimate.value == pytest.approx(0.3)
    assert estimate.se == pytest.approx(math.sqrt(4 / 3 * squares))
    assert estimate.deff == pytest.approx(4 / 3 * squares / (0.21 / 3))


def test_dont_know_is_in_the_base_until_it_is_left_out():
    frame = {"q": [1, 2, 2, 3, 9, None]}
    variables = {"q": VARIABLES["q"]}
    everyone = ask(frame, variables=variables, nets=True)
    assert [(one.key, one.n, one.base) for one in everyone.estimates] == [
        ("1", 1, 5), ("2", 2, 5), ("3", 1, 5), ("9", 1, 5), ("high", 3, 5),
    ]  # fmt: skip
    valid = ask(frame, variables=variables, nets=True, base="valid")
    assert [(one.key, one.n, one.base) for one in valid.estimates] == [
        ("1", 1, 4), ("2", 2, 4), ("3", 1, 4), ("high", 3, 4),
    ]  # fmt: skip
    assert [one.kind for one in valid.estimates] == ["category"] * 3 + ["net"]


def test_each_option_of_a_multiple_item_has_its_own_base():
    frame = {"web": [1, 1, 0, None, None], "app": [1, 0, 0, 1, None]}
    found = ask(frame, "used", variables={"used": VARIABLES["used"]}, nets=True)
    assert [(one.key, one.n, one.base) for one in found.estimates] == [
        ("web", 2, 3), ("app", 2, 4), ("digital", 3, 4),
    ]  # fmt: skip


def test_a_mean_leaves_out_missing_codes():
    frame = {"x": [1.0, 2.0, 3.0, 6.0, -9.0, None]}
    estimate = ask(frame, "x", variables={"x": VARIABLES["x"]}).at((), "")
    assert (estimate.kind, estimate.n, estimate.base, estimate.df) == ("mean", 4, 4, 3)
    assert estimate.value == pytest.approx(3)
    # Those who answered are a domain of six: V = 6/5 (2² + 1² + 0² + 3²) / 4²
    assert estimate.se == pytest.approx(math.sqrt(6 / 5 * 14 / 16))
    half = 3.182446305 * estimate.se
    assert (estimate.low, estimate.upp) == pytest.approx((3 - half, 3 + half))


def test_a_group_of_small_numbers_is_not_drowned_by_a_group_of_large_ones():
    frame = {"x": [1e9, 3e9, 0.1, 0.2, 0.3, 0.6], "g": ["a"] * 2 + ["b"] * 4}
    variables = {"x": numeric(), "g": segment("a", "b")}
    estimate = ask(frame, "x", variables=variables, by=["g"]).at(("b",), "")
    assert estimate.se == pytest.approx(math.sqrt(6 / 5 * 0.14 / 16), rel=1e-12)


def test_large_numbers_lose_no_digits():
    frame = {"x": [1e9 + value for value in (1.0, 2.0, 3.0, 6.0)]}
    estimate = ask(frame, "x", variables={"x": numeric()}).at((), "")
    assert estimate.se == pytest.approx(math.sqrt(14 / 3 / 4), rel=1e-9)


def test_a_breakdown_by_two_variables_is_every_combination():
    frame = {"q": [1, 2, 1, 1], "g": ["a", "a", "b", "b"], "k": [1, 1, 1, 2]}
    variables = {"q": single(1, 2), "g": segment("a", "b", "c"), "k": segment(1, 2)}
    found = ask(frame, variables=variables, by=["k", "g"])
    assert [(one.group, one.base) for one in found.of("1")] == [
        (("1", "a"), 2), (("1", "b"), 1), (("1", "c"), 0),
        (("2", "a"), 0), (("2", "b"), 1), (("2", "c"), 0),
    ]  # fmt: skip
    assert found.at(("1", "a"), "1").value == 0.5
    with pytest.raises(KeyError):
        found.at(("1", "d"), "1")


@pytest.mark.parametrize("gates", [None, GATES])
@pytest.mark.parametrize("item", ["q", "used", "x"])
def test_a_domain_without_respondents_is_empty_and_flagged(item, gates):
    frame = {"q": [1, 2], "g": ["a", "a"], "web": [0, 1], "app": [1, 0], "x": [1.0, 2.0]}
    for found in (ask(frame, item, where=["g=b"], gates=gates), ask(frame, item, by=["g"],
                                                                  gates=gates)):  # fmt: skip
        for estimate in found.estimates:
            if estimate.group != ("a",):
                shown = (estimate.value, estimate.se, estimate.low, estimate.upp, estimate.deff)
                assert shown == (None,) * 5
                assert estimate.flags == (("suppressed",) if gates else ("unreliable",))
                assert estimate.base == (None if gates else 0)


def test_one_respondent_is_no_basis_for_an_interval():
    found = ask({"q": [1], "x": [3.0]}, variables={"q": single(1, 2), "x": numeric()})
    yes, no = found.estimates
    assert (yes.value, no.value) == (1, 0)
    assert (yes.se, yes.df, yes.flags) == (0, 0, ("boundary",))
    assert (yes.low, yes.upp) == pytest.approx((0.025, 1))
    assert (no.low, no.upp) == pytest.approx((0, 0.975))


def test_a_share_of_0_or_1_has_the_exact_interval():
    found = ask({"q": [1] * 30}, variables={"q": single(1, 2)})
    assert [(one.value, one.flags) for one in found.estimates] == [
        (1, ("boundary",)), (0, ("boundary",)),
    ]  # fmt: skip
    assert found.at((), "2").upp == pytest.approx(1 - 0.025 ** (1 / 30))
    assert found.at((), "2").deff is None


def test_a_share_that_is_constant_within_strata_is_certain():
    frame = {"q": [1] * 10 + [2] * 30, "h": ["a"] * 10 + ["b"] * 30, "w": [0.1] * 10 + [0.7] * 30}
    design = {"strata": "h", "weight": "w"}
    for method in METHODS:
        found = ask(frame, variables={"q": single(1, 2)}, design=design, method=method)
        for one in found.estimates:
            assert one.se == 0
            assert one.low == one.upp == one.value


def test_a_domain_within_one_psu_has_no_interval():
    frame = {"q": [1, 2] * 20, "u": [1] * 40, "g": ["a"] * 40}
    frame = {name: [*values, *values] for name, values in frame.items()}
    frame["u"], frame["g"] = [1] * 40 + [2] * 40, ["a"] * 40 + ["b"] * 40
    variables = {"q": single(1, 2), "g": segment("a", "b")}
    for estimate in ask(frame, variables=variables, design={"psu": "u"}, where=["g=a"]).estimates:
        assert (estimate.df, estimate.low, estimate.upp) == (0, None, None)
    gated = ask(frame, variables=variables, design={"psu": "u"}, where=["g=a"], gates=GATES)
    assert {one.flags for one in gated.estimates} == {("unreliable",)}


def test_forty_categories():
    frame = {"q": [1 + row % 40 for row in range(400)]}
    found = ask(frame, variables={"q": single(*range(1, 41))}, by=[])
    assert [one.value for one in found.estimates] == pytest.approx([1 / 40] * 40)


def test_only_missing_answers_leave_nothing_to_ask_for():
    variables = {
        "q": single(9, missing={9: "dont_know"}),
        "m": multiple({"none": "m_none"}),
    }
    variables["m"]["categories"][0]["missing"] = "other"
    frame = {"q": [9, 9], "m_none": [1, 0]}
    for item in ("q", "m"):
        assert ask(frame, item, variables=variables, base="valid", nets=True).estimates == ()


# -- the gates -------------------------------------------------------------------------------------

AT_THE_GATES = [
    (9, ("suppressed",)),
    (10, ("unreliable",)),
    (29, ("unreliable",)),
    (30, ("low_base",)),
    (99, ("low_base",)),
    (100, ()),
]


@pytest.mark.parametrize(("base", "flags"), AT_THE_GATES)
def test_a_base_passes_the_gates_or_not(base, flags):
    variables = {"q": single(1, 2), "x": numeric()}
    for chosen in range(1, base):
        frame = {"q": [1] * chosen + [2] * (base - chosen), "x": list(map(float, range(base)))}
        if chosen == 1:
            assert ask(frame, "x", variables=variables, gates=GATES).at((), "").flags == flags
        if chosen in {1, 3, base // 2, base - 1} or base < 31:
            for estimate in ask(frame, variables=variables, gates=GATES).estimates:
                assert estimate.flags == flags, chosen


def test_what_is_suppressed_is_gone():
    found = ask({"q": [1, 2] * 4}, variables={"q": single(1, 2)}, gates=GATES)
    for one in found.estimates:
        assert (one.n, one.base, one.base_weighted, one.n_eff, one.df) == (None,) * 5
        assert (one.value, one.se, one.low, one.upp, one.deff) == (None,) * 5
        assert not one.shown


def test_what_is_unreliable_has_no_share():
    found = ask({"q": [1, 2] * 8}, variables={"q": single(1, 2)}, gates=GATES)
    for one in found.estimates:
        assert (one.value, one.se, one.low, one.upp, one.deff) == (None,) * 5
        assert one.base == 16


def test_weights_of_zero_are_no_respondents():
    frame = {"q": [1, 2] * 50, "w": [1.0] * 9 + [0.0] * 91}
    found = ask(frame, variables={"q": single(1, 2)}, design={"weight": "w"}, gates=GATES)
    assert {one.flags for one in found.estimates} == {("suppressed",)}


def test_unequal_weights_lower_the_effective_base():
    frame = {"q": [1, 2] * 30, "w": [1.0, 1.0] * 28 + [30.0] * 4}
    found = ask(frame, variables={"q": single(1, 2)}, design={"weight": "w"}, gates=GATES)
    assert {one.flags for one in found.estimates} == {("unreliable",)}


# -- requests that cannot be answered --------------------------------------------------------------

REFUSED = [
    ({"item": "trust"}, UnknownNameError, "has no variable “trust”"),
    ({"by": ["sex"]}, UnknownNameError, "has no variable “sex”"),
    ({"by": ["used"]}, RequestError, "“used” cannot break .* kind is multiple"),
    ({"by": ["x"]}, RequestError, "“x” cannot break .* kind is numeric"),
    ({"level": 2}, RequestError, "level of 2 is"),
    ({"level": 0.4999}, RequestError, "0.4999"),
    ({"level": 1}, RequestError, "level of 1 is"),
    ({"level": math.nan}, RequestError, "nan"),
    ({"method": "wilsn"}, RequestError, "Did you mean wilson?"),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "error", "sentence"), REFUSED)
def test_a_request_that_cannot_be_answered_is_refused(request_, error, sentence):
    frame = {"q": [1], "g": ["a"], "web": [1], "app": [1], "x": [1.0]}
    with pytest.raises(error, match=sentence.replace("(", r"\(").replace("?", r"\?")):
        ask(frame, **request_)


@pytest.mark.parametrize("names", [["base"], ["g", "g_label"], ["category"]])
def test_a_breakdown_by_the_name_of_a_result_column_is_refused(names):
    variables = {name: single(1) for name in ("q", "g", *names)}
    with pytest.raises(RequestError, match="is the name of another column"):
        ask({name: [1] for name in variables}, variables=variables, by=names)


def test_too_many_groups_are_refused():
    variables = {name: single(*range(150)) for name in ("q", "k", "l")}
    with pytest.raises(RequestError, match="22500 groups"):
        ask({name: [1] for name in variables}, variables=variables, by=["k", "l"])


def test_a_variable_named_twice_divides_once():
    found = ask({"q": [1, 2], "g": ["a", "b"]}, by=["g", "g"],
                variables={"q": single(1, 2), "g": segment("a", "b")})  # fmt: skip
    assert [one.group for one in found.of("1")] == [("a",), ("b",)]


def test_a_filter_may_be_given_as_it_is_written_and_one_name_alone():
    frame = {"q": [1, 2, 2, 1] * 30, "g": [1, 2, 1, 2] * 30, "h": [1, 1, 2, 2] * 30}
    variables = {"q": single(1, 2), "g": segment(1, 2), "h": segment(1, 2)}
    with TemporaryDirectory() as root:
        survey = open_survey(write_survey(Path(root), "s", frame, variables))
        where = parse_filter(["g=1", "h=1"], survey.codebook)
        read = table(survey, "q", by=["g", "h"], where=where)
        assert table(survey, "q", by=("g", "h"), where=["g=1", "h=1"]) == read
        read = table(survey, "q", by=["g"], where=["g=1"])
        assert table(survey, "q", by="g", where="g=1") == read
        with pytest.raises(UnknownNameError):
            table(survey, "q", where="gg=1")
