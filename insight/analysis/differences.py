"""Records of a comparison: differences with their tests, and tests of all groups at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from insight.query.cells import Request
from insight.query.opened import OpenSurvey
from insight.statistics.contrasts import Adjustment, Contrast, JointTest

Against = Literal["pairs", "rest"]
AGAINST: tuple[Against, ...] = get_args(Against)
REST = ""


@dataclass(frozen=True)
class Difference:
    """One side's share or mean less the other's, with its test; None where it may not be shown.

    Attributes
    ----------
    first, second
        Codes of the groups compared; ``""`` stands for all other groups.
    value_first, value_second
        The two shares or means.
    base_first, base_second
        Respondents in the base on either side.
    value, se, low, upp
        The first less the second, its standard error and interval.
    statistic, df, p, p_adjusted
        Student's t, its degrees of freedom, and p before and after adjustment.
    detectable
        The smallest true difference that this test would find four times in five.
    flags
        ``suppressed``, ``unreliable``, ``low_base`` of either side, ``break``, or ``boundary``
        where a side's share is 0 or 1: its standard error is 0, so p takes it for certain.
    overstated
        Whether that makes too much of few answers: the other side's share lies within the exact
        interval of the side where all or none gave the answer.
    """

    first: str
    second: str
    value_first: float | None = None
    value_second: float | None = None
    base_first: int | None = None
    base_second: int | None = None
    value: float | None = None
    se: float | None = None
    low: float | None = None
    upp: float | None = None
    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    detectable: float | None = None
    flags: tuple[str, ...] = ()
    overstated: bool = False

    def significant(self, level: float) -> bool:
        """Whether the difference is more than chance, at one less the confidence level."""
        tested = self.p_adjusted is not None and self.p_adjusted < 1 - level
        return tested and not self.overstated


@dataclass(frozen=True)
class Comparison:
    """The answer to one request for comparisons.

    Attributes
    ----------
    key
        The category or net compared; empty for means.
    differences
        In the order of the groups.
    association
        Whether answers depend on the group at all, over all answers in the base; None for means.
    trend
        Change per unit of time, where the groups are waves without a break between them.
    equality
        Whether all waves are alike, where the groups are waves without a break between them.
    """

    survey: OpenSurvey
    request: Request
    key: str
    against: Against
    adjustment: Adjustment
    level: float
    differences: tuple[Difference, ...]
    association: JointTest | None
    trend: Contrast | None
    equality: JointTest | None

    @property
    def statistic(self) -> Literal["share", "mean"]:
        """What is compared."""
        return "share" if self.key else "mean"
