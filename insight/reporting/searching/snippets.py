"""Snippets: what a hit shows of its texts, cut to the words by which it was found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from insight.language.catalogue import LANGUAGES, Language, Text
from insight.language.ranked_search import Hit
from insight.language.text_index import Entry
from insight.language.word_forms import words_of

WIDTH = 220
LONG_TITLE = 110
LEAD = 40  # of it, what stands before the first word that is marked


@dataclass(frozen=True)
class Snippet:
    """A part of a text in a language, in pieces of which every second one is to be marked."""

    pieces: tuple[str, ...]
    language: Language

    @property
    def has_mark(self) -> bool:
        """Whether a word by which the hit was found stands in it."""
        return len(self.pieces) > 1


@dataclass(frozen=True)
class Shown:
    """What a hit shows: title, text and place, and what has the words if none of these does."""

    title: Snippet
    text: Snippet | None
    where: Snippet | None
    found_in: Snippet | None


def shown(hit: Hit, language: Language) -> Shown:
    """Return what a hit shows to a reader of a language."""
    entry = hit.entry
    title, text, where = _parts(entry, language)
    heading = snippet(title[language], hit.forms, language)
    below = snippet(text[language], hit.forms, language) if text else None
    place = snippet(where[language], hit.forms, language) if where else None
    has_mark = any(part is not None and part.has_mark for part in (heading, below, place))
    return Shown(heading, below, place, None if has_mark else _found_in(hit, language))


def _parts(entry: Entry, language: Language) -> tuple[Text, Text | None, Text | None]:
    """The title, the text under it, and where it stands: what is long has its place as title."""
    text, where = entry.text, entry.where
    if entry.names:
        return entry.names[0], text, where
    assert text is not None, f"{entry.kind}: neither name nor text"
    if where and len(text[language]) > LONG_TITLE and where != text:
        return where, text, None
    return text, None, where if where != text else None


def _found_in(hit: Hit, language: Language) -> Snippet | None:
    """The first text with the words, in the reader's language if there is one."""
    fields = [text for text, *_ in hit.entry.fields() if text is not hit.entry.where]
    for written_in in sorted(LANGUAGES, key=lambda other: other != language):
        for text in fields:
            found = snippet(text[written_in], hit.forms, _written_in(text, written_in))
            if found.has_mark:
                return found
    return None


def _written_in(text: Text, language: Language) -> Language:
    """The language of a text; what reads the same in both is a document's own words."""
    return "nb" if text.nb == text.en else language


def snippet(text: str, forms: Collection[str], language: Language) -> Snippet:
    """Return the part of a text in which most of the words stand.

    Examples
    --------
    >>> snippet("Tillit til helsevesenet", {"tillit"}, "nb").pieces
    ('', 'Tillit', ' til helsevesenet')
    """
    spans = marks(text, forms)
    start, end = _window(text, spans)
    pieces = ["…" if start else ""]
    at = start
    for first, last in spans:
        if start <= first and last <= end:
            pieces[-1] += text[at:first]
            pieces += [text[first:last], ""]
            at = last
    pieces[-1] += text[at:end] + ("…" if end < len(text) else "")
    return Snippet(tuple(pieces), language)


def marks(text: str, forms: Collection[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text; of joined words the whole, or the piece that was meant.

    Examples
    --------
    >>> marks("Bruk av e-resept", {"resept"}), marks("Bruk av e-resept", {"eresept"})
    ([(10, 16)], [(8, 16)])
    """
    return [
        (part.start, part.end)
        for word in words_of(text)
        for part in ((word,) if word.form in forms else word.pieces)
        if part.form in forms
    ]


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Where to cut a long text, between words, so that most of the spans are in it."""
    if len(text) <= WIDTH:
        return 0, len(text)
    near = {
        first: sum(first <= other < first + WIDTH - LEAD for other, _ in spans)
        for first, _ in spans
    }
    best = max(near, key=lambda first: (near[first], -first), default=0)
    start = 0 if best < WIDTH // 2 else text.rfind(" ", 0, best - LEAD) + 1
    end = len(text) if start + WIDTH >= len(text) else text.rfind(" ", start, start + WIDTH)
    return start, end if end > start else start + WIDTH
