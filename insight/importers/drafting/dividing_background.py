"""Segments of a draft: which background divides answers, so many that each click stays quick.

Small groups are protected in the tables of every two segments, so that the work grows with the
cells of all of these. Background with few groups goes first; what is left over stays a question,
and anybody can make it background.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from insight.importers.drafting.parts import DraftVariable
from insight.importers.meaning.backgrounds import background_of

MOST_SEGMENTS = 2  # variables of one kind of background that become segments by their names
MOST_PLAIN = 6  # and by asking for it in plain words
MOST_CELLS = 1_000  # in the tables of every two segments


def with_segments(
    variables: Sequence[DraftVariable], numbered: Collection[str]
) -> tuple[list[DraftVariable], list[str]]:
    """Return variables with their roles in the end, and the background that does not divide.

    Parameters
    ----------
    variables
        The variables of a draft.
    numbered
        Ids of those that may be strata or sampling units; numbers of these are no answers.
    """
    proposed = list(_of_each_kind(variables, numbered))
    left_over = _left_over([each for each in proposed if each.role == "segment"])
    settled = [replace(each, role="item") if each.id in left_over else each for each in proposed]
    return settled, [each.id for each in proposed if each.id in left_over]


def _of_each_kind(
    variables: Sequence[DraftVariable], numbered: Collection[str]
) -> Iterator[DraftVariable]:
    """Keep few columns of each kind of background.

    A file may have dozens of education alone, but seldom asks for it in plain words twice.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    for variable in variables:
        if variable.id in numbered and variable.kind == "numeric":
            yield replace(variable, role="other")
            continue
        background = background_of(variable.source or variable.id, variable.label)
        if variable.role == "segment" and background:
            kind = (background.kind, background.plain)
            seen[kind] += 1
            most = MOST_PLAIN if background.plain else MOST_SEGMENTS
            yield variable if seen[kind] <= most else replace(variable, role="item")
            continue
        yield variable


def _left_over(segments: Sequence[DraftVariable]) -> set[str]:
    """The segments whose tables with those before them are too many cells.

    The one of each kind with the fewest groups goes first.
    """
    kept, cells, left_over = 0, 0, set()
    for segment in _in_turn(segments):
        size = len(segment.categories)
        if cells + kept * size > MOST_CELLS:
            left_over.add(segment.id)
            continue
        kept, cells = kept + size, cells + kept * size
    return left_over


def _in_turn(segments: Sequence[DraftVariable]) -> list[DraftVariable]:
    """Segments with few groups first, but one of each kind before a second of any."""
    seen: Counter[str] = Counter()
    turns: list[tuple[int, int, DraftVariable]] = []
    for segment in sorted(segments, key=lambda each: len(each.categories)):
        background = background_of(segment.source or segment.id, segment.label)
        kind = background.kind if background else segment.id
        turns.append((seen[kind], len(segment.categories), segment))
        seen[kind] += 1
    return [segment for *_, segment in sorted(turns, key=lambda turn: turn[:2])]
