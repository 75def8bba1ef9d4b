"""Divisions of answers: segments and the wave, but for what has one group only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import Filter

NO_MORE = "none"


@dataclass(frozen=True)
class Divisions:
    """What there is to divide by.

    Attributes
    ----------
    variables
        By id; none of which the filter leaves one group.
    single
        The segments of which it does.
    first
        What divides until something is chosen: the second segment, or the only one.
    instead
        What divides in place of one of the single ones.
    """

    variables: Mapping[str, Variable]
    single: Mapping[str, Variable]
    first: str
    instead: str


def divisions(book: Codebook, respondents: Filter) -> Divisions:
    """Return what the answers of some respondents can be divided by."""
    waves = [book.wave] if book.wave and len(book.wave.categories) > 1 else []
    variables = {
        variable.id: variable
        for variable in (*book.segments, *waves)
        if len(respondents.codes(variable.id)) != 1
    }
    segments = [code for code in variables if not waves or code != waves[0].id]
    instead = [*segments, NO_MORE][0 if len(book.segments) - len(segments) < 2 else -1]
    first = [*(each.id for each in book.segments), NO_MORE][min(1, max(len(book.segments) - 1, 0))]
    single = {each.id: each for each in book.segments if each.id not in variables}
    return Divisions(variables, single, first, instead)
