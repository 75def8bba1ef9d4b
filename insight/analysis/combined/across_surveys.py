"""The difference between two surveys that were drawn independently and ask the same.

Either side is a figure of its own survey's table, with that survey's gates and rounding. Where
either is told rounded, the difference is worked out from the figures as they are told, so that it
tells nothing that the two tables do not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from insight.analysis.basis import weakest
from insight.analysis.combined.survey_pair import Likeness, Side, common_wave, item_alike
from insight.analysis.combined.tidy_pair import SurveyComparison
from insight.analysis.differences import LARGE_MEAN, LARGE_SHARE, Difference, adjusted
from insight.analysis.estimates import Base, Estimate, Statistic
from insight.analysis.table import check_level, request_for, statistic_of, table
from insight.disclosure.precision import of_digits, precision_of
from insight.language.errors import Fault, RequestError
from insight.query.cell_request import Request
from insight.query.counts.group_sums import answers_of
from insight.query.opened import OpenSurvey
from insight.statistics.answer_sums import standard_deviation
from insight.statistics.claims import Claim, Contrast
from insight.statistics.combining.independent_samples import independent_difference
from insight.statistics.share_contrasts import USUAL, contrast_independent
from insight.survey.filters import EVERYONE, Filter, Where, read_filter


def compare_surveys(
    first: OpenSurvey,
    second: OpenSurvey,
    item: str,
    key: str = "",
    *,
    where: Where = EVERYONE,
    where_other: Where | None = None,
    base: Base = "all",
    level: float = 0.95,
    statistic: Statistic | None = None,
) -> SurveyComparison:
    """Test the difference in a share or mean between two independent surveys.

    Parameters
    ----------
    first, second
        The surveys. The second has an item of the same construct.
    item
        Id of the first survey's item.
    key
        Category or net whose share is compared; ignored where means are.
    where
        Whose answers, in the first survey, and in the second where it has the same variables. Of
        surveys with waves it is the newest that both have unless the filter names others.
    where_other
        Whose answers in the second survey, where it is not the same filter.
    base, level, statistic
        As :func:`insight.table`; totals are not compared.

    Raises
    ------
    UnknownNameError, RequestError
        As :func:`insight.table`; also if the two cannot be compared.
    """
    check_level(level)
    own = first.codebook.variable(item)
    chosen = statistic_of(own, statistic)
    if chosen == "total":
        raise RequestError(Fault("fault.surveys_total"))
    key = "" if chosen == "mean" else key
    if chosen == "share" and not key:
        raise RequestError(Fault("fault.which_answer", {"item": item}))
    other = item_alike(first, second, own, key)
    respondents = read_filter(where, first.codebook)
    sides = (
        Side(first, own, respondents),
        Side(second, other, _carried(second, respondents, where_other)),
    )
    one, two = (_Told.of(side, key, base, chosen, level) for side in _in_waves(*sides))
    sides = (one.side, two.side)
    gap = adjusted([_difference(one, two, level)], "none")[0]
    return SurveyComparison(
        first, one.request, level, sides, two.request, key, gap, Likeness.of(*sides),
        rounded=one.rounded or two.rounded,
    )  # fmt: skip


def _carried(second: OpenSurvey, where: Filter, where_other: Where | None) -> Filter:
    if where_other is not None:
        return read_filter(where_other, second.codebook)
    kept, aside = where.carried_to(second.codebook)
    if aside:
        values = {"variable": aside[0].variable.id, "survey": second.id}
        raise RequestError(Fault("fault.surveys_filter", values))
    return kept


def _in_waves(first: Side, second: Side) -> tuple[Side, Side]:
    """The two in one wave each, where nobody has said which."""
    codes = common_wave(first.survey.codebook, second.survey.codebook)
    return _in_wave(first, codes[0]), _in_wave(second, codes[1])


def _in_wave(side: Side, code: str | None) -> Side:
    wave = side.survey.codebook.wave
    if wave is None or code is None or side.where.codes(wave.id):
        return side
    return replace(side, where=side.where.narrowed(wave, [code]))


@dataclass(frozen=True)
class _Told:
    """One side's figure as its own survey tells it, and the step that it is rounded to."""

    side: Side
    request: Request
    key: str
    figure: Estimate
    rounded: bool
    step: float

    @classmethod
    def of(cls, side: Side, key: str, base: Base, statistic: Statistic, level: float) -> _Told:
        survey, where = side.survey, side.where
        request = request_for(survey.codebook, side.item.id, (), where, base)
        found = table(
            *(survey, side.item.id), where=where, base=base, nets=True, statistic=statistic,
            level=level,
        )  # fmt: skip
        figure = found.at((), key)
        precision, step = precision_of(survey, request, means=not key), 0.0
        if figure.base is not None:
            step = precision.share(figure.base) if key else precision.mean(figure.base, figure.se)
        return cls(side, request, key, figure, found.rounded, step)

    @property
    def contrast(self) -> Contrast:
        """The figure with what is told of its uncertainty.

        That of a share of 0 or 1 that is told rounded is in its interval only.
        """
        of, se = self.figure, self.figure.se or 0.0
        if self.rounded and "boundary" in of.flags and of.low is not None and of.upp is not None:
            se = (of.upp - of.low) / USUAL
        return Contrast(of.value or 0.0, se, float(of.df or 0))


def _difference(first: _Told, second: _Told, level: float) -> Difference:
    one, two = first.figure, second.figure
    gap = Difference(
        first.side.survey.id,
        second.side.survey.id,
        base_first=one.base,
        base_second=two.base,
        flags=tuple(dict.fromkeys((*one.flags, *two.flags))),
        basis=weakest((one.basis, two.basis)),
    )
    if one.value is None or two.value is None:
        return gap
    contrast = independent_difference(first.contrast, second.contrast)
    tested = contrast.se > 0 and contrast.df > 0
    apart = first.step + second.step
    by_t = _claim(contrast, apart, level) if tested else None
    rounded = first.rounded or second.rounded
    claim = by_t
    if first.key:
        within = by_t and replace(by_t, low=max(by_t.low, -1.0), upp=min(by_t.upp, 1.0))
        claim = within if rounded else _claim_of_shares(first, second, level)
    large = LARGE_SHARE if first.key else LARGE_MEAN * _spread(first, second, rounded=rounded)
    return replace(
        gap,
        value_first=one.value,
        value_second=two.value,
        value=contrast.value,
        se=contrast.se,
        low=by_t.low if by_t else None,
        upp=by_t.upp if by_t else None,
        statistic=_statistic(contrast, apart) if tested else None,
        df=contrast.df,
        p=by_t.p if by_t else None,
        detectable=claim.detectable(level) if claim else None,
        claim=claim,
        exact=claim,
        large=large,
    )


def _statistic(contrast: Contrast, apart: float) -> float:
    """Student's t of what is left of a difference when rounding has taken all that it may."""
    left = max(abs(contrast.value) - apart, 0.0)
    return math.copysign(left, contrast.value) / contrast.se


def _claim(contrast: Contrast, apart: float, level: float) -> Claim:
    """The t test of a difference that may have been rounded by so much."""
    half = contrast.half_width(level) + apart
    left = replace(contrast, value=_statistic(contrast, apart) * contrast.se)
    low, upp = contrast.value - half, contrast.value + half
    return Claim(contrast.value, low, upp, contrast.se, contrast.df, left.p)


def _claim_of_shares(first: _Told, second: _Told, level: float) -> Claim | None:
    if not (first.contrast.df > 0 and second.contrast.df > 0):
        return None
    sums = [answers_of(told.side.survey, told.request, told.key) for told in (first, second)]
    return contrast_independent((sums[0], [0]), (sums[1], [0]), level)


def _spread(first: _Told, second: _Told, *, rounded: bool) -> float:
    """The standard deviation of the answers within the two surveys, told by neither.

    At one level after another a finding would tell it exactly, and so would one survey of one's own
    after another with ever so little more spread. Each therefore has one digit by itself.
    """
    each = [
        standard_deviation(answers_of(told.side.survey, told.request, told.key), [0])
        for told in (first, second)
    ]
    known = [of_digits(spread, 1) or 0.0 for spread in each] if rounded else each
    return math.sqrt(math.fsum(spread**2 for spread in known) / 2)
