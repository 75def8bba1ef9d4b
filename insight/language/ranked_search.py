"""Ranked search over indexes: what is meant comes first, also where it is typed by mistake.

What has all words comes before what has some; a rare word counts more than a common one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from insight.language.catalogue import LANGUAGES, Language
from insight.language.search import LONGEST
from insight.language.search_terms import FEW, Place, Term, Understanding
from insight.language.text_index import Entry, Index, name_of
from insight.language.word_forms import forms_of

NAMED = 2.0  # what is called just so
HALF = 0.5  # of what the words count, the least that is a hit
NEARBY = 20  # of what fits less well, the most that is listed
_PHRASE = re.compile(r'["«“”]([^"«»“”]+)["»“”]')


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


class Search:
    """A search over indexes that are built once.

    Parameters
    ----------
    indexes
        What to search in.
    same
        Groups of phrases that mean the same, such as ``EPJ`` and ``elektronisk pasientjournal``.
    misprints
        Folded words that are printed by mistake: found as they stand, but never meant.
    """

    def __init__(
        self,
        indexes: Sequence[Index],
        same: Iterable[Sequence[str]] = (),
        misprints: Collection[str] = (),
    ) -> None:
        self.indexes = indexes
        self.understood = Understanding(indexes, same, misprints)

    def find(self, words: str, language: Language = LANGUAGES[0]) -> Results:
        """Return what fits words, and phrases in quotation marks.

        What is mistyped is taken for a word of the `language` of the reader.
        """
        words = words[:LONGEST]
        loose = _PHRASE.sub(" ", words)
        phrases = [phrase for quoted in _PHRASE.findall(words) if (phrase := forms_of(quoted))]
        must = [self.understood.phrase(phrase) for phrase in phrases]
        terms = [
            *must,
            *(
                self.understood.term(*asked, loose, language)
                for asked in self.understood.asked(loose)
            ),
        ]
        known = [term for term in terms if term.fits]
        for term in known:
            words = words.replace(term.asked, term.read_as or term.asked)
        hits = self._ranked(terms, must, self._named(words)) if terms else ()
        return Results(
            hits,
            tuple((term.asked, term.read_as) for term in known if term.read_as),
            tuple(term.asked for term in terms if not term.fits),
            () if hits else tuple(self.understood.near(terms, language)),
        )

    def _ranked(
        self, terms: Sequence[Term], must: Sequence[Term], named: set[Place]
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

    def _hit(self, place: Place, has: Sequence[Term], named: float) -> Hit:
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


def _score(hit: Hit) -> float:
    return -hit.score
