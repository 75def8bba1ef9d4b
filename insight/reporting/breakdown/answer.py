"""An answer: the finding, whom it is about, and the chart that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insight.analysis.estimates import Table
from insight.reporting.breakdown.drawing import Drawing


@dataclass(frozen=True)
class Answer:
    """What a page shows of an item, and what can be taken away of it.

    `name` tells survey, item and breakdown, for files; no two answers of a page share it. `label`
    is the item's. `tables` hold the estimates of the chart; their filter is in files' names too.
    `basis` says what the simulated levels of the chart rest on.
    """

    name: str
    label: str
    finding: str
    base: str
    chart: Drawing
    tables: Sequence[Table]
    basis: str = ""

    @property
    def alternative(self) -> str:
        """The chart in words, for those who cannot see it."""
        return f"{self.finding} {self.chart.description} {self.basis}".strip()
