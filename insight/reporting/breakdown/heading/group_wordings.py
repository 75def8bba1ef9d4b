"""Wordings of which groups differ or have changed, the longest first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.reporting.lists import name_within
from insight.survey.codebook import Variable

MOST_NAMED = 2
_BRACKETS = re.compile(r"\s*\([^()]*\)")

Found = tuple[str, Sequence[str]]  # a key of a sentence, and the groups that it is true of


def groups_of(variable: Variable, language: Language) -> str:
    """Return what the groups of a variable are called together, such as "the age groups"."""
    short = variable.short if variable.role == "segment" else None
    return short[language] if short else say(language, "answers.groups")


def names_in_sentence(
    codes: Sequence[str], variable: Variable, language: Language
) -> Iterator[list[str]]:
    """Yield names of groups as they stand within a sentence: whole, and without their brackets.

    Brackets stay where other groups have the same name but for them. Groups of those who give an
    answer are named by it, in quotation marks.
    """
    if variable.role != "segment":
        labels = [variable.category(code).label[language] for code in codes]
        yield [say(language, "needs.quoted", words=label) for label in labels]
        return
    names = [name_within(variable, code, language) for code in codes]
    yield names
    every = [
        _BRACKETS.sub("", category.label[language]).casefold() for category in variable.categories
    ]
    bare = [_BRACKETS.sub("", name) for name in names]
    if bare != names and all(every.count(name.casefold()) == 1 for name in bare):
        yield bare


def told_of_groups(
    found: Iterable[Found], variable: Variable, every: int, language: Language
) -> Iterator[str]:
    """Yield what is true of some groups and of others: by their names, or by how many they are.

    Parameters
    ----------
    found
        What is true, as keys of sentences with the field `who`, and of which groups, by code.
    variable
        Of the groups.
    every
        How many groups there are.
    language
        Of the words.
    """
    parts = [(key, codes) for key, codes in found if codes]
    named = [list(_named(key, codes, variable, every, language)) for key, codes in parts]
    joined = say(language, "groups.and")
    for place in range(max(map(len, named))):
        yield joined.join(wordings[min(place, len(wordings) - 1)] for wordings in named)


def counted(found: Iterable[Found], variable: Variable, every: int, language: Language) -> str:
    """Return what is true of how many groups."""
    return say(language, "groups.and").join(
        say(language, key, who=_count(codes, variable, every, language))
        for key, codes in found
        if codes
    )


def _named(
    key: str, codes: Sequence[str], variable: Variable, every: int, language: Language
) -> Iterator[str]:
    if len(codes) > MOST_NAMED:
        yield say(language, key, who=_count(codes, variable, every, language))
        return
    for names in names_in_sentence(codes, variable, language):
        who = say(language, "answers.named", names=list_names(names, language))
        yield say(language, key, who=who)


def _count(codes: Sequence[str], variable: Variable, every: int, language: Language) -> str:
    values = {"count": len(codes), "all": every, "groups": groups_of(variable, language)}
    return say(language, "answers.count_of", **values)


def with_each(
    key: str, subjects: Sequence[str], told: Iterable[str], language: Language, **values: object
) -> Iterator[str]:
    """Yield a sentence with each wording of what is told, and of each with every subject."""
    for words, subject in itertools.product(told, subjects):
        yield say(language, key, subject=subject, told=words, **values)
