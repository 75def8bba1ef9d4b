"""The draft of a survey, made of its file: variables, columns to write, and what to look at.

Every column of the file ends up in a variable or among those that are kept without being described.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from insight.importers.drafting.categories import Answers, answers_of
from insight.importers.drafting.dividing_background import with_segments
from insight.importers.drafting.multiple_answers.multiple import (
    draft_batteries,
    draft_category_sets,
)
from insight.importers.drafting.multiple_answers.multiple_cells import draft_cells
from insight.importers.drafting.naming import Names
from insight.importers.drafting.parts import Draft, DraftVariable, Piece, Work
from insight.importers.drafting.proposals import Candidate, proposals_of
from insight.importers.drafting.recoding import recode_column
from insight.importers.drafting.roles import role_of
from insight.importers.drafting.set_aside import (
    personal_remarks,
    set_aside_free_text,
    set_aside_personal,
    set_aside_replicates,
)
from insight.importers.drafting.tallies import count_values, is_text
from insight.importers.drafting.worded_numbers import with_worded_numbers
from insight.importers.meaning.answers.meaning_report import WordedMissing
from insight.importers.meaning.place_numbers import place_names
from insight.importers.meaning.platforms import paradata_positions
from insight.importers.progress import report
from insight.importers.readers.source import SourceColumn, SourceFile
from insight.language.catalogue import Text
from insight.language.errors import Fault, ImportRefusal, some
from insight.survey.codebook import Role

COUNTING = 0.3  # part of an import's time that counting takes
FEWEST_GROUPS = 2  # answers that somebody gave to what becomes a segment


def draft_of(
    source: SourceFile,
    separate: Collection[str] = (),
    split: Collection[str] = (),
    *,
    without_personal: bool = False,
) -> Draft:
    """Return the survey that is proposed from a file.

    Parameters
    ----------
    source
        The file.
    separate
        Names of columns that hold one answer, and of questions whose columns do.
    split
        Names of columns whose cells hold several answers.
    without_personal
        Whether columns that tell who a respondent is are left out of what is written.

    Raises
    ------
    ImportRefusal
        If no column holds answers that can be counted.
    """
    work = _begun(source, separate, split, without_personal=without_personal)
    set_aside_replicates(work)
    draft_batteries(work)
    draft_category_sets(work)
    for position in range(len(work.ids)):
        if position not in work.pieces:
            _draft_column(work, position)
    if not any(work.variables.values()):
        raise ImportRefusal(Fault("fault.import_nothing_to_ask", {"file": source.path_name}))
    return _settled(work)


def _begun(
    source: SourceFile,
    separate: Collection[str],
    split: Collection[str],
    *,
    without_personal: bool,
) -> Work:
    """Return the work on a file whose columns have names and are counted."""
    names = Names()
    ids = [names.take(column.name) for column in source.columns]
    tallies = []
    for position in range(len(ids)):
        tallies.append(count_values(source.values(position)))
        report(COUNTING * (position + 1) / len(ids))
    source, tallies = with_worded_numbers(source, tallies)
    return Work(
        *(source, tallies, names, ids),
        separate=separate,
        split=split,
        without_personal=without_personal,
        paradata=paradata_positions([(each.name, each.label) for each in source.columns]),
    )


def _settled(work: Work) -> Draft:
    """Return the draft of a file all of whose columns are drafted."""
    variables = [
        variable for position in sorted(work.variables) for variable in work.variables[position]
    ]
    proposals = proposals_of(_candidates(work), work.source.weight)
    numbered = {proposal.column for proposal in proposals if proposal.part in ("strata", "psu")}
    settled, undivided = with_segments(variables, numbered)
    return Draft(
        title=work.source.title,
        rows=work.source.rows,
        variables=tuple(settled),
        pieces=tuple(work.pieces[position] for position in sorted(work.pieces)),
        left_out=work.left_out,
        proposals=(*proposals, *work.replicate_proposals),
        remarks=(*work.source.remarks, *_remarks(work, undivided)),
        personal=tuple(name for columns in work.personal.values() for name in columns),
        together=tuple(work.together),
        undecided=tuple(work.left_to_a_person),
        heeded=frozenset(work.heeded),
    )


def _draft_column(work: Work, position: int) -> None:
    column, tally, name = work.source.columns[position], work.tallies[position], work.ids[position]
    for draft_otherwise in (set_aside_personal, draft_cells, set_aside_free_text):
        if draft_otherwise(work, position):
            return
    places = None if column.labels else place_names(column.name, column.label, tally.counts)
    if places is not None:
        numbers = {value: str(value) for value in tally.counts}
        column = replace(column, labels=numbers | places, measure="nominal")
    answers = answers_of(column, tally)
    if places is not None:
        answers = replace(answers, ordered=False)
        work.places |= {name} if places else set()
    if answers.left_out:
        work.left_out[name] = answers.left_out
        work.pieces[position] = Piece((name,), lambda: [work.values(position)])
        return
    variable = DraftVariable(
        id=name,
        role=_role(work, position, answers),
        kind=answers.kind,
        label=work.label(position),
        categories=answers.categories,
        ordered=answers.ordered,
        source=work.origin(position),
        note=_note(answers),
    )
    work.variables.setdefault(position, []).append(variable)
    work.pieces[position] = Piece((name,), lambda: [recode_column(work.values(position), answers)])
    _note_meanings(work, position, answers)


def _note_meanings(work: Work, position: int, answers: Answers) -> None:
    """Remember what the report has to say of a column's answers."""
    column, tally, name = work.source.columns[position], work.tallies[position], work.ids[position]
    for category in answers.categories:
        value = category.code if category.value is None else category.value
        if category.missing and value in (*answers.worded, *answers.guessed):
            found = WordedMissing(
                name, category.label, category.missing, tally.counts.get(value, 0)
            )
            guessed = value in answers.guessed
            (work.meanings.guessed if guessed else work.meanings.missing).append(found)
    valid = answers.valid
    if answers.kind == "numeric" or len(valid) < 2 or tally.empty:
        return
    if answers.ordered and not column.labels and is_text(column.type):
        work.meanings.ordered.append((name, valid[0].label, valid[-1].label))
    named = column.measure == "nominal" or name in work.places
    if not answers.ordered and len(valid) > 2 and not named:
        work.meanings.unordered.append(name)


def _role(work: Work, position: int, answers: Answers) -> Role:
    column, tally = work.source.columns[position], work.tallies[position]
    if tally.tells_nothing or position in work.paradata:
        return "other"
    valid = None if answers.kind == "numeric" else len(answers.valid)
    role = role_of(column.name, column.label, valid, tally.spread)
    values = [answer.code if answer.value is None else answer.value for answer in answers.valid]
    given = sum(value in tally.counts for value in values)
    return "other" if role == "segment" and given < FEWEST_GROUPS else role


def _note(answers: Answers) -> Text | None:
    """Labels of numbers that are amounts, which a numeric variable cannot carry."""
    if not answers.labelled:
        return None
    words = "; ".join(f"{value} = {label}" for value, label in answers.labelled.items())
    return Text(f"I filen: {words}", f"In the file: {words}")


def _candidates(work: Work) -> list[Candidate]:
    described = {variable.id for variables in work.variables.values() for variable in variables}
    return [
        Candidate(name, column, tally, _reader(work, position))
        for position, (name, column, tally) in enumerate(
            zip(work.ids, work.source.columns, work.tallies, strict=True)
        )
        if name in described and not tally.empty and name not in work.replicates
    ]


def _reader(work: Work, position: int) -> Callable[[], pa.ChunkedArray]:
    return lambda: work.values(position)


def _remarks(work: Work, undivided: Sequence[str]) -> Iterator[Fault]:
    columns: Sequence[SourceColumn] = work.source.columns
    renamed = [
        f"{column.name or '–'} → {name}"
        for column, name in zip(columns, work.ids, strict=True)
        if column.name != name
    ]
    if renamed:
        yield Fault("import.renamed", {"count": len(renamed), "names": some(renamed)})
    texts = [name for name, reason in work.left_out.items() if reason == "text"]
    if texts:
        yield Fault("import.free_text", {"count": len(texts), "names": some(texts)})
    others = [name for name, reason in work.left_out.items() if reason in ("date", "many")]
    if others:
        yield Fault("import.not_described", {"count": len(others), "names": some(others)})
    yield from personal_remarks(work)
    if work.places:
        values = {"count": len(work.places), "names": some(sorted(work.places))}
        yield Fault("import.places", values)
    if undivided:
        yield Fault("import.undivided", {"count": len(undivided), "names": some(undivided)})
    if empty := [name for name, tally in zip(work.ids, work.tallies, strict=True) if tally.empty]:
        yield Fault("import.empty_columns", {"count": len(empty), "names": some(empty)})
    yield from work.meanings.remarks()
    yield from (question.reason for question in work.left_to_a_person)
    yield from work.notes
