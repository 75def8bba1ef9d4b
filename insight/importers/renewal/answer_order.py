"""The order of answers of a variable that gets new ones from a further file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.parts import DraftVariable
from insight.importers.meaning.answers.scale_order import order_of_answers
from insight.importers.renewal.existing_survey import ExistingVariable


@dataclass(frozen=True)
class NewOrder:
    """How the answers of an ordered variable stand with the new ones.

    Attributes
    ----------
    codes
        All codes in order, missing ones last; None where the new answers have no place in it.
    rising
        Whether the codes rise with it, so that a mean of them is one.
    """

    codes: tuple[int | str, ...] | None
    rising: bool = False


def order_with(
    old: ExistingVariable, new: DraftVariable, added: Sequence[Answer]
) -> NewOrder | None:
    """Return the order of an ordered variable with new answers; None where nothing changes.

    Codes that the file has labels for go by their number where the file's answers are in order by
    themselves; texts go by their words.
    """
    valid = [category for category in added if category.missing is None]
    if not old.ordered or not valid:
        return None
    old_valid = [category for category in old.categories if category.missing is None]
    codes = [category.code for category in old_valid] + [each.code for each in valid]
    labels = [category.labels[0] for category in old_valid] + [each.label for each in valid]
    values = [category.value for category in old.categories] + [each.value for each in added]
    by_words = any(value is not None for value in values)
    numbers = [code for code in codes if isinstance(code, int)]
    if not by_words and new.ordered and len(numbers) == len(codes):
        order: list[int] | None = sorted(range(len(codes)), key=numbers.__getitem__)
    else:
        order = order_of_answers(labels)
    if order is None or [place for place in order if place < len(old_valid)] != [
        *range(len(old_valid))
    ]:
        return NewOrder(None)
    ordered = [codes[place] for place in order]
    missing = [category.code for category in old.categories if category.missing is not None]
    missing += [category.code for category in added if category.missing is not None]
    whole = [code for code in ordered if isinstance(code, int)]
    return NewOrder((*ordered, *missing), whole == sorted(whole))
