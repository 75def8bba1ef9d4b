"""Waves that the codebook does not describe come from the data."""

import datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from checked_survey import ONE_TWO, checked, faults
from survey_folder import segment

from insight import table
from insight.survey.filters import parse_filter

WAVES = {
    "ints": ([2021, 2019, 2019], [2019, 2021]),
    "int16": (pa.array([2021, 2019, 2019], pa.int16()), [2019, 2021]),
    "floats": ([2021.0, 2019.0, 2019.0], [2019, 2021]),
    "halves": ([2020.5, 2019.0, 2019.0], ["2019", "2020.5"]),
    "digits": (["10", "9", "9"], [9, 10]),
    "text": (["spring", "autumn", "autumn"], ["autumn", "spring"]),
    "decimals": ([Decimal(2021), Decimal(2019), Decimal(2019)], [2019, 2021]),
    "dates": (
        [datetime.date(2021, 3, 1), *[datetime.date(2019, 3, 1)] * 2],
        ["2019-03-01", "2021-03-01"],
    ),
    "times": (
        [datetime.datetime(2021, 3, 1, 12), *[datetime.datetime(2019, 3, 1)] * 2],  # noqa: DTZ001
        ["2019-03-01 00:00:00", "2021-03-01 12:00:00"],
    ),
    "booleans": ([True, False, False], ["false", "true"]),
    "categories": (pa.array(["b", "a", "a"]).dictionary_encode(), ["a", "b"]),
}
UNORDERED = (["autumn", "spring"], ["false", "true"], ["a", "b"])


@pytest.mark.parametrize(("column", "codes"), WAVES.values(), ids=WAVES)
def test_waves_that_are_not_described_come_from_the_data(tmp_path, column, codes):
    columns = {"year": column, "q": [1, 1, 2]}
    found = checked(tmp_path, columns, {"q": ONE_TWO}, design={"wave": "year"})
    wave = found.codebook.wave
    assert [category.code for category in wave.categories] == codes
    assert wave.ordered == (codes not in UNORDERED)
    assert wave not in found.codebook.segments
    by_wave = table(found, "q", by=["year"])
    assert [estimate.base for estimate in by_wave.of("1")] == [2, 1]
    where = parse_filter([f"year={codes[0]}"], found.codebook)
    assert table(found, "q", where=where).at((), "1").base == 2
    assert len(found.rows(where)) == 2


def test_a_wave_that_is_described_stays_as_it_is(tmp_path):
    variables = {"year": segment(2019, 2020, 2021), "q": ONE_TWO}
    found = checked(tmp_path, {"year": [2019], "q": [1]}, variables, design={"wave": "year"})
    assert [category.key for category in found.codebook.wave.categories] == ["2019", "2020", "2021"]


def test_a_column_with_hundreds_of_values_is_no_wave(tmp_path):
    columns = {"id": list(range(201)), "q": [1] * 201}
    [fault] = faults(tmp_path, columns, {"q": ONE_TWO}, design={"wave": "id"})
    assert "“id” has 201 different values" in fault
