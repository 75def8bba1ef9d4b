"""The reader's view, and the estimates for it, remembered for every visitor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.analysis.comparison import compare
from insight.analysis.differences import Against, Comparison
from insight.analysis.estimates import Base, Statistic, Table
from insight.analysis.table import table
from insight.disclosure.choice_counts import respondents_told
from insight.documents.published import PublishedFigure, published_figures
from insight.language.catalogue import Language, say
from insight.query.opened import OpenSurvey, remembered
from insight.reporting.charts.palettes import Theme
from insight.survey.constructs import Alike
from insight.survey.filters import EVERYONE, Filter
from insight.web import asked


@dataclass(frozen=True)
class View:
    """What the reader has chosen, the same for every page.

    Attributes
    ----------
    language, theme
        Of the words and of the colours.
    surveys
        The surveys that can be used, in the order of their ids.
    survey
        The one that is shown.
    reader_survey
        Id of the one that the reader has chosen; a page about one survey shows that instead.
    respondents
        The respondent group, without the wave.
    wave
        Code of the chosen wave; None for all of them, or where there are none.
    base
        Whether "don't know" counts.
    link
        What of this stands in the link.
    """

    language: Language
    theme: Theme
    surveys: tuple[OpenSurvey, ...]
    survey: OpenSurvey
    reader_survey: str
    respondents: Filter
    wave: str | None
    base: Base
    link: Mapping[str, list[str]]

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the reader's language."""
        return say(self.language, key, **values)

    @property
    def valid_only(self) -> bool:
        """Whether "don't know" is left out of the base."""
        return self.base == "valid"

    @property
    def whole_wave(self) -> Filter:
        """Everyone in the chosen wave."""
        segments = (segment.id for segment in self.survey.codebook.segments)
        return self.where.without(*segments)

    @property
    def where(self) -> Filter:
        """The respondent group in the chosen wave."""
        wave = self.survey.codebook.wave
        return (
            self.respondents.narrowed(wave, [self.wave])
            if wave and self.wave
            else (self.respondents)
        )


def estimates(
    survey: OpenSurvey,
    item: str,
    by: tuple[str, ...],
    where: Filter,
    base: Base,
    statistic: Statistic | None = None,
) -> Table:
    """Return estimates with nets and Wilson intervals, remembered for every visitor."""
    asked.note(survey.version, item, by, where, base, statistic)
    return _estimated(survey, item, by=by, where=where, base=base, nets=True, statistic=statistic)


_estimated, _compared = remembered(table), remembered(compare)


def comparison_of(
    table: Table,
    target: str,
    against: Against,
    place: int = 0,
    *,
    where: Filter | None = None,
    joint: bool = False,
) -> Comparison:
    """Return tests between the groups of one of a table's variables, remembered for every visitor.

    Shares are compared, or means where `target` is empty; in the table's filter, or in another.
    """
    asked.note(table.survey.version, table.request, target, against, place, where)
    return _compared(
        table.survey,
        table.item.id,
        target,
        table.request.by[place].id,
        where=table.request.where if where is None else where,
        base="valid" if table.request.valid_only else "all",
        against=against,
        statistic="share" if target else "mean",
        joint=joint,
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
