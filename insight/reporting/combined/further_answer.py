"""A further answer: what is told of an answer's groups besides, in sentences, chart and table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting.breakdown.drawing import Drawing
from insight.survey.codebook import Codebook


@dataclass(frozen=True)
class FurtherAnswer:
    """What is told of groups besides their figures, or why it cannot be.

    Attributes
    ----------
    heading
        What it is: groups with something held alike, or beside another survey.
    told
        What it says and what it does not, a sentence each; where it is refused, why.
    chart
        The chart; None where there is none.
    table
        The figures as a table of words; None where it is refused.
    notes
        What the marks of the chart mean, and what to know of the figures.
    figures
        The headline figures in words, by what they are of.
    alike
        Ids of the variables that are held alike or standardised over.
    chosen
        Whether the reader has asked for it, and not only sees it below.
    """

    heading: str
    told: Sequence[str]
    chart: Drawing | None = None
    table: pd.DataFrame | None = None
    notes: Sequence[str] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    alike: Sequence[str] = ()
    chosen: bool = True


def intervals(book: Codebook, level: float, language: Language) -> str:
    """Say what the lines through the points of a chart are."""
    key = "intervals" if book.design.probability else "intervals_indicative"
    return say(language, f"further.{key}", level=numbers.level(level, language))
