"""Word forms: how a word is written, inflected and put together, so that a search knows it again.

A word is *folded* to what all its spellings share, *stemmed* by Snowball's algorithms, and a
Norwegian compound is *split* into the words that it is made of.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from insight.language.catalogue import Language

SHORTEST_STEM = 3
SHORTEST_PART = 4
LINKS = ("", "s", "e")  # what joins the parts of a Norwegian compound
# Endings that are words of their own too, and no part of a compound; stemmed.
_ENDINGS = frozenset(["ing", "inger", "ingen", "end", "skap", "het", "heter", "men", "ment", "sen"])
# What stands in nearly every sentence says nothing of what it is about.
COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        a an and antall are as at av be by da de den der det dette do du en er et for fra from
        ha har how hva hvem hvor hvordan i ikke in is it its jeg kan man mange many med min mine
        mitt mot much my mye nar not number of og om on opp or our pa sa seg selv sin skal som
        that the their there this til to ut var ved vi vil was we what when which who will with
        """,
    )
)
_WORD = re.compile(r"[^\W_]+(?:[-\N{NON-BREAKING HYPHEN}_.][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
_DIGRAPHS = re.compile("ae|oe|aa")
_LETTERS = str.maketrans("æøđð", "aodd")
_PERSONS = re.compile("(?<=er)nes?$")  # innbyggerne, of which Snowball leaves innbyggern
_LAW = re.compile("(?<=lov)(en|er|ene)?s?$")  # a law, which Snowball takes for an ending
_ONE_AT_A_TIME = threading.Lock()  # a stemmer holds the word that it works on


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and its folded form.

    A word such as ``e-helse`` or ``trust_need`` also has `pieces`, the words that it joins.
    """

    start: int
    end: int
    form: str
    pieces: tuple[Word, ...] = ()


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return what the spellings of a word share, whatever keyboard it was typed on.

    Examples
    --------
    >>> {fold(word) for word in ("Pårørende", "paaroerende", "parorende")}
    {'parorende'}
    """
    letters = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _DIGRAPHS.sub(lambda digraph: digraph[0][0], plain)


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text.

    Examples
    --------
    >>> [(word.form, [piece.form for piece in word.pieces]) for word in words_of("Ny e-helse!")]
    [('ny', []), ('ehelse', ['e', 'helse'])]
    """
    for found in _WORD.finditer(text):
        pieces = tuple(
            Word(found.start() + piece.start(), found.start() + piece.end(), fold(piece[0]))
            for piece in _PIECE.finditer(found[0])
        )
        form = "".join(piece.form for piece in pieces)
        yield Word(found.start(), found.end(), form, pieces if len(pieces) > 1 else ())


def forms_of(text: str) -> list[str]:
    """Return the folded words of a text in order, joined words as their pieces.

    Examples
    --------
    >>> forms_of("Digital hjemmeoppfølging og e-resept")
    ['digital', 'hjemmeoppfolging', 'og', 'e', 'resept']
    """
    return [piece.form for word in words_of(text) for piece in word.pieces or (word,)]


@cache
def _stemmer(language: Language) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer({"nb": "norwegian", "en": "english"}[language])


def _snowball(form: str, language: Language) -> str:
    with _ONE_AT_A_TIME:
        return str(_stemmer(language).stemWord(form))


@lru_cache(maxsize=50_000)
def stem(form: str, language: Language) -> str:
    """Return the stem of a folded word.

    Snowball takes one ending off a Norwegian word; here all go, and the *-ing* of verbal nouns.

    Examples
    --------
    >>> {stem(form, "nb") for form in ("innbygger", "innbyggere", "innbyggerne")}
    {'innbygg'}
    >>> {stem(form, "nb") for form in ("forsikring", "forsikringer", "forsikre")}
    {'forsikr'}
    """
    if language == "en":
        return _snowball(form, "en")
    if form != (law := _LAW.sub("", form)) or form.endswith("lov"):
        return law
    shorter = _snowball(_PERSONS.sub("", form), "nb")
    if shorter == form and len(form) - len("ing") > SHORTEST_STEM:
        shorter = form.removesuffix("ing")
    return form if shorter == form or len(shorter) < SHORTEST_STEM else stem(shorter, "nb")


@dataclass(frozen=True)
class Lexicon:
    """The Norwegian words that are known to stand alone, by which compounds are split.

    Attributes
    ----------
    stems
        Their stems, folded.
    """

    stems: frozenset[str]

    @classmethod
    def of(cls, forms: Iterable[str]) -> Lexicon:
        """Return the lexicon of folded words."""
        return cls(frozenset(stem(form, "nb") for form in forms if len(form) >= SHORTEST_PART))

    def parts(self, form: str) -> tuple[str, ...]:
        """Return the words that a compound is made of, fewest first; empty where it is none.

        Examples
        --------
        >>> lexicon = Lexicon.of(["digital", "hjemme", "oppfolging", "relasjon", "kontrakt"])
        >>> lexicon.parts("hjemmeoppfolgingen"), lexicon.parts("relasjonskontrakt")
        (('hjemme', 'oppfolgingen'), ('relasjons', 'kontrakt'))
        >>> lexicon.parts("digital")
        ()
        """
        for count in (2, 3):
            if parts := self._split(form, count):
                return parts
        return ()

    def _split(self, form: str, count: int) -> tuple[str, ...]:
        if count == 1:
            root = stem(form, "nb")
            is_known = len(form) >= SHORTEST_PART and root in self.stems - _ENDINGS
            return (form,) if is_known else ()
        for cut in range(len(form) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            for link in LINKS:
                first = form[:cut].removesuffix(link) if link else form[:cut]
                is_first = len(first) + len(link) == cut and self._stands_first(first)
                if is_first and (rest := self._split(form[cut:], count - 1)):
                    return (first, *rest)
        return ()

    def _stands_first(self, form: str) -> bool:
        return len(form) >= SHORTEST_PART and stem(form, "nb") in self.stems


def meaningful(forms: Iterable[str]) -> list[str]:
    """Return words without those that stand in nearly every sentence, unless there are no others.

    Examples
    --------
    >>> meaningful(["hvem", "ser", "i", "journalen"]), meaningful(["hva", "er"])
    (['ser', 'journalen'], ['hva', 'er'])
    """
    distinct = list(dict.fromkeys(forms))
    return [form for form in distinct if form not in COMMON and len(form) > 1] or distinct


def abbreviations(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return what abbreviations stand for, from names such as ``EPJ (elektronisk pasientjournal)``.

    Examples
    --------
    >>> abbreviations(["KI (kunstig intelligens)", "Henvisning (til lege)"])
    {'ki': ('kunstig', 'intelligens')}
    """
    written: dict[str, tuple[str, ...]] = {}
    for name in names:
        short, _, long = name.removesuffix(")").partition(" (")
        if long and len(short) <= len("EHDS4X") and sum(map(str.isupper, short)) > 1:
            written[fold(short)] = tuple(meaningful(forms_of(long)))
    return written
