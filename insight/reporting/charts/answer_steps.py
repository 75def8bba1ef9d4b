"""Steps of answers: the place of each among the colours of a scale, and which answers stack."""

from __future__ import annotations

from collections.abc import Sequence

from insight.language.catalogue import Language
from insight.survey.codebook import Variable

STEPS = {1: (4,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
LONG_STEPS = {6: (0, 1, 2, 4, 5, 6), 7: (0, 1, 2, 3, 4, 5, 6)}
MOST_STACKED = 7


def has_scale(item: Variable) -> bool:
    """Whether the item's answers form a scale that a Likert bar can show."""
    valid = [category for category in item.categories if not category.missing]
    return item.kind == "single" and item.ordered and 2 <= len(valid) <= 5


def steps(item: Variable, language: Language) -> tuple[tuple[int, str], ...]:
    """The answers of a scale, each with its place among five colours."""
    valid = [category for category in item.categories if not category.missing]
    return tuple(
        (step, category.label[language])
        for step, category in zip(STEPS[len(valid)], valid, strict=True)
    )


def can_stack(item: Variable, codes: Sequence[str]) -> bool:
    """Whether few enough answers are in the base to stand as pieces of one bar."""
    missing = sum(1 for code in codes if item.category(code).missing)
    return item.kind == "single" and 0 < len(codes) - missing <= MOST_STACKED and missing <= 1


def steps_of_answers(
    item: Variable, codes: Sequence[str], language: Language
) -> tuple[tuple[int, str], ...]:
    """The answers in the base, each with its place among eight colours, the last of them grey."""
    valid = [code for code in codes if not item.category(code).missing]
    places = LONG_STEPS.get(len(valid), range(len(valid))) if item.ordered else range(len(valid))
    of_valid = iter(places)
    return tuple(
        (7 if item.category(code).missing else next(of_valid), item.category(code).label[language])
        for code in codes
    )
