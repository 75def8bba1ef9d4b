"""The draft of a survey, made of its file: variables, columns to write, and what to look at.

Every column of the file ends up in a variable or among those that are kept without being described.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from insight.importers.drafting.categories import Answers, answers_of
from insight.importers.drafting.marks import codes_in_lists
from insight.importers.drafting.multiple import (
    draft_batteries,
    draft_category_sets,
    draft_code_lists,
)
from insight.importers.drafting.naming import Names
from insight.importers.drafting.parts import Draft, DraftVariable, Piece, Work
from insight.importers.drafting.proposals import Candidate, proposals_of
from insight.importers.drafting.recoding import recode_column
from insight.importers.drafting.roles import background_of, role_of
from insight.importers.drafting.tallies import count_values
from insight.importers.progress import report
from insight.importers.readers.source import SourceColumn, SourceFile
from insight.language.catalogue import Text
from insight.language.errors import Fault, ImportRefusal, some

COUNTING = 0.3  # part of an import's time that counting takes
MOST_SEGMENTS = 2  # variables of one kind of background that become segments


def draft_of(source: SourceFile) -> Draft:
    """Return the survey that is proposed from a file.

    Raises
    ------
    ImportRefusal
        If no column holds answers that can be counted.
    """
    names = Names()
    ids = [names.take(column.name) for column in source.columns]
    tallies = []
    for position in range(len(ids)):
        tallies.append(count_values(source.values(position)))
        report(COUNTING * (position + 1) / len(ids))
    work = Work(source, tallies, names, ids)
    draft_batteries(work)
    draft_category_sets(work)
    for position in range(len(ids)):
        if position not in work.pieces:
            _draft_column(work, position)
    variables = [
        variable for position in sorted(work.variables) for variable in work.variables[position]
    ]
    if not variables:
        raise ImportRefusal(Fault("fault.import_nothing_to_ask", {"file": source.path_name}))
    proposals = proposals_of(_candidates(work), source.weight)
    design = {proposal.column for proposal in proposals if proposal.part != "wave"}
    return Draft(
        title=source.title,
        rows=source.rows,
        variables=tuple(_assign_roles(variables, design)),
        pieces=tuple(work.pieces[position] for position in sorted(work.pieces)),
        left_out=work.left_out,
        proposals=tuple(proposals),
        remarks=(*source.remarks, *_remarks(work)),
    )


def _draft_column(work: Work, position: int) -> None:
    column, tally, name = work.source.columns[position], work.tallies[position], work.ids[position]
    codes = codes_in_lists(work.values(position)) if not column.labels else None
    if codes is not None:
        draft_code_lists(work, position, codes)
        return
    answers = answers_of(column, tally)
    if answers.left_out:
        work.left_out[name] = answers.left_out
        work.pieces[position] = Piece((name,), lambda: [work.values(position)])
        return
    valid = None if answers.kind == "numeric" else len(answers.valid)
    variable = DraftVariable(
        id=name,
        role="other" if tally.tells_nothing else role_of(column.name, column.label, valid),
        kind=answers.kind,
        label=column.label or column.name.strip() or name,
        categories=answers.categories,
        ordered=answers.ordered,
        source=work.origin(position),
        note=_note(answers),
    )
    work.variables.setdefault(position, []).append(variable)
    work.pieces[position] = Piece((name,), lambda: [recode_column(work.values(position), answers)])
    if answers.guessed:
        work.guessed[name] = list(answers.guessed)


def _note(answers: Answers) -> Text | None:
    """Labels of numbers that are amounts, which a numeric variable cannot carry."""
    if not answers.labelled:
        return None
    words = "; ".join(f"{value} = {label}" for value, label in answers.labelled.items())
    return Text(f"I filen: {words}", f"In the file: {words}")


def _assign_roles(
    variables: Sequence[DraftVariable], design: Collection[str]
) -> Iterator[DraftVariable]:
    """Columns of the design are no answers, and a kind of background has at most two segments.

    A file may have dozens of education alone.
    """
    seen: Counter[int] = Counter()
    for variable in variables:
        if variable.id in design:
            yield replace(variable, role="other")
            continue
        if variable.role == "segment":
            background = background_of(variable.source or variable.id, variable.label) or 0
            seen[background] += 1
            yield variable if seen[background] <= MOST_SEGMENTS else replace(variable, role="item")
            continue
        yield variable


def _candidates(work: Work) -> list[Candidate]:
    described = {variable.id for variables in work.variables.values() for variable in variables}
    return [
        Candidate(name, column, tally, _reader(work, position))
        for position, (name, column, tally) in enumerate(
            zip(work.ids, work.source.columns, work.tallies, strict=True)
        )
        if name in described and not tally.empty
    ]


def _reader(work: Work, position: int) -> Callable[[], pa.ChunkedArray]:
    return lambda: work.values(position)


def _remarks(work: Work) -> Iterator[Fault]:
    columns: Sequence[SourceColumn] = work.source.columns
    renamed = [
        f"{column.name or '–'} → {name}"
        for column, name in zip(columns, work.ids, strict=True)
        if column.name != name
    ]
    if renamed:
        yield Fault("import.renamed", {"count": len(renamed), "names": some(renamed)})
    if work.left_out:
        names = some(list(work.left_out))
        yield Fault("import.not_described", {"count": len(work.left_out), "names": names})
    if empty := [name for name, tally in zip(work.ids, work.tallies, strict=True) if tally.empty]:
        yield Fault("import.empty_columns", {"count": len(empty), "names": some(empty)})
    if work.guessed:
        codes = sorted({code for guessed in work.guessed.values() for code in guessed})
        values = {
            "count": len(work.guessed),
            "codes": some([str(code) for code in codes]),
            "names": some(list(work.guessed)),
        }
        yield Fault("import.guessed_missing", values)
    yield from work.notes
