"""Analyses with their passages: which stand over an analysis, over a part of it, under an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.documents.fact_kinds import Observation, Passage


@dataclass(frozen=True, slots=True)
class Arranged:
    """The passages of an analysis: over all of it, over a part by code, under an entry by id."""

    over_all: tuple[Passage, ...]
    over_part: Mapping[str, Sequence[Passage]]
    under: Mapping[str, Sequence[Passage]]


def arrange(passages: Sequence[Passage], observations: Sequence[Observation]) -> Arranged:
    """Return where the passages of an analysis stand, by the entries that they name.

    A passage that names one entry explains it; one that names those of one part heads the part.

    Parameters
    ----------
    passages
        The passages of the analysis.
    observations
        Its entries.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> found = facts().fact["k_section_finding_1127"]
    >>> arrange([found], facts().analysis).over_all == (found,)
    True
    """
    part_of = {observation.id: observation.part for observation in observations}
    over_all: list[Passage] = []
    over_part: dict[str, list[Passage]] = defaultdict(list)
    under: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        named = [each for each in passage.relations if each in part_of]
        parts = {part_of[each] for each in named}
        if len(named) == 1:
            under[named[0]].append(passage)
        elif len(parts) == 1:
            over_part[parts.pop()].append(passage)
        else:
            over_all.append(passage)
    return Arranged(tuple(over_all), over_part, under)
