"""Synonyms: phrases that mean the same in these documents and surveys, each group with its reason.

They stand in ``data/synonyms.csv``; few, for a synonym also finds what was not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from insight.documents import records
from insight.language.catalogue import Text
from insight.survey.folders import bundled_data


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Phrases that mean the same, with ``;`` between, in either language."""

    words: str
    reason: Text

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases, one by one."""
        return tuple(self.words.split(";"))


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """Return the bundled synonyms."""
    return read_synonyms(bundled_data() / "synonyms.csv")


def read_synonyms(path: Path) -> tuple[Synonyms, ...]:
    """Read synonyms.

    Raises
    ------
    ValueError
        If a row is none, has fewer than two phrases, or has one that stands elsewhere too.
    """
    known: set[str] = set()

    def contradictions(group: Synonyms) -> Iterator[tuple[str, str]]:
        if len(group.phrases) == 1:
            yield "words", f"nothing means the same as {group.words!r}"
        for phrase in group.phrases:
            if not phrase or phrase != " ".join(phrase.split()):
                yield "words", f"{phrase!r} is no phrase"
            if phrase in known:
                yield "words", f"{phrase!r} stands twice"
            known.add(phrase)

    return records.read(path, Synonyms, contradictions)
