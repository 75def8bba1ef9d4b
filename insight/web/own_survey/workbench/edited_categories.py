"""Categories as a visitor has edited them, and the operations that make them so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from insight.language.catalogue import Language, Text
from insight.survey.codebook import MISSING, Category, Missing, Variable
from insight.survey.recipe.operations import (
    Label,
    MarkMissing,
    Merge,
    Named,
    Operation,
    Reorder,
    Reverse,
)

Words = Callable[[str, Text], Text]


@dataclass(frozen=True)
class EditedCategory:
    """A category with the place and the words that it gets, and whether it is no answer."""

    key: str
    place: int
    words: str
    missing: Missing | None


def operations_of(
    variable: Variable,
    edited: Sequence[EditedCategory],
    *,
    ordered: bool,
    turned: bool,
    language: Language,
    words: Words,
) -> list[Operation]:
    """Return the operations that make a variable's categories what a visitor wants.

    Categories that are given the same words become one, in the place of the first of them. Those
    that had the same words before stay apart. What is as it was takes no operation. What is no
    answer is marked before it is merged, and the order comes last, because it may deal the codes
    anew.

    Parameters
    ----------
    variable
        The variable as it is.
    edited
        Its categories, in the order that they have.
    ordered, turned
        Whether the answers are to stand in an order, and whether that is to be turned round.
    language
        The language of the words.
    words
        Makes a label of what is written and the label that was there.
    """
    groups = _groups(variable, edited, language)
    operations = _missing(variable, edited)
    for group in groups:
        if len(group) > 1:
            categories = [variable.by_key[each.key] for each in group]
            label = _merged_label(categories, group, language, words)
            codes = tuple(category.code for category in categories)
            operations.append(Merge(variable.id, codes, label))
    renamed = tuple(
        Named(category.code, words(group[0].words, category.label))
        for group in groups
        if len(group) == 1
        and group[0].words != (category := variable.by_key[group[0].key]).label[language]
    )
    if renamed:
        operations.append(Label(variable.id, categories=renamed))
    kept = [group[0] for group in groups]
    before = [each.key for each in sorted(kept, key=_is_missing)]
    after = [each.key for each in sorted(kept, key=lambda each: (_is_missing(each), each.place))]
    if before != after or ordered != variable.ordered:
        codes = tuple(variable.by_key[key].code for key in after)
        operations.append(Reorder(variable.id, codes, ordered=ordered))
    return [*operations, Reverse(variable.id)] if turned else operations


def _is_missing(category: EditedCategory) -> bool:
    return category.missing is not None


def _groups(
    variable: Variable, edited: Sequence[EditedCategory], language: Language
) -> list[list[EditedCategory]]:
    """Categories that are to be one, in the order of the first of each."""
    by_words: dict[str, list[EditedCategory]] = {}
    for each in edited:
        by_words.setdefault(each.words.casefold(), []).append(each)
    groups: list[list[EditedCategory]] = []
    for same in by_words.values():
        untouched = all(each.words == variable.by_key[each.key].label[language] for each in same)
        groups += [[each] for each in same] if untouched else [same]
    order = {each.key: number for number, each in enumerate(edited)}
    return sorted(groups, key=lambda group: order[group[0].key])


def _merged_label(
    categories: Sequence[Category],
    group: Sequence[EditedCategory],
    language: Language,
    words: Words,
) -> Text:
    """The label of the category whose words the others got; else what is written.

    Where only one language is written, the other one names all that are merged.
    """
    written = group[0].words
    for category, each in zip(categories, group, strict=True):
        if category.label[language] == each.words:
            return category.label
    labels = [category.label for category in categories]
    joined = Text(" / ".join(each.nb for each in labels), " / ".join(each.en for each in labels))
    return words(written, joined)


def _missing(variable: Variable, edited: Sequence[EditedCategory]) -> list[Operation]:
    """Marks of what is no answer, for those categories that change in this."""
    changed = [each for each in edited if each.missing != variable.by_key[each.key].missing]
    # What becomes an answer comes first, so that there is one at every moment.
    reasons: list[Missing | None] = [None, *MISSING]
    marks: list[Operation] = []
    for reason in reasons:
        codes = tuple(variable.by_key[each.key].code for each in changed if each.missing == reason)
        if codes:
            marks.append(MarkMissing(variable.id, codes, reason))
    return marks
