"""Terms of a search: the words that were asked for, and how well each place fits them.

A word fits as itself, inflected, in a compound, by another word that means the same, as a part of a
longer word or mistyped, in this order.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from insight.language.catalogue import LANGUAGES, Language
from insight.language.spelling import LETTERS_TO_A_MISTAKE, corrections, nearest
from insight.language.text_index import (
    HEAD,
    INFLECTED,
    PART,
    SAME,
    WITHIN,
    Index,
    WordIndex,
    is_abbreviation,
)
from insight.language.word_forms import (
    COMMON,
    fold,
    forms_of,
    is_meaningful,
    meaningful,
    stem,
    words_of,
)

FEW = 5  # found no oftener, there is a need to look further afield
STANDS_FOR, HEAD_ALONE, MISTYPED = 0.7, 0.3, 0.4
NOT_IN_CAPITALS = 0.4
AS_ITSELF = (SAME, INFLECTED)
AT_THE_BEGINNING = (*AS_ITSELF, PART)
IN_ANY_WAY = (*AT_THE_BEGINNING, HEAD)
FARTHEST = 4  # mistakes in a word that is offered as near
Place = tuple[int, int]  # the number of an index, and of an entry in it


@dataclass
class Term:
    """A word or phrase that was asked for: how well each place fits it, and by which words."""

    asked: str
    fits: dict[Place, float] = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)
    read_as: str = ""
    rarity: float = 0.0
    loosely: set[Place] = field(default_factory=set)

    def take(self, index: int, entries: Mapping[int, float], word: str, quality: float) -> None:
        """Take the entries of an index in which a word stands."""
        for entry, weight in entries.items():
            place = (index, entry)
            self.fits[place] = max(self.fits.get(place, 0.0), weight * quality)
        self.forms.add(word)


class Understanding:
    """What is understood of a search, by the words of some indexes.

    Parameters
    ----------
    indexes
        What is searched in.
    same
        Groups of phrases that mean the same, such as ``EPJ`` and ``elektronisk pasientjournal``.
    misprints
        Folded words that are printed by mistake: found as they stand, but never meant.
    """

    def __init__(
        self, indexes: Sequence[Index], same: Iterable[Sequence[str]], misprints: Collection[str]
    ) -> None:
        self.indexes = indexes
        self.same = [[_folded(phrase) for phrase in group] for group in same]
        self.misprints = misprints

    def asked(self, words: str) -> list[tuple[str, str]]:
        """Return the words of a search, folded and as written; one that is joined may be two."""
        written: dict[str, str] = {}
        for word in words_of(words):
            is_known = not word.pieces or any(
                word.form in of.postings for _, of in self._word_indexes()
            )
            for part in (word,) if is_known else word.pieces:
                written.setdefault(part.form, words[part.start : part.end])
        said = [form for form in written if is_meaningful(form) or self._stands(written[form])]
        return [(form, written[form]) for form in said or written]

    def _stands(self, written: str) -> bool:
        """Whether an abbreviation stands somewhere, so that WHO is no question."""
        return is_abbreviation(written) and any(
            forms_of(written)[0] in index.capitals for _, index in self._word_indexes()
        )

    def term(self, form: str, written: str, words: str, language: Language) -> Term:
        """Return where a word of a search fits, from best to worst as the module tells."""
        term = Term(written)
        if self._stands(written):
            self._take_abbreviation(term, form)
        else:
            self._take_alike(term, form)
        self._take_what_it_stands_for(term, form, words)
        self._take_further(term, form, language)
        total = sum(len(index.entries) for index in self.indexes)
        term.rarity = math.log(1 + (total + 1) / (len(term.fits) + 1))
        return term

    def _word_indexes(self) -> Iterator[tuple[int, WordIndex]]:
        for number, index in enumerate(self.indexes):
            for word_index in index.word_indexes.values():
                yield number, word_index

    def _words_in(self, language: Language) -> list[WordIndex]:
        return [index.word_indexes[language] for index in self.indexes]

    def _take_alike(
        self, term: Term, form: str, quality: float = 1.0, ways: Collection[float] = IN_ANY_WAY
    ) -> None:
        for number, word_index in self._word_indexes():
            for word, fit in word_index.alike(form).items():
                if fit in ways:
                    term.take(number, word_index.postings[word], word, fit * quality)

    def _take_abbreviation(self, term: Term, form: str) -> None:
        """Take what has a word in capitals, and less what has it otherwise."""
        for number, word_index in self._word_indexes():
            term.take(number, word_index.capitals.get(form, {}), form, 1.0)
        if form not in COMMON:
            self._take_alike(term, form, NOT_IN_CAPITALS)

    def _take_further(self, term: Term, form: str, language: Language) -> None:
        """Look further afield for a word of which little or nothing is found, or none meant."""
        if not term.fits or (form in self.misprints and len(term.fits) <= FEW):
            self._take_mistyped(term, form, 1, language)
        if len(term.fits) <= FEW and not term.read_as:
            self._take_parts(term, form)
        if not term.fits:
            for number, word_index in self._word_indexes():
                for word in word_index.beyond(form):
                    term.take(number, word_index.postings[word], word, WITHIN)
        if not term.fits:
            self._take_mistyped(term, form, 2, language)

    def _take_what_it_stands_for(self, term: Term, form: str, words: str) -> None:
        """Take what means the same as a word, or as the words that it is asked for with."""
        is_written = bool(term.fits)
        asked = _roots(forms_of(words))
        own = _roots([form])
        for group in self.same:
            for phrase in group:
                roots = _roots(phrase)
                if own & roots and all(_roots([part]) & asked for part in phrase):
                    for other in group:
                        if other != phrase:
                            self._take_said(term, other)
                            if term.fits and not is_written and not term.read_as:
                                term.read_as = " ".join(map(self._written, other))

    def _take_said(self, term: Term, phrase: Sequence[str]) -> None:
        """Take what says a phrase; with a number in it, only as it stands."""
        if any(form.isdigit() for form in phrase):
            said = self.phrase(phrase)
            term.fits |= {place: said.fits[place] * STANDS_FOR for place in said.fits}
            term.forms |= said.forms
        else:
            self._take_all(term, phrase, STANDS_FOR)

    def _take_all(
        self,
        term: Term,
        forms: Sequence[str],
        quality: float,
        before: Collection[float] = AS_ITSELF,
    ) -> None:
        """Take what has every one of some words; those `before` the last also in other ways."""
        *firsts, last = parts = [Term(form) for form in forms]
        for part in firsts:
            self._take_alike(part, part.asked, ways=before)
        self._take_alike(last, last.asked, ways=AS_ITSELF if firsts else IN_ANY_WAY)
        for place in set.intersection(*(set(part.fits) for part in parts)):
            weight = min(part.fits[place] for part in parts) * quality
            term.fits[place] = max(term.fits.get(place, 0.0), weight)
            term.forms.update(*(part.forms for part in parts))

    def _take_parts(self, term: Term, form: str) -> None:
        """Take a compound that little is found of for its parts, and loosely for its last one."""
        for index in self.indexes:
            if parts := index.word_indexes["nb"].lexicon.parts(form):
                is_written = bool(term.fits)
                self._take_all(term, parts, STANDS_FOR, AT_THE_BEGINNING)
                if not term.fits:
                    return
                if not is_written:
                    term.read_as = " ".join(_as_written(parts, term.asked))
                before = set(term.fits)
                self._take_alike(term, parts[-1], HEAD_ALONE)
                term.loosely = set(term.fits) - before
                return

    def _take_mistyped(self, term: Term, form: str, mistakes: int, language: Language) -> None:
        """Take a word for the known ones that it is likely a mistake for."""
        meant = corrections(form, self._words_in(language), mistakes, self.misprints)
        for word in meant:
            self._take_alike(term, word, MISTYPED)
        term.read_as = self._written(meant[0]) if meant else ""

    def _written(self, form: str) -> str:
        return next(
            (of.written[form] for _, of in self._word_indexes() if form in of.written), form
        )

    def phrase(self, phrase: Sequence[str]) -> Term:
        """Return where folded words stand one after the other."""
        term = Term(" ".join(phrase), rarity=float(len(phrase)))
        for number, word_index in self._word_indexes():
            has = [word_index.postings.get(form, {}) for form in phrase]
            for entry in set.intersection(*(set(postings) for postings in has)):
                if self.indexes[number].says(entry, phrase):
                    term.fits[number, entry] = sum(postings[entry] for postings in has)
        term.forms.update(phrase)
        return term

    def near(self, terms: Sequence[Term], language: Language) -> list[str]:
        """Return words near those of a search, and the parts of those that are compounds."""
        found: list[str] = []
        for form in (form for term in terms for form in forms_of(term.asked)[:1]):
            close = nearest(form, self._words_in(language), FARTHEST, self.misprints)[:FEW]
            found += [word for word, away in close if away * LETTERS_TO_A_MISTAKE <= len(form)]
            for words in self._words_in("nb"):
                found += words.lexicon.parts(form)
        return list(dict.fromkeys(map(self._written, found)))[:FEW]


@lru_cache(maxsize=2_000)
def _folded(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase that say something; every search asks for those of all."""
    return tuple(meaningful(forms_of(phrase)))


def _roots(forms: Iterable[str]) -> set[str]:
    """The stems of words, in whichever language they are."""
    return {stem(form, language) for form in forms for language in LANGUAGES}


def _as_written(parts: Iterable[str], written: str) -> Iterator[str]:
    """The parts of a compound with the letters that it was written with.

    Examples
    --------
    >>> list(_as_written(["sekundar", "bruk"], "Sekundærbruk"))
    ['sekundær', 'bruk']
    """
    folded = fold(written)
    for part in parts:
        start = folded.find(part)
        yield written[start : start + len(part)].lower() if len(folded) == len(written) else part
