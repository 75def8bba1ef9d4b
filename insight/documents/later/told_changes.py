"""Changes that may be told of: from the first to the last value of an unbroken line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from insight.documents.facts import Facts
from insight.documents.later.lines import Line, lines
from insight.documents.series import Series, every_series

# A score whose zero means nothing, and what is a growth itself, is not so many times another.
NO_TIMES = ("nps", "percent_change", "factor")


@lru_cache(maxsize=8)
def changes(facts: Facts) -> Sequence[tuple[Series, Line]]:
    """Return the series that changed, each with the line along which it changed most.

    Parameters
    ----------
    facts
        The facts, later figures among them: a line is disputed by what was published later too.

    Returns
    -------
    sequence of (Series, Line)
        The largest change first, counted as how many times one end is of the other.

    Examples
    --------
    >>> from insight.documents.later.later_figures import all_facts
    >>> [series.key for series, _ in changes(all_facts())[:2]]
    ['helsenorge_logins_annual', 'kjernejournal_lookups_week']
    """
    told = [
        (series, max(changed, key=_times))
        for series in every_series(facts).values()
        if (changed := [line for line in lines(series) if _is_told(line, facts)])
    ]
    return tuple(sorted(told, key=lambda pair: -_times(pair[1])))


def _is_told(line: Line, facts: Facts) -> bool:
    """Whether nothing disputes a line, and documents print all its numbers and years.

    What was read on the web in excerpt is not told of by itself.
    """
    first, last = line.ends
    if line.is_disputed or first.unit in NO_TIMES or first.value == last.value:
        return False
    return all(
        figure.year
        and figure.value > 0
        and figure.how == "printed"
        and facts.sources[figure.source].kind == "document"
        for figure in line.figures
    )


def _times(line: Line) -> float:
    first, last = (figure.value for figure in line.ends)
    return max(last / first, first / last)
