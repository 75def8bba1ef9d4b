"""Agreement of printed values: whether two of them can both be right.

They can where they are equal, or where what one leaves open covers the other: "over 70" leaves open
every value from 70 upwards, "nearly 43" what rounds to 43 from below, "every fourth" a tenth to
each side. Of millions one may also be the other rounded, as 141 is of 140.9.
"""

from __future__ import annotations

from insight.documents.fact_kinds import Figure

WIDEST = 0.1


def amount(figure: Figure) -> float:
    """Return a value as it can be compared: a growth in per cent, however it is printed."""
    return 100 * (figure.value - 1) if figure.unit == "factor" else figure.value


def reach(figure: Figure) -> tuple[float, float]:
    """Return what a printed value leaves open, both ends included.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> reach(facts().figure["helsenorge_visits_2020_ut2021"])
    (70.0, inf)
    >>> reach(facts().figure["helsenorge_logins_2020_ch4"])
    (42.5, 43.0)
    """
    value, open_by = amount(figure), _tolerance(figure.value)
    if figure.how == "words":
        open_by = WIDEST * abs(figure.value)
    if figure.unit == "factor":
        open_by *= 100
    match figure.qualifier:
        case "over":
            return value, float("inf")
        case "under":
            return float("-inf"), value
        case "just_over":
            return value, value + open_by
        case "almost":
            return value - open_by, value
        case "about":
            return value - open_by, value + open_by
    return value, value


def rounding(figure: Figure) -> tuple[float, float]:
    """Return from where to where a level can lie that is rounded to its last printed digit."""
    if figure.qualifier:
        return reach(figure)
    half = 0.5 * 10.0 ** -decimals(figure.value)
    return figure.value - half, figure.value + half


def _tolerance(value: float) -> float:
    """Half a unit of the last digit that is no trailing zero, at most a tenth of the value."""
    place = -decimals(value)
    while place >= 0 and value and value % 10 ** (place + 1) == 0:
        place += 1
    return float(min(0.5 * 10.0**place, WIDEST * abs(value)))


def decimals(value: float) -> int:
    """Return with how many decimals a value is printed."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def agree(first: Figure, second: Figure) -> bool:
    """Tell whether two printed values can both be right.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> figures = facts().figure
    >>> agree(figures["helsenorge_visits_2020_ut2021"], figures["helsenorge_visits_2020_ch4"])
    True
    >>> agree(figures["helsedata_sources_2021"], figures["helsedata_sources_kg"])
    False
    """
    if _is_rounded(first, second):
        return True
    (low, upp), (other_low, other_upp) = reach(first), reach(second)
    return low <= other_upp and other_low <= upp


def _is_rounded(first: Figure, second: Figure) -> bool:
    """Whether one of two numbers of millions can be the other, rounded."""
    if first.qualifier or second.qualifier or not first.unit.startswith("million"):
        return False
    coarsest = max(_tolerance(first.value), _tolerance(second.value))
    return abs(first.value - second.value) <= coarsest
