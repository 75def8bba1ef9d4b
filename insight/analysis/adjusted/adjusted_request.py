"""Adjusted requests: whose answers, between which groups, and what is held alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insight.analysis.estimates import Base
from insight.analysis.table import request_for
from insight.language.errors import Fault, RequestError
from insight.query.cell_request import Request
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import Where

MOST_CODES = 50
MOST_GIVEN = 5


@dataclass(frozen=True)
class AdjustedRequest:
    """What is asked for: the groups by themselves, and crossed with what is held alike.

    Attributes
    ----------
    groups
        Broken down by the variable whose groups are compared.
    cells
        Broken down by that variable, and then by each covariate.
    """

    groups: Request
    cells: Request

    @property
    def between(self) -> Variable:
        """The variable whose groups are compared."""
        return self.groups.by[0]

    @property
    def given(self) -> tuple[Variable, ...]:
        """The covariates: what is held alike."""
        return self.cells.by[1:]


def adjusted_request(
    codebook: Codebook,
    item: str,
    between: str,
    given: Sequence[str],
    where: Where,
    base: Base,
) -> AdjustedRequest:
    """Return what is asked for, held against the codebook.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.analysis.adjusted.adjusted_comparison.adjust`.
    """
    names = list(dict.fromkeys(given))
    if not names:
        raise RequestError(Fault("fault.adjust_nothing_given"))
    if len(names) > MOST_GIVEN:
        values = {"count": len(names), "most": MOST_GIVEN}
        raise RequestError(Fault("fault.adjust_too_many_given", values))
    for name in names:
        variable = codebook.variable(name)
        if name == between:
            raise RequestError(Fault("fault.adjust_given_between", {"variable": name}))
        if name == item:
            raise RequestError(Fault("fault.adjust_given_item", {"variable": name}))
        if len(variable.categories) > MOST_CODES:
            count = {"variable": name, "count": len(variable.categories), "most": MOST_CODES}
            raise RequestError(Fault("fault.adjust_too_many_codes", count))
    if between == item:
        raise RequestError(Fault("fault.adjust_between_item", {"variable": item}))
    groups = request_for(codebook, item, [between], where, base)
    return AdjustedRequest(groups, request_for(codebook, item, [between, *names], where, base))
