"""Scales of degree and pole, such as "very satisfied" and "somewhat dissatisfied" (Likert scales).

An answer is read as a degree at the high or the low pole of a family of words, and its place is the
strength of the degree, turned round at the low pole. Where no family has the words, an unknown stem
that all answers share is a pole ("svært motivert", "litt motivert"), and the same with a prefix of
negation its opposite. `scales.toml` holds the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from insight.importers.meaning.answers.answer_readings import Reading, read_degree, read_in_family
from insight.importers.meaning.answers.scale_words import DegreeWords, Family, Stem

FEWEST_OF_UNKNOWN = 3  # answers that a scale of an unknown stem has
FEWEST_GRADED = 2  # of them with a word of degree


@dataclass(frozen=True)
class Interpretation:
    """Where answers stand as a family or a language reads them.

    `unexplained` counts the words that are neither degree, pole nor place; of two interpretations
    the one that leaves fewer is the better.
    """

    places: tuple[float, ...]
    unexplained: int
    by_degree: bool = False


def places_in(family: Family, answers: Sequence[tuple[str, ...]]) -> Interpretation | None:
    """Return where answers stand in a family; None where one of them is not of it.

    Parameters
    ----------
    family
        The family.
    answers
        The words of each answer.
    """
    if not family.has_words_of(answers):
        return None
    found = []
    for words in answers:
        reading = read_in_family(family, words)
        if reading is None:
            return None
        found.append(reading)
    if not _share_a_stem(found, family.language):
        return None
    with_stem = [reading for reading in found if reading.stem]
    two_stems = len({reading.stem for reading in with_stem}) > 1
    if not any(reading.own and (reading.pole or not two_stems) for reading in found):
        return None
    without_pole = [reading for reading in with_stem if not reading.pole]
    low_place = any(reading.place < 0 and not reading.degree for reading in without_pole)
    if low_place and any(reading.place > 0 and reading.degree for reading in without_pole):
        return None  # a word that is a low place here is a degree in the language of the others
    return _interpreted(found, family.language)


def known_places_in(family: Family, answers: Sequence[tuple[str, ...]]) -> list[float | None]:
    """Return where answers stand in a family, None for those that are not of it."""
    if not family.has_words_of([answers[0], answers[-1]]):
        return [None] * len(answers)
    readings = [read_in_family(family, words) for words in answers]
    found = [reading for reading in readings if reading is not None]
    if not found or not _share_a_stem(found, family.language):
        return [None] * len(answers)
    places = iter(_turned(found, family.language))
    return [None if reading is None else next(places) for reading in readings]


def places_by_degree(
    language: DegreeWords, answers: Sequence[tuple[str, ...]]
) -> Interpretation | None:
    """Return where answers stand by their words of degree alone, with or without a common stem."""
    if sum(not language.degrees.words.isdisjoint(words) for words in answers) < FEWEST_GRADED:
        return None
    readings = []
    for words in answers:
        reading = read_degree(language, words)
        if reading is None:
            return None
        readings.append(reading)
    degrees = {reading.place for reading in readings if reading.degree}
    graded = any(place > 0 for place in degrees) and len(degrees) > 1
    if len(answers) < FEWEST_OF_UNKNOWN or not graded:
        return None
    stems = Counter(reading.stem for reading in readings if reading.stem and reading.graded)
    if not _share_a_stem(readings, language, unknown=True) or 1 in stems.values():
        return None
    return replace(_interpreted(readings, language), by_degree=True)


def _interpreted(readings: Sequence[Reading], language: DegreeWords) -> Interpretation:
    unexplained = sum(len(reading.stem) for reading in readings)
    return Interpretation(tuple(_turned(readings, language)), unexplained)


def _share_a_stem(
    readings: Sequence[Reading], language: DegreeWords, *, unknown: bool = False
) -> bool:
    """Whether what answers hold besides is the same, or one the other with a prefix."""
    stems = Counter(reading.stem for reading in readings if reading.stem and reading.graded)
    if len(stems) > 2 or (len(stems) == 2 and _opposites([*stems], language) is None):
        return False
    if not unknown and stems and sum(stems.values()) < max(2, len(readings) / 2):
        return False
    known = {word for stem in stems for word in stem}
    return all({*reading.stem} <= known for reading in readings if not reading.graded)


def _opposites(stems: Sequence[Stem], language: DegreeWords) -> tuple[Stem, Stem] | None:
    """Return the stem and the same with a prefix of negation, where two stems are that."""
    for plain, other in (stems, stems[::-1]):
        if len(plain) != len(other):
            continue
        differing = [pair for pair in zip(plain, other, strict=True) if pair[0] != pair[1]]
        if len(differing) == 1:
            word, negated = differing[0]
            if any(negated == prefix + word for prefix in language.prefixes):
                return plain, other
    return None


def _turned(readings: Sequence[Reading], language: DegreeWords) -> list[float]:
    """Return the places: those of a negated stem turned round, and rising with the only pole."""
    stems = dict.fromkeys(reading.stem for reading in readings if reading.stem and reading.graded)
    opposite = _opposites([*stems], language) if len(stems) == 2 else None
    places = [
        -reading.place if opposite and reading.stem == opposite[1] else reading.place
        for reading in readings
    ]
    poles = {reading.pole for reading in readings} - {0}
    denied = any(reading.negated for reading in readings if reading.pole)
    return [-place for place in places] if poles == {-1} and denied else places
