"""Segments of the needs: whom a need is about, and which respondents of a survey those are.

Segments form a tree: carers are citizens, and carers who are not in the same place are carers. A
need has one segment or several, each either stated where the document names it, or inherited from
the need's population where it does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from insight.documents import records
from insight.language.catalogue import Text


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of people or organisations that needs are about.

    `survey` is the survey of its population. `where` is the condition that finds its respondents
    there; without one they are the whole population where the segment has no parent, and else
    nobody, for no variable of the survey means the same. `line` says where documents name it.
    """

    id: str
    nb: str
    en: str
    parent: str | None
    population: str | None
    survey: str | None
    where: str | None
    line: str | None
    note: Text | None

    @property
    def name(self) -> Text:
        """Its name."""
        return Text(self.nb, self.en)


@dataclass(frozen=True, slots=True)
class NeedSegment:
    """That a need is about a segment: stated at a line of its document, or inherited."""

    need: str
    segment: str
    basis: Literal["stated", "inherited"]
    line: int | None
    note: Text | None


@dataclass(frozen=True)
class Segments:
    """The segments by id, a parent before its children, and those of each need."""

    by_id: Mapping[str, Segment]
    of_need: Mapping[str, tuple[NeedSegment, ...]]

    def ancestors(self, segment: str) -> tuple[str, ...]:
        """Return the parent of a segment, the parent's parent and so on."""
        parent = self.by_id[segment].parent
        return (parent, *self.ancestors(parent)) if parent else ()

    @cached_property
    def needs_of(self) -> Mapping[str, Collection[str]]:
        """The needs that are about each segment, or about some of its people."""
        needs_of: dict[str, set[str]] = {segment: set() for segment in self.by_id}
        for need, links in self.of_need.items():
            for link in links:
                for segment in (link.segment, *self.ancestors(link.segment)):
                    needs_of[segment].add(need)
        return needs_of

    def names(self, need: str) -> list[Text]:
        """Return the names of a need's segments."""
        return [self.by_id[link.segment].name for link in self.of_need[need]]

    def named_by(self, need: str, segments: Collection[str]) -> bool:
        """Tell whether a need is about one of the segments, or about some of their people."""
        return any(need in self.needs_of[segment] for segment in segments)

    def includes(self, need: str, segments: Collection[str]) -> bool:
        """Tell whether a need is about everyone in a population that the segments are part of."""
        whole = {link.segment for link in self.shown(need)}
        return any(whole & set(self.ancestors(segment)) for segment in segments)

    def shown(self, need: str) -> list[NeedSegment]:
        """Return the segments of a need but those inherited that a stated one makes narrower."""
        links = self.of_need[need]
        narrowed = {
            above for link in links if link.basis == "stated"
            for above in self.ancestors(link.segment)
        }  # fmt: skip
        return [link for link in links if link.basis == "stated" or link.segment not in narrowed]

    @cached_property
    def in_order(self) -> tuple[Segment, ...]:
        """The segments with those below each right after it."""
        children: dict[str | None, list[Segment]] = defaultdict(list)
        for segment in self.by_id.values():
            children[segment.parent].append(segment)

        def walk(segment: Segment) -> Iterable[Segment]:
            yield segment
            for child in children[segment.id]:
                yield from walk(child)

        return tuple(below for root in children[None] for below in walk(root))


def read(folder: Path, needs: Sequence[str]) -> Segments:
    """Read the segments, and which of them each need is about.

    Parameters
    ----------
    folder
        The folder of facts.
    needs
        The ids of all needs.

    Raises
    ------
    ValueError
        If a row is not what its column promises, a segment stands before its parent, a row names a
        need or a segment that does not exist, a need has no segment, or one twice.
    """
    segments = records.read(folder / "segments.csv", Segment)
    records.unique(segments)
    by_id: dict[str, Segment] = {}
    for segment in segments:
        if segment.parent and segment.parent not in by_id:
            raise ValueError(f"segment {segment.id} stands before its parent {segment.parent}")
        by_id[segment.id] = segment
    of_need: dict[str, list[NeedSegment]] = {need: [] for need in needs}
    for link in records.read(folder / "need_segments.csv", NeedSegment):
        _check(link, by_id, of_need)
        of_need[link.need].append(link)
    if without := [need for need, links in of_need.items() if not links]:
        raise ValueError(f"a need of nobody: {', '.join(without)}")
    return Segments(by_id, {need: tuple(links) for need, links in of_need.items()})


def _check(
    link: NeedSegment, by_id: Mapping[str, Segment], of_need: Mapping[str, Sequence[NeedSegment]]
) -> None:
    if link.need not in of_need:
        raise ValueError(f"a segment of a need that does not exist: {link.need}")
    if link.segment not in by_id:
        raise ValueError(f"unknown segment: {link.segment}")
    if any(link.segment == other.segment for other in of_need[link.need]):
        raise ValueError(f"need {link.need} has the segment {link.segment} twice")
    if (link.basis == "stated") != (link.line is not None):
        raise ValueError(
            f"need {link.need}: a segment has a line where it is stated, and only then"
        )
