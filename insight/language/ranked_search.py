"""Ranked search over indexes: what is meant comes first, also where it is typed by mistake.

A word fits as itself, inflected, in a compound, as a part of a longer word or mistyped, in this
order; what has all words comes before what has some; a rare word counts more than a common one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from insight.language.search import LONGEST
from insight.language.text_index import WITHIN, Entry, Index, WordIndex, name_of
from insight.language.word_forms import abbreviations, forms_of, meaningful, words_of

FEW = 5  # found no oftener, there is a need to look further afield
STANDS_FOR, HEAD_ALONE, MISTYPED = 0.7, 0.3, 0.4
NAMED = 2.0  # what is called just so
HALF = 0.5  # of what the words count, the least that is a hit
NEARBY = 20  # of what fits less well, the most that is listed
LETTERS_TO_A_MISTAKE = 4
FARTHEST = 4  # mistakes in a word that is offered as near
_PHRASE = re.compile(r'["«“”]([^"«»“”]+)["»“”]')
Place = tuple[int, int]  # the number of an index, and of an entry in it


@dataclass(frozen=True)
class Hit:
    """An entry that was found, and the words by which it was: folded, to be marked."""

    entry: Entry
    score: float
    forms: frozenset[str]


@dataclass(frozen=True)
class Results:
    """What a search has found, best first.

    Attributes
    ----------
    hits
        What was found.
    read_as
        Words that nothing has, each with the word it was taken for.
    unknown
        Words that nothing has, nor anything near them.
    near
        Words to search for instead, where nothing was found.
    """

    hits: tuple[Hit, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass
class _Term:
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


class Search:
    """A search over indexes that are built once.

    Parameters
    ----------
    indexes
        What to search in.
    terms
        Names such as ``EPJ (elektronisk pasientjournal)``, by which abbreviations are understood.
    """

    def __init__(self, indexes: Sequence[Index], terms: Iterable[str] = ()) -> None:
        self.indexes = indexes
        self.long = abbreviations(terms)

    def find(self, words: str) -> Results:
        """Return what fits words, and phrases in quotation marks."""
        words = words[:LONGEST]
        loose = _PHRASE.sub(" ", words)
        phrases = [phrase for quoted in _PHRASE.findall(words) if (phrase := forms_of(quoted))]
        must = [self._phrase(phrase) for phrase in phrases]
        terms = [*must, *(self._term(*asked, loose) for asked in self._asked(loose))]
        known = [term for term in terms if term.fits]
        for term in known:
            words = words.replace(term.asked, term.read_as or term.asked)
        hits = self._ranked(terms, must, self._named(words)) if terms else ()
        return Results(
            hits,
            tuple((term.asked, term.read_as) for term in known if term.read_as),
            tuple(term.asked for term in terms if not term.fits),
            () if hits else tuple(self._near(terms)),
        )

    def _asked(self, words: str) -> list[tuple[str, str]]:
        """The words that are asked for, folded and as written; one that is joined may be two."""
        written: dict[str, str] = {}
        for word in words_of(words):
            is_known = not word.pieces or any(
                word.form in of.postings for _, of in self._word_indexes()
            )
            for part in (word,) if is_known else word.pieces:
                written.setdefault(part.form, words[part.start : part.end])
        return [(form, written[form]) for form in meaningful(written)]

    def _term(self, form: str, written: str, words: str) -> _Term:
        term = _Term(written)
        self._take_alike(term, form)
        self._take_what_it_stands_for(term, form, words)
        self._take_further(term, form)
        total = sum(len(index.entries) for index in self.indexes)
        term.rarity = math.log(1 + (total + 1) / (len(term.fits) + 1))
        return term

    def _word_indexes(self) -> Iterator[tuple[int, WordIndex]]:
        for number, index in enumerate(self.indexes):
            for word_index in index.word_indexes.values():
                yield number, word_index

    def _take_alike(self, term: _Term, form: str, quality: float = 1.0) -> None:
        for number, word_index in self._word_indexes():
            for word, fit in word_index.alike(form).items():
                term.take(number, word_index.postings[word], word, fit * quality)

    def _take_further(self, term: _Term, form: str) -> None:
        """Look further afield for a word of which little or nothing is found."""
        if not term.fits:
            self._take_mistyped(term, form, 1)
        if len(term.fits) <= FEW and not term.read_as:
            self._take_head(term, form)
        if not term.fits:
            for number, word_index in self._word_indexes():
                for word in word_index.beyond(form):
                    term.take(number, word_index.postings[word], word, WITHIN)
        if not term.fits:
            self._take_mistyped(term, form, 2)

    def _take_what_it_stands_for(self, term: _Term, form: str, words: str) -> None:
        """Take an abbreviation for its words, and its words for the abbreviation."""
        if form in self.long:
            self._take_all(term, self.long[form], STANDS_FOR)
        asked = set(meaningful(forms_of(words)))
        for short, long in self.long.items():
            if form in long and asked.issuperset(long):
                self._take_alike(term, short, STANDS_FOR)

    def _take_all(self, term: _Term, forms: Sequence[str], quality: float) -> None:
        """Take what has every one of some words."""
        parts = [_Term(form) for form in forms]
        for part in parts:
            self._take_alike(part, part.asked)
        for place in set.intersection(*(set(part.fits) for part in parts)):
            weight = min(part.fits[place] for part in parts) * quality
            term.fits[place] = max(term.fits.get(place, 0.0), weight)
            term.forms.update(*(part.forms for part in parts))

    def _take_head(self, term: _Term, form: str) -> None:
        """Take a compound that little is found of for its parts, and loosely for its last one."""
        for index in self.indexes:
            if parts := index.word_indexes["nb"].lexicon.parts(form):
                self._take_all(term, parts, STANDS_FOR)
                before = set(term.fits)
                self._take_alike(term, parts[-1], HEAD_ALONE)
                term.loosely = set(term.fits) - before
                return

    def _take_mistyped(self, term: _Term, form: str, mistakes: int) -> None:
        """Take a word for the known ones nearest to it; a short one has room for few mistakes."""
        if len(form) < LETTERS_TO_A_MISTAKE * mistakes:
            return
        meant = self._nearest(form, mistakes)
        for word, distance in meant:
            if distance == meant[0][1]:
                self._take_alike(term, word, MISTYPED)
        term.read_as = self._written(meant[0][0]) if meant else ""

    def _nearest(self, form: str, mistakes: int) -> list[tuple[str, int]]:
        """Known words that, or whose stems, are within some mistakes: nearest, commonest first."""
        common: Counter[str] = Counter()
        nearest: dict[str, int] = {}
        for _, words in self._word_indexes():
            known = {root: forms[0] for root, forms in words.stems.items()}
            known |= {word: word for word in words.postings}
            found = process.extract(form, list(known), scorer=OSA.distance, score_cutoff=mistakes)
            for near, distance, _ in found:
                word = known[near]
                common[word] += len(words.postings[word])
                nearest[word] = min(int(distance), nearest.get(word, mistakes))
        return sorted(
            nearest.items(),
            key=lambda found: (found[1], found[0][0] != form[0], -common[found[0]]),
        )

    def _written(self, form: str) -> str:
        return next(of.written[form] for _, of in self._word_indexes() if form in of.written)

    def _phrase(self, phrase: Sequence[str]) -> _Term:
        term = _Term(" ".join(phrase), rarity=float(len(phrase)))
        for number, word_index in self._word_indexes():
            has = [word_index.postings.get(form, {}) for form in phrase]
            for entry in set.intersection(*(set(postings) for postings in has)):
                if self.indexes[number].says(entry, phrase):
                    term.fits[number, entry] = sum(postings[entry] for postings in has)
        term.forms.update(phrase)
        return term

    def _ranked(
        self, terms: Sequence[_Term], must: Sequence[_Term], named: set[Place]
    ) -> tuple[Hit, ...]:
        """What fits, best first: what has every word, what has them loosely, what has some."""
        least = HALF * sum(term.rarity for term in terms)
        whole: list[Hit] = []
        loose: list[Hit] = []
        partly: list[Hit] = []
        for place in dict.fromkeys(place for term in terms for place in term.fits):
            has = [term for term in terms if place in term.fits]
            if any(place not in phrase.fits for phrase in must):
                continue
            hit = self._hit(place, has, NAMED if place in named else 1.0)
            if len(has) == len(terms):
                (loose if any(place in term.loosely for term in terms) else whole).append(hit)
            elif sum(term.rarity for term in has) >= least:
                partly.append(hit)
        best, near = sorted(whole, key=_score), sorted(loose, key=_score)[:NEARBY]
        some = sorted(partly, key=_score)[:NEARBY] if len(whole) <= FEW else []
        return (*best, *near, *some)

    def _hit(self, place: Place, has: Sequence[_Term], named: float) -> Hit:
        entry = self.indexes[place[0]].entries[place[1]]
        score = sum(term.rarity * term.fits[place] for term in has) * entry.weight * named
        return Hit(entry, score, frozenset[str]().union(*(term.forms for term in has)))

    def _named(self, words: str) -> set[Place]:
        """The places of what is called just what was asked for."""
        return {
            (number, entry)
            for number, index in enumerate(self.indexes)
            for language in index.word_indexes
            for entry in index.named.get(name_of(words, language), ())
        }

    def _near(self, terms: Sequence[_Term]) -> list[str]:
        found = [
            self._written(word)
            for term in terms
            for word, distance in self._nearest(forms_of(term.asked)[0], FARTHEST)[:FEW]
            if distance * 3 <= len(word)
        ]
        return list(dict.fromkeys(found))[:FEW]


def _score(hit: Hit) -> float:
    return -hit.score
