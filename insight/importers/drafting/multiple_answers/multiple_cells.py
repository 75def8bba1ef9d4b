"""Columns with several answers in a cell, in a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.multiple_answers.answer_cells import (
    MOST_ANSWERS,
    MOST_CELLS,
    AnswerCells,
    learn_answers,
)
from insight.importers.drafting.multiple_answers.code_lists import codes_in_lists, marks_of_lists
from insight.importers.drafting.naming import clean_name
from insight.importers.drafting.parts import DraftVariable, Piece, Together, Work
from insight.importers.drafting.tallies import is_text
from insight.importers.meaning.answers.missing_words import missing_by_words
from insight.language.catalogue import LANGUAGES, say
from insight.language.errors import Fault, shorten

LONGEST_PART = 80  # letters of a question or an answer in the name of a column
SIGNS = {";": ";", "|": "|", ",": ",", " ": "blank", "\t": "tab", "\n": "line_break"}


def draft_cells(work: Work, position: int) -> bool:
    """Draft a column whose cells hold several answers; return whether it is one."""
    column = work.source.columns[position]
    if column.labels or not is_text(column.type) or work.is_separate(position):
        return False
    codes = codes_in_lists(work.values(position))
    if codes is not None:
        _draft_code_lists(work, position, codes)
        return True
    decided = work.wants_split(position)
    cells = learn_answers(_count_cells(work.values(position)), decided=decided)
    if cells is None:
        if decided:
            work.notes.append(
                Fault("import.cells_whole", {"name": work.ids[position], "most": MOST_ANSWERS})
            )
        return False
    if not (cells.sure or decided):
        example = next(text for text, marked in cells.marked.items() if len(marked) > 1)
        values = {"name": work.ids[position], "example": shorten(example)}
        reason = Fault("import.cells_undecided", values)
        name, label = work.ids[position], work.label(position)
        work.undecided.append(Together(name, label, (name,), reason))
        return False
    _draft_answer_cells(work, position, cells)
    return True


def _count_cells(values: pa.ChunkedArray) -> dict[str, int]:
    """Cells and their numbers of respondents; none where there are too many to be answers."""
    counted = pc.value_counts(values.combine_chunks().drop_null())
    if len(counted) > MOST_CELLS:
        return {}
    return dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))


def _draft_answer_cells(work: Work, position: int, cells: AnswerCells) -> None:
    name = work.ids[position]
    labels = list(cells.answers)
    if cells.own_words:
        labels.append(" / ".join(say(language, "import.own_words") for language in LANGUAGES))
    names = [work.names.take(_column_name(name, label)) for label in labels]
    categories = [
        Answer(0, label, missing_by_words(label), column, column)
        for label, column in zip(labels, names, strict=True)
    ]
    _draft_variable(work, position, categories, cells.separator)
    pieces = [*names]
    if cells.own_words:
        kept = work.names.take(f"{name}_text")
        work.left_out[kept] = "text"
        pieces.append(kept)

    def make() -> list[pa.Array | pa.ChunkedArray]:
        values = work.values(position)
        raw = [values] if cells.own_words else []
        return [*marks_of_cells(values, cells), *raw]

    work.pieces[position] = Piece(tuple(pieces), make)


def _column_name(question: str, answer: str) -> str:
    """A name that another file with the same answer gives too, whatever else it holds."""
    wanted = clean_name(answer)
    if wanted != answer or len(wanted) > LONGEST_PART:
        digest = hashlib.sha256(answer.encode()).hexdigest()[:4]
        wanted = f"{wanted[:LONGEST_PART].rstrip()}_{digest}"
    return f"{question[:LONGEST_PART].rstrip()}_{wanted}"


def marks_of_cells(values: pa.ChunkedArray, cells: AnswerCells) -> list[pa.Array]:
    """Return a column of 0 and 1 for each answer, the last for words of the respondents' own.

    Examples
    --------
    >>> values = pa.chunked_array([["Nett;Brev;", "Brev;", None]])
    >>> cells = learn_answers({"Nett;Brev;": 1, "Brev;": 1})
    >>> [column.to_pylist() for column in marks_of_cells(values, cells)]
    [[1, 0, None], [1, 1, None]]
    """
    encoded = values.combine_chunks().dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    marked = [cells.marked.get(text) for text in texts]
    columns = [
        [None if numbers is None else int(number in numbers) for numbers in marked]
        for number in range(len(cells.answers))
    ]
    if cells.own_words:
        columns.append(
            [
                None if numbers is None else int(text in cells.own_words)
                for text, numbers in zip(texts, marked, strict=True)
            ]
        )
    return [pa.array(column, pa.int8()).take(encoded.indices) for column in columns]


def _draft_code_lists(work: Work, position: int, codes: Sequence[int]) -> None:
    """Draft a column that holds lists of codes."""
    name = work.ids[position]
    names = [work.names.take(f"{name}_{code}") for code in codes]
    categories = [
        Answer(code, str(code), None, None, column)
        for code, column in zip(codes, names, strict=True)
    ]
    _draft_variable(work, position, categories, ";")
    work.pieces[position] = Piece(
        tuple(names), lambda: marks_of_lists(work.values(position), codes)
    )


def _draft_variable(
    work: Work, position: int, categories: Sequence[Answer], separator: str
) -> None:
    name, label = work.ids[position], work.label(position)
    sign = SIGNS[separator]
    shown = Fault(f"import.sign_{sign}") if len(sign) > 1 else Fault("import.sign", {"sign": sign})
    why = Fault("import.together_cells", {"sign": shown})
    reason = Fault("import.together", {"why": why, "base": Fault("import.base_filled")})
    work.variables[position] = [
        DraftVariable(
            name,
            "item",
            "multiple",
            label,
            tuple(categories),
            source=work.origin(position),
            note=reason.in_both,
        )
    ]
    work.together.append(Together(name, label, (name,), reason))
