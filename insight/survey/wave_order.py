"""The order of waves: which came before which, and when each was.

Waves are in order by what they are called: years, dates, months, quarters and the like, or the
number of a round. Where names do not tell, the codebook's order holds if `ordered = true` says that
it is one. Otherwise the order is not known, and nobody may speak of the newest wave or of a change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from insight.language.catalogue import LANGUAGES, Text
from insight.survey.periods import Period, fold, period_of

_NUMBER = re.compile(r"\d{1,15}")
_CLOSE = 1e-9


@dataclass(frozen=True)
class WaveOrder:
    """The waves of a survey in order.

    Attributes
    ----------
    keys
        Codes of the waves as text: in order, or as the codebook has them where no order is known.
    known
        Whether the order is known.
    times
        When each wave was: in years, or the number of its round, which is no date but tells how
        many rounds lie between. None where only the order is known, or not even that.
    named
        Whether the names of the waves say it beyond doubt, so that nobody need be asked.
    """

    keys: tuple[str, ...]
    known: bool = True
    times: Mapping[str, float] | None = None
    named: bool = False


def order_of(names: Mapping[int | str, Text], *, ordered: bool = False) -> WaveOrder:
    """Return the order of waves.

    Parameters
    ----------
    names
        The label of each wave by its code, as the codebook has them.
    ordered
        Whether the codebook says that this is their order.

    Examples
    --------
    >>> months = {1: "apr 2024", 2: "jan 2024", 3: "okt 2023"}
    >>> order_of({code: Text(name, name) for code, name in months.items()}).keys
    ('3', '2', '1')
    >>> order_of({1: Text("Etter", "After"), 2: Text("Før", "Before")}).known
    False
    """
    keys = tuple(map(str, names))
    if len(keys) < 2:
        return WaveOrder(keys, times=dict.fromkeys(keys, 0.0) or None, named=True)
    by_language = [[label[language] for label in names.values()] for language in LANGUAGES]
    found = next((order for each in by_language if (order := _order_of_names(keys, each))), None)
    found = found or _order_of_codes(list(names))
    if found and found.named:
        return found
    if ordered:
        return WaveOrder(keys, times=found.times if found and found.keys == keys else None)
    return WaveOrder(keys, known=False)


def natural_order(names: Sequence[str]) -> list[int] | None:
    """Return the places of names in their order, where they tell of one; else None.

    Examples
    --------
    >>> natural_order(["Runde 1", "Runde 10", "Runde 2"]), natural_order(["Før", "Etter"])
    ([0, 2, 1], None)
    """
    order = _order_of_names(tuple(map(str, range(len(names)))), names) if len(names) > 1 else None
    return [int(key) for key in order.keys] if order else None


def _order_of_codes(codes: Sequence[int | str]) -> WaveOrder | None:
    """The order of codes where they tell of one.

    Small whole numbers do not: the importer gives them to texts by the alphabet.
    """
    keys = tuple(map(str, codes))
    small = all(isinstance(code, int) for code in codes) and not all(map(period_of, keys))
    return None if small else _order_of_names(keys, keys)


def _order_of_names(keys: tuple[str, ...], names: Sequence[str]) -> WaveOrder | None:
    if all(re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", name.strip()) for name in names):
        whole = not any("." in name for name in names)
        dates = _order_of_periods(keys, names) if whole else None
        return dates or _in_order(keys, [float(name) for name in names])
    return _order_of_periods(keys, names) or _order_of_numbers(keys, names)


def _order_of_periods(keys: tuple[str, ...], names: Sequence[str]) -> WaveOrder | None:
    """The order of periods that do not overlap, told in the same words."""
    periods: list[Period] = []
    for name in names:
        period = period_of(name)
        if period is None or period.told != (periods[0] if periods else period).told:
            return None
        periods.append(period)
    ordered = sorted(periods, key=lambda period: period.start)
    if any(later.start < earlier.end - _CLOSE for earlier, later in pairwise(ordered)):
        return None
    order = _in_order(keys, [period.start for period in periods])
    return replace(order, named=periods[0].dated) if order else None


def _order_of_numbers(keys: tuple[str, ...], names: Sequence[str]) -> WaveOrder | None:
    """The order of names that are alike but for their numbers; a year counts before the others."""
    folded = [fold(name) for name in names]
    if len({_NUMBER.sub("#", name) for name in folded}) > 1:
        return None
    columns = [
        column
        for column in zip(*(map(int, _NUMBER.findall(name)) for name in folded), strict=True)
        if len(set(column)) > 1
    ]
    columns.sort(key=lambda column: not all(1900 <= number < 2200 for number in column))
    if not columns:
        return None
    numbers = dict(zip(keys, zip(*columns, strict=True), strict=True))
    if len(set(numbers.values())) < len(keys):
        return None
    if len(set(columns[0])) == len(keys):
        return _in_order(keys, columns[0])
    return WaveOrder(tuple(sorted(keys, key=numbers.__getitem__)), named=True)


def _in_order(keys: tuple[str, ...], times: Sequence[float]) -> WaveOrder | None:
    """Waves by their times; None where two have the same."""
    time_of = {key: float(time) for key, time in zip(keys, times, strict=True)}
    if len(set(time_of.values())) < len(keys):
        return None
    ordered = sorted(keys, key=time_of.__getitem__)
    return WaveOrder(tuple(ordered), times={key: time_of[key] for key in ordered}, named=True)
