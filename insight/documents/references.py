"""References of the facts: documents, themes, words for codes, and what is known from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from insight.language.catalogue import Text


@dataclass(frozen=True, slots=True)
class Source:
    """A document."""

    id: str
    title: str
    short: Text
    publisher: str | None
    published: str | None
    file: str
    note: Text | None

    @property
    def kind(self) -> Literal["document", "web_page"]:
        """Whether all of it was read, or an excerpt of it on the web."""
        return "document"


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
