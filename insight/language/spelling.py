"""Spelling: the known words that a word which nobody has written is likely to be meant for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from insight.language.text_index import WordIndex
from insight.language.word_forms import skeleton

LETTERS_TO_A_MISTAKE = 4
LETTERS_TO_ANOTHER = 7  # of a shorter word, one with another letter is likely another word


def corrections(
    form: str, among: Iterable[WordIndex], mistakes: int, misprints: Collection[str] = ()
) -> list[str]:
    """Return the words that a folded word is likely a mistake for, commonest first.

    Parameters
    ----------
    form
        The word, which stands nowhere; a short one has room for few mistakes.
    among
        Indexes of the words that it may be meant for.
    mistakes
        How many letters may be missing, too many, others or in each other's place. That letters
        are double or not counts for less than any of these.
    misprints
        Words that stand there by mistake themselves, which nobody means.
    """
    if len(form) < LETTERS_TO_A_MISTAKE * mistakes:
        return []
    near = nearest(form, among, mistakes, misprints)
    likely = [(word, distance) for word, distance in near if not _has_another(form, word)]
    return [word for word, distance in likely if distance == likely[0][1]]


def nearest(
    form: str, among: Iterable[WordIndex], mistakes: int, misprints: Collection[str] = ()
) -> list[tuple[str, int]]:
    """Return words that, or whose stems, are within some mistakes: nearest, commonest first."""
    common: Counter[str] = Counter()
    distances: dict[str, int] = {}
    for index in among:
        doubled = [(word, 0) for word in index.skeletons.get(skeleton(form), ())]
        for word, distance in (*doubled, *_within(form, index, mistakes)):
            if word not in misprints:
                common[word] += len(index.postings[word])
                distances[word] = min(distance, distances.get(word, mistakes))
    return sorted(
        distances.items(),
        key=lambda found: (found[1], found[0][0] != form[0], -common[found[0]]),
    )


def _within(form: str, index: WordIndex, mistakes: int) -> Iterator[tuple[str, int]]:
    known = {root: forms[0] for root, forms in index.stems.items()}
    known |= {word: word for word in index.postings}
    found = process.extract(
        form, list(known), scorer=OSA.distance, score_cutoff=mistakes, limit=None
    )
    for spelled, distance, _ in found:
        if spelled in index.postings or not _has_another(form, spelled):
            yield known[spelled], int(distance)


def _has_another(form: str, word: str) -> bool:
    """Whether a short word or stem has another letter in the place of one, and is so another.

    Examples
    --------
    >>> _has_another("dement", "decent"), _has_another("tililt", "tillit")
    (True, False)
    """
    if len(form) >= LETTERS_TO_ANOTHER or len(form) != len(word):
        return False
    return sorted(form) != sorted(word) and skeleton(form) != skeleton(word)
