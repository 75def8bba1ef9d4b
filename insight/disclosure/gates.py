"""The two gates that every figure passes before it is shown, in this order.

*Disclosure* hides figures that rest on too few respondents, whoever they are. *Precision* holds
back figures that say too little. Between the second gate and `low_base` a figure is shown with a
warning. The reason is always a word.
"""

from __future__ import annotations

from insight.survey.design import DisclosureRules

# 30 respondents of a simple random sample have an effective base of 30, not of 29.999999999999996.
ROUNDING = 1e-9


def flags(
    rules: DisclosureRules,
    base: float,
    effective_base: float,
    *,
    boundary: bool,
    protecting: bool = False,
) -> tuple[str, ...]:
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
    if base < rules.min_base or protecting:
        return ("suppressed",)
    if base == 0 or effective_base < rules.min_effective_base * (1 - ROUNDING):
        return ("unreliable",)
    shown = {"low_base": base < rules.low_base, "boundary": boundary}
    return tuple(word for word, holds in shown.items() if holds)
