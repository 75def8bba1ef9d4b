"""Evidence of cells: whether a cell is a respondent's answer, or a heading over the answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal

from insight.importers.meaning.answers.answer_words import words_of
from insight.importers.meaning.answers.degree_scales import known_places_in
from insight.importers.meaning.answers.missing_words import missing_by_words
from insight.importers.meaning.answers.scale_words import families
from insight.importers.readers.written_cells import NO, NOTHING, YES

Evidence = Literal["answer", "heading", "mark", ""]
CellKind = Literal["number", "day", "truth", "text"]
MOST_ALIKE = 0.9  # share of a column's cells that are of one kind
FEWEST_ANSWERS = 5  # so many must speak against a text that none of them gave
_NUMBER = re.compile(r"[+-]?(?:\d[\d.,'’\s]*|[.,]\d+)(?:[eE][+-]?\d+)?\s?%?")
_DAY = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:\D.*)?|\d{1,2}:\d{2}(?::\d{2})?")


def cell_kind(cell: str) -> CellKind:
    """Return what a cell is written as.

    Examples
    --------
    >>> [cell_kind(cell) for cell in ("0301", "-1,5", "12 %", "2024-05-01 10:00", "TRUE", "Q1")]
    ['number', 'number', 'number', 'day', 'truth', 'text']
    """
    if cell in YES or cell in NO:
        return "truth"
    if _DAY.fullmatch(cell):
        return "day"
    return "number" if _NUMBER.fullmatch(cell) else "text"


def is_response(cell: str) -> bool:
    """Whether a text is what people answer on a scale, or instead of an answer.

    Examples
    --------
    >>> [is_response(cell) for cell in ("Helt enig", "Vet ikke", "Alder", "Tillit til fastlegen")]
    [True, True, False, False]
    """
    words = words_of(cell)
    return missing_by_words(cell) is not None or any(
        known_places_in(family, [words])[0] is not None for family in families()
    )


def judge_cell(cell: str, answers: Mapping[str, int]) -> Evidence:
    """Return what the answers below a cell say of it; nothing where they are no evidence.

    Parameters
    ----------
    cell
        The cell, without blanks around it.
    answers
        How often each filled cell occurs below it.

    Returns
    -------
        ``"mark"`` where the cell is all that is ever written below: an option and its marks.

    Examples
    --------
    >>> judge_cell("Hvor gammel er du?", {"49": 1, "61": 1}), judge_cell("50", {"49": 1, "61": 1})
    ('heading', 'answer')
    >>> judge_cell("Kjønn", {"Kvinne": 3, "Mann": 4}), judge_cell("Mann", {"Kvinne": 3, "Mann": 4})
    ('heading', 'answer')
    >>> judge_cell("E-post", {"E-post": 9}), judge_cell("Bra", {"Lang kø": 1, "Fin app": 1})
    ('mark', '')
    """
    if not cell or not answers or cell in NOTHING:
        return ""
    if cell in answers:
        return "mark" if len(answers) == 1 and cell_kind(cell) == "text" else "answer"
    filled = sum(answers.values())
    kinds = Counter[CellKind]()
    for answer, count in answers.items():
        kinds[cell_kind(answer)] += count
    kind, count = kinds.most_common(1)[0]
    if kind != "text" and count >= MOST_ALIKE * filled:
        own = cell_kind(cell)
        return "heading" if own == "text" else "answer" if own == kind else ""
    if cell.endswith("?") and not any(answer.endswith("?") for answer in answers):
        return "heading"
    repeated = filled >= FEWEST_ANSWERS and 2 * len(answers) <= filled
    return "heading" if repeated else ""
