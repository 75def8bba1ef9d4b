"""Places in the documents: what was taken from which lines, and what stands before and after it.

The documents themselves are not here. A passage is read between its headings and what else was
taken from the lines around it; lines of which nothing was taken in are told by their numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from insight.documents.fact_kinds import KINDS, Fact, Passage
from insight.documents.facts import Facts
from insight.documents.references import Heading, LeftOut, WrittenLine

AROUND = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a document that facts were taken from together; passages come first."""

    line: int
    last_line: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines with words of which nothing was taken in, and why, where that is known."""

    line: int
    last_line: int
    left_out: tuple[LeftOut, ...]


Element = Heading | Block | Gap


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: under which headings, between what, and what comes next.

    `before` and `after` are in the order of the document; `previous` and `next` are the facts that
    the blocks before and after begin with.
    """

    fact: Fact
    path: tuple[Heading, ...]
    before: tuple[Element, ...]
    block: Block
    after: tuple[Element, ...]
    previous: Fact | None
    next: Fact | None


@dataclass(frozen=True)
class Contents:
    """What was taken from a document, in the order of its lines."""

    elements: tuple[Element, ...]
    characters: int
    used: int

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The lines that facts were taken from."""
        return tuple(element for element in self.elements if isinstance(element, Block))

    @cached_property
    def first_at(self) -> Mapping[int, Fact]:
        """The first fact that was taken from each line; a line without any has no entry."""
        first: dict[int, Fact] = {}
        for fact in (fact for block in self.blocks for fact in block.facts):
            for line in range(fact.line or 0, last_line(fact) + 1):
                first.setdefault(line, fact)
        return first

    @property
    def share(self) -> float:
        """The share of the document's characters that stand in lines that facts were taken from."""
        return self.used / self.characters if self.characters else 0.0


def last_line(fact: Fact) -> int:
    """Return the last line that a fact was taken from; 0 of what stands in no line."""
    return fact.last_line if isinstance(fact, Passage) else fact.line or 0


def fact_at(facts: Facts, source: str, line: int) -> Fact | None:
    """Return the first fact that was taken from a line of a document; None where none was."""
    return contents(facts, source).first_at.get(line)


@lru_cache(maxsize=32)
def contents(facts: Facts, source: str) -> Contents:
    """Return what was taken from a document, with its headings, and the lines that were not.

    Parameters
    ----------
    facts
        All facts.
    source
        The document's id.
    """
    blocks = list(_blocks(facts, source))
    headings = [heading for heading in facts.headings if heading.source == source]
    written = [line for line in facts.written_lines if line.source == source]
    taken = {line for block in blocks for line in range(block.line, block.last_line + 1)}
    told = taken | {heading.line for heading in headings}
    left_out = [each for each in facts.left_out if each.source == source]
    elements: list[Element] = [*headings, *blocks, *_gaps(written, told, left_out)]
    return Contents(
        tuple(sorted(elements, key=_place_in_order)),
        sum(line.characters for line in written),
        sum(line.characters for line in written if line.line in told),
    )


def _place_in_order(element: Element) -> tuple[int, bool]:
    return element.line, not isinstance(element, Heading)


def _blocks(facts: Facts, source: str) -> Iterator[Block]:
    """Yield the blocks of a document: facts of which lines overlap are one."""
    everything = [fact for kind in KINDS for fact in facts.of_kind(kind)]
    here = [fact for fact in everything if fact.source == source and fact.line]
    here.sort(key=lambda fact: (fact.line or 0, -last_line(fact)))
    together: list[Fact] = []
    for fact in here:
        if together and (fact.line or 0) > max(map(last_line, together)):
            yield _block(together)
            together = []
        together.append(fact)
    if together:
        yield _block(together)


def _block(together: Sequence[Fact]) -> Block:
    passages = [fact for fact in together if isinstance(fact, Passage)]
    others = [fact for fact in together if not isinstance(fact, Passage)]
    return Block(together[0].line or 0, max(map(last_line, together)), (*passages, *others))


def _gaps(
    written: Sequence[WrittenLine], told: Container[int], left_out: Sequence[LeftOut]
) -> Iterator[Gap]:
    """Yield runs of lines with words that are not told, neither as facts nor as headings."""
    run: list[int] = []
    for line in (line.line for line in written):
        if line not in told:
            run.append(line)
            continue
        if run:
            yield _gap(run, left_out)
        run = []
    if run:
        yield _gap(run, left_out)


def _gap(run: Sequence[int], left_out: Sequence[LeftOut]) -> Gap:
    first, last = run[0], run[-1]
    why = [each for each in left_out if each.line <= last and each.last_line >= first]
    return Gap(first, last, tuple(why))


def headings_above(facts: Facts, source: str, line: int) -> tuple[Heading, ...]:
    """Return the headings that a line stands under, the chapter first.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> headings_above(facts(), "knowledge_base", 1)
    ()
    """
    path: list[Heading] = []
    for heading in facts.headings:
        if heading.source == source and heading.line <= line:
            path = [above for above in path if above.depth < heading.depth] + [heading]
    return tuple(path)


def place_of(facts: Facts, fact: Fact, around: int = AROUND) -> Place | None:
    """Return the place of a fact in its document; None where the document only shows a picture.

    Parameters
    ----------
    facts
        All facts.
    fact
        The fact.
    around
        How many blocks to show before it, and after it.
    """
    if fact.line is None:
        return None
    told = contents(facts, fact.source)
    elements, blocks = told.elements, told.blocks
    places = [index for index, element in enumerate(elements) if isinstance(element, Block)]
    own = next(index for index, block in enumerate(blocks) if fact in block.facts)
    first, here = places[max(own - around, 0)], places[own]
    last = places[min(own + around, len(places) - 1)]
    return Place(
        fact,
        headings_above(facts, fact.source, fact.line),
        elements[first:here],
        blocks[own],
        elements[here + 1 : last + 1],
        blocks[own - 1].facts[0] if own else None,
        blocks[own + 1].facts[0] if own + 1 < len(blocks) else None,
    )


def counts(facts: Facts, source: str) -> Mapping[str, int]:
    """Return how many facts of each kind were taken from a document, kinds in their own order."""
    return _counts(facts).get(source, {})


@lru_cache(maxsize=8)
def _counts(facts: Facts) -> Mapping[str, Mapping[str, int]]:
    by_source: dict[str, Counter[str]] = defaultdict(Counter)
    for kind in KINDS:
        for fact in facts.of_kind(kind):
            by_source[fact.source][kind] += 1
    return by_source
