"""Request for cells: whose answers to what, before anything is counted."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

from insight.survey.codebook import Variable
from insight.survey.filters import EVERYONE, Filter


@dataclass(frozen=True)
class Request:
    """Whose answers to what: an item, the variables to break it down by, a filter, and a base.

    With `valid_only`, categories marked missing are left out of the base. `others` are the further
    items of a figure that is of several, whose base is those who answered all.
    """

    item: Variable
    by: tuple[Variable, ...] = ()
    where: Filter = EVERYONE
    valid_only: bool = False
    others: tuple[Variable, ...] = ()

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Codes of the item's categories that are in the base."""
        kept = (
            category
            for category in self.item.categories
            if not (self.valid_only and category.missing)
        )
        return tuple(category.key for category in kept)

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Combinations of codes of the `by` variables that the filter leaves, in their order."""
        return tuple(itertools.product(*self.levels))

    @cached_property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """For each of the `by` variables, the codes that the filter leaves, in their order.

        Categories that stand for no answer are no groups, unless the filter asks for them.
        """
        kept = [set(self.where.codes(variable.id) or _answers(variable)) for variable in self.by]
        return tuple(
            tuple(code for code in variable.by_key if code in codes)
            for variable, codes in zip(self.by, kept, strict=True)
        )

    @cached_property
    def targets(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """What shares are asked for: each category, then each net, with the codes that count."""
        categories = [(code, frozenset([code])) for code in self.categories]
        kept = set(self.categories)
        nets = [(net.id, frozenset(net.codes) & kept) for net in self.item.nets]
        return (*categories, *nets)


def _answers(variable: Variable) -> tuple[str, ...]:
    return tuple(category.key for category in variable.categories if not category.missing)
