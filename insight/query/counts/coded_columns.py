"""Columns of a survey in memory, as numbers of codes: what a book counts again and again.

A book asks for the same few columns in every question. As narrow numbers they are read once, and
counted at the speed of memory. Codes are numbered as in the codebook; one number more means none of
them. They never leave the process but as sums.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insight.query.counts.sparse_counts import places
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.query.sql import parameters, quote
from insight.survey.codebook import Variable
from insight.survey.filters import Filter

Numbers = NDArray[np.uint16]
Reals = NDArray[np.float64]

# Of more respondents the database counts, within its own memory.
MOST_RESPONDENTS = 20_000_000
# Codes that are text are compared one by one, each with all respondents.
MOST_TEXTS = 100
MOST_CODES = 60_000
MOST_PROFILES = 1 << 62
# Of the 53 binary digits that a number has.
WHOLE_DIGITS = 52


@dataclass(frozen=True)
class PartedNumbers:
    """Numbers in two parts, so that their sums hang on no order.

    `high` are whole multiples of a power of 2, so large that any sum of them is exact; `low` is
    what is left, so small that what its sum lacks is nothing beside the other.
    """

    high: Reals
    low: Reals

    @classmethod
    def of(cls, values: Reals) -> PartedNumbers:
        """Part numbers.

        Examples
        --------
        >>> parted = PartedNumbers.of(np.array([0.1, 1e-9, 3.0]))
        >>> (parted.high + parted.low).tolist()
        [0.1, 1e-09, 3.0]
        """
        largest = float(np.abs(values).max(initial=0.0))
        digits = WHOLE_DIGITS - len(values).bit_length()
        step = 2.0 ** (int(np.frexp(largest)[1]) - digits)
        high = np.round(values / step) * step
        return cls(high, values - high)


@dataclass(frozen=True)
class Weights:
    """The weights of all respondents.

    Attributes
    ----------
    parts : array of float, shape (N, 5)
        What is added up for each: 1 for the respondent, the weight in two parts, and its square in
        two (see :class:`PartedNumbers`). Without weights there is the first column only.
    positive : array of bool, shape (N,)
        Whose weight is above 0.
    """

    parts: Reals
    positive: NDArray[np.bool_]

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return self.parts.nbytes + self.positive.nbytes


def coded(survey: OpenSurvey, variable: Variable) -> Numbers | None:
    """Return the number of each respondent's code of a single-response variable, in order.

    It is None where they cannot be numbered quickly, or may not leave the database they stand in.
    """
    if survey.codebook.source_table:
        return None
    most = MOST_CODES if variable.integer_codes else MOST_TEXTS
    if variable.kind != "single" or len(variable.by_key) > most:
        return None
    return survey.recall(("coded", variable.id), lambda: _coded(survey, variable))


def known_codes(survey: OpenSurvey, variable: Variable) -> Numbers | None:
    """Return what :func:`coded` has returned of a variable, None where nobody has asked."""
    known = survey.known(("coded", variable.id))
    return known if isinstance(known, np.ndarray) else None


def _coded(survey: OpenSurvey, variable: Variable) -> Numbers:
    source, column = survey.select([variable.id]), quote(variable.id)
    order = variable.values_of(variable.by_key)
    if variable.integer_codes:
        rows = survey.query(f"SELECT {column} AS value FROM ({source.text})", source)
        return _places(np.array(order, dtype=np.int64), rows["value"])
    codes = parameters("code", list(order))
    cases = " ".join(f"WHEN ${name} THEN {at}" for at, name in enumerate(codes.values))
    number = f"CASE {column} {cases} ELSE {len(order)} END" if cases else "0"
    sql = f"SELECT CAST({number} AS USMALLINT) AS value FROM ({source.text})"
    numbers: Numbers = survey.query(sql, source, codes)["value"].astype(np.uint16)
    return numbers


def _places(order: NDArray[np.int64], values: np.ndarray) -> Numbers:
    """The place of each number in an order; those in none have one place more."""
    absent, given = np.ma.getmaskarray(values), np.ma.getdata(values)
    if given.itemsize > 2:
        place = places(order, given)
        return np.where(absent | (place < 0), len(order), place).astype(np.uint16)
    unsigned = np.dtype(f"u{given.itemsize}")
    every = np.arange(np.iinfo(unsigned).max + 1).astype(unsigned).view(given.dtype)
    place = places(order, every.astype(np.int64))
    number_of = np.where(place < 0, len(order), place).astype(np.uint16)
    numbers: Numbers = np.take(number_of, np.ascontiguousarray(given).view(unsigned))
    if np.ma.is_masked(values):
        numbers[absent] = len(order)
    return numbers


def weights_of(survey: OpenSurvey) -> Weights | None:
    """Return the weights of all respondents; None where any has none."""
    return survey.recall("parted weights", lambda: _weights_of(survey))


def _weights_of(survey: OpenSurvey) -> Weights | None:
    design = survey.codebook.design
    if design.weight is None:
        ones = np.ones(survey.respondents)
        return Weights(ones[:, None], ones > 0)
    source = survey.select([design.weight])
    sql = f"SELECT {quote(design.weight)} AS value FROM ({source.text})"
    values = survey.query(sql, source)["value"]
    if np.ma.is_masked(values) or not np.isfinite(values).all():
        return None
    weight = np.ma.getdata(values).astype(float)
    parted, squared = PartedNumbers.of(weight), PartedNumbers.of(weight**2)
    columns = (np.ones(len(weight)), parted.high, parted.low, squared.high, squared.low)
    return Weights(np.column_stack(columns), weight > 0)


def coded_units(survey: OpenSurvey) -> Numbers | None:
    """Return the number of each respondent's sampling unit; None where there are very many."""
    return survey.recall("coded units", lambda: _coded_units(survey))


def _coded_units(survey: OpenSurvey) -> Numbers | None:
    columns, units = survey.codebook.design.unit_columns, units_of(survey)
    if not columns:
        return np.zeros(survey.respondents, dtype=np.uint16)
    if units.sampled.units > MOST_CODES:
        return None
    listed = ", ".join(f"{quote(column)} AS u{at}" for at, column in enumerate(columns))
    source = survey.select(columns)
    rows = survey.query(f"SELECT {listed} FROM ({source.text})", source)
    values = [rows[f"u{at}"] for at in range(len(columns))]
    if any(np.ma.is_masked(column) for column in values):
        return None
    return units.numbers(list(map(np.ma.getdata, values)), survey.respondents).astype(np.uint16)


def rows_met(survey: OpenSurvey, where: Filter) -> NDArray[np.intp] | None:
    """Return the rows of the respondents whom a filter keeps; None for all."""
    if not where.conditions:
        return None
    columns = [column for variable in where.variables for column in variable.columns]
    source, met = survey.select(columns), survey.predicate(where)
    sql = f"SELECT coalesce({met.text}, FALSE) AS met FROM ({source.text})"
    return np.flatnonzero(survey.query(sql, source, met)["met"])


def profile_numbers(survey: OpenSurvey, variables: Sequence[Variable]) -> NDArray[np.int64] | None:
    """Return each respondent's number among all combinations of codes, *none* being one of each.

    It is None where a variable cannot be numbered quickly, or there are too many combinations.
    """
    if math.prod(len(one.by_key) + 1 for one in variables) >= MOST_PROFILES:
        return None
    found = [coded(survey, one) for one in variables]
    columns = [column for column in found if column is not None]
    if len(columns) < len(found):
        return None

    def make() -> NDArray[np.int64]:
        numbers = np.zeros(survey.respondents, dtype=np.int64)
        for one, column in zip(variables, columns, strict=True):
            numbers *= len(one.by_key) + 1
            numbers += column
        return numbers

    return survey.recall(("profile numbers", *(one.id for one in variables)), make)
