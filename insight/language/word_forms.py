"""Word forms: how a word is written, inflected and put together, so that a search knows it again.

A word is *folded* to what all its spellings share, *stemmed* by Snowball's algorithms, and a
Norwegian compound is *split* into the words that it is made of.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from insight.language.catalogue import Language

SHORTEST_STEM = 4
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
        ha har how hva hvem hvor hvordan hvorfor i ikke in is it its jeg kan man mange many med min
        mine mitt mot much my mye nar not number of og om on opp or our pa sa seg selv sin skal som
        that the their there this til to ut var ved vi vil was we what when which who why will
        with
        """,
    )
)
_WORD = re.compile(r"[^\W_]+(?:[-\N{NON-BREAKING HYPHEN}_.][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
_DIGRAPHS = re.compile("ae|oe|aa")
_LETTERS = str.maketrans("æøđð", "aodd")
_PERSONS = re.compile("(?<=er)nes?$")  # innbyggerne, of which Snowball leaves innbyggern
_OF_SHORT = re.compile("(?<=^[a-z]{3})(e|en|er|et|ene|enes)$")  # the goal, of three letters
_INFLECTED = re.compile("(e|en|er|et|ene)$")
_DOUBLED = re.compile(r"(\D)\1")
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

    Snowball takes one ending off a Norwegian word; here all go, and the *-ing* of verbal nouns,
    as long as enough is left: of a shorter word only what inflects a noun goes.

    Examples
    --------
    >>> {stem(form, "nb") for form in ("innbygger", "innbyggere", "innbyggerne")}
    {'innbygg'}
    >>> {stem(form, "nb") for form in ("forsikring", "forsikringer", "forsikre")}
    {'forsikr'}
    """
    if language == "en":
        return _snowball(form, "en")
    if form != (short := _OF_SHORT.sub("", form)):
        return short
    return _without_endings(form)


def _without_endings(form: str) -> str:
    if form != (law := _LAW.sub("", form)) or form.endswith("lov"):
        return law
    shorter = _snowball(_PERSONS.sub("", form), "nb")
    if shorter == form and len(form) - len("ing") >= SHORTEST_STEM:
        shorter = form.removesuffix("ing")
    return form if shorter == form or len(shorter) < SHORTEST_STEM else _without_endings(shorter)


def skeleton(form: str) -> str:
    """Return a folded word with no letter twice in a row: what most mistake are the double ones.

    Examples
    --------
    >>> skeleton("tillit"), skeleton("tilitt")
    ('tilit', 'tilit')
    """
    return _DOUBLED.sub(r"\1", form)


@dataclass(frozen=True)
class Lexicon:
    """The Norwegian words that are known to stand alone, by which compounds are split.

    Attributes
    ----------
    words
        They themselves, folded, and less what inflects them.
    stems
        Their stems.
    """

    words: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def of(cls, forms: Iterable[str]) -> Lexicon:
        """Return the lexicon of folded words."""
        known = [form for form in forms if len(form) >= SHORTEST_PART]
        plain = (_INFLECTED.sub("", form) for form in known)
        return cls(frozenset({*known, *plain}), frozenset(stem(form, "nb") for form in known))

    def parts(self, form: str) -> tuple[str, ...]:
        """Return the words that a compound is made of, fewest first; empty where it is none.

        Examples
        --------
        >>> lexicon = Lexicon.of(["digital", "hjemme", "oppfolging", "relasjon", "kontrakt"])
        >>> lexicon.parts("hjemmeoppfolgingen"), lexicon.parts("relasjonskontrakt")
        (('hjemme', 'oppfolgingen'), ('relasjon', 'kontrakt'))
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
        return len(form) >= SHORTEST_PART and form in self.words


def meaningful(forms: Iterable[str]) -> list[str]:
    """Return words without those that stand in nearly every sentence, unless there are no others.

    Examples
    --------
    >>> meaningful(["hvem", "ser", "i", "journalen"]), meaningful(["hva", "er"])
    (['ser', 'journalen'], ['hva', 'er'])
    """
    distinct = list(dict.fromkeys(forms))
    return [form for form in distinct if is_meaningful(form)] or distinct


def is_meaningful(form: str) -> bool:
    """Tell whether a folded word says what a text is about; a number does."""
    return form not in COMMON and (len(form) > 1 or form.isdigit())


def abbreviations(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield abbreviations with what they stand for.

    They are read out of names such as ``EPJ (elektronisk pasientjournal)``, or the other way round.

    Examples
    --------
    >>> list(abbreviations(["KI (kunstig intelligens)", "Henvisning (til lege)"]))
    [('KI', 'kunstig intelligens')]
    >>> list(abbreviations(["Verdens helseorganisasjon (WHO)"]))
    [('WHO', 'Verdens helseorganisasjon')]
    """
    for name in names:
        before, _, within = name.removesuffix(")").partition(" (")
        for short, long in ((before, within), (within, before)):
            if long and _is_short(short):
                yield short, long
                break


def _is_short(name: str) -> bool:
    return len(name) <= len("EHDS4X") and sum(map(str.isupper, name)) > 1
