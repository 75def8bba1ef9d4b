"""Findings of the front page, chosen by rule from what was tested and what was published.

Of a simulated survey only levels that were published are told, and changes between them. Survey
figures are of all respondents, whatever the reader's filter is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insight.analysis.estimates import Table
from insight.documents.facts import Facts
from insight.documents.later.lines import Line as SeriesLine
from insight.documents.later.told_changes import changes
from insight.documents.published import PublishedFigure, levels, published_figures
from insight.documents.series import Series
from insight.query.opened import OpenSurvey
from insight.reporting import labels
from insight.reporting.charts.trend_rows import stretch
from insight.reporting.front.lead import Lead, Line, strongest
from insight.survey.codebook import Variable
from insight.survey.constructs import like
from insight.survey.filters import EVERYONE
from insight.views import answers, breakdown_answers

ANSWERS = "answers"  # the page that shows an item's answers
MOST_TESTED = 12
MOST_LINES = 3
MOST_SERIES = 2


def lead(surveys: Sequence[OpenSurvey], among: Sequence[OpenSurvey]) -> Lead | None:
    """Return the finding that leads: the largest change from first to last that was detected.

    Parameters
    ----------
    surveys
        Those that the finding may be about. The first dozen answers that can be followed over time
        are tested, those that other surveys ask for too before the others.
    among
        All surveys there are, from which those beside it are taken.

    Returns
    -------
    Lead or None
        Where nothing was detected the first answer that was tested, for that is a finding too.
        Where nothing can be tested it is the first level, and None where none may be told.
    """
    tested = _tested(surveys, among)
    first = strongest(tested)
    if first is None:
        quiet = [line for line, _ in tested if not line.is_change]
        first = next(iter(quiet), None) or _level(surveys)
    if first is None:
        return None
    lines = [first, *(_beside(first, among) if first.table.request.by else ())][:MOST_LINES]
    return Lead(tuple(lines), any(line.table.codebook.simulated for line in lines))


def _tested(surveys: Sequence[OpenSurvey], among: Sequence[OpenSurvey]) -> list[tuple[Line, bool]]:
    """Lines whose first and last wave were compared, each with whether others ask the same."""
    lines = [
        (line, _is_shared(survey, item, key, among))
        for survey, item, key in followed(surveys, among)
        if (line := follow(survey, item, key)) and line.gap and line.found != "break"
    ]
    return [(line, shared) for line, shared in lines if line.gap and line.gap.value is not None]


def followed(
    surveys: Sequence[OpenSurvey], among: Sequence[OpenSurvey]
) -> list[tuple[OpenSurvey, Variable, str]]:
    """Return the answers that are tested, each of its survey and item; no figure is asked for.

    Parameters
    ----------
    surveys, among
        As of :func:`lead`.
    """
    there = [
        (survey, item, key)
        for survey in surveys
        if survey.codebook.wave and survey.codebook.waves_ordered
        for item in survey.codebook.items
        for key in _keys(survey, item)
    ]
    return sorted(there, key=lambda one: not _is_shared(one[0], one[1], one[2], among))[
        :MOST_TESTED
    ]


def _keys(survey: OpenSurvey, item: Variable) -> Iterator[str]:
    """The answers to follow: where simulated those of which two levels were published or more."""
    if survey.codebook.simulated:
        targets = [figure.target for figure in _printed(survey, item)]
        yield from (key for key in dict.fromkeys(targets) if targets.count(key) > 1)
    elif item.kind == "numeric":
        yield ""
    else:
        yield item.nets[0].id if item.nets else next(iter(item.by_key))


def _printed(survey: OpenSurvey, item: Variable, key: str | None = None) -> list[PublishedFigure]:
    """The exact levels that were published of an item; "seven in ten" is known to within five."""
    return [
        figure
        for figure in levels(published_figures())
        if (figure.survey, figure.item) == (survey.id, item.id)
        and key in (None, figure.target)
        and not (figure.qualifier or figure.where)
    ]


def _is_shared(survey: OpenSurvey, item: Variable, key: str, among: Sequence[OpenSurvey]) -> bool:
    """Whether another survey asks the same, and its level may be told."""
    others = [other for other in among if other.id != survey.id]
    return any(
        not other.codebook.simulated or _printed(other, item_there, key)
        for other in others
        if (item_there := like(other.codebook, item))
    )


def follow(survey: OpenSurvey, item: Variable, key: str) -> Line | None:
    """Return an answer over time with the test of its change; None where no wave may be told."""
    wave = survey.codebook.wave
    if wave is None:
        return None
    table = answers.estimates(survey, item.id, (wave.id,), EVERYONE, "all")
    shown = [estimate.group[0] for estimate in table.of(key) if estimate.shown]
    printed = {str(figure.wave): figure for figure in _printed(survey, item, key)}
    if survey.codebook.simulated:
        shown = [code for code in shown if code in printed]
    firm = tuple(code for code in shown if stretch(table, code) == stretch(table, shown[-1]))
    if not firm:
        return None
    printed = printed if survey.codebook.simulated else {}
    if len(firm) == 1:
        return Line(table, key, firm, printed=printed)
    ends = EVERYONE.narrowed(wave, [firm[0], firm[-1]])
    pair = answers.estimates(survey, item.id, (wave.id,), ends, "all")
    return Line(table, key, firm, breakdown_answers.test_changes(pair, key, firm[-1]).step, printed)


def _beside(line: Line, among: Sequence[OpenSurvey]) -> Iterator[Line]:
    """The same answer in other surveys, where it means the same and its level may be told."""
    own = line.table.survey
    for survey in among:
        item = like(survey.codebook, line.table.item)
        if survey.id == own.id or item is None or not survey.codebook.waves_ordered:
            continue
        if line.key not in {"", *item.by_key, *(net.id for net in item.nets)}:
            continue
        other = follow(survey, item, line.key)
        if other and len(labels.comparable([line.table, other.table], own.id, line.key)) > 1:
            yield other


def _level(surveys: Sequence[OpenSurvey]) -> Line | None:
    """The first figure that may be told, where nothing can be followed over time."""
    for survey in surveys:
        for item in survey.codebook.items[:MOST_TESTED]:
            table = _in_usual_wave(survey, item)
            keys = [each.key for each in table.estimates if _may_be_told(survey, table, each.key)]
            nets = [net.id for net in item.nets if net.id in keys]
            if keys:
                return Line(table, (nets or keys)[0], (survey.codebook.usual_wave or "",))
    return None


def _in_usual_wave(survey: OpenSurvey, item: Variable) -> Table:
    wave, code = survey.codebook.wave, survey.codebook.usual_wave
    where = EVERYONE.narrowed(wave, [code]) if wave and code else EVERYONE
    return answers.estimates(survey, item.id, (), where, "all")


def _may_be_told(survey: OpenSurvey, table: Table, key: str) -> bool:
    estimate = table.at((), key)
    return estimate.shown and (not survey.codebook.simulated or estimate.basis == "published")


def told_series(facts: Facts) -> list[tuple[Series, SeriesLine]]:
    """Return the published series that changed most, of different themes."""
    chosen: list[tuple[Series, SeriesLine]] = []
    themes: set[str] = set()
    for series, line in changes(facts):
        of_series = {theme for figure in line.figures for theme in figure.themes}
        if not of_series & themes and len(chosen) < MOST_SERIES:
            chosen.append((series, line))
            themes |= of_series
    return chosen
