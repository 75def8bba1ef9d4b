"""Replies to an assistant: lines to read, and the same as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from insight.language.catalogue import Language, one_line, say
from insight.reporting import provenance
from insight.survey.codebook import Codebook, Variable

Json = Mapping[str, object]
Listed = TypeVar("Listed")


@dataclass(frozen=True)
class Reply:
    """What a tool answers; without data where it refuses."""

    lines: Sequence[str]
    data: Json | None = None

    @property
    def text(self) -> str:
        """The lines as one text; nothing breaks out of its line."""
        return "\n".join(one_line(line) for line in self.lines if line)


@dataclass(frozen=True)
class Context:
    """What the tools know beside their arguments: where the app is seen from outside."""

    address: str


def first_of(
    things: Sequence[Listed], most: int, language: Language
) -> tuple[Sequence[Listed], str]:
    """Return the first of some things, and what is said where there are more."""
    if len(things) <= most:
        return things, ""
    return things[:most], say(language, "assistant.more", shown=most, total=len(things))


def warning(book: Codebook, language: Language) -> str:
    """Say that responses are simulated and what is assumed; empty where they are not."""
    mark = provenance.mark([book], language)
    return f"{mark} {book.assumption[language]}" if mark and book.assumption else mark


def about(book: Codebook, language: Language) -> dict[str, object]:
    """Return what is known of a survey as data."""
    return {
        "survey": book.id,
        "title": book.title[language],
        "simulated": book.simulated,
        "warning": warning(book, language),
        "population": book.population[language] if book.population else "",
        "source": (book.source or book.title)[language],
        "licence": book.licence or say(language, "download.no_licence"),
        "updated": book.updated.isoformat() if book.updated else "",
        "note": book.note[language] if book.note else "",
    }


def codes(variable: Variable, language: Language, most: int) -> tuple[list[Json], str]:
    """Return the first categories of a variable as data, and as words with what is left out."""
    shown, more = first_of(variable.categories, most, language)
    told: list[Json] = [
        {"code": each.key, "label": each.label[language], "missing": bool(each.missing)}
        for each in shown
    ]
    words = (f"{each.key} = {each.label[language]}" for each in shown)
    return told, "; ".join([*words, *([more] if more else [])])


def named(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Return lines of what is known, each after its name."""
    return (f"{name}: {words}" for name, words in pairs if words)
