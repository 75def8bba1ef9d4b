"""Comparisons within a survey: of what, against whom, in what family, and what is refused."""

import math

import numpy as np
import pytest
from compared_groups import counts, pairs, survey_of
from scipy import special
from survey_folder import multiple, net, numeric, segment, single

from insight import RequestError, UnknownNameError
from insight.analysis.comparison import compare
from insight.analysis.significance import reverse

# -- items, families, sides ------------------------------------------------------------------------


def test_means_of_numbers_are_compared(tmp_path):
    frame = {"x": [1.0, 2, 3, 4, 5, 9], "g": ["a"] * 3 + ["b"] * 3}
    survey = survey_of(tmp_path, frame, {"x": numeric(), "g": segment("a", "b")})
    found = compare(survey, "x", "ignored", "g")
    (one,) = found.differences
    assert (one.value_first, one.value_second, one.value) == (2, 6, -4)
    # V = 6/5 (2 / 9 + 14 / 9)
    assert one.se == pytest.approx(math.sqrt(6 / 5 * 16 / 9))
    assert one.df == 6 - 1 - 1
    assert (found.key, found.association) == ("", None)


def test_means_of_a_scale_are_compared_as_those_of_numbers_without_dont_know(tmp_path):
    codes, kinds = [1, 2, 3, 9, 3, 4, 5, 9], ["a"] * 4 + ["b"] * 4
    frame = {"q": codes, "x": [None if one == 9 else one for one in codes], "g": kinds}
    scale = single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"})
    survey = survey_of(tmp_path, frame, {"q": scale, "x": numeric(), "g": segment("a", "b")})
    (of_scale,) = compare(survey, "q", "", "g", statistic="mean").differences
    assert (of_scale.value_first, of_scale.value_second, of_scale.value) == (2, 4, -2)
    assert of_scale == compare(survey, "x", "", "g").differences[0]


@pytest.mark.parametrize("statistic", ["total", "median"])
def test_only_shares_and_means_are_compared(tmp_path, statistic):
    frame = {"x": [1.0, 2], "g": ["a", "b"]}
    survey = survey_of(tmp_path, frame, {"x": numeric(), "g": segment("a", "b")})
    with pytest.raises(RequestError, match=statistic):
        compare(survey, "x", "", "g", statistic=statistic)


def test_options_and_nets_of_a_multiple_item_are_compared_on_their_own_base(tmp_path):
    frame = {
        "web": [1, 1, 0, 0, None, 1, 0, 0],
        "app": [0, 1, 1, 0, 1, None, 0, 0],
        "g": ["a"] * 4 + ["b"] * 4,
    }
    options = multiple({"web": "web", "app": "app"}, nets=[net("any", "web", "app")])
    survey = survey_of(tmp_path, frame, {"used": options, "g": segment("a", "b")})
    expected = {
        "web": (2 / 4, 1 / 3, 4, 3),
        "app": (2 / 4, 1 / 3, 4, 3),
        "any": (3 / 4, 2 / 4, 4, 4),
    }
    for key, values in expected.items():
        found = compare(survey, "used", key, "g")
        (one,) = found.differences
        shown = (one.value_first, one.value_second, one.base_first, one.base_second)
        assert shown == pytest.approx(values)
        assert found.association is None


def test_answers_marked_missing_can_be_left_out(tmp_path):
    frame = counts("g", "q", {"a": {1: 10, 2: 10, 9: 20}, "b": {1: 10, 2: 30}})
    item = single(1, 2, 9, missing={9: "dont_know"})
    survey = survey_of(tmp_path, frame, {"q": item, "g": segment("a", "b")})
    (everyone,) = compare(survey, "q", "1", "g").differences
    (valid,) = compare(survey, "q", "1", "g", base="valid").differences
    assert (everyone.value, everyone.base_first) == (pytest.approx(0), 40)
    assert (valid.value, valid.base_first) == (pytest.approx(0.25), 20)


def test_each_group_stands_against_all_others(tmp_path):
    groups = {"a": {1: 10, 0: 10}, "b": {1: 5, 0: 15}, "c": {1: 30, 0: 10}}
    survey = survey_of(
        tmp_path, counts("g", "q", groups), {"q": single(0, 1), "g": segment(*groups)}
    )
    found = compare(survey, "q", "1", "g", against="rest")
    assert pairs(found) == [("a", ""), ("b", ""), ("c", "")]
    first = found.differences[0]
    assert (first.value_first, first.value_second) == (pytest.approx(0.5), pytest.approx(35 / 60))
    assert (first.base_first, first.base_second) == (20, 60)


def test_p_values_are_adjusted_for_the_family(tmp_path):
    groups = {"a": {1: 50, 0: 50}, "b": {1: 63, 0: 37}, "c": {1: 66, 0: 34}}
    survey = survey_of(
        tmp_path, counts("g", "q", groups), {"q": single(0, 1), "g": segment(*groups)}
    )
    by = {
        adjustment: compare(survey, "q", "1", "g", adjustment=adjustment)
        for adjustment in ("holm", "bh", "none")
    }
    raw = [one.p for one in by["none"].differences]
    assert [one.p_adjusted for one in by["none"].differences] == raw
    ab, ac, bc = raw
    assert ac < ab < 0.1 < bc
    assert [one.p_adjusted for one in by["holm"].differences] == pytest.approx([2 * ab, 3 * ac, bc])
    assert [one.p_adjusted for one in by["bh"].differences] == pytest.approx(
        [min(1.5 * ab, bc), min(3 * ac, 1.5 * ab), bc]
    )


def test_shares_of_0_and_1_have_no_t_test_and_are_compared_all_the_same(tmp_path):
    frame = counts("g", "q", {"a": {1: 20}, "b": {0: 20}})
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    assert (found.value, found.se) == (1, 0)
    assert (found.low, found.statistic, found.p, found.p_adjusted) == (None,) * 4
    assert found.finding(0.95) == "higher"
    assert found.flags == ("boundary",)


@pytest.mark.parametrize(("of_100", "more_than_chance"), [(9, False), (30, True)])
def test_nobody_of_fifteen_differs_only_from_what_fifteen_could_not_have_missed(
    tmp_path, of_100, more_than_chance
):
    # Wilson's interval of 0 of 15 is 0 to 20 %, where 9 % lies within; the t test says 0.3 %.
    frame = counts("g", "q", {"a": {0: 15}, "b": {1: of_100, 0: 100 - of_100}})
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    assert found.p < 0.01
    assert found.significant(0.95) == more_than_chance


@pytest.mark.parametrize(("nobody", "words"), [(0, ("boundary",)), (1, ())])
def test_a_test_that_takes_a_share_of_0_for_certain_says_so(tmp_path, nobody, words):
    answers = {"a": {1: nobody, 0: 15 - nobody}, "b": {1: 9, 0: 91}}
    frame = counts("g", "q", answers)
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    assert found.flags == words
    assert compare(survey, "q", "1", "g").to_pandas("en").flag[0] == " ".join(words)
    (of_means,) = compare(survey, "q", "", "g", statistic="mean").differences
    assert "boundary" not in of_means.flags


def test_a_detectable_difference_is_found_four_times_in_five(tmp_path):
    size = 400
    frame = counts("g", "q", {"a": {1: 200, 0: 200}, "b": {1: 200, 0: 200}})
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    rng = np.random.default_rng(8)
    half = found.detectable / 2
    first, second = (rng.binomial(size, 0.5 + side * half, 20_000) / size for side in (1, -1))
    variance = (first * (1 - first) + second * (1 - second)) / size * 800 / 799
    critical = special.stdtrit(found.df, 0.975)
    assert np.mean(np.abs(first - second) / np.sqrt(variance) > critical) == pytest.approx(
        0.8, abs=0.02
    )


# -- requests that cannot be answered --------------------------------------------------------------

REFUSED = [
    (("digitl", "1", "year"), {}, UnknownNameError, "Did you mean digital"),
    (("digital", "7", "year"), {}, UnknownNameError, "no category or net “7”"),
    (("digital", "", "year"), {}, RequestError, "Say which answer to “digital” is compared"),
    (("digital", "1", "yaer"), {}, UnknownNameError, "Did you mean year"),
    (("digital", "1", "x"), {}, RequestError, "kind is numeric"),
    (("digital", "1", "used"), {}, RequestError, "kind is multiple"),
    (("digital", "1", "year"), {"against": "all"}, RequestError, "“all” is not a way to compare"),
    (("digital", "1", "year"), {"adjustment": "hom"}, RequestError, "Did you mean holm"),
    (("digital", "1", "year"), {"level": 1.0}, RequestError, "level of 1.0"),
]


@pytest.mark.parametrize(("asked", "more", "error", "sentence"), REFUSED)
def test_a_comparison_that_cannot_be_made_is_refused(tmp_path, asked, more, error, sentence):
    frame = {"digital": [0, 1], "x": [1.0, 2.0], "m": [0, 1], "year": [2020, 2021]}
    variables = {"digital": single(0, 1), "x": numeric(), "used": multiple({"m": "m"})}
    survey = survey_of(tmp_path, frame, variables, wave="year")
    with pytest.raises(error, match=sentence):
        compare(survey, *asked, **more)


def test_the_size_of_an_effect_stands_beside_a_difference(tmp_path):
    frame = {"x": [1.0, 2, 3, 4, 5, 9], "q": [1, 1, 2, 1, 2, 2], "g": ["a"] * 3 + ["b"] * 3}
    described = {"x": numeric(), "q": single(1, 2), "g": segment("a", "b")}
    survey = survey_of(tmp_path, frame, described)
    of_means, of_shares = compare(survey, "x", "", "g"), compare(survey, "q", "1", "g")
    # Variances of 1 and 7 within the groups, so that d = -4 / sqrt(4).
    assert of_means.differences[0].effect == pytest.approx(-2)
    h = 2 * math.asin(math.sqrt(2 / 3)) - 2 * math.asin(math.sqrt(1 / 3))
    assert of_shares.differences[0].effect == pytest.approx(h)
    for found, size in ((of_means, "d"), (of_shares, "h")):
        row = found.tidy("en").rows[0]
        assert (row["effect_size"], row["effect"]) == (size, found.differences[0].effect)
        # Each rests on the difference's own variance: of h that of 2 asin sqrt p, 1 / (p q) times.
        gap = found.differences[0]
        scale = 2.0 if size == "d" else math.sqrt(2 / 3 * 1 / 3)
        low, upp = row["effect_low"], row["effect_upp"]
        half = float(special.stdtrit(4 if size == "d" else 5, 0.975)) * gap.se / scale
        assert [low, upp] == pytest.approx([row["effect"] - half, row["effect"] + half])
        turned = reverse(gap)
        assert turned.effect_interval == pytest.approx((-upp, -low))


def test_the_interval_of_an_effect_is_left_out_where_it_would_tell_more_than_tables_do(tmp_path):
    random = np.random.default_rng(3)
    frame = {"q": random.integers(1, 3, 400), "g": random.integers(1, 3, 400)}
    frame |= {"w": random.uniform(0.5, 2, 400).round(3), "x": random.normal(5, 1, 400).round(1)}
    described = {"q": single(1, 2), "g": segment(1, 2), "x": numeric()}
    rules = {"microdata": "closed", "min_base": 10}
    survey = survey_of(tmp_path, frame, described, weight="w", gates=rules)
    of_shares, of_means = compare(survey, "q", "1", "g"), compare(survey, "x", "", "g")
    assert of_shares.rounded
    assert of_shares.differences[0].effect is not None
    assert of_shares.differences[0].effect_interval is None
    [gap] = of_means.differences
    assert gap.effect_interval == (gap.low / gap.deviation, gap.upp / gap.deviation)
    assert compare(survey, "q", "1", "g", effects=False).differences[0].effect is not None
