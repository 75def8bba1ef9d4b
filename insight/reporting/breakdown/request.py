"""What is asked of a breakdown, and the tables that answer it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from insight.analysis.estimates import Statistic, Table
from insight.analysis.significance import Group, are_waves
from insight.documents.published import PublishedFigure
from insight.language.catalogue import Language, say
from insight.survey.codebook import Variable
from insight.survey.filters import Filter

Order = Literal["codebook", "value"]
ORDERS: tuple[Order, ...] = get_args(Order)
MEAN = "mean"


@dataclass(frozen=True)
class Breakdown:
    """What a reader asks: whose answers to what, and how they are to be shown.

    Attributes
    ----------
    item
        The question.
    target
        Category or net that is followed; empty for a mean.
    by
        None, one or two variables; one of them may be the wave.
    sizes
        How many groups of each the filter leaves.
    answers
        Codes of the categories in the base, then ids of the nets where they are wanted.
    wave
        The survey's wave, if it has one.
    order
        Whether groups stand in the order of the codebook or by size.
    """

    item: Variable
    target: str
    by: tuple[Variable, ...]
    sizes: tuple[int, ...]
    answers: tuple[str, ...]
    wave: Variable | None
    order: Order = "codebook"

    @property
    def statistic(self) -> Statistic:
        """Whether shares or means are meant."""
        return "share" if self.target else "mean"

    @property
    def over_time(self) -> bool:
        """Whether one of the variables is the wave."""
        return self.wave in self.by if self.wave else False

    @property
    def over(self) -> int:
        """Place of the variable whose groups are compared: the wave, else the first."""
        return self.by.index(self.wave) if self.wave and self.over_time else 0

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return math.prod(self.sizes)

    @property
    def categories(self) -> list[str]:
        """Codes of the answers that are no nets."""
        return [one for one in self.answers if one in self.item.by_key]

    @property
    def link(self) -> dict[str, str]:
        """What of this stands in the link; empty where it is as usual."""
        by, by2 = (*(one.id for one in self.by), "none", "")[:2]
        netless = self.item.nets and len(self.categories) == len(self.answers)
        return {
            "item": self.item.id,
            "target": self.target or (MEAN if scored(self.item) else ""),
            "by": by,
            "by2": by2 if by2 != "none" else "",
            "order": self.order if self.order != ORDERS[0] else "",
            "nets": "off" if netless else "",
        }

    @property
    def kind(self) -> str:
        """What is broken down by, as far as it decides how answers are best shown."""
        return f"{len(self.by)}{'w' if self.over_time else ''}{'' if self.target else 'm'}"


@dataclass(frozen=True)
class Figures:
    """The tables that a breakdown is read and drawn from.

    Attributes
    ----------
    key
        Category or net that is followed; empty for a mean.
    whole
        All respondents together.
    grouped
        Broken down as asked for; the same as `whole` where it is by nothing.
    alone
        Broken down by each of the variables alone.
    published
        Published figures that belong beside them.
    """

    key: str
    whole: Table
    grouped: Table
    alone: Sequence[Table]
    published: Sequence[PublishedFigure] = ()

    @property
    def over(self) -> int | None:
        """The place of the wave among the variables; None where it is not one of them."""
        places = range(len(self.grouped.request.by))
        return next((place for place in places if are_waves(self.grouped, place)), None)

    @property
    def shown(self) -> list[Table]:
        """The tables whose figures stand in a chart; waves are not taken together."""
        return [self.grouped] if self.over is not None else [self.grouped, self.whole]


def asked_for(
    item: Variable,
    target: str,
    by: tuple[Variable, ...],
    where: Filter,
    *,
    valid_only: bool,
    nets: bool,
    wave: Variable | None,
) -> Breakdown:
    """Return what is asked for, held against a filter.

    Parameters
    ----------
    item
        The question.
    target
        A category, a net, or :data:`MEAN`.
    by
        The variables to break the answers down by.
    where
        The respondent group; groups that it leaves out are not shown.
    valid_only
        Whether "don't know" is left out.
    nets
        Whether nets are shown among the answers.
    wave
        The survey's wave.
    """
    sizes = tuple(len(where.codes(one.id) or one.by_key) for one in by)
    answers = [one.key for one in item.categories if not (valid_only and one.missing)]
    answers += [one.id for one in item.nets] if nets else []
    mean = item.kind == "numeric" or (target == MEAN and scored(item))
    return Breakdown(item, "" if mean else target, by, sizes, tuple(answers), wave)


def targets(item: Variable, language: Language, *, valid_only: bool, nets: bool) -> dict[str, str]:
    """Return what of an item can be followed, by code: its nets, its answers, the mean of a scale.

    Nothing of a number, whose mean it is.
    """
    if item.kind == "numeric":
        return {}
    named = {one.id: one.label[language] for one in item.nets} if nets else {}
    counted = [one for one in item.categories if not (valid_only and one.missing)]
    named |= {one.key: one.label[language] for one in counted}
    if scored(item):
        valid = [one.key for one in item.categories if not one.missing]
        named[MEAN] = say(language, "breakdown.mean_of", low=valid[0], high=valid[-1])
    return named


def scored(item: Variable) -> bool:
    """Tell whether an item's codes are numbers along a scale, of which a mean makes sense."""
    valid = [one.code for one in item.categories if not one.missing]
    whole = [code for code in valid if isinstance(code, int)]
    named = {MEAN} & {*item.by_key, *(one.id for one in item.nets)}
    return (
        item.kind == "single"
        and item.ordered
        and item.integer_codes
        and len(valid) > 2
        and whole == sorted(whole)
        and not named
    )


def ordered(table: Table, asked: Breakdown, groups: Sequence[Group]) -> list[Group]:
    """Return groups as the reader wants them: as in the codebook, or the largest figure first.

    Groups without a figure come last.
    """
    if asked.order == "codebook":
        return list(groups)
    value = {one.group: one.value for one in table.of(asked.target) if one.value is not None}
    return sorted(groups, key=lambda one: value.get(one, -math.inf), reverse=True)
