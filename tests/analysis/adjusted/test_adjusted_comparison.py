"""Adjusted comparisons: what stays of a difference when other variables are alike."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import net, numeric, segment, single, write_survey

from insight import RequestError, UnknownNameError, adjust, compare, open_survey, table

CLOSED = {"min_base": 10, "min_effective_base": 10, "low_base": 0, "microdata": "closed"}
# Both age groups answer alike in north and south; north is young.
CONFOUNDED = {
    ("n", 1): (72, 24), ("n", 2): (24, 8), ("s", 1): (10, 30), ("s", 2): (40, 120),
}  # fmt: skip
VARIABLES = {
    "q": single(0, 1, nets=[net("any", 0, 1)]),
    "x": numeric(),
    "region": segment("n", "s", "w"),
    "age": segment(1, 2, 3),
    "same": segment(1, 2),
    "half": segment(*range(1, 7)),
    "many": segment(*range(60)),
    "year": segment(2020, 2021),
}


def respondents(counts=CONFOUNDED) -> pd.DataFrame:
    """Return respondents with age mixed in region: {(region, age): (no, yes)}."""
    rows = [
        (region, age, answer)
        for (region, age), answers in counts.items()
        for answer, count in enumerate(answers)
        for _ in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["region", "age", "q"])
    order = np.arange(len(frame))
    return frame.assign(
        x=10.0 * frame["age"] + frame["q"], same=1, many=order % 60, year=2020 + order % 2,
        half=2 * (frame["age"] - 1) + 1 + order % 2, w=1.0 + order % 3,
    )  # fmt: skip


@pytest.fixture
def opened(tmp_path):
    def opened(frame=None, *, name="s", disclosure=None, **design):
        frame = respondents() if frame is None else frame
        described = {key: value for key, value in VARIABLES.items() if key in frame}
        folder = write_survey(
            tmp_path / name, name, frame, described, design=design, disclosure=disclosure
        )
        return open_survey(folder)

    return opened


def test_a_difference_that_is_of_age_alone_goes_when_age_is_alike(opened):
    found = adjust(opened(), "q", "1", "age", "region")
    gap = found.differences[0]
    assert gap.unadjusted.value == pytest.approx(54 / 136 - 128 / 192)
    assert gap.adjusted.value == pytest.approx(0, abs=1e-12)
    assert (gap.finding(0.95), found.model) == ("alike", "logistic")
    # Were all of one age, everybody's region would still be what it is.
    shares = [group.adjusted.value for group in found.groups]
    assert shares == pytest.approx([(0.25 * 128 + 0.75 * 200) / 328] * 2)


def test_the_linear_model_of_a_mean_holds_alike_too(opened):
    found = adjust(opened(), "x", "", "region", ["age"])
    gap = found.differences[0]
    assert gap.adjusted.value == pytest.approx(-0.5)
    assert gap.unadjusted.value == pytest.approx(-0.5 - 10 * (160 / 200 - 32 / 128))
    assert (found.model, gap.finding(0.95)) == ("linear", "lower")


def test_what_stands_unadjusted_is_what_table_and_compare_say(opened):
    survey = opened(weight="w")
    where = ["half=1,2,3"]
    found = adjust(survey, "q", "1", "region", "half", where=where)
    levels = table(survey, "q", by="region", where=where)
    for group in found.groups:
        shown = levels.at((group.code,), "1")
        told = group.unadjusted
        assert (told.value, told.se, told.low, told.upp) == (
            shown.value, shown.se, shown.low, shown.upp,
        )  # fmt: skip
        assert group.base == shown.base
    plain = compare(survey, "q", "1", "region", where=where, joint=False).differences[0]
    told = found.differences[0].unadjusted
    assert (told.value, told.low, told.upp) == (plain.value, plain.low, plain.upp)


def test_neither_the_order_of_covariates_nor_that_of_codes_matters(opened):
    survey = opened(weight="w")
    first, second = (
        adjust(survey, "q", "1", "region", given) for given in (["age", "year"], ["year", "age"])
    )
    for one, other in zip(first.groups, second.groups, strict=True):
        assert one.adjusted.value == pytest.approx(other.adjusted.value, rel=1e-10)
        assert one.adjusted.se == pytest.approx(other.adjusted.se, rel=1e-10)
    yes, no = (adjust(survey, "q", key, "region", "age").differences[0] for key in "10")
    assert yes.adjusted.value == pytest.approx(-no.adjusted.value)
    assert yes.adjusted.se == pytest.approx(no.adjusted.se)


def test_replicates_fit_the_model_anew(opened):
    frame, generator = respondents(), np.random.default_rng(1)
    names = [f"r{number}" for number in range(1, 9)]
    for name in names:
        frame[name] = frame["w"] * generator.choice([0.5, 1.5], len(frame))
    replicates = {"columns": names, "method": "fay", "rho": 0.5, "mse": True}
    found = adjust(
        opened(frame, weight="w", replicates=replicates), "q", "1", "region", ["age", "year"]
    )
    anew = [
        adjust(opened(frame, name=name, weight=name), "q", "1", "region", ["age", "year"])
        for name in names
    ]
    for number, group in enumerate(found.groups):
        away = [one.groups[number].adjusted.value - group.adjusted.value for one in anew]
        assert group.adjusted.se == pytest.approx(np.sqrt(4 / 8 * np.square(away).sum()), rel=1e-8)
        assert group.df == 7


def test_figures_of_closed_responses_are_told_to_a_respondent(opened):
    exact = adjust(opened(), "q", "1", "region", "age")
    told = adjust(opened(name="c", disclosure=CLOSED), "q", "1", "region", "age")
    assert told.rounded
    for one, other in zip(exact.groups, told.groups, strict=True):
        step = 0.01 if other.base < 200 else 0.005
        assert other.adjusted.value == pytest.approx(one.adjusted.value, abs=step / 2 + 1e-9)
        assert other.adjusted.value / step == pytest.approx(round(other.adjusted.value / step))
        assert other.adjusted.low <= one.adjusted.low
        assert other.adjusted.upp >= one.adjusted.upp


@pytest.mark.parametrize("more", range(4))
def test_weighted_differences_are_those_of_the_figures_as_they_are_told(opened, more):
    """A lot of their own would tell more of the two, and another number than a reader finds."""
    counts = {
        (region, age): (40 + 9 * age, 20 + 5 * age**2 + 8 * place + more)
        for place, region in enumerate("nsw") for age in (1, 2, 3)
    }  # fmt: skip
    survey = opened(respondents(counts), disclosure=CLOSED, weight="w")
    told = adjust(survey, "q", "1", "region", "age")
    figures = {group.code: group.adjusted.value for group in told.groups}
    assert len(told.differences) == 3
    for gap in told.differences:
        apart = figures[gap.first] - figures[gap.second]
        assert gap.adjusted.value == pytest.approx(0 if apart * gap.statistic < 0 else apart)
        assert gap.adjusted.low < gap.adjusted.value < gap.adjusted.upp


REFUSED = {
    "adjust_nothing_given": ("q", "1", "region", []),
    "adjust_too_many_given": ("q", "1", "region", ["age", "same", "half", "many", "year", "w"]),
    "adjust_given_between": ("q", "1", "region", ["age", "region"]),
    "adjust_given_item": ("age", "1", "region", ["age"]),
    "adjust_between_item": ("age", "1", "age", ["region"]),
    "adjust_too_many_codes": ("q", "1", "region", ["many"]),
    "adjust_constant": ("q", "1", "region", ["same"]),
    "adjust_one_group": ("q", "1", "same", ["region"]),
    "adjust_collinear": ("q", "1", "region", ["half", "age"]),
    "by_kind": ("q", "1", "region", ["x"]),
    "unknown_target": ("q", "3", "region", ["age"]),
    "adjust_alike": ("q", "any", "region", ["age"]),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_answered_is_refused_in_a_sentence(opened, fault):
    with pytest.raises((RequestError, UnknownNameError)) as refused:
        adjust(opened(), *REFUSED[fault])
    assert [one.key for one in refused.value.faults] == [f"fault.{fault}"]
    assert refused.value.text("nb") != refused.value.text("en")


def test_a_value_that_a_group_lacks_is_named(opened):
    frame = respondents(CONFOUNDED | {("n", 3): (10, 10)})
    with pytest.raises(RequestError, match="Nobody in group s of “region” has the value 3 on “age"):
        adjust(opened(frame), "q", "1", "region", "age")


@pytest.mark.parametrize("answers", [(40, 0), (0, 40)])
def test_answers_that_are_all_alike_have_no_log_odds(opened, answers):
    frame = respondents(CONFOUNDED | {("n", 3): answers, ("s", 3): answers})
    with pytest.raises(RequestError, match="Everybody with the value 3 on “age” gave the same"):
        adjust(opened(frame), "q", "1", "region", "age")


def test_answers_that_two_variables_settle_together_have_none_either(opened):
    counts = {
        ("n", 1): (20, 0), ("n", 2): (10, 10), ("s", 1): (10, 10), ("s", 2): (10, 10),
    }  # fmt: skip
    found = adjust(opened(respondents(counts)), "q", "1", "region", "age")
    assert found.differences[0].finding(0.95) == "lower"
    counts["s", 2] = (0, 20)  # now nothing holds back how far apart all four are
    with pytest.raises(RequestError, match="has no solution"):
        adjust(opened(respondents(counts), name="t"), "q", "1", "region", "age")


def test_as_many_figures_as_sampling_units_are_too_many(opened):
    frame = respondents()
    frame["u"] = np.arange(len(frame)) % 3
    with pytest.raises(RequestError, match="too few sampling units for a model with 3 figures"):
        adjust(opened(frame, psu="u"), "q", "1", "region", "age")


def test_waves_on_either_side_of_a_break_are_not_compared(tmp_path):
    frame = respondents()
    book = {"q": VARIABLES["q"], "age": VARIABLES["age"], "year": segment(2020, 2021)}
    book["q"] = book["q"] | {"breaks": [{"wave": 2021, "nb": "Ny", "en": "New"}]}
    folder = write_survey(tmp_path, "s", frame, book, design={"wave": "year"})
    found = adjust(open_survey(folder), "q", "1", "year", "age")
    gap = found.differences[0]
    assert (gap.finding(0.95), gap.adjusted.value, gap.p) == ("break", None, None)
    assert np.isnan(found.together.p)
