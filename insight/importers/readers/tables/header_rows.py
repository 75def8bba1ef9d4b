"""Header rows of a table: names, questions and options above the answers, and what stands above.

Survey platforms write up to three of them. Qualtrics has names, questions and a row of JSON;
SurveyMonkey questions, with blanks to their right, and options; a workbook merges the cells of a
question. A row is taken for a header only where the answers below it speak for it and none of them
is written in it, so that an answer is never lost; where that is in doubt, the first row is the
header.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from insight.importers.readers.tables.cell_evidence import (
    Evidence,
    cell_kind,
    is_response,
    judge_cell,
)
from insight.importers.readers.tables.row_roles import (
    NO_OPTION,
    Cells,
    Roles,
    Span,
    forced_roles,
    has_import_ids,
    roles_of,
)

MOST_ABOVE = 30  # rows above a table
MOST_RECOGNISED = 3  # header rows, besides Qualtrics's row of JSON
BODY = 200  # rows whose answers are asked
FEWEST_ROWS = 3  # of answers, to tell a second header row from an answer
FILLED = 0.5  # of what rows usually fill: less is no header
WORD_PER_ANSWER = 20  # headings that outweigh one answer
MOST_READ = 40  # cells whose words are looked up
FEW_COLUMNS = 5  # in which a respondent's words may all differ
SCALE = 10  # steps of a scale
FEWEST_WORDED = 2  # questions without options, by SurveyMonkey's words below them
TELLING = 0.3  # share of the cells that must speak for a header row


@dataclass(frozen=True, slots=True)
class Header:
    """The rows at the top of a table that are no answers.

    Attributes
    ----------
    above
        Rows before them, which do not belong to the table.
    end
        Rows before the first answers, these and blank ones included.
    rows
        The header rows, Qualtrics's row of JSON included; none where the answers begin at once.
    roles
        What each of them is.
    telling
        Those that no respondent can have answered, so that they are told from answers anywhere.
    """

    above: int
    end: int
    rows: tuple[Cells, ...]
    roles: Roles
    telling: frozenset[Cells]


def header_of(
    rows: Sequence[Cells], count: int | None = None, spans: Sequence[Span] = ()
) -> Header:
    """Return the header of a table.

    Parameters
    ----------
    rows
        The first rows of a table, all equally wide, cells without blanks around them.
    count
        How many header rows there are, where somebody has said it.
    spans
        Merged cells, where the file tells them.
    """
    above = _count_above(rows, spans)
    filled = [at for at in range(above, len(rows)) if any(rows[at])]
    table = [rows[at] for at in filled]
    moved = [span.moved(filled.index(span.row)) for span in spans if span.row in filled]
    if count is None:
        count = _count_header_rows(table, moved)
    header = tuple(table[:count])
    body = _answers_below(header, table[count:])
    return Header(
        above=above,
        end=filled[len(header) - 1] + 1 if header else above,
        rows=header,
        roles=roles_of(header, body, moved) or forced_roles(header),
        telling=frozenset(row for row in header if _is_telling(row, body)),
    )


def is_heading(row: Cells, below: Sequence[Cells]) -> bool:
    """Whether a row is a heading over the answers below it, and no answer itself.

    Examples
    --------
    >>> answers = [("1", "Kvinne"), ("2", "Mann"), ("3", "Mann")]
    >>> is_heading(("Nr.", "Kjønn"), answers), is_heading(("4", "Kvinne"), answers)
    (True, False)
    """
    evidence = _evidence(row, _answers_below([row], below))
    return evidence["heading"] > WORD_PER_ANSWER * evidence["answer"]


def _count_above(rows: Sequence[Cells], spans: Sequence[Span]) -> int:
    """Return how many rows precede the table: titles, remarks, names and values, blank rows."""
    filled = [sum(map(bool, row)) for row in rows]
    width = sum(any(cells) for cells in zip(*rows, strict=True))
    usual = median([count for count in filled[len(filled) // 3 :] if count] or [0])
    fewest = max(min(2, width), FILLED * min(width, usual), 1)
    first = next((at for at, row in enumerate(rows) if any(row)), 0)
    for at in range(first, min(len(rows), first + MOST_ABOVE)):
        below = rows[at + 1 :]
        if filled[at] >= fewest and not _is_particular(rows[at], below, width):
            has_names = at > first and filled[at - 1] > 1 and _is_answered(rows[at], below)
            return at - 1 if has_names else at
        if filled[at] == width - 1 and not rows[at][0] and below and any(below[0]):
            return at  # the names of the rows have no name
        if filled[at] and at + 1 < len(rows) and _heads_options(at, rows, spans):
            return at
    return first


def _is_answered(row: Cells, below: Sequence[Cells]) -> bool:
    """Whether a row is a respondent, so that the few names above it are those of some columns."""
    evidence = _evidence(row, _answers_below([row], below))
    return evidence["answer"] > evidence["heading"]


def _is_particular(row: Cells, below: Sequence[Cells], width: int) -> bool:
    """Whether a row tells a particular of the survey: its name and a value (Responses: 120)."""
    filled = [cell for cell in row if cell]
    if len(filled) >= width or any(row[len(filled) :]) or not below:
        return False
    is_value = any(cell_kind(cell) != "text" for cell in filled[1:])
    return cell_kind(filled[0]) == "text" and (filled[0].endswith(":") or is_value)


def _heads_options(at: int, rows: Sequence[Cells], spans: Sequence[Span]) -> bool:
    """Whether a row with few cells is a row of questions over the options in the next one."""
    row, below = rows[at], rows[at + 1]
    columns = [number for number, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    own = [number for number, cell in enumerate(row) if cell]
    if own != columns[:1] and any(span.row == at for span in spans):
        return True
    gaps = [number for number in columns if not row[number] and number > own[0]]
    if not gaps or not all(below[number] for number in gaps):
        return False
    if own != columns[: len(own)] or any(not below[number] for number in own):
        return True
    if any(below[number].casefold() in NO_OPTION for number in own):
        return True
    answers = _answers_below([below], rows[at + 2 :])
    evidence = _evidence(below, answers)
    is_marked = evidence["mark"] > evidence["heading"] + evidence["answer"]
    is_battery = all(len(counts) < counts.total() for counts in answers if counts)
    return is_marked or (len(own) == 1 and is_battery and _is_scale(itertools.chain(*answers)))


def _count_header_rows(table: Sequence[Cells], spans: Sequence[Span]) -> int:
    """Return how many rows are the header: 0 where the first row is numbers, as answers are.

    The table has no blank rows.
    """
    if not table:
        return 0
    for number, row in enumerate(table[: MOST_RECOGNISED + 1]):
        if has_import_ids(row):
            return number + 1
    for count in range(min(MOST_RECOGNISED, len(table)), 1, -1):
        if _are_header_rows(table, count, spans):
            return count
    filled = [cell for cell in table[0] if cell]
    return 0 if len(table) > 1 and all(cell_kind(cell) == "number" for cell in filled) else 1


def _are_header_rows(table: Sequence[Cells], count: int, spans: Sequence[Span]) -> bool:
    header = table[:count]
    answers = _answers_below(header, table[count:])
    if sum(map(any, table[count : count + BODY])) < FEWEST_ROWS:
        return False
    evidence = [
        _evidence(
            _without_merged(row, answers, [span for span in spans if span.row == at]), answers
        )
        for at, row in enumerate(header[1:])
    ]
    for row, found in zip(header[1:], evidence, strict=True):
        is_answered = WORD_PER_ANSWER * found["answer"] > found["heading"]
        if is_answered and not _names_no_option(row, answers):
            return False
    roles = roles_of(header, answers, spans)
    if roles is None:
        return False
    if not roles.has_options and _is_doubtful(header[1], answers):
        return False
    headings = sum(found["heading"] for found in evidence)
    if roles.has_options:
        headings += sum(found["mark"] for found in evidence)
        return headings > 0
    judged = sum(bool(cell and below) for cell, below in zip(header[1], answers, strict=True))
    return headings >= max(2, TELLING * judged)


def _without_merged(row: Cells, answers: Sequence[Counter[str]], above: Sequence[Span]) -> Cells:
    """Return a row without numbers below merged cells that nobody gave: options, such as a year."""
    merged = {column for span in above for column in range(span.first, span.last + 1)}
    return tuple(
        "" if column in merged and cell_kind(cell) == "number" and cell not in below else cell
        for column, (cell, below) in enumerate(zip(row, answers, strict=True))
    )


def _names_no_option(row: Cells, answers: Sequence[Counter[str]]) -> bool:
    """Whether a row has SurveyMonkey's words for questions without options, and nobody gave them.

    Then a number beside them is an option too: the telephone 1177, or a year.
    """
    named = [
        cell not in below
        for cell, below in zip(row, answers, strict=True)
        if cell.casefold() in NO_OPTION
    ]
    return len(named) >= FEWEST_WORDED and all(named)


def _is_doubtful(row: Cells, answers: Sequence[Counter[str]]) -> bool:
    """Whether a second row may be a respondent who answered in words where others give a number."""
    told = [(cell, below) for cell, below in zip(row, answers, strict=True) if cell and below]
    responses = sum(is_response(cell) for cell, _ in told[:MOST_READ])
    if 2 * responses >= min(len(told), MOST_READ):
        return True
    return len(told) < FEW_COLUMNS and not any(
        cell.endswith("?") or len(cell.split()) > 2 or not _is_scale(below) for cell, below in told
    )


def _is_scale(answers: Iterable[str]) -> bool:
    """Whether answers are a few neighbouring numbers, to which words can correspond."""
    written = {*answers}
    if not all(answer.isascii() and answer.isdigit() and len(answer) < 3 for answer in written):
        return False
    numbers = sorted(map(int, written))
    return bool(numbers) and numbers[-1] - numbers[0] <= SCALE


def _answers_below(header: Sequence[Cells], table: Sequence[Cells]) -> list[Counter[str]]:
    """Return how often each filled cell occurs in each column below the header."""
    body = [row for row in table[:BODY] if row not in header]
    if not body:
        return [Counter() for row in header[:1] for _ in row]
    return [Counter(filter(None, cells)) for cells in zip(*body, strict=True)]


def _is_telling(row: Cells, answers: Sequence[Counter[str]]) -> bool:
    """Whether some cell of a header row is nobody's answer, where there are answers."""
    cells = zip(row, answers, strict=True)
    return any(cell and below and cell not in below for cell, below in cells)


def _evidence(row: Cells, answers: Iterable[Counter[str]]) -> Counter[Evidence]:
    return Counter(judge_cell(cell, below) for cell, below in zip(row, answers, strict=True))
