"""Global recoding: background made coarser until nobody stands out (k-anonymity).

Rows are *alike* when they have the same codes in every column. Columns are changed one at a time
until at least so many rows are alike wherever there are any. A change joins codes: two
neighbours where codes have an order, the smallest with those already together where they have none,
codes that are no answers with the empty ones; or it leaves a column out. Each time, the change is
made that brings most rows out of groups too small for the information that it costs, and at last
changes are undone that others have made needless. The outcome depends on the counts alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insight.disclosure.respondent_counts import MOST_AT_ONCE, Counts, RespondentCounts

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """A column of background.

    Attributes
    ----------
    size
        How many codes it has, with the last that means empty.
    order
        The codes that have an order, in it; none where the column is unordered.
    kept
        Whether it is changed only if there is no other way.
    """

    size: int
    order: tuple[int, ...] = ()
    kept: bool = False


@dataclass(frozen=True)
class Change:
    """Codes of a column that are joined to one; without codes the column is left out."""

    column: int
    codes: frozenset[int] = frozenset()


def coarsen(respondents: RespondentCounts, columns: Sequence[Column], least: int) -> list[Change]:
    """Return the changes after which each combination of codes has `least` rows, or none.

    Parameters
    ----------
    respondents
        How many rows have which codes.
    columns
        Each axis as a column.
    least
        How many must be alike.

    Examples
    --------
    >>> ages = RespondentCounts(np.array([[0], [1], [2]]), (4,), np.array([9, 2, 8]))
    >>> coarsen(ages, [Column(4, (0, 1, 2))], 5)
    [Change(column=0, codes=frozenset({1, 2}))]
    """
    changes: list[Change] = []
    while at_risk := _count_at_risk(respondents, columns, changes, least):
        candidates = list(_candidates(respondents, columns, changes))
        if not candidates:
            break
        gains = [
            at_risk - _count_at_risk(respondents, columns, [*changes, change], least)
            for change in candidates
        ]
        losses = [_information_loss(respondents, columns, changes, change) for change in candidates]
        worth = [gain / loss if gain else -loss for gain, loss in zip(gains, losses, strict=True)]
        changes.append(candidates[int(np.argmax(worth))])
    return _drop_needless(respondents, columns, changes, least)


def classes_of(columns: Sequence[Column], changes: Sequence[Change]) -> list[Numbers | None]:
    """Return the class of each code of each column, None for a column that is left out.

    Examples
    --------
    >>> classes_of([Column(4), Column(3)], [Change(0, frozenset({1, 2})), Change(1)])
    [array([0, 1, 1, 3]), None]
    """
    classes: list[Numbers | None] = [np.arange(column.size) for column in columns]
    for change in changes:
        class_of = classes[change.column]
        if not change.codes:
            classes[change.column] = None
        elif class_of is not None:
            joined = np.isin(class_of, class_of[list(change.codes)])
            class_of[joined] = class_of[joined].min()
    return classes


def equivalence_classes(codes: NDArray[np.int16], classes: Sequence[Numbers | None]) -> Numbers:
    """Return a number for each row, the same for rows that are alike."""
    row_class = np.zeros(len(codes), dtype=np.int64)
    most = 1
    for axis, class_of in enumerate(classes):
        if class_of is None:
            continue
        row_class, most = row_class * len(class_of) + class_of[codes[:, axis]], most * len(class_of)
        if most > MOST_AT_ONCE:
            row_class = pd.factorize(row_class)[0].astype(np.int64)
            most = len(row_class)
    return pd.factorize(row_class)[0].astype(np.int64)


def _count_at_risk(
    respondents: RespondentCounts, columns: Sequence[Column], changes: Sequence[Change], least: int
) -> int:
    """How many rows are alike with too few others."""
    row_class = equivalence_classes(respondents.codes, classes_of(columns, changes))
    rows = np.bincount(row_class, respondents.counts)
    return int(rows[rows < least].sum())


def _candidates(
    respondents: RespondentCounts, columns: Sequence[Column], changes: Sequence[Change]
) -> Iterator[Change]:
    """Every change that may come next; columns that are kept come only when nothing else does."""
    classes = classes_of(columns, changes)
    free = [at for at, column in enumerate(columns) if not column.kept and classes[at] is not None]
    for at in free or [at for at, class_of in enumerate(classes) if class_of is not None]:
        class_of, rows = classes[at], respondents.table([at])
        groups = {} if class_of is None else _codes_by_class(class_of, rows)
        if len(groups) > 2:
            yield from (Change(at, codes) for codes in _joint_codes(columns[at], groups, rows))
        if len(groups) > 1:
            yield Change(at)


def _codes_by_class(class_of: Numbers, rows: Counts) -> dict[int, frozenset[int]]:
    """The codes of each class that there are rows of."""
    codes_by_class = {
        int(number): frozenset(map(int, np.flatnonzero(class_of == number)))
        for number in np.unique(class_of)
    }
    return {number: codes for number, codes in codes_by_class.items() if rows[list(codes)].any()}


def _joint_codes(
    column: Column, groups: dict[int, frozenset[int]], rows: Counts
) -> Iterator[frozenset[int]]:
    """Codes of one column that may be joined next."""
    empty = next((codes for codes in groups.values() if column.size - 1 in codes), None)
    nonempty = [codes for codes in groups.values() if codes != empty]
    in_order = sorted(
        (codes for codes in nonempty if codes & set(column.order)),
        key=lambda codes: min(column.order.index(code) for code in codes & set(column.order)),
    )
    yield from (lower | upper for lower, upper in itertools.pairwise(in_order))
    loose = sorted(
        (codes for codes in nonempty if codes not in in_order),
        key=lambda codes: (rows[list(codes)].sum(), min(codes)),
    )
    if column.order:
        blank = loose[:1] or (in_order if empty else [])
    else:
        other = next((codes for codes in loose if (rows[list(codes)] > 0).sum() > 1), None)
        alone = [codes for codes in loose if codes != other]
        if len(loose) > 1:
            yield alone[0] | (other or alone[1])
        blank = loose[:1] if empty else []
    if blank:
        fewest = min(blank, key=lambda codes: rows[list(codes)].sum())
        yield fewest | (empty or frozenset([column.size - 1]))


def _information_loss(
    respondents: RespondentCounts,
    columns: Sequence[Column],
    changes: Sequence[Change],
    change: Change,
) -> float:
    """How much less a column tells after a change, in bits over all rows."""
    before, after = (
        classes_of(columns, made)[change.column] for made in (changes, [*changes, change])
    )
    return _entropy(respondents, change.column, before) - _entropy(
        respondents, change.column, after
    )


def _entropy(respondents: RespondentCounts, axis: int, class_of: Numbers | None) -> float:
    if class_of is None:
        return 0.0
    rows: Counts = np.bincount(class_of, respondents.table([axis])).astype(np.int64)
    rows = rows[rows > 0]
    return float(-(rows * np.log2(rows / rows.sum())).sum())


def _drop_needless(
    respondents: RespondentCounts, columns: Sequence[Column], changes: Sequence[Change], least: int
) -> list[Change]:
    """Leave out changes, the first first, without which there are no more rows that are too few."""
    kept = list(changes)
    at_risk = _count_at_risk(respondents, columns, kept, least)
    for change in changes:
        without = [other for other in kept if other != change]
        if _count_at_risk(respondents, columns, without, least) <= at_risk:
            kept = without
    return kept
