"""Words of the app in both languages.

Every sentence that a person reads stands once per language in ``locale/nb.toml`` and
``locale/en.toml``, under the same key. A sentence that reads otherwise of one thing than of several
has a form for each plural of its language, and says which of its fields chooses the form::

    found.of = "total"
    found.one = "{shown} of {total} variable."
    found.other = "{shown} of {total} variables."

Labels that belong to a survey live in its codebook as :class:`Text`.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from babel import Locale

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
PLURALS = ("one", "other")  # the forms that both languages have


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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the catalogue: its plural forms, and the field that chooses between them.

    A sentence that does not count has the form ``other`` only.
    """

    forms: Mapping[str, str]
    counted: str | None = None


@cache
def locale_of(language: Language) -> Locale:
    """Return how a language writes numbers and dates, and which plurals it has."""
    from babel import Locale  # a sentence that counts nothing does without

    return Locale.parse({"nb": "nb_NO", "en": "en_GB"}[language])


@cache
def catalogue(language: Language) -> Mapping[str, Sentence]:
    """All sentences of one language, by dotted key."""
    source = resources.files("insight.language") / "locale" / f"{language}.toml"
    return read_sentences(source.read_text("utf-8"))


def read_sentences(text: str) -> Mapping[str, Sentence]:
    """Read the sentences of a catalogue, which is TOML with sections.

    Raises
    ------
    ValueError
        If a sentence has some of the plural forms and not all, or others.
    """
    return {
        f"{section}.{name}": _sentence(f"{section}.{name}", entry)
        for section, entries in tomllib.loads(text).items()
        for name, entry in entries.items()
    }


def _sentence(key: str, entry: str | dict[str, str]) -> Sentence:
    if isinstance(entry, str):
        return Sentence({"other": entry})
    expected = {"of", *PLURALS}
    if set(entry) != expected:
        raise ValueError(f"{key}: expected {sorted(expected)}, not {sorted(entry)}")
    return Sentence({form: entry[form] for form in PLURALS}, entry["of"])


def say(language: Language, key: str, /, **values: object) -> str:
    """Return the sentence `key` with its fields filled in.

    Parameters
    ----------
    language
        Language of the sentence; a :class:`Text` among the values follows it.
    key
        Dotted key in the catalogue. Where its sentence counts, the value of the field that it names
        chooses the plural form.
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
    return _filled(
        _form(language, key, values),
        {name: _in(language, value) for name, value in values.items()},
    )


def both(key: str, /, **values: object) -> Text:
    """Return the sentence `key` in both languages.

    Examples
    --------
    >>> both("base.n", n=12)
    Text(nb='12 svar', en='12 answers')
    """
    return Text(say("nb", key, **values), say("en", key, **values))


@cache
def _without_fields(language: Language, key: str) -> str:
    return _filled(catalogue(language)[key].forms["other"], {})


def _form(language: Language, key: str, values: Mapping[str, object]) -> str:
    """The plural form that fits a number as it is shown: grouped digits and ranges are many."""
    sentence = catalogue(language)[key]
    if sentence.counted is None:
        return sentence.forms["other"]
    shown = str(values[sentence.counted])
    many = not shown.isdecimal()
    return sentence.forms["other" if many else locale_of(language).plural_form(int(shown))]


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


def _filled(form: str, values: Mapping[str, object]) -> str:
    """Fill in fields, writing line breaks and other control characters in them as escapes."""
    return "".join(
        words if name is None else words + one_line(format(values[name], spec or ""))
        for words, name, spec, _ in _parts(form)
    )


@cache
def _parts(form: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """The words of a sentence, each with the field that follows it and how that is written."""
    return list(string.Formatter().parse(form))
