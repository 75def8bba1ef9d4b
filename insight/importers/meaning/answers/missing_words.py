"""Missing answers by their words: "don't know", refused, and others (item nonresponse).

`missing.toml` holds the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from insight.importers.meaning.answers.answer_words import (
    LONGEST,
    Phrases,
    numbered,
    vocabulary,
    without_number,
    without_remark,
    words_of,
)
from insight.importers.meaning.answers.number_bands import order_of_bands
from insight.importers.meaning.answers.scale_order import order_of_words
from insight.language.countries import are_country_codes
from insight.survey.codebook import Missing

SORTS: tuple[Missing, ...] = ("dont_know", "refused", "other")
FEWEST_SHARED = 4  # letters that a word of a scale shares with its opposite
MOST_PARTS = 4
FEWEST_BEFORE = 6  # letters before a remark in brackets; DK (…) is the name of something
_JOINING = re.compile(r"[,;&|]|(?<=[^\W\d_]):")


@lru_cache(maxsize=20_000)
def missing_by_words(label: str) -> Missing | None:
    """Return which sort of missing answer a whole label is, None where it is an answer.

    Examples
    --------
    >>> missing_by_words("Don’t know"), missing_by_words("-9. Refused"), missing_by_words("(N/A)")
    ('dont_know', 'refused', 'other')
    >>> missing_by_words("Vet ikke/ikke svar"), missing_by_words("Vet ikke hvor det er")
    ('dont_know', None)
    """
    if len(label) > LONGEST:
        return None
    label = _JOINING.sub("/", label)
    behind = numbered(label)
    forms = [label, without_number(label), *([behind[1]] if behind else [])]
    shorter = [without_remark(form) for form in forms]
    forms += [form for form in shorter if len(form.strip()) >= FEWEST_BEFORE]
    sorts = (_sort_of(words_of(form, slashes=True)) for form in dict.fromkeys(forms))
    return next(filter(None, sorts), None)


def missing_of(label: str) -> Missing:
    """Return which sort of missing answer a code is that the file declares missing, by its label.

    Examples
    --------
    >>> missing_of("Vet ikke"), missing_of("Refusal, hidden"), missing_of("Not applicable")
    ('dont_know', 'refused', 'other')
    """
    if sort := missing_by_words(label):
        return sort
    words = words_of(label)
    parts = vocabulary("missing.toml")["parts"]
    beginnings = tuple(parts["refused_beginnings"])
    if any(word.startswith(beginnings) for word in words) or _mentions(words, "refused"):
        return "refused"
    return "dont_know" if _mentions(words, "dont_know") else "other"


def missing_among(answers: Sequence[str]) -> Mapping[int, Missing]:
    """Return which of the answers to a question are none, by place, seen beside the others.

    A word such as "Usikker" is an answer where the others are of the same scale, "Vil ikke" is one
    beside "Vil", which it denies, "Null" is a number among numbers, and DK and NA are countries
    among codes of countries.

    Examples
    --------
    >>> missing_among(["Ja", "Nei", "Usikker"]), missing_among(["SE", "NO", "DK", "NA"])
    ({2: 'dont_know'}, {})
    >>> missing_among(["Svært sikker", "Ganske sikker", "Usikker"])
    {}
    """
    found = {at: sort for at, answer in enumerate(answers) if (sort := missing_by_words(answer))}
    others = [answer for at, answer in enumerate(answers) if at not in found]
    if found and are_country_codes(others):
        of_countries = [at for at in found if are_country_codes([answers[at]], fewest=1)]
        found = {at: sort for at, sort in found.items() if at not in of_countries}
    found = {at: sort for at, sort in found.items() if not _is_answer(answers[at], others)}
    doubtful = [at for at in found if _is_doubtful(answers[at])]
    in_scale = [at for at in doubtful if _speaks_of_the_same(answers[at], others)]
    if in_scale and order_of_words([*others, *(answers[at] for at in in_scale)]):
        return {at: sort for at, sort in found.items() if at not in in_scale}
    return found


def _sort_of(words: Sequence[str]) -> Missing | None:
    """Return the sort that words are, alone or several joined; the first but "other" counts."""
    if whole := _sort_of_part([word for word in words if word != "/"]):
        return whole
    parts = [*_parts(words)]
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    sorts = [_sort_of_part(part) for part in parts]
    if not all(sorts):
        return None
    return next((sort for sort in sorts if sort not in (None, "other")), "other")


def _sort_of_part(words: Sequence[str]) -> Missing | None:
    around = vocabulary("missing.toml")["around"]
    if sort := _phrases().whole(words):
        return sort
    before, after = _plain(tuple(around["before"])), _plain(tuple(around["after"]))
    if (found := before.at(words, 0)) and (sort := _phrases().whole(words[found[1] :])):
        return sort
    for length in range(1, min(5, len(words))):
        tail = words[-length:]
        if after.whole(tail) and (sort := _phrases().whole(words[:-length])):
            return sort
    return None


def _parts(words: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in words:
        if word in vocabulary("missing.toml")["around"]["joining"]:
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _is_answer(answer: str, others: Sequence[str]) -> bool:
    """Whether an answer denies another one, or says nought beside bands of numbers."""
    words = words_of(without_number(answer))
    if any(_denies(words, words_of(without_number(other))) for other in others):
        return True
    is_nought = _plain(tuple(vocabulary("quantities.toml")["bands"]["zero"])).whole(words)
    return bool(is_nought and others and order_of_bands([answer, *others]))


def _denies(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words are the others with a negation among them, or before a single one."""
    negations = vocabulary("missing.toml")["negations"]
    if len(words) == len(others) == 1:
        return any(words[0] == prefix + others[0] for prefix in negations["prefixes"])
    return len(others) > 0 and any(
        word in negations["words"] and (*words[:at], *words[at + 1 :]) == tuple(others)
        for at, word in enumerate(words)
    )


def _is_doubtful(answer: str) -> bool:
    doubtful = _plain(tuple(vocabulary("missing.toml")["doubtful"]["words"]))
    return bool(
        doubtful.whole(words_of(answer)) or doubtful.whole(words_of(without_number(answer)))
    )


def _speaks_of_the_same(answer: str, others: Sequence[str]) -> bool:
    """Whether a word of an answer, or the word that it negates, stands in another."""
    longer = [word for word in words_of(answer) if len(word) >= FEWEST_SHARED]
    others_words = {word for other in others for word in words_of(other)}
    return any(
        other.endswith(word) or (len(other) >= FEWEST_SHARED and word.endswith(other))
        for word in longer
        for other in others_words
    )


def _mentions(words: Sequence[str], sort: Missing) -> bool:
    phrases = _plain(tuple(vocabulary("missing.toml")["parts"][sort]))
    return any(phrases.at(words, place) for place in range(len(words)))


@cache
def _phrases() -> Phrases[Missing]:
    """All phrases with their sort; one that stands under two sorts is of the first."""
    words = vocabulary("missing.toml")
    return Phrases(
        (phrase, sort) for sort in SORTS for phrases in words[sort].values() for phrase in phrases
    )


@cache
def _plain(phrases: tuple[str, ...]) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in phrases)
