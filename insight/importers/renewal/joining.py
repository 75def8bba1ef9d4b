"""Whether two variables can be one, and what their codes become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.parts import DraftVariable
from insight.importers.renewal.known import KnownAnswer, KnownVariable, alike
from insight.language.errors import Fault, shortened, some

CodeMap = Mapping[int, int | str]


@dataclass(frozen=True)
class Joined:
    """What the codes of a variable become, the answers that are new, and what is different."""

    codes: CodeMap
    added: list[Answer]
    differences: list[Fault]


def joined(old: KnownVariable, new: DraftVariable) -> Joined | None:
    """How the codes of a variable go onto those that are known; None where they cannot."""
    wording = _wording(old, new)
    if old.kind == "multiple":
        marks = {one.code for one in new.categories if one.missing is None} <= {0, 1}
        return Joined({}, [], wording) if marks and new.kind == "single" else None
    if old.kind == "numeric":
        if any(one.value is not None for one in new.categories if one.missing is None):
            return None
        added, told = _missing_codes(old, new)
        return Joined({}, added, [*wording, *told])
    if new.kind == "numeric":
        return Joined({}, [], wording) if new.role == "other" and not new.categories else None
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
    return added, told_names("import.other_missing", [f"{one.code} = {one.label}" for one in added])


def _by_words(old: KnownVariable, new: DraftVariable) -> Joined:
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
    told = told_names("import.other_categories", [one.label for one in added if not one.missing])
    return Joined({} if same else codes, added, told)


def _by_codes(old: KnownVariable, new: DraftVariable) -> Joined:
    """Match categories by code; where the same labels have other codes, by label."""
    if codes := _renumbered(old, new):
        words = [f"{code} → {to}" for code, to in codes.items() if code != to]
        return Joined(codes, [], told_names("import.other_codes", words))
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
    return Joined(
        {},
        added,
        [
            *told_names("import.other_labels", changed),
            *told_names("import.other_categories", fresh),
            *told_names("import.gone_categories", gone),
            *told_names("import.other_missing", [*marked, *new_missing]),
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


def told_names(key: str, words: Sequence[str]) -> list[Fault]:
    """Return a sentence that lists words, where there are any."""
    return [Fault(key, {"names": some(words)})] if words else []
