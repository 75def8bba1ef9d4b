"""Weights, strata, PSUs and populations that cannot be are refused with their place."""

import sys

import pyarrow as pa
import pytest
from checked_survey import ONE_TWO, checked, faults

from insight import table

WEIGHTS = {
    "negative": ([1.0, -0.5], "value -0.5."),
    "nan": ([1.0, float("nan")], "value nan."),
    "inf": ([1.0, float("inf")], "value inf."),
    "null": ([1.0, None], "value null."),
    "leaked": ([1.0, sys.float_info.max], "value 1.7976931348623157e+308."),
    "text": (["1", "heavy"], "type VARCHAR"),
    "list": ([[1.0], [2.0]], "type DOUBLE[]"),
    "all_zero": ([0.0, 0.0], "every weight in column “w” is 0"),
}


@pytest.mark.parametrize(("column", "named"), WEIGHTS.values(), ids=WEIGHTS)
def test_a_weight_is_a_number_of_at_least_0(tmp_path, column, named):
    columns, design = {"w": column, "q": [1, 2]}, {"weight": "w"}
    [fault] = faults(tmp_path, columns, {"q": ONE_TWO}, design=design)
    assert fault.startswith("design")
    assert named in fault


@pytest.mark.parametrize("part", ["wave", "strata", "psu"])
@pytest.mark.parametrize("column", [[1, None, None], ["a", "b", None], [1.0, 2.0, float("nan")]])
def test_everyone_has_a_wave_a_stratum_and_a_psu(tmp_path, part, column):
    columns = {"c": pa.array(column, from_pandas=False), "q": [1, 2, 2]}
    [fault] = faults(tmp_path, columns, {"q": ONE_TWO}, design={part: "c"})
    absent = sum(value is None or value != value for value in column)
    respondents = "1 respondent." if absent == 1 else f"{absent} respondents."
    assert fault.startswith(f"design.{part}: column “c” is empty for {respondents}")


FPC = {
    # name: (populations, design, place, named)
    "smaller_than_the_sample": ([3] * 4, {}, "design.fpc", "3 to 3 in the population and 4"),
    "two_in_one_stratum": ([9, 9, 8, 8], {}, "design.fpc", "8 to 9"),
    "smaller_in_one_stratum": ([2, 2, 1, 1], {"strata": "h"}, "design.fpc", "1 to 1"),
    "null": ([9, 9, 9, None], {}, "design.fpc", "null"),
    "nan": ([9.0, 9.0, 9.0, float("nan")], {}, "design.fpc", "nan"),
    "fraction": ([0.1] * 4, {}, "design.fpc", "0.1"),
    "text": (["9"] * 4, {}, "design", "VARCHAR"),
    "fewer_psus_than_sampled": ([1] * 4, {"psu": "u"}, "design.fpc", "1 to 1"),
    "second_stage": (
        [1, 1, 2, 2], {"psu": "u", "fpc": ["big", "n"]}, "design.fpc", "PSU has 1 to 1"),
    "second_stage_differs": (
        [5, 6, 2, 2], {"psu": "u", "fpc": ["big", "n"]}, "design.fpc", "PSU has 5 to 6"),
}  # fmt: skip


@pytest.mark.parametrize(("populations", "design", "place", "named"), FPC.values(), ids=FPC)
def test_a_population_is_one_per_stratum_and_no_smaller_than_its_sample(
    tmp_path, populations, design, place, named
):
    columns = {
        "n": pa.array(populations, from_pandas=False),
        "h": ["a", "a", "b", "b"],
        "u": [1, 1, 2, 2],
        "big": [10] * 4,
        "q": [1, 2, 1, 2],
    }
    found = faults(tmp_path, columns, {"q": ONE_TWO}, design={"fpc": "n", **design})
    assert any(line.startswith(place) and named in line for line in found), found


def test_an_infinite_population_needs_no_correction(tmp_path):
    columns = {"n": [float("inf")] * 4, "q": [1, 2, 2, 2]}
    found = checked(tmp_path, columns, {"q": ONE_TWO}, design={"fpc": "n"})
    assert table(found, "q").at((), "1").se == pytest.approx((0.25 * 0.75 / 3) ** 0.5)
