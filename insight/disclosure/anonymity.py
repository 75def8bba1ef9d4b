"""Responses to give away so that nobody stands out by background (k-anonymity).

There is one file for everybody: all respondents, with background made coarser until at least
`K_ANONYMITY` are alike in every combination. Whoever asks for some of them gets a part of that
file, so that no number of downloads tells more than the file as a whole. A filter that would part
what is given together is refused, and of what it leaves, rows that are alike with too few are left
out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from insight.disclosure.bases import Axis
from insight.disclosure.coarsening import alike
from insight.disclosure.protection import hides
from insight.disclosure.released import Given, given_of
from insight.language.catalogue import Text
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.codebook import K_ANONYMITY, Codebook
from insight.survey.filters import Condition, Filter


def rows_to_give(survey: OpenSurvey, where: Filter) -> tuple[pa.Table, tuple[Fault, ...]]:
    """Return the responses that a filter keeps, as far as they may be given, and what was changed.

    Parameters
    ----------
    survey
        The survey.
    where
        The respondents.

    Returns
    -------
    pyarrow.Table and tuple of Fault
        The rows, and sentences that say what was changed in them.

    Raises
    ------
    RequestError
        If they may not be given; see :func:`why_not`.
    """
    if refused := why_not(survey, where):
        raise RequestError(refused)
    rows = survey.rows(where)
    if survey.codebook.disclosure.microdata == "open":
        return rows, ()
    given = given_of(survey)
    anonymous, dropped = alike_only(rows, survey.codebook, given)
    return anonymous, tuple(_told(survey.codebook, given, dropped))


def why_not(survey: OpenSurvey, where: Filter) -> Fault | None:
    """Say why the responses that a filter keeps may not be given; None where they may."""
    rules = survey.codebook.disclosure
    if rules.microdata == "open":
        return None
    if rules.microdata == "closed":
        return Fault("fault.microdata", {"survey": survey.id})
    given = given_of(survey)
    if not given.enough:
        return Fault("anonymity.too_few", {"alike": K_ANONYMITY})
    faults = (_parted(given, condition) for condition in where.conditions)
    if fault := next((one for one in faults if one), None):
        return fault
    if hides(survey, where):
        return Fault("anonymity.hidden", {"limit": rules.min_base})
    return None


def _parted(given: Given, condition: Condition) -> Fault | None:
    """Say that a condition takes some, but not all, of what is given together."""
    variable = condition.variable
    single = variable.kind == "single"
    options = [variable.category(code).column or "" for code in condition.codes]
    columns = list(variable.columns) if single else options
    if variable.role == "item" or set(columns) <= set(given.same):
        return None
    known = [axis.variable.id for axis in given.background]
    if any(one not in known or given.classes[known.index(one)] is None for one in columns):
        return Fault("anonymity.filter_left_out", {"variable": variable.label})
    for number in (known.index(column) for column in columns):
        axis = given.background[number]
        chosen = axis.numbers(condition.codes) if single else {1}
        for codes in given.together(number):
            if not chosen.isdisjoint(codes) and not chosen.issuperset(codes):
                values = {"variable": variable.label, "codes": _labels(axis, codes)}
                return Fault("anonymity.filter_parts", values)
    return None


def alike_only(rows: pa.Table, book: Codebook, given: Given) -> tuple[pa.Table, int]:
    """Return rows with their background made coarser, without those alike with too few.

    Parameters
    ----------
    rows
        Some of the survey's responses, as they stand in the file.
    book
        The survey's codebook.
    given
        What of the survey is given.

    Returns
    -------
    pyarrow.Table and int
        The rows, in an order of their own, and how many were left out.
    """
    codes = np.zeros((len(rows), len(given.background)), dtype=np.int16)
    for at, axis in enumerate(given.background):
        codes[:, at] = axis.places(_values(rows[axis.variable.id], axis))
    number = alike(np.vstack([given.profiles.codes, codes]), given.classes)
    of_profiles, of_rows = np.split(number, [len(number) - len(rows)])
    keep = np.bincount(of_rows, minlength=1)[of_rows] >= K_ANONYMITY
    columns: dict[str, object] = {}
    named = {axis.variable.id: at for at, axis in enumerate(given.background)}
    answers = {column for one in book.items for column in one.columns}
    for name in rows.column_names:
        if name in named:
            if given.classes[named[name]] is not None:
                columns[name] = _recoded(rows[name], given, named[name], codes)
        elif name == book.design.weight and name not in given.same:
            weights = np.bincount(of_profiles, given.weights, number.max(initial=0) + 1)
            respondents = np.bincount(of_profiles, given.profiles.counts, len(weights))
            columns[name] = pa.array((weights / np.maximum(respondents, 1))[of_rows])
        elif name in answers or name in given.same:
            columns[name] = rows[name]
    table = pa.table(columns).filter(pa.array(keep))
    order = [(name, "ascending") for name in table.column_names]
    return table.sort_by(order) if order else table, int((~keep).sum())


def _values(column: pa.ChunkedArray, axis: Axis) -> np.ndarray:
    """The values of a column as its codes are compared, absent ones masked."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    absent = np.asarray(column.is_null())
    if axis.variable.integer_codes:
        column = column.cast(pa.int64(), safe=False).fill_null(0)
        return np.ma.masked_array(column.to_numpy(), absent)
    text = column.cast(pa.string())
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        text = pc.replace_substring_regex(text, r"\.0+$", "")
    return np.ma.masked_array(text.fill_null("").to_numpy(zero_copy_only=False), absent)


def _recoded(
    column: pa.ChunkedArray, given: Given, number: int, codes: NDArray[np.int16]
) -> object:
    """A column with codes that are given together as one, such as ``2+3``."""
    together = given.together(number)
    if not together:
        return column
    axis = given.background[number]
    names: list[str | None] = [*axis.variable.by_key, None]
    for its in together:
        joined = None if axis.size - 1 in its else "+".join(str(names[one]) for one in its)
        for one in its:
            names[one] = joined
    return pa.array([names[code] for code in codes[:, number]], pa.string())


def _told(book: Codebook, given: Given, dropped: int) -> Iterator[Fault]:
    """What was changed, in sentences."""
    yield Fault("anonymity.alike", {"alike": K_ANONYMITY})
    for number, axis in enumerate(given.background):
        for codes in given.together(number):
            kind = "empty" if axis.size - 1 in codes else "together"
            values = {"variable": axis.variable.label, "codes": _labels(axis, codes)}
            yield Fault(f"anonymity.{kind}", values)
    background = zip(given.background, given.classes, strict=True)
    if absent := [axis.variable.label for axis, of in background if of is None]:
        yield Fault("anonymity.left_out", {"variables": _in_a_row(absent)})
    if book.design.weight and book.design.weight not in given.same:
        yield Fault("anonymity.weights", {"column": book.design.weight})
    if given.left_out:
        yield Fault("anonymity.columns", {"columns": ", ".join(given.left_out)})
    if dropped:
        yield Fault("anonymity.rows", {"count": dropped, "alike": K_ANONYMITY})


def _labels(axis: Axis, codes: Sequence[int]) -> Text:
    """The labels of codes in a row."""
    return _in_a_row([one.label for at, one in enumerate(axis.variable.categories) if at in codes])


def _in_a_row(labels: Sequence[Text]) -> Text:
    return Text("; ".join(one.nb for one in labels), "; ".join(one.en for one in labels))
