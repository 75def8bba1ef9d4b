"""Readings of single answers as a degree, a pole or a place of a scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

from insight.importers.meaning.answers.answer_words import SLASH
from insight.importers.meaning.answers.scale_words import DegreeWords, Family, Stem, bare_strength

LONGEST_STEM = 6  # words


@dataclass(frozen=True)
class Reading:
    """An answer as it was read.

    Attributes
    ----------
    place
        Where it stands; the larger, the higher.
    stem
        Words that are neither degree nor pole.
    graded
        Whether a word of degree, a pole or a place was among the words.
    own
        Whether a pole or a place of the family was among the words.
    pole, negated
        The pole it speaks of, 0 for none, and whether that is denied.
    degree
        Whether a word of degree was among the words.
    """

    place: float
    stem: Stem = ()
    graded: bool = True
    own: bool = False
    pole: int = 0
    negated: bool = False
    degree: bool = False


def read_in_family(family: Family, words: tuple[str, ...]) -> Reading | None:
    """Return an answer as a member of a family, else None."""
    plain = tuple(word for word in words if word != SLASH)
    if not plain:
        return None
    own = family.places.whole(plain)
    if own is not None:
        return Reading(own, own=own != 0)
    if family.language.neutral.whole(plain):
        return Reading(0.0)
    if reading := _read_parts(family, _joined(family.language, plain)):
        return reading
    if either := _parts_of_either(family.language, words):
        parts = [read_in_family(family, part) for part in either]
        if all(parts):
            known = [part for part in parts if part is not None]
            middle = sum(part.place for part in known) / len(known)
            return replace(known[0], place=middle)
    return None


def _read_parts(family: Family, words: tuple[str, ...]) -> Reading | None:
    language = family.language
    found: tuple[list[float], ...] = ([], [], [])
    stem: list[str] = []
    at = 0
    while at < len(words):
        before = next((n for n in range(at, len(words)) if family.poles.at(words, n)), len(words))
        options = [
            family.poles.at(words, at) or (0, 0),
            language.degrees.at(words[:before], at) or (0, 0),
            family.places.at(words, at) or (0, 0),
        ]
        longest = max(length for _, length in options)
        if longest:
            kinds = [kind for kind, option in enumerate(options) if option[1] == longest]
            kind = kinds[0] if family.poles.words else kinds[-1]
            found[kind].append(options[kind][0])
        else:
            stem.append(words[at])
        at += longest or 1
    poles, degrees, places = found
    rest = tuple(word for word in stem if word not in language.fillers)
    if language.neither & {*rest}:
        rest = tuple(word for word in rest if word not in language.neither | language.or_words)
        both = {*poles} == {1, -1} or not poles
        return Reading(0.0, rest) if both and not any(places) else None
    return _placed(family, degrees, poles, places, rest)


def _placed(
    family: Family, degrees: list[float], poles: list[float], places: list[float], rest: Stem
) -> Reading | None:
    """Return the reading of what was found in an answer; None where it cannot be one."""
    if len(degrees) > 1 or len(poles) > 1 or len(places) > 1:
        return None
    if places:
        return None if degrees or poles else Reading(places[0], rest, own=places[0] != 0)
    if not poles:
        return Reading(degrees[0], rest, degree=True) if degrees else None
    strength = degrees[0] if degrees else bare_strength()
    pole = int(poles[0])
    place = pole * (abs(strength) if family.absolute and pole < 0 else strength)
    return Reading(place, rest, own=True, pole=pole, negated=strength < 0, degree=bool(degrees))


def read_degree(language: DegreeWords, words: tuple[str, ...]) -> Reading | None:
    """Return an answer as a degree of whatever else is in it."""
    words = _joined(language, tuple(word for word in words if word != SLASH))
    if not words:
        return None
    if language.neutral.whole(words):
        return Reading(0.0, graded=False)
    if language.neither & {*words}:
        besides = language.neither | language.or_words | language.fillers
        rest = [word for word in words if word not in besides]
        return Reading(0.0, tuple(rest), graded=False)
    degrees: list[float] = []
    stem: list[str] = []
    at = 0
    while at < len(words):
        found = language.degrees.at(words, at)
        if found is None:
            stem.append(words[at])
        else:
            degrees.append(found[0])
        at += found[1] if found else 1
    rest = [word for word in stem if word not in language.fillers]
    if len(degrees) > 1 or len(rest) > LONGEST_STEM or not (degrees or rest):
        return None
    place = degrees[0] if degrees else bare_strength()
    return Reading(place, tuple(rest), pole=1, negated=place < 0, degree=bool(degrees))


def _joined(language: DegreeWords, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return an answer with a negation in two parts, "not … at all", made one phrase in front."""
    for first, last, phrase in language.tails:
        if words[-len(last) :] != last:
            continue
        for at in range(len(words) - len(last) - len(first)):
            middle = words[at + len(first) : -len(last)]
            negated_again = any(middle[: len(other)] == other for other, _, _ in language.tails)
            if words[at : at + len(first)] == first and not negated_again:
                return words[:at] + phrase + middle
    return words


def _parts_of_either(language: DegreeWords, words: tuple[str, ...]) -> list[tuple[str, ...]] | None:
    """Return the two parts of "rarely or never"."""
    joins = [at for at, word in enumerate(words) if word in language.or_words or word == SLASH]
    if len(joins) != 1 or not 0 < joins[0] < len(words) - 1:
        return None
    return [words[: joins[0]], words[joins[0] + 1 :]]
