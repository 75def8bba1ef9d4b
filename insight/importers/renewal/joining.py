"""The joining of a variable with a drafted one: what its codes become, where the two can be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.parts import DraftVariable
from insight.importers.renewal.existing_survey import ExistingCategory, ExistingVariable, fold_words
from insight.language.errors import Fault, shorten, some

CodeMap = Mapping[int, int | str]


@dataclass(frozen=True)
class Joining:
    """What the codes of a variable become, the categories that are new, and what is different."""

    codes: CodeMap
    added: list[Answer]
    differences: list[Fault]


def join_variables(old: ExistingVariable, new: DraftVariable) -> Joining | None:
    """Return how new codes go onto those of the old variable; None where they cannot."""
    wording = _wording_differences(old, new)
    if old.kind == "multiple":
        holds_marks = {
            category.code for category in new.categories if category.missing is None
        } <= {0, 1}
        return Joining({}, [], wording) if holds_marks and new.kind == "single" else None
    if old.kind == "numeric":
        if any(
            category.value is not None for category in new.categories if category.missing is None
        ):
            return None
        added, differences = _new_missing(old, new)
        return Joining({}, added, [*wording, *differences])
    if new.kind == "numeric":
        return Joining({}, [], wording) if new.role == "other" and not new.categories else None
    by_value = any(category.value is not None for category in old.categories) or any(
        category.value is not None for category in new.categories
    )
    joining = _join_by_words(old, new) if by_value else _join_by_codes(old, new)
    return replace(joining, differences=[*wording, *joining.differences])


def _wording_differences(old: ExistingVariable, new: DraftVariable) -> list[Fault]:
    unlabelled = fold_words(new.label) in (fold_words(new.id), fold_words(new.source or new.id))
    if unlabelled or old.has_label(new.label) or old.kind == "multiple":
        return []
    values = {"old": shorten(old.labels[0]), "new": shorten(new.label)}
    return [Fault("import.other_wording", values)]


def _new_missing(old: ExistingVariable, new: DraftVariable) -> tuple[list[Answer], list[Fault]]:
    codes = {str(category.code) for category in old.categories}
    added = [
        category
        for category in new.categories
        if category.missing and str(category.code) not in codes
    ]
    return added, list_names(
        "import.other_missing", [_code_and_label(category) for category in added]
    )


def _join_by_words(old: ExistingVariable, new: DraftVariable) -> Joining:
    """Match categories by what stands in the file, then by label; others get codes of their own."""
    category_by_value = {
        str(category.value): category for category in old.categories if category.value is not None
    }
    category_by_label = {
        fold_words(label): category for category in old.categories for label in category.labels
    }
    highest = max(
        [0, *(category.code for category in old.categories if isinstance(category.code, int))]
    )
    codes: dict[int, int | str] = {}
    added = []
    for category in new.categories:
        match = category_by_value.get(str(category.value)) or category_by_label.get(
            fold_words(category.label)
        )
        if match is None:
            highest += 1
            match_code: int | str = highest
            added.append(replace(category, code=highest))
        else:
            match_code = match.code
        codes[category.code] = match_code
    same = all(code == to for code, to in codes.items())
    differences = list_names(
        "import.other_categories", [category.label for category in added if not category.missing]
    )
    return Joining({} if same else codes, added, differences)


def _join_by_codes(old: ExistingVariable, new: DraftVariable) -> Joining:
    """Match categories by code; where the same labels have other codes, by label."""
    if codes := _renumbering(old, new):
        words = [f"{code} → {to}" for code, to in codes.items() if code != to]
        return Joining(codes, [], list_names("import.other_codes", words))
    old_by_code = {str(category.code): category for category in old.categories}
    added = [category for category in new.categories if str(category.code) not in old_by_code]
    pairs = [
        (old_by_code[str(category.code)], category)
        for category in new.categories
        if str(category.code) in old_by_code
    ]
    changed = [
        f"{now.code}: {was.labels[0]} → {now.label}"
        for was, now in pairs
        if not _is_same_category(was, now)
    ]
    now_missing = [_code_and_label(now) for was, now in pairs if now.missing and not was.missing]
    new_valid = [_code_and_label(category) for category in added if not category.missing]
    new_missing = [_code_and_label(category) for category in added if category.missing]
    new_codes = {str(category.code) for category in new.categories}
    labelled = any(
        not _is_unlabelled(category) and not category.missing for category in new.categories
    )
    gone = [
        f"{category.code} = {category.labels[0]}"
        for category in old.categories
        if labelled
        and str(category.code) not in new_codes
        and not (category.missing or category.is_unlabelled)
    ]
    differences = [
        *list_names("import.other_labels", changed),
        *list_names("import.other_categories", new_valid),
        *list_names("import.gone_categories", gone),
        *list_names("import.other_missing", [*now_missing, *new_missing]),
    ]
    return Joining({}, added, differences)


def _renumbering(old: ExistingVariable, new: DraftVariable) -> dict[int, int | str]:
    """New codes to old ones where the old variable has all labels, but at other codes."""
    old_codes = {
        fold_words(category.labels[language]): category.code
        for language in (0, 1)
        for category in old.categories
        if not category.is_unlabelled
    }
    new_codes = {fold_words(category.label): category.code for category in new.categories}
    if (
        len(new_codes) < len(new.categories)
        or len(new_codes) < 2
        or not {*new_codes} <= {*old_codes}
    ):
        return {}
    codes = {code: old_codes[label] for label, code in new_codes.items()}
    return codes if any(code != to for code, to in codes.items()) else {}


def _is_same_category(old: ExistingCategory, new: Answer) -> bool:
    unlabelled = _is_unlabelled(new) or old.is_unlabelled
    return unlabelled or fold_words(new.label) in map(fold_words, old.labels)


def _is_unlabelled(category: Answer) -> bool:
    """Whether the category is called by its number."""
    return category.label == str(category.code)


def _code_and_label(category: Answer) -> str:
    return f"{category.code} = {category.label}"


def list_names(key: str, words: Sequence[str]) -> list[Fault]:
    """Return a sentence that lists words, where there are any."""
    return [Fault(key, {"names": some(words)})] if words else []
