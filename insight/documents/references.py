"""References of the facts: documents and their lines, themes, words, what is known elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from insight.language.catalogue import Text


@dataclass(frozen=True, slots=True)
class Source:
    """A document; of one that `is_summarised` only short quotations are shown."""

    id: str
    title: str
    short: Text
    publisher: str | None
    published: str | None
    file: str
    is_draft: bool
    is_summarised: bool
    note: Text | None

    @property
    def kind(self) -> Literal["document", "web_page"]:
        """Whether all of it was read, or an excerpt of it on the web."""
        return "document"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document; `depth` is 1 for a chapter, and more for what stands in it."""

    source: str
    line: int
    depth: int
    text: Text


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of a document that is not blank, and how many characters it has."""

    source: str
    line: int
    characters: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines of a document of which nothing was taken in, and why.

    `repeats` is the line where the same words stand, which are taken in there.
    """

    source: str
    line: int
    last_line: int
    reason: Literal["contents", "navigation", "address", "credits", "repeated", "caption"]
    repeats: int | None


@dataclass(frozen=True, slots=True)
class Theme:
    """What facts of different kinds have in common."""

    id: str
    nb: str
    en: str
    about: Text

    @property
    def name(self) -> Text:
        """Its name."""
        return Text(self.nb, self.en)


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """That a fact belongs to a theme."""

    kind: str
    id: str
    theme: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the surveys from elsewhere."""

    id: str
    text: Text
    url: str
    use: Text


@dataclass(frozen=True, slots=True)
class Word:
    """The reader's words for a code in one column of the facts."""

    field: str
    code: str
    nb: str
    en: str
