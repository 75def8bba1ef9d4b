"""Versions in words: what a publication changed, and what has changed since a link was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.survey.disk.publication import Publication, Version, publication_of
from insight.survey.folders import Survey

MOST_CHANGES = 4  # in the sentence of a link
MOST_LETTERS = 240  # of one of them


@dataclass(frozen=True)
class ToldVersion:
    """A version as the page of the codebook tells of it."""

    heading: str
    note: str
    changes: tuple[str, ...]


def told_versions(publication: Publication, language: Language) -> tuple[ToldVersion, ...]:
    """Return what is told of each version, the newest first."""
    return tuple(
        ToldVersion(
            named(version, language),
            version.note[language] if version.note else "",
            tuple(_changes(version, language)),
        )
        for version in reversed(publication.versions)
    )


def named(version: Version, language: Language) -> str:
    """Return a version by its number and its day."""
    day = numbers.day(version.day, language)
    return say(language, "versions.named", number=version.number, day=day)


def what_changed(versions: Sequence[Version], language: Language) -> list[str]:
    """Return what versions changed, one after the other, the operator's own words first."""
    return [
        words
        for version in versions
        for words in (
            *([version.note[language]] if version.note else []),
            *_changes(version, language),
        )
    ]


def _changes(version: Version, language: Language) -> Iterator[str]:
    if version.by_hand:
        yield say(language, "versions.by_hand")
    if version.back_to:
        yield say(language, "versions.back_to", number=version.back_to)
    yield from (change[language] for change in version.changes)


def changed_since(survey: Survey, linked: str, language: Language) -> str:
    """Say what has changed since a link was made; empty where nothing has, or nothing is known.

    Parameters
    ----------
    survey
        The survey that the link leads to.
    linked
        What the link says of its version, whatever that is.
    language
        The reader's.
    """
    publication = publication_of(survey)
    found = publication.since(linked) if publication else None
    if publication is None or found is None:
        return ""
    then, later = found
    told = list(dict.fromkeys(what_changed(later, language)))
    shown = [_within(words) for words in told[:MOST_CHANGES]]
    changes = "; ".join([*shown, "…"] if len(told) > MOST_CHANGES else shown)
    values = {"then": named(then, language), "now": named(publication.current, language)}
    if not changes:
        return say(language, "versions.since", **values)
    return say(language, "versions.since_with", **values, changes=changes)


def _within(words: str) -> str:
    short = words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1]}…"
    return short.rstrip(".")
