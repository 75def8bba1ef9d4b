"""Figures as a table writes them, and the series that they make."""

import dataclasses

from insight.documents.fact_kinds import Figure
from insight.documents.series import Series, gather_series
from insight.language.catalogue import Text


def printed(written: str, when: str = "2020", **more: object) -> Figure:
    """A figure as a table writes it: ``over 70``, ``43``; a star behind the year infers it."""
    *qualifier, value = written.split()
    plain = Figure(
        id="one",
        source="trends_2022",
        line=None,
        quote="",
        note=None,
        topic="usage",
        population="citizens",
        survey=None,
        indicator=Text("Besøk", "Visits"),
        year=None if when.endswith("*") else when or None,
        year_inferred=when[:-1] if when.endswith("*") else None,
        value=float(value),
        unit="million_visits",
        qualifier=qualifier[0] if qualifier else "",  # type: ignore[arg-type]
        series="visits",
        kind="statistic",
        survey_basis="",
    )
    return dataclasses.replace(plain, **more)


def one_series(*figures: Figure) -> Series:
    return gather_series(figures)["visits"]
