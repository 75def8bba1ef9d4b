"""A breakdown: what a reader asks, and the tables of estimates that answer it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from insight.analysis.estimates import QUANTILES, Quantiles, Statistic, Table
from insight.analysis.significance import Group
from insight.documents.published import PublishedFigure
from insight.language.catalogue import Language, say
from insight.survey.codebook import Variable
from insight.survey.filters import Filter

Order = Literal["codebook", "value"]
ORDERS: tuple[Order, ...] = get_args(Order)
MEAN = "mean"
NUMBERS = (MEAN, *QUANTILES)  # what is followed of numbers and scales, in place of an answer


@dataclass(frozen=True)
class Breakdown:
    """What a reader asks: whose answers to what, and how they are to be shown.

    Attributes
    ----------
    item
        The question.
    follows
        The category or net that is followed, or one of :data:`NUMBERS`.
    by
        None, one or two variables; one of them may be the wave.
    where
        The respondent group; groups that it leaves out are not shown.
    valid_only
        Whether "don't know" is left out.
    wave
        The survey's wave, if it has one.
    nets
        Whether nets are shown among the answers.
    order
        Whether groups stand in the order of the codebook or by size.
    """

    item: Variable
    follows: str
    by: tuple[Variable, ...]
    where: Filter
    valid_only: bool
    wave: Variable | None
    nets: bool = False
    order: Order = "codebook"

    @cached_property
    def target(self) -> str:
        """The category or net that is followed; empty for a mean or a median."""
        scored = self.follows in NUMBERS and has_scores(self.item)
        return "" if self.item.kind == "numeric" or scored else self.follows

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many groups of each variable the filter leaves."""
        return tuple(
            len(self.where.codes(variable.id))
            or sum(not category.missing for category in variable.categories)
            for variable in self.by
        )

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Codes of the answers in the base."""
        counted = self.item.categories
        return tuple(
            category.key for category in counted if not (self.valid_only and category.missing)
        )

    @property
    def answers(self) -> tuple[str, ...]:
        """The categories, then ids of the nets where they are wanted."""
        return (*self.categories, *(net.id for net in self.item.nets if self.nets))

    @property
    def statistic(self) -> Statistic | Quantiles | None:
        """The mean where codes are taken as scores, or quantiles; else what the item has."""
        if self.target:
            return None
        asked = next((one for one in QUANTILES if one == self.follows), None)
        return asked or (None if self.item.kind == "numeric" else "mean")

    @property
    def over_time(self) -> bool:
        """Whether one of the variables is the wave."""
        return self.wave in self.by if self.wave else False

    @property
    def in_order_of_time(self) -> bool:
        """Whether one of the variables is the wave, and the waves stand in a known order."""
        return self.wave is not None and self.over_time and self.wave.wave_order.known

    @property
    def over(self) -> int:
        """Place of the variable whose groups are compared: the wave, else the first."""
        return self.by.index(self.wave) if self.wave and self.over_time else 0

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return math.prod(self.sizes)

    @property
    def link(self) -> dict[str, str]:
        """What of this stands in the link; empty where it is as usual."""
        by, by2 = (*(variable.id for variable in self.by), "none", "")[:2]
        return {
            "item": self.item.id,
            "target": self.follows if self.follows != self._usual else "",
            "by": by,
            "by2": by2 if by2 != "none" else "",
            "order": self.order if self.order != ORDERS[0] else "",
            "nets": "off" if self.item.nets and not self.nets else "",
        }

    @property
    def _usual(self) -> str:
        """What is followed of a number, which need not be said."""
        return MEAN if self.item.kind == "numeric" else ""

    @property
    def kind(self) -> str:
        """What is broken down by, as far as it decides how answers are best shown."""
        return f"{len(self.by)}{'w' if self.over_time else ''}{'' if self.target else 'm'}"

    def in_order(self, table: Table) -> list[Group]:
        """The groups of a table as the reader wants them; those without a figure come last."""
        if self.order == "codebook":
            return list(table.request.groups)
        shown = (estimate for estimate in table.of(self.target) if estimate.value is not None)
        value = {estimate.group: estimate.value or 0.0 for estimate in shown}
        groups = table.request.groups
        return sorted(groups, key=lambda group: value.get(group, -math.inf), reverse=True)


@dataclass(frozen=True)
class Figures:
    """The tables that a breakdown is read and drawn from.

    Attributes
    ----------
    breakdown
        What they answer.
    whole
        All respondents together.
    grouped
        Broken down as asked for; the same as `whole` where it is by nothing.
    alone
        Broken down by each of the variables alone.
    published
        Published figures that belong beside them.
    """

    breakdown: Breakdown
    whole: Table
    grouped: Table
    alone: Sequence[Table]
    published: Sequence[PublishedFigure] = ()

    @property
    def key(self) -> str:
        """The category or net that is followed; empty for a mean."""
        return self.breakdown.target

    @property
    def shown(self) -> list[Table]:
        """The tables whose figures stand in a chart; waves are not taken together."""
        if not self.breakdown.by:
            return [self.whole]
        return [self.grouped] if self.breakdown.over_time else [self.grouped, self.whole]


def targets(item: Variable, language: Language, *, valid_only: bool, nets: bool) -> dict[str, str]:
    """Return what of an item can be followed, by code: nets, answers, and numbers of a scale.

    Of a number its mean comes first.
    """
    quantiles: dict[str, str] = {
        each: say(language, f"quantile.follow_{each}") for each in QUANTILES
    }
    if item.kind == "numeric":
        return {MEAN: say(language, "chart.mean"), **quantiles}
    named = shares(item, language, valid_only=valid_only, nets=nets)
    if has_scores(item):
        valid = [category.key for category in item.categories if not category.missing]
        named[MEAN] = say(language, "breakdown.mean_of", low=valid[0], high=valid[-1])
        named |= quantiles
    return named


def shares(
    item: Variable, language: Language, *, valid_only: bool, nets: bool = True
) -> dict[str, str]:
    """Return of what of an item there are shares, by code: its nets, then its answers."""
    named = {net.id: net.label[language] for net in item.nets} if nets else {}
    counted = (category for category in item.categories if not (valid_only and category.missing))
    return named | {category.key: category.label[language] for category in counted}


def has_scores(item: Variable) -> bool:
    """Tell whether an item's codes are numbers along a scale, of which a mean makes sense."""
    valid = [category.code for category in item.categories if not category.missing]
    whole = [code for code in valid if isinstance(code, int)]
    named = {*NUMBERS} & {*item.by_key, *(net.id for net in item.nets)}
    return (
        item.kind == "single"
        and item.ordered
        and item.integer_codes
        and len(valid) > 2
        and whole == sorted(whole)
        and not named
    )
