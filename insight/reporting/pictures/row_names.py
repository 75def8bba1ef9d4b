"""Names of rows in a picture: in a few lines, and told apart where these are too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from insight.reporting.breakdown.answer_rows import Row
from insight.reporting.pictures.letters import MORE, Letters, fold
from insight.reporting.pictures.row_columns import MOST_LINES, NAME, NAME_STRONG, PIN


def letters_of_name(row: Row) -> Letters:
    """Return how the name of a row is set."""
    return NAME_STRONG if row.kind != "group" or row.marked else NAME


def names_in_lines(rows: Sequence[Row], wide: float) -> list[Sequence[str]]:
    """Return the lines of each name.

    Where names are cut to the same lines, the first is followed by that in which each differs.

    Parameters
    ----------
    rows
        The rows.
    wide
        Width of the column of names in pixels.
    """
    names = [tuple(_folded(row, row.name, wide, MOST_LINES)) for row in rows]
    times = Counter(names)
    cut = [times[lines] > 1 and "".join(lines).endswith(MORE) for lines in names]
    alike = {row.name for row, is_cut in zip(rows, cut, strict=True) if is_cut}
    ends = dict(ends_apart(sorted(alike))) if len(alike) > 1 else {}
    return [
        lines[:1] + tuple(_folded(row, f"{MORE} {ends[row.name]}", wide, MOST_LINES - 1))
        if row.name in ends
        else lines
        for row, lines in zip(rows, names, strict=True)
    ]


def _folded(row: Row, words: str, wide: float, most: int) -> list[str]:
    room = wide - (PIN if row.kind == "beside" else 0)
    return fold(words, letters_of_name(row), room, most)


def ends_apart(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Return each of some sorted names, and what is left from where the nearest differs.

    Examples
    --------
    >>> dict(ends_apart(["Trust in the doctor", "Trust in the state"]))
    {'Trust in the doctor': 'doctor', 'Trust in the state': 'state'}
    """
    shared = [_shared(*pair) for pair in pairwise(names)]
    for name, before, after in zip(names, [0, *shared], [*shared, 0], strict=True):
        alike = max(before, after)
        yield name, name[name[:alike].rfind(" ") + 1 or alike :]


def _shared(one: str, other: str) -> int:
    """How many letters two names begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
