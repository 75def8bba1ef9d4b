"""An inverted index: in which entries a word stands, as itself, inflected, or within a compound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from insight.language.catalogue import LANGUAGES, Language, Text
from insight.language.word_forms import (
    COMMON,
    Lexicon,
    forms_of,
    meaningful,
    skeleton,
    stem,
    words_of,
)

# How well a word of a text fits the word that was asked for.
SAME, INFLECTED, HEAD, PART, WITHIN = 1.0, 0.85, 0.6, 0.48, 0.4
PIECE = 0.9  # of e-helse, helse
SHORTEST_BEGINNING, SHORTEST_END = 4, 5


@dataclass(frozen=True)
class Entry:
    """Something that can be found.

    Attributes
    ----------
    kind
        What it is listed under.
    key
        What it is, for who shows it; no two entries of a kind have the same.
    names
        What it is called, first the name that is shown; most facts have none.
    text
        What it says.
    where
        Where it stands, such as the heading over it.
    more
        What else it can be found by.
    weight
        How much its kind counts against others that fit as well.
    """

    kind: str
    key: Hashable
    names: tuple[Text, ...]
    text: Text | None
    where: Text | None = None
    more: tuple[Text, ...] = ()
    weight: float = 1.0

    def fields(self) -> Iterator[tuple[Text, float, int]]:
        """Yield each text, what a word in it counts, and the length at which that is halved."""
        yield from ((name, 3.0, 8) for name in self.names)
        if self.text:
            yield self.text, 1.5, 60
        if self.where:
            yield self.where, 0.9, 15
        yield from ((text, 0.6, 60) for text in self.more)


@dataclass
class WordIndex:
    """The words of all entries in one language, each with what it counts in which entry."""

    language: Language
    postings: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    capitals: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    written: dict[str, str] = field(default_factory=dict)
    skeletons: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    compounds: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    lexicon: Lexicon = field(default_factory=lambda: Lexicon.of(()))

    def add(self, number: int, text: str, weight: float, half: int) -> None:
        """Add the words of a text of an entry."""
        words = list(words_of(text))
        counted = weight / (1 + len(words) / half)
        for word in words:
            self._count(number, word.form, counted, text[word.start : word.end])
            for piece in word.pieces:
                self._count(number, piece.form, counted * PIECE, text[piece.start : piece.end])

    def _count(self, number: int, form: str, weight: float, written: str) -> None:
        for entries in self._of_word(form, written):
            entries[number] = max(weight, entries.get(number, 0.0))
        self.written.setdefault(form, written.lower())

    def _of_word(self, form: str, written: str) -> Iterator[dict[int, float]]:
        yield self.postings[form]
        if is_abbreviation(written):
            yield self.capitals[form]

    def close(self) -> None:
        """Sort the words by their stems and parts, once all are there."""
        if self.language == "nb":
            self.lexicon = Lexicon.of(self.postings)
        for form in self.postings:
            self.stems[stem(form, self.language)].append(form)
            self.skeletons[skeleton(form)].append(form)
            *firsts, last = self.lexicon.parts(form) or ("",)
            for part in firsts:
                self.compounds[stem(part, self.language)].append((form, PART))
            if last:
                self.compounds[stem(last, self.language)].append((form, HEAD))

    def alike(self, form: str) -> dict[str, float]:
        """Return what is a word, a form or a compound of it, and how well each fits.

        Examples
        --------
        >>> index = Index.of([Entry("need", 1, (), Text("Pasient med journal", "")),
        ...                   Entry("need", 2, (), Text("En pasientjournal", ""))])
        >>> index.word_indexes["nb"].alike("journalen")
        {'pasientjournal': 0.6, 'journal': 0.85}
        """
        if form in COMMON:
            return {form: SAME} if form in self.postings else {}
        root = stem(form, self.language)
        found = dict(self.compounds.get(root, ()))
        found |= dict.fromkeys(self.stems.get(root, ()), INFLECTED)
        if form in self.postings:
            found[form] = SAME
        return found

    def beyond(self, form: str) -> list[str]:
        """Return the longer words that begin or end so, whatever the rest is."""
        return [
            word
            for word in self.postings
            if (len(form) >= SHORTEST_BEGINNING and word.startswith(form))
            or (len(form) >= SHORTEST_END and word.endswith(form))
        ]


@dataclass(frozen=True)
class Index:
    """Entries, and the words by which they are found."""

    entries: Sequence[Entry]
    word_indexes: Mapping[Language, WordIndex]
    named: Mapping[tuple[str, ...], Sequence[int]]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Index:
        """Return an index of entries."""
        all_entries = tuple(entries)
        word_indexes = {language: WordIndex(language) for language in LANGUAGES}
        named: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, entry in enumerate(all_entries):
            for text, weight, half in entry.fields():
                for language in _languages(text):
                    word_indexes[language].add(number, text[language], weight, half)
            for name in _names(entry):
                named[name].append(number)
        for word_index in word_indexes.values():
            word_index.close()
        return cls(all_entries, word_indexes, named)

    def says(self, number: int, phrase: Sequence[str]) -> bool:
        """Tell whether an entry has words one after the other, in either language."""
        wanted = f" {' '.join(phrase)} "
        return any(
            wanted in f" {' '.join(forms_of(text[language]))} "
            for text, *_ in self.entries[number].fields()
            for language in _languages(text)
        )


def is_abbreviation(written: str) -> bool:
    """Tell whether a word is written in capitals, as WHO and not as who."""
    return len(written) > 1 and written.isupper()


def name_of(words: str, language: Language) -> tuple[str, ...]:
    """Return what a name is known by, in whatever order and form its words are.

    Examples
    --------
    >>> name_of("Digital hjemmeoppfølging", "nb") == name_of("hjemmeoppfølgingen, digital", "nb")
    True
    """
    return tuple(sorted(stem(form, language) for form in meaningful(forms_of(words))))


def _languages(text: Text) -> Sequence[Language]:
    return LANGUAGES if text.nb != text.en else LANGUAGES[:1]


def _names(entry: Entry) -> set[tuple[str, ...]]:
    """What an entry is known by: of ``EPJ (elektronisk pasientjournal)``, both names."""
    return {
        name_of(name, language)
        for text in entry.names
        for language in LANGUAGES
        for name in (text[language], *text[language].removesuffix(")").split(" (", 1))
    }
