"""Words of the app in both languages.

Every sentence that a person reads stands once per language in ``locale/nb.toml`` and
``locale/en.toml``, under the same key. Labels that belong to a survey live in its codebook as
:class:`Text`.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """A label or sentence in both languages.

    Examples
    --------
    >>> Text("Alder", "Age")["en"]
    'Age'
    """

    nb: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.nb if language == "nb" else self.en


def as_language(value: object, default: Language = "nb") -> Language:
    """Return `value` if it is a language of the app, else `default`.

    Examples
    --------
    >>> as_language("en"), as_language("<script>")
    ('en', 'nb')
    """
    return next((language for language in LANGUAGES if language == value), default)


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """All sentences of one language, by dotted key."""
    source = resources.files("insight.language") / "locale" / f"{language}.toml"
    sections = tomllib.loads(source.read_text("utf-8"))
    return {
        f"{section}.{name}": sentence
        for section, sentences in sections.items()
        for name, sentence in sentences.items()
    }


def say(language: Language, key: str, /, **values: object) -> str:
    """Return the sentence `key` with its fields filled in.

    Parameters
    ----------
    language
        Language of the sentence; a :class:`Text` among the values follows it.
    key
        Dotted key in the catalogue.
    **values
        Fields of the sentence. Control characters in them are made visible, so that a hostile
        name cannot break out of its line.

    Raises
    ------
    KeyError
        If the catalogue has no such key or the sentence a field that was not given.

    Examples
    --------
    >>> say("en", "filter.nobody_excluded")
    'all respondents'
    """
    if not values:
        return _without_fields(language, key)
    return _OneLine().format(
        catalogue(language)[key], **{name: _in(language, value) for name, value in values.items()}
    )


@cache
def _without_fields(language: Language, key: str) -> str:
    return _OneLine().format(catalogue(language)[key])


def one_line(words: str) -> str:
    r"""Return `words` with line breaks and other control characters written as escapes.

    Examples
    --------
    >>> one_line("two\nlines")
    'two\\nlines'
    """
    if words.isprintable():
        return words
    return "".join(mark if _is_plain(mark) else repr(mark)[1:-1] for mark in words)


def is_plain(words: str) -> bool:
    """Whether `words` stand as they are in one line: no control characters."""
    return all(_is_plain(mark) for mark in words)


def _is_plain(mark: str) -> bool:
    return mark.isprintable() or mark == "\N{NO-BREAK SPACE}"


def _in(language: Language, value: object) -> object:
    return value[language] if isinstance(value, Text) else value


class _OneLine(string.Formatter):
    """Formats fields, writing line breaks and other control characters as escapes."""

    def format_field(self, value: object, format_spec: str) -> str:
        return one_line(str(super().format_field(value, format_spec)))
