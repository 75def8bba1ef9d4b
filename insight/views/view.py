"""The reader's view: language, survey, respondents and wave, the same for every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insight.analysis.estimates import Base
from insight.language.catalogue import Language, say
from insight.query.opened import OpenSurvey
from insight.reporting.charts.palettes import Theme
from insight.survey.filters import Filter

FIXED = {"maturity": "organisations"}  # surveys of pages that are about one, whatever is chosen


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
