"""Sums of a breakdown that do not add up, and why: rounded per cents, respondents left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insight.analysis.estimates import Table
from insight.language import numbers
from insight.language.catalogue import Language, Text, say
from insight.reporting.breakdown.request import Figures


def remarks_on_sums(figures: Figures, keys: Sequence[str], language: Language) -> list[str]:
    """Say what a reader who adds up the figures would wonder at; nothing where all adds up.

    Parameters
    ----------
    figures
        The figures.
    keys
        The categories and nets that are shown; all where none are named.
    language
        Language of the sentences.
    """
    told = [say(language, "breakdown.rounded_sums")] if _sums_are_odd(figures, keys) else []
    return [*told, *_left_out(figures, language)]


def _sums_are_odd(figures: Figures, keys: Sequence[str]) -> bool:
    """Whether the whole per cents of some group, all of whose answers are shown, are not 100."""
    categories = figures.breakdown.categories
    whole = not keys or {*categories} <= {*keys}
    if figures.breakdown.item.kind != "single" or not (figures.key and whole):
        return False
    return any(
        per_cents and sum(per_cents) != 100
        for table in figures.shown
        for group in table.request.groups
        for per_cents in [_per_cents(table, group, categories)]
    )


def _per_cents(table: Table, group: Sequence[str], categories: Sequence[str]) -> list[int]:
    """The whole per cents of a group; none where one of its answers is hidden."""
    values = [table.at(group, key).value for key in categories]
    shown = [value for value in values if value is not None]
    return [round(100 * value) for value in shown] if len(shown) == len(values) else []


def _left_out(figures: Figures, language: Language) -> Iterator[str]:
    """Say how many respondents have no value on the background variables.

    The number is what a reader finds by subtraction, and is told only where every base that it
    takes is shown: it is then none of the few that are protected.
    """
    by = figures.breakdown.by
    bases = [estimate.base for estimate in figures.grouped.of(figures.key)]
    everyone = figures.whole.at((), figures.key).base
    if not by or everyone is None or None in bases:
        return
    count = everyone - sum(base for base in bases if base is not None)
    if count <= 0:
        return
    labels = [variable.label for variable in by]
    variables = Text(
        numbers.list_names([label.nb for label in labels], "nb"),
        numbers.list_names([label.en for label in labels], "en"),
    )
    yield say(language, "breakdown.left_out", count=count, variables=variables)
