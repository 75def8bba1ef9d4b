"""Responses that may be released, so that nobody stands out by background (k-anonymity).

There is one file for everybody: all respondents, with background made coarser until at least
`K_ANONYMITY` are alike in every combination. Whoever asks for some of them gets a part of that
file, so that no number of downloads tells more than the file as a whole. A filter that would part
what is released together is refused, and of what it leaves, rows that are alike with too few are
left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from insight.disclosure.bases import Axis
from insight.disclosure.coarsening import equivalence_classes
from insight.disclosure.protection import hides
from insight.disclosure.released import Released, release_of
from insight.language.catalogue import Text
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook
from insight.survey.design import K_ANONYMITY
from insight.survey.filters import Condition, Filter
from insight.survey.replication.replicate_design import pattern_of


def rows_to_release(survey: OpenSurvey, where: Filter) -> tuple[pa.Table, tuple[Fault, ...]]:
    """Return the responses that a filter keeps, as far as they may be released, and the changes.

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
        If they may not be released; see :func:`refusal`.
    """
    if fault := refusal(survey, where):
        raise RequestError(fault)
    rows = survey.rows(where)
    if survey.codebook.disclosure.microdata == "open":
        return rows, ()
    released = release_of(survey)
    anonymous, dropped = keep_alike(rows, survey.codebook, released)
    return anonymous, tuple(_explain_changes(survey.codebook, released, dropped))


def refusal(survey: OpenSurvey, where: Filter) -> Fault | None:
    """Say why the responses that a filter keeps may not be released; None where they may."""
    rules = survey.codebook.disclosure
    if rules.microdata == "open" and not rules.rows_withheld:
        return None
    if rules.microdata == "closed" or rules.rows_withheld:
        return Fault("fault.microdata", {"survey": survey.id})
    released = release_of(survey)
    if not released.is_anonymous:
        return Fault("anonymity.too_few", {"alike": K_ANONYMITY})
    faults = (_refuse_partial(released, condition) for condition in where.conditions)
    if fault := next((fault for fault in faults if fault), None):
        return fault
    if hides(survey, where):
        return Fault("anonymity.hidden", {"limit": rules.min_base})
    return None


def _refuse_partial(released: Released, condition: Condition) -> Fault | None:
    """Refuse a condition that takes some, but not all, of codes that are released as one."""
    variable = condition.variable
    single = variable.kind == "single"
    options = [variable.category(code).column or "" for code in condition.codes]
    columns = list(variable.columns) if single else options
    if variable.role == "item" and not {*columns} & {*released.left_out}:
        return None
    if set(columns) <= set(released.constant):
        return None
    names = [axis.variable.id for axis in released.background]
    if any(
        column not in names or released.classes[names.index(column)] is None for column in columns
    ):
        return Fault("anonymity.filter_left_out", {"variable": variable.label})
    for number in (names.index(column) for column in columns):
        axis = released.background[number]
        chosen = axis.numbers(condition.codes) if single else {1}
        for codes in released.joint_codes(number):
            if not chosen.isdisjoint(codes) and not chosen.issuperset(codes):
                values = {"variable": variable.label, "codes": _labels(axis, codes)}
                return Fault("anonymity.filter_parts", values)
    return None


def keep_alike(rows: pa.Table, book: Codebook, released: Released) -> tuple[pa.Table, int]:
    """Return rows with their background made coarser, without those alike with too few.

    Parameters
    ----------
    rows
        Some of the survey's responses, as they stand in the file.
    book
        The survey's codebook.
    released
        What of the survey may be released.

    Returns
    -------
    pyarrow.Table and int
        The rows, in an order of their own, and how many were left out.
    """
    codes = np.zeros((len(rows), len(released.background)), dtype=np.int16)
    for at, axis in enumerate(released.background):
        codes[:, at] = axis.encode(_column_values(rows[axis.variable.id], axis))
    row_classes = equivalence_classes(
        np.vstack([released.respondents.codes, codes]), released.classes
    )
    of_profiles, of_rows = np.split(row_classes, [len(row_classes) - len(rows)])
    keep = np.bincount(of_rows, minlength=1)[of_rows] >= K_ANONYMITY
    columns: dict[str, object] = {}
    place_of = {axis.variable.id: at for at, axis in enumerate(released.background)}
    answers = {column for item in book.items for column in item.columns} - {*released.left_out}
    for name in rows.column_names:
        if name in place_of:
            if released.classes[place_of[name]] is not None:
                columns[name] = _recode(rows[name], released, place_of[name], codes)
        elif name == book.design.weight and name not in released.constant:
            weights = np.bincount(of_profiles, released.weights, row_classes.max(initial=0) + 1)
            respondents = np.bincount(of_profiles, released.respondents.counts, len(weights))
            columns[name] = pa.array((weights / np.maximum(respondents, 1))[of_rows])
        elif name in answers or name in released.constant:
            columns[name] = rows[name]
    table = pa.table(columns).filter(pa.array(keep))
    order = [(name, "ascending") for name in table.column_names]
    return table.sort_by(order) if order else table, int((~keep).sum())


def _column_values(column: pa.ChunkedArray, axis: Axis) -> np.ndarray:
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


def _recode(
    column: pa.ChunkedArray, released: Released, number: int, codes: NDArray[np.int16]
) -> object:
    """Write codes of a column that are released as one in one, such as ``2+3``."""
    joint_codes = released.joint_codes(number)
    if not joint_codes:
        return column
    axis = released.background[number]
    names: list[str | None] = [*axis.variable.by_key, None]
    for joint in joint_codes:
        name = None if axis.size - 1 in joint else "+".join(str(names[code]) for code in joint)
        for code in joint:
            names[code] = name
    return pa.array([names[code] for code in codes[:, number]], pa.string())


def _explain_changes(book: Codebook, released: Released, dropped: int) -> Iterator[Fault]:
    """Say what was changed, in sentences."""
    yield Fault("anonymity.alike", {"alike": K_ANONYMITY})
    for number, axis in enumerate(released.background):
        for codes in released.joint_codes(number):
            kind = "empty" if axis.size - 1 in codes else "together"
            values = {"variable": axis.variable.label, "codes": _labels(axis, codes)}
            yield Fault(f"anonymity.{kind}", values)
    background = zip(released.background, released.classes, strict=True)
    if absent := [axis.variable.label for axis, classes in background if classes is None]:
        yield Fault("anonymity.left_out", {"variables": _join(absent)})
    if book.design.weight and book.design.weight not in released.constant:
        yield Fault("anonymity.weights", {"column": book.design.weight})
    if released.left_out:
        yield Fault("anonymity.columns", {"columns": _named(book, released.left_out)})
    if dropped:
        yield Fault("anonymity.rows", {"count": dropped, "alike": K_ANONYMITY})


def _named(book: Codebook, columns: Sequence[str]) -> str:
    """Name columns, hundreds of replicate weights by what their names have in common."""
    replicates = book.design.replicate_columns
    together = pattern_of(replicates)
    last = [together] if isinstance(together, str) else together
    return ", ".join([*(column for column in columns if column not in replicates), *last])


def _labels(axis: Axis, codes: Sequence[int]) -> Text:
    """The labels of codes, one after another."""
    return _join(
        [category.label for at, category in enumerate(axis.variable.categories) if at in codes]
    )


def _join(labels: Sequence[Text]) -> Text:
    return Text("; ".join(label.nb for label in labels), "; ".join(label.en for label in labels))
