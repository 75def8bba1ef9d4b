"""A drafted survey fitted onto one that is already there: its names, codes and words stay.

Variables are matched by the names of their columns, then by their labels. What the codebook says
stays as a person left it; only what it does not know yet is added, and every difference is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.naming import Names
from insight.importers.drafting.parts import Draft, DraftVariable
from insight.importers.renewal.joining import CodeMap, joined, told_names
from insight.importers.renewal.known import KnownSurvey, KnownVariable, alike
from insight.language.errors import Fault


@dataclass(frozen=True)
class Difference:
    """What is different about a variable in the new file."""

    variable: str
    words: Fault


@dataclass
class Fitted:
    """How a draft goes onto a known survey.

    Attributes
    ----------
    columns
        Column of the draft to column of the survey.
    codes
        Column of the draft to what its codes become.
    answers
        Variable of the survey to categories that it gets.
    variables
        Variables that the survey gets.
    differences
        What is different about variables that both have.
    renamed
        Pairs of a variable of the draft and the known one that has the same label.
    apart
        Variables that go by the same name but cannot be joined.
    taken_out
        Variables that a person took out of the codebook: columns of the survey all the same.
    """

    columns: dict[str, str] = field(default_factory=dict)
    codes: dict[str, CodeMap] = field(default_factory=dict)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    variables: list[DraftVariable] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    taken_out: list[str] = field(default_factory=list)


def fitted(draft: Draft, known: KnownSurvey) -> Fitted:
    """Return how a drafted survey goes onto one that is there."""
    work = Fitted()
    there = {column.casefold() for piece in draft.pieces for column in piece.names}
    ids = [*(one.id for one in known.variables), *(one.id for one in draft.variables)]
    names = Names([*known.kept, *known.columns, *there, *ids])
    labelled = {
        label: one
        for label, one in _unique_labels(known).items()
        if not there & {column.casefold() for column in one.columns}
    }
    for variable in draft.variables:
        if variable.kind == "multiple":
            _set(work, variable, known, names)
        else:
            _column(work, variable, known, labelled, names)
    taken = set(work.columns.values())
    for name in draft.left_out:
        work.columns[name] = name if name not in taken else names.take(name)
    return work


def _unique_labels(known: KnownSurvey) -> dict[str, KnownVariable]:
    found: dict[str, list[KnownVariable]] = {}
    for variable in known.variables:
        for label in {alike(one) for one in variable.labels}:
            found.setdefault(label, []).append(variable)
    return {label: many[0] for label, many in found.items() if len(many) == 1}


def _column(
    work: Fitted,
    new: DraftVariable,
    known: KnownSurvey,
    labelled: Mapping[str, KnownVariable],
    names: Names,
) -> None:
    """Match a variable of one column."""
    old = known.columns.get(new.id.casefold())
    if old is None:
        old = labelled.get(alike(new.label))
        if old is None or _taken(work, old) or old.kind == "multiple":
            _add(work, new, known, names)
            return
        work.renamed.append((new.id, old.id))
    both = joined(old, new)
    if both is None:
        name = names.take(new.id)
        work.apart.append(new.id)
        work.columns[new.id] = name
        work.variables.append(replace(new, id=name, source=new.source or new.id))
        return
    column = _column_of(old, new.id)
    work.columns[new.id] = column
    if both.codes:
        work.codes[new.id] = both.codes
    if both.added:
        work.answers.setdefault(old.id, []).extend(both.added)
    work.differences += [Difference(old.id, one) for one in both.differences]


def _column_of(old: KnownVariable, name: str) -> str:
    return next((one for one in old.columns if one.casefold() == name.casefold()), old.columns[0])


def _taken(work: Fitted, old: KnownVariable) -> bool:
    """Whether a column of the file has gone to a variable already."""
    return bool(set(old.columns) & set(work.columns.values()))


def _add(work: Fitted, new: DraftVariable, known: KnownSurvey, names: Names) -> None:
    """Add a variable, unless a person has taken it out of the codebook."""
    columns = [one.column for one in new.categories if one.column] or [new.id]
    work.columns.update((one, one) for one in columns)
    if set(columns) <= {*known.kept}:
        work.taken_out.append(new.id)
        return
    if new.id.casefold() in {one.id.casefold() for one in known.variables}:
        renamed = names.take(new.id)
        if new.kind != "multiple":
            work.columns[new.id] = renamed
        new = replace(new, id=renamed, source=new.source or new.id)
    work.variables.append(new)


def _set(work: Fitted, new: DraftVariable, known: KnownSurvey, names: Names) -> None:
    """Match a question with several answers: by its columns, its name or its label."""
    owners = [
        known.columns[one.column.casefold()]
        for one in new.categories
        if one.column and one.column.casefold() in known.columns
    ]
    several = [one for one in owners if one.kind == "multiple"]
    others = [one for one in known.variables if one.kind == "multiple"]
    named = [one for one in others if one.id == new.id or one.called(new.label)]
    owner = next(iter([*several, *named]), None)
    added = []
    for one in new.categories:
        column = one.column or ""
        match = known.columns.get(column.casefold())
        if match is not None:
            work.columns[column] = _column_of(match, column)
        elif owner and (same := _same_label(owner, one)):
            work.columns[column] = same
        else:
            work.columns[column] = column
            added.append(one)
    if owner is None:
        if added:
            _add(work, replace(new, categories=tuple(added)), known, names)
        return
    if added:
        work.answers.setdefault(owner.id, []).extend(added)
        told = told_names("import.other_categories", [one.label for one in added])
        work.differences += [Difference(owner.id, one) for one in told]


def _same_label(owner: KnownVariable, one: Answer) -> str | None:
    found = (
        known.column for known in owner.answers if alike(one.label) in map(alike, known.labels)
    )
    return next(found, None)


def unmatched(known: KnownSurvey, fit: Fitted) -> Iterator[KnownVariable]:
    """Yield variables of the survey of which the file has no column."""
    there = set(fit.columns.values())
    yield from (one for one in known.variables if not there & {*one.columns})
