"""Makes background coarser until nobody stands out: which codes to give together, or not at all.

Rows are *alike* when they have the same codes in every column. Columns are changed one at a time
until at least so many rows are alike wherever there are any. A change gives codes together: two
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

from insight.disclosure.respondent_counts import MOST_AT_ONCE, Counts, Profiles

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
    """Codes of a column that are given together; without codes the column is left out."""

    column: int
    codes: frozenset[int] = frozenset()


def coarsened(profiles: Profiles, columns: Sequence[Column], least: int) -> list[Change]:
    """Return the changes after which each combination of codes has `least` rows, or none.

    Parameters
    ----------
    profiles
        How many rows have which codes.
    columns
        What is known of each axis.
    least
        How many must be alike.

    Examples
    --------
    >>> ages = Profiles(np.array([[0], [1], [2]]), (4,), np.array([9, 2, 8]))
    >>> coarsened(ages, [Column(4, (0, 1, 2))], 5)
    [Change(column=0, codes=frozenset({1, 2}))]
    """
    changes: list[Change] = []
    while few := _few(profiles, columns, changes, least):
        found = list(_candidates(profiles, columns, changes))
        if not found:
            break
        gains = [few - _few(profiles, columns, [*changes, one], least) for one in found]
        losses = [_loss(profiles, columns, changes, one) for one in found]
        worth = [gain / loss if gain else -loss for gain, loss in zip(gains, losses, strict=True)]
        changes.append(found[int(np.argmax(worth))])
    return _needed(profiles, columns, changes, least)


def classes_of(columns: Sequence[Column], changes: Sequence[Change]) -> list[Numbers | None]:
    """Return the class of each code of each column, None for a column that is left out.

    Examples
    --------
    >>> classes_of([Column(4), Column(3)], [Change(0, frozenset({1, 2})), Change(1)])
    [array([0, 1, 1, 3]), None]
    """
    found: list[Numbers | None] = [np.arange(one.size) for one in columns]
    for change in changes:
        of = found[change.column]
        if not change.codes:
            found[change.column] = None
        elif of is not None:
            its = np.isin(of, of[list(change.codes)])
            of[its] = of[its].min()
    return found


def alike(codes: NDArray[np.int16], classes: Sequence[Numbers | None]) -> Numbers:
    """Return a number for each row, the same for rows that are alike."""
    number = np.zeros(len(codes), dtype=np.int64)
    most = 1
    for axis, of in enumerate(classes):
        if of is None:
            continue
        number, most = number * len(of) + of[codes[:, axis]], most * len(of)
        if most > MOST_AT_ONCE:
            number = pd.factorize(number)[0].astype(np.int64)
            most = len(number)
    return pd.factorize(number)[0].astype(np.int64)


def _few(
    profiles: Profiles, columns: Sequence[Column], changes: Sequence[Change], least: int
) -> int:
    """How many rows are alike with too few others."""
    number = alike(profiles.codes, classes_of(columns, changes))
    rows = np.bincount(number, profiles.counts)
    return int(rows[rows < least].sum())


def _candidates(
    profiles: Profiles, columns: Sequence[Column], changes: Sequence[Change]
) -> Iterator[Change]:
    """Every change that may come next; columns that are kept come only when nothing else does."""
    classes = classes_of(columns, changes)
    free = [at for at, one in enumerate(columns) if not one.kept and classes[at] is not None]
    for at in free or [at for at, of in enumerate(classes) if of is not None]:
        of, rows = classes[at], profiles.table([at])
        groups = {} if of is None else _groups(of, rows)
        if len(groups) > 2:
            yield from (Change(at, codes) for codes in _together(columns[at], groups, rows))
        if len(groups) > 1:
            yield Change(at)


def _groups(of: Numbers, rows: Counts) -> dict[int, frozenset[int]]:
    """The codes of each class that there are rows of."""
    found = {int(one): frozenset(map(int, np.flatnonzero(of == one))) for one in np.unique(of)}
    return {one: codes for one, codes in found.items() if rows[list(codes)].any()}


def _together(
    column: Column, groups: dict[int, frozenset[int]], rows: Counts
) -> Iterator[frozenset[int]]:
    """Codes of one column that may be given together next."""
    empty = next((codes for codes in groups.values() if column.size - 1 in codes), None)
    named = [codes for codes in groups.values() if codes != empty]
    in_order = sorted(
        (codes for codes in named if codes & set(column.order)),
        key=lambda codes: min(column.order.index(one) for one in codes & set(column.order)),
    )
    yield from (one | other for one, other in itertools.pairwise(in_order))
    loose = sorted(
        (codes for codes in named if codes not in in_order),
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


def _loss(
    profiles: Profiles, columns: Sequence[Column], changes: Sequence[Change], change: Change
) -> float:
    """How much less a column tells after a change, in bits over all rows."""
    before, after = (
        classes_of(columns, made)[change.column] for made in (changes, [*changes, change])
    )
    return _told(profiles, change.column, before) - _told(profiles, change.column, after)


def _told(profiles: Profiles, axis: int, of: Numbers | None) -> float:
    if of is None:
        return 0.0
    rows: Counts = np.bincount(of, profiles.table([axis])).astype(np.int64)
    rows = rows[rows > 0]
    return float(-(rows * np.log2(rows / rows.sum())).sum())


def _needed(
    profiles: Profiles, columns: Sequence[Column], changes: Sequence[Change], least: int
) -> list[Change]:
    """Leave out changes, the first first, without which there are no more rows that are too few."""
    kept = list(changes)
    few = _few(profiles, columns, kept, least)
    for one in changes:
        without = [other for other in kept if other != one]
        if _few(profiles, columns, without, least) <= few:
            kept = without
    return kept
