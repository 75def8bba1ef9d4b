"""Files as survey platforms write them, of one mark-all question among others.

Each writer gives a text with semicolons or commas between columns, as in the platform's own export.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A mark-all question and what each respondent marked; codes are the platform's own."""

    question: str
    answers: Sequence[str]
    marked: Sequence[frozenset[int]]

    @property
    def counts(self) -> dict[str, int]:
        """Answer to number of respondents who marked it."""
        return {
            answer: sum(number in row for row in self.marked)
            for number, answer in enumerate(self.answers)
        }


Table = tuple[list[str], list[list[str]]]


def _columns(asked: Asked, heads: Sequence[str], mark: Callable[[int], str], blank: str) -> Table:
    """A column for each answer, between a number and another question."""
    rows = [
        [
            str(row),
            *(mark(number) if number in marked else blank for number in range(len(asked.answers))),
            str(20 + row % 50),
        ]
        for row, marked in enumerate(asked.marked, 1)
    ]
    return ["id", *heads, "alder"], rows


def _cells(asked: Asked, sign: str, after: str = "") -> Table:
    """All answers in one cell."""
    rows = [
        [
            str(row),
            sign.join(asked.answers[number] for number in sorted(marked))
            + (after if marked else ""),
            str(20 + row % 50),
        ]
        for row, marked in enumerate(asked.marked, 1)
    ]
    return ["id", asked.question, "alder"], rows


def _codes(asked: Asked) -> list[str]:
    return [f"svar{number}" for number in range(1, len(asked.answers) + 1)]


def microsoft_forms(asked: Asked) -> Table:
    """``A;B;`` in a cell."""
    return _cells(asked, ";", ";")


def google_forms(asked: Asked) -> Table:
    """``A, B`` in a cell."""
    return _cells(asked, ", ")


def lines(asked: Asked) -> Table:
    """An answer on each line of a cell."""
    return _cells(asked, "\n")


def bars(asked: Asked) -> Table:
    """``A | B`` in a cell."""
    return _cells(asked, " | ")


def kobo(asked: Asked) -> Table:
    """A column of all codes beside columns of 0 and 1, as ``group/question/code``."""
    codes = _codes(asked)
    heads, rows = _columns(asked, [f"g/q/{code}" for code in codes], lambda _: "1", "0")
    joined = [" ".join(codes[number] for number in sorted(marked)) for marked in asked.marked]
    return [heads[0], "g/q", *heads[1:]], [
        [row[0], cell, *row[1:]] for row, cell in zip(rows, joined, strict=True)
    ]


def redcap_raw(asked: Asked) -> Table:
    """``question___code`` with 0 and 1."""
    heads = [f"q___{number}" for number in range(1, len(asked.answers) + 1)]
    return _columns(asked, heads, lambda _: "1", "0")


def redcap_labels(asked: Asked) -> Table:
    """``Question (choice=A)`` with Checked and Unchecked."""
    heads = [f"{asked.question} (choice={answer})" for answer in asked.answers]
    return _columns(asked, heads, lambda _: "Checked", "Unchecked")


def limesurvey_full(asked: Asked) -> Table:
    """``Q1[SQ001]. Question [A]`` with Ja and Nei."""
    heads = [
        f"G01Q01[SQ{number:03}]. {asked.question} [{answer}]"
        for number, answer in enumerate(asked.answers, 1)
    ]
    return _columns(asked, heads, lambda _: "Ja", "Nei")


def limesurvey_codes(asked: Asked) -> Table:
    """``Q1[SQ001]`` with Y and blanks."""
    heads = [f"G01Q01[SQ{number:03}]" for number in range(1, len(asked.answers) + 1)]
    return _columns(asked, heads, lambda _: "Y", "")


def google_grid(asked: Asked) -> Table:
    """``Question [A]`` with the answer's own words."""
    heads = [f"{asked.question} [{answer}]" for answer in asked.answers]
    return _columns(asked, heads, lambda number: asked.answers[number], "")


def dashes(asked: Asked) -> Table:
    """``Question - A`` with the answer's own words."""
    heads = [f"{asked.question} - {answer}" for answer in asked.answers]
    return _columns(asked, heads, lambda number: asked.answers[number], "")


def truths(asked: Asked) -> Table:
    """``Question: A`` with TRUE and FALSE."""
    heads = [f"{asked.question}: {answer}" for answer in asked.answers]
    return _columns(asked, heads, lambda _: "TRUE", "FALSE")


def crosses(asked: Asked) -> Table:
    """``Question - A`` with X and blanks."""
    heads = [f"{asked.question} - {answer}" for answer in asked.answers]
    return _columns(asked, heads, lambda _: "X", "")


def not_selected(asked: Asked) -> Table:
    """``Question | A`` with the answer's own words and *Not selected*."""
    heads = [f"{asked.question} | {answer}" for answer in asked.answers]
    return _columns(asked, heads, lambda number: asked.answers[number], "Not selected")


def numbered(asked: Asked) -> Table:
    """``s_3_1`` with Ja and Nei."""
    heads = [f"s_3_{number}" for number in range(1, len(asked.answers) + 1)]
    return _columns(asked, heads, lambda _: "Ja", "Nei")


WITH_WORDS = (
    redcap_labels,
    limesurvey_full,
    google_grid,
    dashes,
    truths,
    crosses,
    not_selected,
)
WITH_CODES = (kobo, redcap_raw, limesurvey_codes, numbered)
IN_CELLS = (microsoft_forms, google_forms, lines, bars)


def as_csv(table: Table) -> bytes:
    """Return a table as text with commas, quoted where it has to be."""
    heads, rows = table
    written = io.StringIO(newline="")
    csv.writer(written).writerows([heads, *rows])
    return written.getvalue().encode()
