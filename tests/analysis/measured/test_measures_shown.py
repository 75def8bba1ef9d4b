"""Measures of numbers, held to the gates and to what may be told of respondents."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import GATES_OFF, numeric, segment, single, write_survey

from insight import alpha, correlation, quantiles, ratio, table
from insight.language.errors import RequestError
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

RECIPE = """format = 1
[[step]]
do = "index"
as = "both"
variables = ["a", "b"]
reversed = ["b"]
at_least = 2
label = { nb = "begge", en = "both" }
"""


def responses(count: int = 400) -> pd.DataFrame:
    random = np.random.default_rng(5)
    income = np.round(random.lognormal(12, 0.7, count))
    a = random.integers(1, 6, count)
    return pd.DataFrame({
        "g": np.where(np.arange(count) < count - 14, random.integers(1, 3, count), 3),
        "income": np.where(np.arange(count) % 9 == 0, -9, income),
        "tax": np.round(income * random.uniform(0.2, 0.4, count)),
        "a": a,
        "b": np.clip(6 - a + random.integers(-1, 2, count), 1, 5),
        "w": random.uniform(0.5, 2, count),
    })  # fmt: skip


VARIABLES = {
    "g": segment(1, 2, 3),
    "income": numeric(categories=[
        {"code": -9, "nb": "ukjent", "en": "unknown", "missing": "dont_know"}
    ]),
    "tax": numeric(),
    "a": single(1, 2, 3, 4, 5),
    "b": single(1, 2, 3, 4, 5),
}  # fmt: skip


@pytest.fixture
def opened(tmp_path):
    def make(frame: pd.DataFrame, *, weight: bool = True, recipe: str = "", **disclosure):
        design = {"weight": "w"} if weight else {}
        folder = write_survey(tmp_path, "s", frame, VARIABLES, design=design, disclosure=disclosure)
        if recipe:
            (folder / "recipe.toml").write_text(recipe, encoding="utf-8")
        return open_in(Store(), read_survey(folder))

    return make


CLOSED = {"microdata": "closed"}


def test_a_quantile_of_a_closed_survey_is_nobodys_answer(opened):
    frame = responses()
    survey = opened(frame, **CLOSED)
    answered = frame.loc[frame["income"] > 0, "income"]
    found = quantiles(survey, "income", [one / 20 for one in range(1, 20)])
    shown = [one for one in found if one.value is not None]
    assert len(shown) > 10
    for one in shown:
        assert one.value not in {*answered}
        assert one.low is None or one.low <= one.value
        assert one.upp is None or one.upp >= one.value
        assert one.base == len(answered)
        assert one.base_weighted is None
    assert found.rounded


def test_the_codes_for_no_answer_are_no_numbers(opened):
    survey = opened(responses(), **GATES_OFF, microdata="open")
    assert quantiles(survey, "income", [0.05]).at().value > 0
    assert correlation(survey, "income", "tax").at().value > 0.8


def test_no_quantile_is_told_that_few_lie_beyond(opened):
    frame = responses(150)
    survey = opened(frame, **CLOSED, min_effective_base=0)
    lowest, highest = (quantiles(survey, "tax", [one], by="g") for one in (0.05, 0.95))
    for one in (*lowest, *highest):
        if one.base is not None and one.base < 190:
            assert (one.value, one.low, one.upp, one.se) == (None,) * 4
            assert one.flags == ("suppressed",)


def test_a_limit_that_few_lie_beyond_is_not_told_and_neither_is_what_gives_it_away(opened):
    survey = opened(responses(300), **CLOSED)
    found = quantiles(survey, "tax", [0.95], level=0.999).at()
    assert found.value is not None
    assert (found.upp, found.se) == (None, None)


MEASURES = {
    "quantiles": lambda survey, **more: quantiles(survey, "income", **more),
    "ratio": lambda survey, **more: ratio(survey, "tax", "income", **more),
    "correlation": lambda survey, **more: correlation(survey, "a", "tax", **more),
    "alpha": lambda survey, **more: alpha(survey, ["a", "b"], turned=["b"], **more),
}


@pytest.mark.parametrize("name", MEASURES)
def test_what_a_table_of_means_hides_no_measure_shows(opened, name):
    frame = responses()
    frame.loc[frame.index[-8:], "g"] = 3
    frame.loc[frame.index[-14:-8], "g"] = 1
    survey = opened(frame, **CLOSED)
    hidden = {one.group for one in table(survey, "tax", by="g") if one.value is None}
    assert ("3",) in hidden
    assert len(hidden) > 1
    for one in MEASURES[name](survey, by="g"):
        if one.group in hidden:
            told = (one.base, one.base_weighted, one.value, one.se, one.low, one.upp, one.df)
            assert told == (None,) * 7
            assert one.flags == ("suppressed",)


def test_a_group_that_is_small_only_among_those_who_answered_both_is_hidden(opened):
    frame = responses()
    of_third = frame["g"] == 3
    frame.loc[of_third & (frame.index % 2 == 0), "tax"] = np.nan
    frame.loc[of_third & (frame.index % 2 == 1), "income"] = -9
    frame.loc[frame.index[-3:], ["tax", "income"]] = [100.0, 300.0]
    survey = opened(frame, **CLOSED, min_effective_base=0)
    found = ratio(survey, "tax", "income", by="g")
    assert found.at(["3"]).flags == ("suppressed",)
    assert sum("suppressed" in one.flags for one in found) > 1


def test_who_alone_answered_one_of_two_questions_is_not_told_of(opened):
    frame = responses()
    first = frame.index[frame["g"] == 1]
    frame["income"] = frame["income"].abs() * 1.0
    frame.loc[first[0], "income"] = np.nan
    survey = opened(frame, weight=False, **CLOSED)
    assert ratio(survey, "tax", "income").at().flags == ("suppressed",)
    assert ratio(survey, "tax", "income", where="g=1").at().flags == ("suppressed",)
    assert ratio(survey, "tax", "income", where="g=2").at().value is not None
    assert correlation(survey, "tax", "income", by="g").at(["1"]).value is None
    assert alpha(survey, ["a", "tax", "income"]).at().value is None


def test_a_ratio_blurs_one_respondent(opened):
    frame = responses()
    frame["income"] = frame["income"].abs() * 1.0
    survey = opened(frame, weight=False, **CLOSED)
    found = ratio(survey, "tax", "income").at()
    exact = frame["tax"].sum() / frame["income"].sum()
    residual = (frame["tax"] - exact * frame["income"]) / frame["income"].sum()
    assert found.value != exact
    assert abs(found.value - exact) < 4 * residual.std()
    assert found.low < exact < found.upp


def test_a_correlation_that_tells_every_answer_is_not_told(opened):
    frame = responses()
    frame["b"] = 6 - frame["a"]
    survey = opened(frame, **CLOSED)
    found = [correlation(survey, "a", "b").at(), alpha(survey, ["a", "b"], turned=["b"]).at()]
    assert [(one.value, one.low, one.flags) for one in found] == [(None, None, ("suppressed",))] * 2


def test_figures_of_a_closed_survey_have_hundredths(opened):
    survey = opened(responses(), weight=False, **CLOSED)
    for found in (correlation(survey, "a", "tax").at(), alpha(survey, ["a", "tax"]).at()):
        for number in (found.value, found.low, found.upp, found.se):
            assert number == round(number, 2)


def test_constants_have_no_correlation(opened):
    frame = responses().assign(b=3)
    found = correlation(opened(frame, **GATES_OFF, microdata="open"), "a", "b").at()
    assert (found.value, found.se, found.low, found.upp) == (None,) * 4


def test_groups_are_the_same_as_filters(opened):
    survey = opened(responses(), **GATES_OFF, microdata="open")
    for group in ("1", "2"):
        where = [f"g={group}"]
        pairs = (
            (quantiles(survey, "tax", [0.3], by="g"), quantiles(survey, "tax", [0.3], where=where)),
            (ratio(survey, "tax", "income", by="g"), ratio(survey, "tax", "income", where=where)),
            *(
                (correlation(survey, "a", "tax", by="g", kind=kind),
                 correlation(survey, "a", "tax", where=where, kind=kind))
                for kind in ("pearson", "spearman")
            ),
            (alpha(survey, ["a", "b"], by="g"), alpha(survey, ["a", "b"], where=where)),
        )  # fmt: skip
        for by_group, by_filter in pairs:
            grouped, filtered = by_group.at([group]), by_filter.at()
            assert grouped.value == pytest.approx(filtered.value, rel=1e-12)
            assert grouped.se == pytest.approx(filtered.se, rel=1e-9)
            assert grouped.base == filtered.base


def test_an_index_of_the_recipe_knows_its_items(opened):
    survey = opened(responses(), recipe=RECIPE, **GATES_OFF, microdata="open")
    assert alpha(survey, "both").at() == alpha(survey, ["a", "b"], turned=["b"]).at()


def test_the_standard_error_of_alpha_is_that_of_leaving_out_one_after_another(opened, tmp_path):
    frame = responses(120).assign(w=1.0)
    found = alpha(opened(frame, **GATES_OFF, microdata="open"), ["a", "b"], turned=["b"]).at()
    scored = np.column_stack([frame["a"], 6 - frame["b"]]).astype(float)

    def of(rows: np.ndarray) -> float:
        variances = rows.var(axis=0).sum()
        return 2 * (1 - variances / rows.sum(axis=1).var())

    left_out = [of(np.delete(scored, row, axis=0)) for row in range(len(scored))]
    n = len(scored)
    jackknife = np.sqrt((n - 1) / n * ((left_out - np.mean(left_out)) ** 2).sum())
    assert found.value == pytest.approx(of(scored))
    assert found.se == pytest.approx(jackknife, rel=0.02)


REFUSED = {
    "quantile_probability": lambda survey: quantiles(survey, "tax", [1.5]),
    "quantile_twentieths": lambda survey: quantiles(survey, "tax", [0.51]),
    "quantile_hf7": lambda survey: quantiles(survey, "tax", rule="hf7"),
    "unknown_quantile_rule": lambda survey: quantiles(survey, "tax", rule="school1"),
    "unknown_method": lambda survey: quantiles(survey, "tax", method="woodruff"),
    "level": lambda survey: ratio(survey, "tax", "income", level=2),
    "measure_twice": lambda survey: ratio(survey, "tax", "tax"),
    "unknown_statistic": lambda survey: correlation(survey, "a", "b", kind="kendall"),
    "alpha_no_index": lambda survey: alpha(survey, "a"),
    "recipe_index_items": lambda survey: alpha(survey, ["a", "a"]),
    "recipe_index_turned": lambda survey: alpha(survey, ["a", "b"], turned=["tax"]),
}


def test_what_cannot_be_answered_is_refused_in_a_sentence(opened):
    survey = opened(responses(), **CLOSED)
    for fault, ask in REFUSED.items():
        with pytest.raises(RequestError) as refused:
            ask(survey)
        assert [one.key for one in refused.value.faults] == [f"fault.{fault}"]


def test_the_tidy_result_says_what_was_measured_and_how(opened):
    survey = opened(responses(), **GATES_OFF, microdata="open")
    frame = quantiles(survey, "tax", [0.5], by="g", rule="school").to_pandas("en")
    assert [*frame.columns][:10] == [
        "survey", "item", "others", "statistic", "probability", "rule", "g", "g_label", "base",
        "base_weighted",
    ]  # fmt: skip
    assert {*frame["statistic"]} == {"quantile"}
    assert {*frame["rule"]} == {"school"}
    assert {*frame["method"]} == {"woodruff logit"}
    of_pair = ratio(survey, "tax", "income").to_pandas("en")
    assert [*of_pair.loc[0, ["others", "statistic", "method"]]] == ["income", "ratio", "wald"]
