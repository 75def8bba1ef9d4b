"""Figures of a selection: cells of the protected tables that the pages and the command have.

A single code of a segment is a filter and several are a breakdown, whose total is the table without
it. Nothing is computed here but per cent of shares.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.analysis.basis import Basis
from insight.analysis.estimates import Base, Estimate, Table
from insight.analysis.measured.quantile_figures import quantile_figures
from insight.analysis.table import table
from insight.api.asking.selection import Selected, Selection
from insight.api.codes import TOTAL
from insight.api.cube import COUNTS, QUANTILES, Value
from insight.query.opened import remembered
from insight.survey.codebook import Variable
from insight.survey.filters import Condition, Filter

# The same function, with the same arguments, as the pages': what one has asked the other remembers.
_estimated, _quantiles = remembered(table), remembered(quantile_figures)

SUPPRESSED, UNRELIABLE, ABSENT = ":", "..", "."
MARKS = {"low_base": "u", "boundary": "x"}
_PARTS = {"": "value", "_low": "low", "_upp": "upp", "_se": "se"}

Place = tuple[tuple[str, ...], bool, str]


@dataclass(frozen=True)
class Cells:
    """The cells of a selection in its order: value, status and basis of each."""

    values: tuple[float | int | None, ...]
    statuses: tuple[str, ...]
    bases: tuple[Basis, ...]

    @property
    def nbytes(self) -> int:
        """About how many bytes they take."""
        return 80 * len(self.values)


def figures(selection: Selection) -> Cells:
    """Return the cells of a selection.

    Raises
    ------
    InsightError
        If the tables refuse what is asked.
    """
    tables = _Tables(selection)
    contents = _contents(selection)
    waves = _wave_keys(selection)
    outer = [each for each in selection.selected if each.dimension.kind not in ("contents", "wave")]
    cells: list[tuple[float | int | None, str, Basis]] = []
    for values in itertools.product(*(each.values for each in outer)):
        for key, of_key in itertools.groupby(contents, _quantile):
            estimates = [tables.estimate(outer, values, wave, key) for wave in waves]
            for content in of_key:
                cells += [_cell(estimate, content) for estimate in estimates]
    numbers, statuses, bases = zip(*cells, strict=True)
    return Cells(numbers, statuses, bases)


def _contents(selection: Selection) -> list[str]:
    found = (each for each in selection.selected if each.dimension.kind == "contents")
    return [value.code for value in next(found).values]


def _quantile(content: str) -> str:
    """The key of the quantile that a content is of; empty for the median and all else."""
    return QUANTILES.get(content.partition("_")[0], "")


def _wave_keys(selection: Selection) -> list[str]:
    """The codes of the waves that stand beside each other; one of no name where none do."""
    found = (each for each in selection.selected if each.dimension.kind == "wave")
    wave = next(found, None)
    return [value.key for value in wave.values] if wave else [""]


def _cell(estimate: Estimate | None, content: str) -> tuple[float | int | None, str, Basis]:
    """The value, the status and the basis of one cell."""
    if estimate is None:
        return None, ABSENT, ""
    value = _number(estimate, content)
    if value is None:
        hidden = "suppressed" in estimate.flags
        return None, SUPPRESSED if hidden else UNRELIABLE, estimate.basis
    if content in COUNTS:
        return value, "", estimate.basis
    marks = "".join(mark for flag, mark in MARKS.items() if flag in estimate.flags)
    return value, marks, estimate.basis


def _number(estimate: Estimate, content: str) -> float | int | None:
    if content in COUNTS:
        count: float | int | None = getattr(estimate, content)
        return count
    measure, _, part = content.partition("_")
    value: float | None = getattr(estimate, _PARTS[f"_{part}" if part else ""])
    return value if value is None or measure != "share" else value * 100


class _Tables:
    """The tables that a selection is made of, each asked for once."""

    def __init__(self, selection: Selection) -> None:
        self._cube = selection.cube
        respondents = [each for each in selection.selected if each.is_condition]
        self._divided = [each for each in respondents if each.is_broken_down]
        self._where = Filter(
            tuple(_condition(each) for each in respondents if not each.is_broken_down)
        )
        self._known: dict[tuple[tuple[str, ...], Base], Mapping[Place, Estimate]] = {}

    def estimate(
        self, outer: Sequence[Selected], values: Sequence[Value], wave: str, quantile: str
    ) -> Estimate | None:
        """The estimate in one place, None where the base leaves it out."""
        chosen = {each.dimension.id: value for each, value in zip(outer, values, strict=True)}
        base: Base = "all"
        answer = None
        for each, value in zip(outer, values, strict=True):
            if each.dimension.kind == "base":
                base = "valid" if value.key == "valid" else "all"
            elif each.dimension.kind == "category":
                answer = value
        by, group = [], []
        for each in self._divided:
            of_group = chosen.get(each.dimension.id)  # a wave is none of the outer dimensions
            if of_group is None or of_group.code != TOTAL:
                by.append(_variable(each).id)
                group.append(wave if of_group is None else of_group.key)
        key = answer.key if answer else quantile
        place = (tuple(group), answer is not None and answer.is_net, key)
        return self._table(tuple(by), base).get(place)

    def _table(self, by: tuple[str, ...], base: Base) -> Mapping[Place, Estimate]:
        if (by, base) not in self._known:
            found = self._asked(by, base)
            self._known[by, base] = {
                (estimate.group, estimate.kind == "net", estimate.key): estimate
                for estimate in found
            }
        return self._known[by, base]

    def _asked(self, by: tuple[str, ...], base: Base) -> Table:
        survey, item, where = self._cube.survey, self._cube.item.id, self._where
        statistic = self._cube.statistic
        if statistic == "quartiles":
            return _quantiles(survey, item, by=by, where=where, base=base, statistic=statistic)
        return _estimated(
            survey, item, by=by, where=where, base=base, nets=True, statistic=statistic
        )


def _condition(each: Selected) -> Condition:
    return Condition(_variable(each), (each.values[0].key,))


def _variable(each: Selected) -> Variable:
    """The variable of a segment or of the wave, which always have one."""
    if each.dimension.variable is None:
        raise TypeError(each.dimension.id)
    return each.dimension.variable
