"""Words of scales in one language each: degrees, and families with their poles and places.

`scales.toml` holds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from insight.importers.meaning.answers.answer_words import Phrases, vocabulary, words_of

BARE = "bare"  # the strength of no word of degree at all
Stem = tuple[str, ...]


@dataclass(frozen=True)
class DegreeWords:
    """The words of degree of one language, and what joins and negates.

    `tails` are negations in two parts, such as "not … at all", with the phrase that they make.
    """

    degrees: Phrases[float]
    neutral: Phrases[bool]
    neither: frozenset[str]
    prefixes: tuple[str, ...]
    fillers: frozenset[str]
    tails: tuple[tuple[Stem, Stem, Stem], ...]
    or_words: frozenset[str] = frozenset(("eller", "or", "och"))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of degree and of neutral answers."""
        return self.degrees.words | self.neutral.words | self.neither


@dataclass(frozen=True)
class Family:
    """A scale's words in one language: its poles (1 and -1) and answers with a place of their own.

    `absolute` says that a degree only strengthens the low pole, as in "no, not at all".
    """

    name: str
    language: DegreeWords
    poles: Phrases[int]
    places: Phrases[float]
    absolute: bool = False

    @cached_property
    def own_words(self) -> frozenset[str]:
        """All words of its poles and places."""
        return self.poles.words | self.places.words

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Its own words and those of its language."""
        return self.own_words | self.language.words

    def has_words_of(self, answers: Sequence[tuple[str, ...]]) -> bool:
        """Whether each answer has a word that the family or its language knows, one of the family.

        It costs little, and most families have no words of most answers.
        """
        if all(self.own_words.isdisjoint(words) for words in answers):
            return False
        return not any(self.known_words.isdisjoint(words) for words in answers)


@cache
def degree_words() -> Mapping[str, DegreeWords]:
    """Return the words of degree of each language."""
    words = vocabulary("scales.toml")
    strengths: dict[str, float] = words["strengths"]
    return {
        name: DegreeWords(
            Phrases(
                (phrase, float(strengths[degree]))
                for degree, phrases in of["degrees"].items()
                for phrase in phrases
            ),
            Phrases((phrase, True) for phrase in of["neutral"]),
            frozenset(of["neither"]),
            tuple(of["prefixes"]),
            frozenset(of["fillers"]),
            tuple(
                (words_of(first), words_of(last), words_of(of["degrees"]["not_at_all"][0]))
                for last, firsts in of["tails"].items()
                for first in firsts
            ),
        )
        for name, of in words.items()
        if name != "strengths"
    }


@cache
def families() -> tuple[Family, ...]:
    """Return all families of all languages."""
    return tuple(_families())


def _families() -> Iterator[Family]:
    words = vocabulary("scales.toml")
    for language_name, language in degree_words().items():
        poles, places = words[language_name]["poles"], words[language_name]["places"]
        for name in dict.fromkeys([*poles, *places]):
            ends = poles.get(name, {"high": [], "low": []})
            signs = [(word, 1) for word in ends["high"]] + [(word, -1) for word in ends["low"]]
            own = [
                (phrase, float(place))
                for place, phrases in places.get(name, {}).items()
                for phrase in phrases
            ]
            yield Family(name, language, Phrases(signs), Phrases(own), name == "yes_no")


@cache
def bare_strength() -> float:
    """Return how strong a pole without a word of degree is, as in "satisfied"."""
    return float(vocabulary("scales.toml")["strengths"][BARE])
