"""Roles of header rows: which one has the names, and which the questions and their options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Cells = tuple[str, ...]
Answers = Mapping[str, int]
MOST = 0.8  # share of cells that makes a row what most of them are
FEWEST_COLUMNS = 3  # of a header with names, questions and options
FEWEST_NUMBERED = 0.2  # share of names below texts that have a number
FEWEST_GAPS = 0.1  # share of columns that a row of questions leaves to options
# What SurveyMonkey writes under a question that has no options.
NO_OPTION = frozenset({"response", "open-ended response", "svar", "åpent svar", "besvarelse"})
_NAME = re.compile(r"[\w$.\[\]/:#@-]{1,40}")
_LEGEND = re.compile(r"\(?\d{1,3}\s*[=:]\s*\w")
_NUMBERED = re.compile(r".*[\d_$].*")


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells of a row, from column `first` to `last`, both included."""

    row: int
    first: int
    last: int

    def moved(self, row: int) -> Span:
        """The same cells where their row has another number."""
        return Span(row, self.first, self.last)


@dataclass(frozen=True, slots=True)
class Roles:
    """What the rows of a header are, by their place in it.

    Attributes
    ----------
    names
        The row with the names; None where names are made of the texts.
    texts
        Rows with texts for people, from the widest to the narrowest: question, option.
    spans
        Merged cells.
    """

    names: int | None
    texts: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def has_options(self) -> bool:
        """Whether questions and their options stand in rows of their own."""
        return len(self.texts) > 1


def has_import_ids(row: Cells) -> bool:
    """Whether a row is the third one of Qualtrics, with each column's id as JSON.

    Examples
    --------
    >>> has_import_ids(('{"ImportId":"QID1"}', '{"ImportId":"QID2_TEXT"}')), has_import_ids(("a",))
    (True, False)
    """
    ids = sum("ImportId" in cell and cell.startswith("{") for cell in row)
    return 2 * ids > sum(map(bool, row)) > 0


def roles_of(
    header: Sequence[Cells], answers: Sequence[Answers], spans: Sequence[Span] = ()
) -> Roles | None:
    """Return what header rows are, None where they do not make sense together.

    Parameters
    ----------
    header
        Rows of equal width.
    answers
        What stands below them, by column.
    spans
        Merged cells.
    """
    rows = _rows_for_people(header)
    if len(rows) < 2:
        return Roles(rows[0] if rows else None)
    if _are_completed([header[at] for at in rows], answers):
        return Roles(None, tuple(rows), tuple(spans))
    first, last, between = rows[0], rows[-1], rows[1:-1]
    possible = []
    for names, texts in ((first, (*between, last)), (last, (first, *between))):
        told = [header[at] for at in texts]
        if len(told) > 1 and not _are_question_and_option(told, answers):
            continue
        if any(map(has_import_ids, header)) or _names_texts(header[names], told, names == first):
            possible.append(Roles(names, texts, tuple(spans)))
    numbered = [_share_numbered(header[roles.names or 0]) for roles in possible]
    return possible[numbered.index(max(numbered))] if possible else None


def forced_roles(header: Sequence[Cells]) -> Roles:
    """Return what header rows are if they must be a header: names, then texts."""
    rows = _rows_for_people(header)
    if not rows:
        return Roles(None)
    names = max(rows, key=lambda at: (_share_named(header[at]) >= MOST, _filled(header[at]), -at))
    return Roles(names, tuple(at for at in rows if at != names))


def _rows_for_people(header: Sequence[Cells]) -> list[int]:
    """Return the rows that are neither ids for programs nor what the numbers of a scale mean."""
    return [
        at
        for at, row in enumerate(header)
        if not has_import_ids(row) and (not at or not _is_legend(row))
    ]


def _is_legend(row: Cells) -> bool:
    """Whether a row says what numbers mean: 1 = Helt uenig, 5 = Helt enig."""
    legends = sum(bool(_LEGEND.match(cell)) for cell in row)
    return 2 * legends >= _filled(row) > 0


def _are_question_and_option(rows: Sequence[Cells], answers: Sequence[Answers]) -> bool:
    """Whether rows below names are a question and its options, and not respondents alike."""
    if len(rows[0]) < FEWEST_COLUMNS or not _are_completed(rows, answers):
        return False
    columns = zip(*rows, strict=True)
    return all(len({*filter(None, cells)}) == sum(map(bool, cells)) for cells in columns)


def filled_right(texts: Sequence[Cells], spans: Sequence[Sequence[Span]] = ()) -> list[Cells]:
    """Return rows of texts in which a question stands over all of its options.

    Parameters
    ----------
    texts
        From the widest to the narrowest; the last row stays as it is.
    spans
        Merged cells of each row, where the file tells them.

    Examples
    --------
    >>> filled_right([("ID", "Kanaler", ""), ("", "Web", "Mail")])
    [('ID', 'Kanaler', 'Kanaler'), ('', 'Web', 'Mail')]
    """
    filled = [*texts[-1:]]
    below: Cells = texts[-1] if texts else ()
    for at in range(len(texts) - 2, -1, -1):
        row = list(texts[at])
        for span in spans[at] if spans else ():
            row[span.first : span.last + 1] = [row[span.first]] * (span.last + 1 - span.first)
        if not (spans and spans[at]):
            for column in range(1, len(row)):
                if not row[column] and below[column] and below[column - 1]:
                    row[column] = row[column - 1]
        filled.insert(0, tuple(row))
        below = tuple(own or under for own, under in zip(row, below, strict=True))
    return filled


def _are_completed(rows: Sequence[Cells], answers: Sequence[Answers]) -> bool:
    """Whether each row fills columns that the rows above leave open: questions, then options."""
    gaps = _gaps(rows[0])
    if not gaps or len(gaps) < FEWEST_GAPS * len(rows[0]):
        return False
    for row in rows[1:]:
        filled = {column for column in gaps if row[column]}
        if not filled:
            return False
        gaps -= filled
    return not any(answers[column] for column in gaps)


def _gaps(row: Cells) -> set[int]:
    """Return the columns right of a filled cell that are blank or repeat it."""
    first = next((column for column, cell in enumerate(row) if cell), len(row))
    return {
        column
        for column in range(first + 1, len(row))
        if not row[column] or row[column] == row[column - 1]
    }


def _names_texts(names: Cells, texts: Sequence[Cells], names_first: bool) -> bool:
    """Whether a row has the names of the columns that texts explain."""
    joined = [" ".join(cells) for cells in zip(*filled_right(texts), strict=True)]
    joined = [text.strip() for text in joined]
    named = [(name, text) for name, text in zip(names, joined, strict=True) if name]
    told = [text for _, text in named if text]
    if len(told) < MOST * len(named) or len({*told}) < MOST * len(told):
        return False
    if len(named) < MOST * sum(map(bool, joined)) or _share_named(names) < MOST:
        return False
    if not names_first:
        numbered, of_texts = _share_numbered(names), _share_numbered(tuple(told))
        return numbered >= FEWEST_NUMBERED and (
            _share_named(tuple(told)) < MOST or numbered > of_texts
        )
    longer = median(map(len, told)) > median(len(name) for name, _ in named)
    alike = sum(_fold(text)[:3] == _fold(name)[:3] for name, text in named)
    return longer or 2 * alike >= len(named)


def _share_named(row: Cells) -> float:
    """Return the share of filled cells that could be names in a program."""
    filled = [cell for cell in row if cell]
    return sum(bool(_NAME.fullmatch(cell)) for cell in filled) / len(filled) if filled else 0.0


def _share_numbered(row: Cells) -> float:
    """Return the share of filled cells that are numbered names: Q1, v12, G01Q02."""
    return sum(bool(_NUMBERED.fullmatch(cell)) for cell in row) / max(_filled(row), 1)


def _filled(row: Cells) -> int:
    return sum(map(bool, row))


def _fold(text: str) -> str:
    """Return the letters of a text as names of variables have them.

    Examples
    --------
    >>> _fold("Kjønn:"), _fold("ÅRSINNTEKT")
    ('kjonn', 'arsinntekt')
    """
    folded = text.casefold()
    for letter, plain in (("æ", "ae"), ("ø", "o"), ("å", "a")):
        folded = folded.replace(letter, plain)
    return re.sub(r"[^a-z0-9]", "", folded)
