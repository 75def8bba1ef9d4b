"""Words of a cell that belong together though the sign between answers stands within them.

"Yes, often" is one answer where "often" never comes but after "Yes". Let ``n`` respondents have
"often" and a share ``r`` of the others have "Yes". Were both answers of their own, marked
independently, "often" would always follow "Yes" with probability ``r ** n``. Were there answers
"Yes" and "Yes, often", nobody with the second would have marked the first with ``(1 - r) ** n``.
Where "often" begins with a small letter and all cells with a capital, which answers of their own
seldom do, the ratio of the two decides. Else what is unlikely by chance is left to a person.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_ROUNDS = 12
MOST_INSIDE = 20  # signs within one pair of brackets or quotation marks
UNLIKELY, UNLIKELY_IN_SMALL_LETTERS = 0.001, 0.05
SMALL_LETTERS = 10.0  # odds that a piece in small letters continues the one before it
ENOUGH = 20.0  # odds at which a reading holds
FEWEST_WAYS = 20  # of choosing respondents, of which two answers by chance have the same
_OPENING = {"(": ")", "[": "]", '"': '"', "«": "»", "“": "”", "„": "“"}

Piece = tuple[int, int]  # where it begins and ends in its cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, how many respondents have it, and the pieces that it falls apart into."""

    text: str
    count: int
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> list[str]:
        """The pieces as they are written."""
        return [self.text[start:end] for start, end in self.pieces]


def cells_of(counts: Mapping[str, int], pattern: str) -> list[Cell]:
    """Return cells in pieces; what stands in brackets or quotation marks is one piece.

    Examples
    --------
    >>> [cell.words for cell in cells_of({"Nett (PC, mobil), brev": 1}, ", ")]
    [['Nett (PC, mobil)', 'brev']]
    """
    separator = re.compile(pattern)
    return [Cell(text, count, _pieces(text, separator)) for text, count in counts.items()]


def _pieces(text: str, separator: re.Pattern[str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start = 0
    for match in [*separator.finditer(text), None]:
        end = match.start() if match else len(text)
        begin, stop = _trimmed(text, start, end)
        if begin < stop:
            pieces.append((begin, stop))
        start = match.end() if match else end
    return tuple(_closed(text, pieces) if any(sign in text for sign in _OPENING) else pieces)


def _trimmed(text: str, start: int, end: int) -> Piece:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _closed(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of which none leaves a bracket or a quotation mark open that a later one closes."""
    closed: list[Piece] = []
    number = 0
    while number < len(pieces):
        start, end = pieces[number]
        sign = _left_open(text[start:end])
        if sign:
            for later in range(number + 1, min(number + 1 + MOST_INSIDE, len(pieces))):
                words = text[start : pieces[later][1]]
                if sign in text[slice(*pieces[later])] and not _left_open(words):
                    number, end = later, pieces[later][1]
                    break
        closed.append((start, end))
        number += 1
    return closed


def _left_open(words: str) -> str:
    """The sign that would close what is open at the end of words; empty where nothing is."""
    for opening, closing in _OPENING.items():
        if opening == closing:
            if words.startswith(opening) and words.count(opening) % 2:
                return closing
        elif words.count(opening) > words.count(closing):
            return closing
    return ""


def bind_pieces(cells: Sequence[Cell]) -> tuple[list[Cell], bool]:
    """Return cells with pieces that are one answer joined, and whether that is in doubt.

    Examples
    --------
    >>> counts = {"Ja, ofte": 9, "Ja, ofte, Nett": 5, "Nett": 6, "Ja": 3}
    >>> cells, doubt = bind_pieces(cells_of(counts, ", "))
    >>> [cell.words for cell in cells], doubt
    ([['Ja, ofte'], ['Ja, ofte', 'Nett'], ['Nett'], ['Ja']], False)
    """
    cells = list(cells)
    capitals = not any(word[:1].islower() for cell in cells for word in cell.words[:1])
    for _ in range(MOST_ROUNDS):
        tally = _Tally(cells)
        bound = {pair for pair in tally.pairs if tally.judge(pair, capitals=capitals) == "bound"}
        if not bound:
            doubts = any(tally.judge(pair, capitals=capitals) == "doubt" for pair in tally.pairs)
            return cells, doubts or (capitals and tally.has_loose_ends)
        cells = [_joined(cell, bound) for cell in cells]
    return cells, True


class _Tally:
    """How often pieces occur, and one directly before another."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.respondents = sum(cell.count for cell in cells)
        self.times = Counter[str]()
        self.pairs = Counter[tuple[str, str]]()
        self.twice: set[str] = set()
        self.first: set[str] = set()
        for cell in cells:
            words = cell.words
            self.first.update(words[:1])
            for word, times in Counter(words).items():
                self.times[word] += times * cell.count
                if times > 1:
                    self.twice.add(word)
            for pair in itertools.pairwise(words):
                self.pairs[pair] += cell.count

    @property
    def has_loose_ends(self) -> bool:
        """Whether a piece in small letters never begins a cell, though all beginnings are large."""
        return any(
            times > 1 and word[:1].islower() and word not in self.first
            for word, times in self.times.items()
        )

    def judge(self, pair: tuple[str, str], *, capitals: bool) -> str:
        """Whether two pieces are ``bound``, ``free`` or in ``doubt``."""
        before, after = pair
        together = self.pairs[pair]
        always_after = together == self.times[after]
        always_before = together == self.times[before]
        if before == after or not (always_after or always_before):
            return "free"
        small = capitals and after[:1].islower() and after not in self.first
        if always_after and always_before:
            ways = math.comb(self.respondents, min(together, 3))
            return "bound" if small or ways > FEWEST_WAYS else "doubt"
        kept, other = (after, before) if always_after else (before, after)
        if other in self.twice and always_after:
            return "bound"
        rest = self.respondents - self.times[kept]
        share = min(1.0, (self.times[other] - together) / rest) if rest > 0 else 1.0
        if small:
            return "bound" if together > 1 and _log_odds(share, together) > 0 else "free"
        unlikely = UNLIKELY_IN_SMALL_LETTERS if after[:1].islower() else UNLIKELY
        return "doubt" if share**together < unlikely else "free"


def _log_odds(share: float, times: int) -> float:
    """How far it is surer than `ENOUGH` that a piece in small letters continues another."""
    if share in (0, 1):
        return math.inf if share == 0 else -math.inf
    return times * math.log((1 - share) / share) + math.log(SMALL_LETTERS / ENOUGH)


def _joined(cell: Cell, bound: set[tuple[str, str]]) -> Cell:
    words = cell.words
    pieces: list[Piece] = []
    number = 0
    while number < len(words):
        start, end = cell.pieces[number]
        if number + 1 < len(words) and (words[number], words[number + 1]) in bound:
            number += 1
            end = cell.pieces[number][1]
        pieces.append((start, end))
        number += 1
    return Cell(cell.text, cell.count, tuple(pieces))
