"""Cells that hold several answers: which sign parts them, and which answers there are.

Microsoft Forms writes ``A;B;``, Google Forms ``A, B``, Kobo ``a b``. An answer may hold the sign
itself ("Yes, often"); which words stand together is learned from all cells of the column. Where
both readings are likely the column is left to a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from insight.importers.drafting.multiple_answers.bound_words import Cell, bind_pieces, cells_of

MOST_ANSWERS = 100
MOST_CELLS = 50_000  # different cells that are looked at
LONGEST_CELL = 5_000
MOST_LETTERS = 3_000_000
MOST_ORDERED = 2_000  # cells that tell the order of the answers
_BARE_COMMA = ","
_COMMA_BEFORE_BLANK = r",\s+"
_COMMA_WITHOUT_BLANK = r"(?<!\d),(?=\S)|,(?=[^\s\d])"
SEPARATORS = {
    ";": r"[ \t]*;\s*",
    "|": r"\s*\|\s*",
    "\n": r"[ \t]*(?:\r\n|\r|\n)\s*",
    "\t": r" *\t\s*",
    ",": _BARE_COMMA,
    " ": r" +",
}
STRONG = (";", "|", "\n", "\t")  # seldom within an answer
_CODE = re.compile(r"[a-zæøå0-9_][\w.-]*")
_AMOUNT = re.compile(r"[+-]?\d+([.,]\d+)?\s*%?")
_PERSONAL = re.compile(r"\S@\S+\.\w|\+?\d[\d ]{7,}")
MOST_OWN_WORDS = 0.3  # share of pieces that only one respondent wrote


@dataclass(frozen=True, slots=True)
class AnswerCells:
    """How the cells of a column fall apart.

    Attributes
    ----------
    separator
        The sign between answers.
    answers
        The answers, in the order in which they stand in cells.
    marked
        Cell to the numbers of its answers.
    own_words
        Cells in which somebody wrote an answer of their own.
    sure
        Whether only one reading is likely.
    """

    separator: str
    answers: tuple[str, ...]
    marked: Mapping[str, frozenset[int]]
    own_words: frozenset[str] = frozenset()
    sure: bool = True


def learn_answers(counts: Mapping[str, int], *, decided: bool = False) -> AnswerCells | None:
    """Return how cells fall apart into answers, or None where they hold one answer each.

    Of several signs that may part answers the one counts with which there are fewest.

    Parameters
    ----------
    counts
        Cell to number of respondents.
    decided
        Whether a person has said that the cells hold several answers.

    Examples
    --------
    >>> cells = learn_answers({"Nett;Brev;": 3, "Nett;": 2, "Brev;": 1})
    >>> cells.separator, cells.answers
    (';', ('Nett', 'Brev'))
    >>> learn_answers({"Ja, ofte": 3, "Ja, sjelden": 2, "Nei": 4}) is None
    True
    """
    lengths = [len(text) for text in counts]
    if len(counts) > MOST_CELLS or max(lengths, default=0) > LONGEST_CELL:
        return None
    if sum(lengths) > MOST_LETTERS:
        return None
    present = [sign for sign in SEPARATORS if any(sign in text.strip() for text in counts)]
    readings = [cells for separator in present for cells in _learn(counts, separator)]
    if readings:
        return min(readings, key=lambda cells: len(cells.answers) + len(cells.own_words))
    if not decided:
        return None
    readings = [cells for separator in present for cells in _learn(counts, separator, decided=True)]
    return max(readings, key=_cells_with_several, default=None)


def _cells_with_several(cells: AnswerCells) -> int:
    return sum(len(numbers) > 1 for numbers in cells.marked.values())


def _learn(
    counts: Mapping[str, int], separator: str, *, decided: bool = False
) -> Iterator[AnswerCells]:
    """Yield the readings of cells at a sign, one for each way in which it may be written."""
    for pattern in _patterns(separator, counts):
        if cells := _learn_at(counts, separator, pattern, decided=decided):
            yield cells


def _learn_at(
    counts: Mapping[str, int], separator: str, pattern: str, *, decided: bool
) -> AnswerCells | None:
    filled = {text: count for text, count in counts.items() if text.strip(f" \t\r\n{separator}")}
    ends = all(text.rstrip(" ").endswith(separator) for text in filled)
    certain = bool(filled) and ends and separator in STRONG
    cells = cells_of(filled, pattern)
    if not decided and not certain and _is_free_text(cells):
        return None
    doubt = False
    if separator == ",":
        cells, doubt = bind_pieces(cells)
    reading = _Reading(separator, cells)
    if not 2 - certain <= len(reading.pieces) - len(reading.own) <= MOST_ANSWERS:
        return None
    if not (certain or decided):
        likely = reading.is_likely()
        if likely is None:
            return None
        doubt = (doubt and separator not in STRONG) or not likely
    return reading.answer_cells(sure=not doubt)


def _patterns(separator: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    """The sign as it is written: a comma mostly with a blank after it, so that 1,5 stays whole.

    Where commas stand with and without a blank, either may be the sign and the other a comma of an
    answer: Google Forms writes ``A, B``, Qualtrics ``A,B``.
    """
    if separator != "," or not any(", " in text for text in counts):
        return (SEPARATORS[separator],)
    if any(re.search(_COMMA_WITHOUT_BLANK, text) for text in counts):
        return _COMMA_BEFORE_BLANK, _COMMA_WITHOUT_BLANK
    return (_COMMA_BEFORE_BLANK,)


def _is_free_text(cells: Sequence[Cell]) -> bool:
    """Whether most pieces are written once, or hold no words."""
    pieces = Counter[str]()
    for cell in cells:
        for piece in cell.words:
            pieces[piece] += cell.count
        if len(pieces) > MOST_CELLS:
            return True
    total = sum(pieces.values())
    once = sum(1 for count in pieces.values() if count == 1)
    words = sum(1 for piece in pieces if not _AMOUNT.fullmatch(piece))
    return 2 * once > total or words < 2


class _Reading:
    """Cells that have fallen apart, and what speaks for their holding several answers."""

    def __init__(self, separator: str, cells: Sequence[Cell]) -> None:
        self.separator = separator
        self.cells = cells
        self.pieces = Counter[str]()
        for cell in cells:
            for piece in dict.fromkeys(cell.words):
                self.pieces[piece] += cell.count
        self.own = self._words_of_one()

    @cached_property
    def answers(self) -> list[str]:
        """The answers in order."""
        return [piece for piece in self._in_order() if piece not in self.own]

    def _words_of_one(self) -> set[str]:
        """Pieces that one respondent wrote, where they are too many or too telling for answers."""
        once = {piece for piece, count in self.pieces.items() if count == 1}
        several = len(self.pieces) - len(once)
        many = len(once) > 3 and 2 * len(once) > several
        first = {word for cell in self.cells for word in cell.words[:1]}
        capitals = not any(word[:1].islower() for word in first)
        return {
            piece
            for piece in once
            if many
            or _PERSONAL.search(piece)
            or (self.separator == "," and capitals and piece[:1].islower() and piece not in first)
        }

    def _in_order(self) -> list[str]:
        """Pieces in the order in which they mostly stand in cells, then by how often they occur."""
        before = Counter[tuple[str, str]]()
        for cell in sorted(self.cells, key=lambda cell: -cell.count)[:MOST_ORDERED]:
            words = cell.words[:MOST_ANSWERS]
            for place, first in enumerate(words):
                for second in words[place + 1 :]:
                    before[first, second] += cell.count
        wins = Counter[str]()
        for (first, second), count in before.items():
            if count > before.get((second, first), 0):
                wins[first] += 1
                wins[second] -= 1
        return sorted(self.pieces, key=lambda piece: (-wins[piece], -self.pieces[piece], piece))

    def is_likely(self) -> bool | None:
        """Whether the cells hold several answers; False where they may, None where they do not."""
        answers = {*self.answers}
        several = sum(cell.count for cell in self.cells if len(cell.words) > 1)
        total = sum(self.pieces.values())
        own = sum(self.pieces[piece] for piece in self.own)
        twice = sum(cell.count for cell in self.cells if len({*cell.words}) < len(cell.words))
        if not several or own > MOST_OWN_WORDS * total or 20 * twice > several:
            return None
        shapes = {frozenset(cell.words) for cell in self.cells if {*cell.words} <= answers}
        alone = sum(frozenset([answer]) in shapes for answer in answers)
        if alone == len(answers) and self.separator != " ":
            return True
        if several < 2 or total - own < 2 * len(answers):
            return None
        if self.separator in STRONG:
            return sum(len(shape) > 1 for shape in shapes) > 1 or None
        company = Counter(answer for shape in shapes for answer in shape)
        if len({len(shape) for shape in shapes}) < 2 or len(shapes) <= len(answers):
            return None
        if self.separator == " ":
            codes = all(_CODE.fullmatch(answer) for answer in answers)
            return True if codes and 5 * alone >= 4 * len(answers) else None
        mixed = sum(company[answer] > 2 for answer in answers)
        return 2 * alone >= len(answers) or 5 * mixed >= 4 * len(answers)

    def answer_cells(self, *, sure: bool) -> AnswerCells:
        """Return what was learned."""
        numbers = {answer: number for number, answer in enumerate(self.answers)}
        marked = {
            cell.text: frozenset(numbers[word] for word in cell.words if word in numbers)
            for cell in self.cells
        }
        own = frozenset(cell.text for cell in self.cells if self.own & {*cell.words})
        return AnswerCells(self.separator, tuple(self.answers), marked, own, sure)
