"""Per cents and days with slashes are values, whichever part of the world wrote them."""

import datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.importers.readers.written_cells import convert_cells

NEW_YEARS_EVE = datetime.date(2024, 12, 31)


def converted(cells: list[str | None], decimal: str = ",") -> list:
    return convert_cells(pa.chunked_array([pa.array(cells, pa.string())]), decimal).to_pylist()


def moment(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts)  # noqa: DTZ001


CELLS = [
    (["0 %", "12,5%", None], [0.0, 12.5, None]),
    (["100%", "1 000 %"], [100, 1000]),
    (["31/12/2024", "1/2/2024"], [NEW_YEARS_EVE, datetime.date(2024, 2, 1)]),
    (["12/31/2024", "1/2/2024"], [NEW_YEARS_EVE, datetime.date(2024, 1, 2)]),
    (["1/2/2024", None], [datetime.date(2024, 2, 1), None]),
    (["31-12-2024"], [NEW_YEARS_EVE]),
    (["1/2/2024 12:05:00 AM", None], [moment(2024, 1, 2, 0, 5), None]),
    (["1/2/2024 1:05 PM"], [moment(2024, 1, 2, 13, 5)]),
    (["13/1/2024 12:05 PM"], [moment(2024, 1, 13, 12, 5)]),
    (["1/2/2024 23:10", "2/2/2024"], [moment(2024, 2, 1, 23, 10), moment(2024, 2, 2)]),
    (["1/2/2024, 10.30"], [moment(2024, 2, 1, 10, 30)]),
]  # fmt: skip

TEXTS = [["5 %", "ukjent"], ["%", "50"], ["13/13/2024"], ["31/02/2024"], ["1/2", "3/4"], ["1-2"],
         ["0/5/2024"], ["2/13/2024 13:05 PM"]]  # fmt: skip


@pytest.mark.parametrize(("cells", "values"), CELLS)
def test_cells_become_numbers_and_days(cells, values):
    assert converted(cells) == values


@pytest.mark.parametrize("cells", TEXTS)
def test_what_is_no_number_and_no_day_stays_as_it_is(cells):
    assert converted(cells) == cells


@given(st.lists(st.datetimes(moment(1900, 1, 1), moment(2100, 1, 1)), min_size=1))
def test_american_moments_come_back_as_they_were(moments):
    moments = [each.replace(second=0, microsecond=0) for each in moments] + [moment(2024, 1, 31, 9)]
    written = [each.strftime("%m/%d/%Y %I:%M %p") for each in moments]
    if max(each.month for each in moments) <= 12:
        assert converted(written) == moments
