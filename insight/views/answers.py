"""Estimates and tests for the reader's view, remembered for every visitor."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.adjusted.adjusted_comparison import adjust
from insight.analysis.adjusted.adjusted_result import Adjusted
from insight.analysis.combined.across_surveys import compare_surveys
from insight.analysis.combined.ordered_trend import ordered_trend
from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.analysis.combined.standardised_table import standardised_to
from insight.analysis.combined.tidy_pair import SurveyComparison
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.comparison import compare
from insight.analysis.differences import Against
from insight.analysis.estimates import Base, Quantiles, Statistic, Table
from insight.analysis.measured.quantile_figures import quantile_figures
from insight.analysis.table import table
from insight.disclosure.choice_counts import respondents_told
from insight.documents.published import PublishedFigure, published_figures
from insight.query.opened import OpenSurvey, remembered
from insight.survey.constructs import Alike
from insight.survey.filters import EVERYONE, Filter
from insight.views import tables_asked
from insight.views.tables_asked import Figures
from insight.views.view import View


def estimates(
    survey: OpenSurvey,
    item: str,
    by: tuple[str, ...],
    where: Filter,
    base: Base,
    statistic: Statistic | Quantiles | None = None,
) -> Table:
    """Return estimates with nets and Wilson intervals, or quantiles, remembered for everybody."""
    tables_asked.note(Figures(survey, item, by, where), base, statistic)
    if statistic == "median" or statistic == "quartiles":
        return _quantiles(survey, item, by=by, where=where, base=base, statistic=statistic)
    return _estimated(survey, item, by=by, where=where, base=base, nets=True, statistic=statistic)


_estimated, _quantiles = remembered(table), remembered(quantile_figures)
_compared, _adjusted, _trend = remembered(compare), remembered(adjust), remembered(ordered_trend)
_standardised = remembered(standardised_to)


def comparison_of(
    table: Table,
    target: str,
    against: Against,
    place: int = 0,
    *,
    where: Filter | None = None,
    joint: bool = False,
    effects: bool = False,
) -> Comparison:
    """Return tests between the groups of one of a table's variables, remembered for every visitor.

    Shares are compared, or means where `target` is empty; in the table's filter, or in another.
    """
    request = table.request
    by = tuple(variable.id for variable in request.by)
    figures = Figures(table.survey, table.item.id, by, request.where if where is None else where)
    tables_asked.note(figures, request, target, against, place)
    return _compared(
        table.survey,
        table.item.id,
        target,
        table.request.by[place].id,
        where=table.request.where if where is None else where,
        base=table.base,
        against=against,
        statistic="share" if target else "mean",
        joint=joint,
        effects=effects,
    )


def adjusted_of(table: Table, target: str, given: tuple[str, ...]) -> Adjusted:
    """Return how a table's groups differ when other variables are alike, remembered likewise.

    Shares are compared, or means where `target` is empty.
    """
    by = (table.request.by[0].id, *given)
    figures = Figures(table.survey, table.item.id, by, table.request.where)
    tables_asked.note(figures, table.request, target, "alike")
    return _adjusted(
        table.survey,
        table.item.id,
        target,
        table.request.by[0].id,
        given,
        where=table.request.where,
        base=table.base,
        statistic="share" if target else "mean",
    )


def trend_of(table: Table, target: str) -> Comparison:
    """Return the linear trend over a table's groups, which have an order, remembered likewise.

    Of shares, or of means where `target` is empty.
    """
    by = (table.request.by[0].id,)
    figures = Figures(table.survey, table.item.id, by, table.request.where)
    tables_asked.note(figures, table.request, target, "trend")
    return _trend(
        table.survey,
        table.item.id,
        target,
        table.request.by[0].id,
        where=table.request.where,
        base=table.base,
        statistic="share" if target else "mean",
    )


def standardised_of(
    table: Table, target: str, over: tuple[str, ...], wave: str, written: str = ""
) -> StandardisedTable:
    """Return a table's figures as if all groups had one composition, remembered likewise.

    It is that of a wave, or of all respondents where none is named, or as it is `written`.
    """
    by = tuple(variable.id for variable in table.request.by)
    figures = Figures(table.survey, table.item.id, (*by, *over), table.request.where)
    tables_asked.note(figures, table.request, target, "standard", wave, written)
    return _standardised(
        table.survey,
        table.item.id,
        over,
        wave,
        written,
        by=by,
        where=table.request.where,
        base=table.base,
        nets=True,
        statistic="share" if target else "mean",
    )


def beside_of(
    survey: OpenSurvey,
    item: str,
    target: str,
    where: Filter,
    base: Base,
    other: OpenSurvey,
    where_other: Filter,
) -> SurveyComparison:
    """Return the difference of a survey from another that asks the same, not remembered.

    Of shares, or of means where `target` is empty.
    """
    for one, respondents in ((survey, where), (other, where_other)):
        figures = Figures(one, item, (), respondents)
        tables_asked.note(figures, base, target, "beside", survey.version, other.version)
    return compare_surveys(
        *(survey, other, item, target),
        where=where,
        where_other=where_other,
        base=base,
        statistic="share" if target else "mean",
    )


def in_wave(view: View, alike: Alike[OpenSurvey]) -> Table:
    """Return estimates of an item in the chosen wave, or in the survey's usual one."""
    wave = alike.survey.codebook.wave
    where = alike.respondents
    if wave:
        code = view.wave if view.wave in wave.by_key else alike.survey.codebook.usual_wave
        where = where.narrowed(wave, [code or ""])
    return estimates(alike.survey, alike.item.id, (), where, view.base)


def interviews(shown: Sequence[OpenSurvey]) -> dict[str, list[int | None]]:
    """Return how many respondents each survey has, wave by wave; None where they are too few."""
    return {survey.id: _interviews(survey) for survey in shown}


def _interviews(survey: OpenSurvey) -> list[int | None]:
    wave = survey.codebook.wave
    filters = [EVERYONE.narrowed(wave, [code]) for code in wave.by_key] if wave else [EVERYONE]
    return [respondents_told(survey, where) for where in filters]


def figures_about(tables: Sequence[Table], target: str) -> tuple[PublishedFigure, ...]:
    """Return the figures published about what simulated surveys show."""
    shown = {(table.codebook.id, table.item.id) for table in tables if table.codebook.simulated}
    return tuple(
        figure
        for figure in published_figures()
        if figure.measure == "share"
        and figure.target == target
        and (figure.survey, figure.item) in shown
    )
