"""XML that any reader takes: escaped by the standard library, without characters XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from insight.language.catalogue import LANGUAGES, Language, Text

Element = ElementTree.Element

# What XML 1.0 has no way to write, not even escaped (section 2.2, production Char).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(words: str) -> str:
    r"""Return `words` without the characters that XML has no way to write.

    Examples
    --------
    >>> writable("a\x00b\ud800 & \t<c>")
    'ab & \t<c>'
    """
    return _FORBIDDEN.sub("", words)


def element(tag: str, words: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """Return an element with its text and attributes."""
    plain = {name: writable(value) for name, value in (attributes or {}).items()}
    made = Element(tag, plain)
    if words:
        made.text = writable(words)
    return made


def add(
    parent: Element, tag: str, words: str = "", attributes: Mapping[str, str] | None = None
) -> Element:
    """Append an element to another and return it."""
    made = element(tag, words, attributes)
    parent.append(made)
    return made


def add_in_both(
    parent: Element,
    tag: str,
    text: Text | None,
    first: Language,
    attributes: Mapping[str, str] | None = None,
) -> None:
    """Append a text in both languages, one element for each, or one where they do not differ."""
    if text is None:
        return
    if text.nb == text.en:
        add(parent, tag, text.nb, attributes)
        return
    for language in languages(first):
        add(parent, tag, text[language], {**(attributes or {}), "xml:lang": language})


def languages(first: Language) -> Iterator[Language]:
    """All languages, the one asked for first."""
    yield first
    yield from (language for language in LANGUAGES if language != first)


def document(root: Element) -> bytes:
    """Write a document: UTF-8, indented, with its declaration."""
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
