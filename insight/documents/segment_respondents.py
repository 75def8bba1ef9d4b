"""Respondents of segments: the segments that a filter stands for, and the filter of a segment.

The rule by which needs follow the respondents stands in ``docs/data.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from insight.documents.fact_kinds import Need
from insight.documents.facts import Facts
from insight.documents.segments import Segment, Segments
from insight.language.errors import InsightError
from insight.survey.codebook import Codebook
from insight.survey.filters import Condition, Filter, parse_condition


@dataclass(frozen=True)
class Narrowing:
    """The segments that a group of respondents stands for, and the needs of these.

    `segments` are none where the respondents may have any need; `aside` is the part of the filter
    that stands for no segment.
    """

    segments: tuple[Segment, ...]
    aside: tuple[Condition, ...]

    @property
    def narrows(self) -> bool:
        """Whether there are needs that the respondents are not known to have."""
        return bool(self.segments)

    def named(self, needs: Iterable[Need], facts: Facts) -> list[Need]:
        """Return the needs that are about the respondents, or about some of them."""
        ids = [segment.id for segment in self.segments]
        return [need for need in needs if facts.segments.named_by(need.id, ids)]

    def included(self, needs: Iterable[Need], facts: Facts) -> list[Need]:
        """Return the other needs that are about everyone of whom the respondents are a part."""
        ids = [segment.id for segment in self.segments]
        return [
            need
            for need in needs
            if facts.segments.includes(need.id, ids) and not facts.segments.named_by(need.id, ids)
        ]


def narrowing(codebook: Codebook, respondents: Filter, facts: Facts) -> Narrowing:
    """Return which segments of needs a survey's respondents stand for.

    A condition stands for segments where each of its answers does. The segments of several
    conditions are taken together: who is in two has the needs of both. Respondents without such a
    condition may have any need, unless no need is about the survey's population; then it is named,
    or the segments of it that the conditions stand for.

    Parameters
    ----------
    codebook
        The survey that the reader has chosen.
    respondents
        The reader's filter, without the wave.
    facts
        All facts.
    """
    whole = [
        segment
        for segment in facts.segments.by_id.values()
        if segment.survey == codebook.id and segment.parent is None
    ]
    segments: list[Segment] = []
    aside: list[Condition] = []
    for condition in respondents.conditions:
        stood_for = _segments_of(condition, codebook, facts.segments)
        segments += stood_for
        if not stood_for:
            aside.append(condition)
    if whole and not any(facts.segments.needs_of[segment.id] for segment in whole):
        return Narrowing(tuple(segments or whole), ())
    return Narrowing(tuple(segments), tuple(aside))


def _segments_of(condition: Condition, codebook: Codebook, segments: Segments) -> list[Segment]:
    """The segments of a condition, one for each answer; none where an answer has no segment."""
    if set(condition.codes) == set(condition.variable.by_key):
        return []
    found: list[Segment] = []
    for code in condition.codes:
        wanted = Condition(condition.variable, (code,))
        of_code = [
            segment
            for segment in segments.by_id.values()
            if respondents_of(segment, codebook) == wanted
        ]
        if not of_code:
            return []
        found += of_code
    return found


def respondents_of(segment: Segment, codebook: Codebook) -> Condition | None:
    """Return the condition that finds a segment's respondents in a survey; None without one.

    A survey of the same id may have been made by others, without the variable or its answers.
    """
    if segment.survey != codebook.id or segment.where is None:
        return None
    try:
        return parse_condition(segment.where, codebook)
    except InsightError:
        return None


def with_needs(facts: Facts) -> Sequence[tuple[Segment, int]]:
    """Return the segments within a population that have needs, each before those below it.

    Returns
    -------
    sequence of (Segment, int)
        With how many needs are about the segment or some of its people.
    """
    needs_of = facts.segments.needs_of
    return [
        (segment, len(needs_of[segment.id]))
        for segment in facts.segments.in_order
        if segment.parent is not None and needs_of[segment.id]
    ]
