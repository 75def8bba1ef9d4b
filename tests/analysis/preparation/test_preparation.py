"""What a page tells before somebody decides: reliability, bands, and what a weight does."""

import pytest
from recoded_survey import recoded
from survey_folder import both, numeric, segment, single

from insight.analysis.preparation.band_proposals import propose_bands
from insight.analysis.preparation.index_reliability import index_reliability
from insight.analysis.preparation.weight_margins import weight_effect
from insight.language.errors import DataError, InsightError, RequestError

SCALE = single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"})
# The last two have not answered all. Among the others alpha is 3/2 (1 - 50 / 12 / 11).
ITEMS = {
    "a": [1, 2, 3, 4, 9, 1],
    "b": [2, 2, 3, 4, 1, None],
    "c": [3, 2, 3, 5, 1, 5],
    "turned": [3, 4, 3, 1, 1, 5],
}
OPEN = {"min_base": 0, "microdata": "open"}


def items(**rules):
    return recoded(ITEMS, dict.fromkeys(ITEMS, SCALE), disclosure=OPEN | rules)


def test_alpha_is_of_those_who_have_answered_all_items():
    found = index_reliability(items(), ["a", "b", "c"])
    assert found.respondents == 4
    assert found.reliability.alpha == pytest.approx(3 / 2 * (1 - 50 / 12 / 11))


def test_a_reversed_item_counts_the_other_way():
    # Turned, 3 4 3 1 is 3 2 3 5, which is c.
    survey = items()
    turned = index_reliability(survey, ["a", "b", "turned"], ["turned"]).reliability
    assert turned.alpha == pytest.approx(
        index_reliability(survey, ["a", "b", "c"]).reliability.alpha
    )


def test_too_few_respondents_are_not_told_of():
    found = index_reliability(items(min_base=5), ["a", "b", "c"])
    assert (found.respondents, found.reliability) == (None, None)


def test_figures_of_closed_responses_have_two_decimals():
    found = index_reliability(items(microdata="closed"), ["a", "b", "c"]).reliability
    assert found.alpha == 0.93
    assert all(value == round(value, 2) for value in found.item_rest)


@pytest.mark.parametrize("names", [[], ["a"], ["a", "a"], ["a", "nowhere"]])
def test_what_is_no_index_has_no_reliability(names):
    with pytest.raises(InsightError):
        index_reliability(items(), names)


AGES = {"age": [*range(18, 98), None, 999]}
AGE = numeric(categories=[{"code": 999, "missing": "refused", **both("no")}])


def test_bands_are_proposed_by_quantiles_and_by_round_steps():
    proposals = propose_bands(recoded(AGES, {"age": AGE}), "age", 4)
    assert [band.label.en for band in proposals.steps] == [
        "Below 20",
        "20–39",
        "40–59",
        "60–79",
        "80 or more",
    ]
    assert [band.low for band in proposals.equal] == [None, 38, 58, 78]
    assert [band.high for band in proposals.equal] == [38, 58, 78, None]


@pytest.mark.parametrize("values", [[5.0] * 12, [1.0] + [None] * 12, [1.0, 2.0]])
def test_nothing_is_proposed_of_nothing(values):
    survey = recoded({"q": [1] * len(values), "x": values}, {"q": single(1), "x": numeric()},
                     disclosure={"min_base": 10})  # fmt: skip
    proposals = propose_bands(survey, "x")
    assert (proposals.equal, proposals.steps) == ((), ())


WEIGHTED = {"g": [1, 1, 1, 2], "q": [1, 2, 1, 2], "w": [1.0, 1.0, 1.0, 3.0], "v": [1.0, 1, 1, -1]}
VARIABLES = {"g": segment(1, 2), "q": single(1, 2), "w": numeric(), "v": numeric()}


def test_a_weight_is_shown_by_what_it_does_to_the_background():
    frame = {"None" if name == "w" else name: values for name, values in WEIGHTED.items()}
    variables = {"None" if name == "w" else name: each for name, each in VARIABLES.items()}
    effect = weight_effect(recoded(frame, variables), "None")  # the word for no weight, too
    assert [(each.code, each.unweighted, each.weighted) for each in effect.shares] == [
        ("1", 0.75, 0.5),
        ("2", 0.25, 0.5),
    ]
    assert effect.design_effect == pytest.approx(4 * 12 / 36)


def test_what_cannot_be_a_weight_is_refused():
    survey = recoded(WEIGHTED, VARIABLES)
    with pytest.raises(DataError, match="must be a number of at least 0"):
        weight_effect(survey, "v")
    with pytest.raises(InsightError):
        weight_effect(survey, "g")
    with pytest.raises(InsightError):
        weight_effect(survey, "nowhere")


def test_a_request_without_items_says_so():
    with pytest.raises(RequestError, match="at least two different variables"):
        index_reliability(items(), ["a"])
