"""The view of a series of published figures at an address: its lines, its words, its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from insight.documents import fact_tables, printed, series_words
from insight.documents.fact_kinds import Figure
from insight.documents.later.later_figures import all_facts
from insight.documents.series import Series, checks_of, every_series, growths
from insight.documents.series_words import Wording
from insight.language.catalogue import LANGUAGES, Language
from insight.reporting.charts import series_rows, series_specs
from insight.views.at_address.facts_view import FactMarks, FactsView
from insight.views.linked_view import Link, Parameters

PAGE = "figures"


@dataclass(frozen=True)
class SeriesView(FactsView):
    """A series of the page of figures."""

    series: Series
    language: Language
    page = PAGE

    @property
    def own_link(self) -> dict[str, str]:
        """The series, and where the page lists it among what is not measured."""
        measured = any(figure.is_measurement for figure in self.series.figures)
        return {"series": self.series.key, "kind": "" if measured else "any"}

    @cached_property
    def wording(self) -> Wording:
        """What puts its figures into words."""
        return Wording(all_facts(), self.language)

    @property
    def title(self) -> str:
        """Its name."""
        return self.series.name[self.language]

    @property
    def finding(self) -> str:
        """How it has developed."""
        return series_words.development(self.series, self.wording)

    @property
    def line(self) -> str:
        """Whether its sources agree."""
        known = growths(all_facts().figure, every_series(all_facts()))
        return series_words.agreement(self.series, checks_of(self.series, known), self.wording)

    @property
    def sources(self) -> Sequence[str]:
        """The documents that print its figures."""
        return [*dict.fromkeys(map(self.wording.document, self.series.figures))]

    def marks(self) -> FactMarks | None:
        """Return its lines; none of one that has dates only."""
        if self.series.is_dates:
            return None
        return FactMarks(
            series_rows.series_rows(self.series, self.wording),
            partial(
                series_specs.series_spec,
                language=self.language,
                documents=series_rows.documents(self.series, self.wording),
                percent=series_rows.is_percent(self.series),
            ),
            series_words.describe_chart(self.series, self.wording),
            series_rows.how_to_read(self.series, self.wording),
        )

    def rows(self) -> pd.DataFrame:
        """Return a row for each figure, as the page's files have it."""
        return fact_tables.table(self.series.figures, all_facts(), self.language, "figure_kind")

    def words(self) -> pd.DataFrame:
        """Return a row for each figure: when, what, of whom, and who prints it."""
        say = self.wording.say
        heads = ("series.time", "series.value", "series.what", "table.population", "table.source")
        figures = [self._told(figure) for figure in self.series.figures]
        return pd.DataFrame(figures, columns=[say(head) for head in heads])

    def _told(self, figure: Figure) -> tuple[str, ...]:
        return (
            printed.when(figure, self.language),
            printed.value(figure, self.wording.facts, self.language),
            figure.indicator[self.language],
            self.wording.who(figure),
            self.wording.document(figure),
        )


def series_view(parameters: Parameters) -> SeriesView:
    """Return the view that a link to the page of figures leads to.

    Parameters
    ----------
    parameters
        Of the link; what else it chooses of the page is passed over.

    Raises
    ------
    RequestError
        If there is no such series, or the link is too long.
    """
    link = Link(parameters)
    known = known_series()
    language: Language = link.of("lang", LANGUAGES, LANGUAGES[0])
    usual = usual_series(known)
    if followed := link.one("figure"):  # the page shows the figure's own series, or none
        figure = all_facts().figure.get(followed)
        usual = figure.series or "" if figure else usual
    key = link.of("series", known, usual)
    return SeriesView(known[key], language)


def known_series() -> Mapping[str, Series]:
    """Return all series, by key."""
    return every_series(all_facts())


def usual_series(known: Mapping[str, Series]) -> str:
    """Return the series that the page shows where nobody has chosen: the first that is measured."""
    measured = (figure.series for figure in all_facts().figures if figure.is_measurement)
    return next((key for key in measured if key), "") or next(iter(known))
