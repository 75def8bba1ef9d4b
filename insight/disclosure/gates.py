"""The two gates that every figure passes before it is shown, in this order.

*Disclosure* hides figures that rest on too few respondents, whoever they are. *Precision* holds
back figures that say too little. Between the second gate and `low_base` a figure is shown with a
warning. The reason is always a word.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from insight.survey.design import DisclosureRules

# 30 respondents of a simple random sample have an effective base of 30, not of 29.999999999999996.
ROUNDING = 1e-9


Words = tuple[str, ...]
# What may be said of a figure: those before the last two are shown.
WORDS: tuple[Words, ...] = (
    *((), ("low_base",), ("boundary",), ("low_base", "boundary")),
    *(("unreliable",), ("suppressed",)),
)
UNRELIABLE, SUPPRESSED = 4, 5


def gate_each(
    rules: DisclosureRules,
    base: NDArray[np.number],
    effective_base: NDArray[np.float64],
    boundary: NDArray[np.bool_],
    protecting: NDArray[np.bool_],
) -> NDArray[np.intp]:
    """Say of each figure what :func:`flags` says of one, by its place in `WORDS`."""
    shown = (base < rules.low_base) + 2 * boundary
    unreliable = (base == 0) | (effective_base < rules.min_effective_base * (1 - ROUNDING))
    suppressed = (base < rules.min_base) | protecting
    return np.where(suppressed, SUPPRESSED, np.where(unreliable, UNRELIABLE, shown))


def flags(
    rules: DisclosureRules,
    base: float,
    effective_base: float,
    *,
    boundary: bool,
    protecting: bool = False,
) -> Words:
    """Words that say what was done to a figure, none if it is shown as it is.

    Parameters
    ----------
    rules
        The survey's gates.
    base, effective_base
        Respondents behind the figure, and respondents divided by the design effect.
    boundary
        Whether the figure is a share of 0 or 1.
    protecting
        Whether the figure would give away one that is hidden
        (:mod:`insight.disclosure.protection`).

    Examples
    --------
    >>> rules = DisclosureRules(min_base=10, min_effective_base=30, low_base=100)
    >>> flags(rules, 9, 9, boundary=True)
    ('suppressed',)
    >>> flags(rules, 40, 20, boundary=False)
    ('unreliable',)
    >>> flags(rules, 40, 35, boundary=True)
    ('low_base', 'boundary')
    >>> flags(rules, 400, 350, boundary=False, protecting=True)
    ('suppressed',)
    """
    place = gate_each(
        rules,
        *(np.array([base]), np.array([effective_base], float)),
        *(np.array([boundary]), np.array([protecting])),
    )
    return WORDS[place[0]]
