"""A drafted survey fitted onto one that is already there: its names, codes and words stay.

Variables are matched by the names of their columns, then by their labels. What the codebook says
stays as a person left it; only what it does not know yet is added, and every difference is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from insight.errors import Fault, shortened, some
from insight.importers.answers import Answer
from insight.importers.draft import Draft, DraftVariable
from insight.importers.known import KnownAnswer, KnownSurvey, KnownVariable, alike
from insight.importers.naming import Names

CodeMap = Mapping[int, int | str]


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
    names = Names([*known.columns, *(one.id for one in known.variables)])
    there = {column.casefold() for piece in draft.pieces for column in piece.names}
    labelled = {
        label: one
        for label, one in _unique_labels(known).items()
        if not there & {column.casefold() for column in one.columns}
    }
    for variable in draft.variables:
        if variable.kind == "multiple":
            _set(work, variable, known)
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
            _add(work, new, known)
            return
        work.renamed.append((new.id, old.id))
    joined = _joined(old, new)
    if joined is None:
        name = names.take(new.id)
        work.apart.append(new.id)
        work.columns[new.id] = name
        work.variables.append(replace(new, id=name, source=new.source or new.id))
        return
    column = _column_of(old, new.id)
    work.columns[new.id] = column
    if joined.codes:
        work.codes[new.id] = joined.codes
    if joined.added:
        work.answers.setdefault(old.id, []).extend(joined.added)
    work.differences += [Difference(old.id, one) for one in joined.differences]


def _column_of(old: KnownVariable, name: str) -> str:
    return next((one for one in old.columns if one.casefold() == name.casefold()), old.columns[0])


def _taken(work: Fitted, old: KnownVariable) -> bool:
    """Whether a column of the file has gone to a variable already."""
    return bool(set(old.columns) & set(work.columns.values()))


def _add(work: Fitted, new: DraftVariable, known: KnownSurvey) -> None:
    """Add a variable, unless a person has taken it out of the codebook."""
    columns = [one.column for one in new.categories if one.column] or [new.id]
    work.columns.update((one, one) for one in columns)
    if set(columns) <= {*known.kept}:
        work.taken_out.append(new.id)
    else:
        work.variables.append(new)


@dataclass(frozen=True)
class _Joined:
    codes: CodeMap
    added: list[Answer]
    differences: list[Fault]


def _joined(old: KnownVariable, new: DraftVariable) -> _Joined | None:
    """How the codes of a variable go onto those that are known; None where they cannot."""
    wording = _wording(old, new)
    if old.kind == "multiple":
        marks = {one.code for one in new.categories if one.missing is None} <= {0, 1}
        return _Joined({}, [], wording) if marks and new.kind == "single" else None
    if old.kind == "numeric":
        if any(one.value is not None for one in new.categories if one.missing is None):
            return None
        added, told = _missing_codes(old, new)
        return _Joined({}, added, [*wording, *told])
    if new.kind == "numeric":
        return _Joined({}, [], wording) if new.role == "other" and not new.categories else None
    by_value = any(one.value is not None for one in old.answers) or any(
        one.value is not None for one in new.categories
    )
    found = _by_words(old, new) if by_value else _by_codes(old, new)
    return replace(found, differences=[*wording, *found.differences])


def _wording(old: KnownVariable, new: DraftVariable) -> list[Fault]:
    unlabelled = alike(new.label) in (alike(new.id), alike(new.source or new.id))
    if unlabelled or old.called(new.label) or old.kind == "multiple":
        return []
    values = {"old": shortened(old.labels[0]), "new": shortened(new.label)}
    return [Fault("import.other_wording", values)]


def _missing_codes(old: KnownVariable, new: DraftVariable) -> tuple[list[Answer], list[Fault]]:
    codes = {str(one.code) for one in old.answers}
    added = [one for one in new.categories if one.missing and str(one.code) not in codes]
    return added, _told("import.other_missing", [f"{one.code} = {one.label}" for one in added])


def _by_words(old: KnownVariable, new: DraftVariable) -> _Joined:
    """Match categories by what stands in the file, then by label; others get codes of their own."""
    values = {str(one.value): one for one in old.answers if one.value is not None}
    labels = {alike(label): one for one in old.answers for label in one.labels}
    highest = max([0, *(one.code for one in old.answers if isinstance(one.code, int))])
    codes: dict[int, int | str] = {}
    added = []
    for one in new.categories:
        match = values.get(str(one.value)) or labels.get(alike(one.label))
        if match is None:
            highest += 1
            match_code: int | str = highest
            added.append(replace(one, code=highest))
        else:
            match_code = match.code
        codes[one.code] = match_code
    same = all(code == to for code, to in codes.items())
    told = _told("import.other_categories", [one.label for one in added if not one.missing])
    return _Joined({} if same else codes, added, told)


def _by_codes(old: KnownVariable, new: DraftVariable) -> _Joined:
    """Match categories by code; where the same labels have other codes, by label."""
    if codes := _renumbered(old, new):
        words = [f"{code} → {to}" for code, to in codes.items() if code != to]
        return _Joined(codes, [], _told("import.other_codes", words))
    known = {str(one.code): one for one in old.answers}
    added = [one for one in new.categories if str(one.code) not in known]
    both = [(known[str(one.code)], one) for one in new.categories if str(one.code) in known]
    changed = [
        f"{one.code}: {was.labels[0]} → {one.label}"
        for was, one in both
        if not _same_answer(was, one)
    ]
    marked = [f"{one.code} = {one.label}" for was, one in both if one.missing and not was.missing]
    fresh = [f"{one.code} = {one.label}" for one in added if not one.missing]
    named = [one for one in new.categories if one.label != str(one.code) and not one.missing]
    codes_now = {str(one.code) for one in new.categories}
    gone = [
        f"{one.code} = {one.labels[0]}"
        for one in old.answers
        if named and str(one.code) not in codes_now and not one.missing and not one.unlabelled
    ]
    new_missing = [f"{one.code} = {one.label}" for one in added if one.missing]
    return _Joined(
        {},
        added,
        [
            *_told("import.other_labels", changed),
            *_told("import.other_categories", fresh),
            *_told("import.gone_categories", gone),
            *_told("import.other_missing", [*marked, *new_missing]),
        ],
    )


def _renumbered(old: KnownVariable, new: DraftVariable) -> dict[int, int | str]:
    """Codes to known codes where all labels are known, but stand at other codes."""
    was = {alike(one.labels[0]): one.code for one in old.answers if not one.unlabelled}
    was |= {alike(one.labels[1]): one.code for one in old.answers if not one.unlabelled}
    now = {alike(one.label): one.code for one in new.categories}
    if len(now) < len(new.categories) or len(now) < 2 or not set(now) <= set(was):
        return {}
    codes = {code: was[label] for label, code in now.items()}
    return codes if any(code != to for code, to in codes.items()) else {}


def _same_answer(was: KnownAnswer, one: Answer) -> bool:
    unlabelled = one.label == str(one.code) or was.unlabelled
    return unlabelled or alike(one.label) in map(alike, was.labels)


def _told(key: str, words: Sequence[str]) -> list[Fault]:
    return [Fault(key, {"names": some(words)})] if words else []


def _set(work: Fitted, new: DraftVariable, known: KnownSurvey) -> None:
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
            _add(work, replace(new, categories=tuple(added)), known)
        return
    if added:
        work.answers.setdefault(owner.id, []).extend(added)
        told = _told("import.other_categories", [one.label for one in added])
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
