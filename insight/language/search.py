"""Full-text search as a reader expects it: every word must occur, in any order, any case."""

from __future__ import annotations

from collections.abc import Iterable

from insight.language.catalogue import Text

LONGEST = 200


def terms(words: str) -> tuple[str, ...]:
    """Return what is searched for: the words, folded, each once.

    Examples
    --------
    >>> terms("Tillit  tillit KJERNEJOURNAL")
    ('tillit', 'kjernejournal')
    """
    return tuple(dict.fromkeys(words[:LONGEST].casefold().split()))


def matches(words: str, texts: Iterable[str | Text | None]) -> bool:
    """Tell whether every word occurs somewhere in the texts, as a word or a part of one.

    A text in both languages is searched in both.

    Examples
    --------
    >>> matches("person vern", ["Skepsis til datadeling, sterkt personvern"])
    True
    >>> matches("pasient", [Text("Innbygger", "Citizen"), None])
    False
    """
    wanted = terms(words)
    if not wanted:
        return True
    searched = "\n".join(_plain(text) for text in texts if text).casefold()
    return all(word in searched for word in wanted)


def _plain(text: str | Text) -> str:
    return text if isinstance(text, str) else f"{text.nb}\n{text.en}"
