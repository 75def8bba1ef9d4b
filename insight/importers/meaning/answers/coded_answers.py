"""Answers that have codes: their order, the codes of texts, and codes that lie outside a range."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from insight.importers.meaning.answers.answer_words import numbered, vocabulary, words_of
from insight.importers.meaning.answers.scale_order import order_of_answers, stands_in_order
from insight.importers.meaning.backgrounds import background_of
from insight.language.countries import are_country_names

Code = int | float | str
LONGEST_NAME = 6  # words of a label that may name a kind of place
HUNDRED = 100
YEARS = range(1900, 2101)
FEWEST_AMOUNTS = 3  # different numbers without labels that make a range
HIGHEST_STEP, FEWEST_STEPS = 10, 2  # of a scale above which 99 stands apart
TOPMOST = ("6", "7", "8", "9")  # last digits of codes such as 97, 98, 996


def texts_in_order(texts: Sequence[str]) -> tuple[list[int], bool]:
    """Return the places of texts as a codebook lists them, and whether that is an order.

    Without an order they stand by the number in front of them, else as they are given.

    Examples
    --------
    >>> texts_in_order(["Enig", "Uenig"]), texts_in_order(["2. Mann", "1. Kvinne"])
    (([1, 0], True), ([1, 0], False))
    """
    if order := order_of_answers(texts):
        return order, True
    numbers = [found[0] for text in texts if (found := numbered(text))]
    places = list(range(len(texts)))
    if len({*numbers}) == len(texts):
        places.sort(key=numbers.__getitem__)
    return places, False


def codes_of_texts(valid: Sequence[str], missing: Sequence[str]) -> list[int]:
    """Return codes for texts: the numbers in front of them, else 1 and so on; missing ones last.

    Parameters
    ----------
    valid
        Answers in their order. Their numbers are codes where all have one and they rise.
    missing
        Answers that are none, which have their own number where it is free.

    Examples
    --------
    >>> codes_of_texts(["0 Aldri", "5 Alltid"], ["99 Vet ikke", "Ubesvart"])
    [0, 5, 99, 100]
    >>> codes_of_texts(["Nei", "Ja"], ["99 Vet ikke"])
    [1, 2, 3]
    """
    found = [numbered(text) for text in valid]
    numbers = [number for number, _ in filter(None, found)]
    if len(numbers) < len(valid) or not numbers or numbers != sorted({*numbers}):
        return list(range(1, len(valid) + len(missing) + 1))
    codes = [*numbers]
    own = [part[0] if (part := numbered(text)) else None for text in missing]
    used = {*numbers, *own}
    for number in own:
        free = number is not None and number not in codes
        code = number if free and number is not None else max(n for n in used if n is not None) + 1
        used.add(code)
        codes.append(code)
    return codes


def are_ordered(coded: Sequence[tuple[int, str]], *, declared: str, name: str, label: str) -> bool:
    """Whether answers with codes stand in an order by them.

    Parameters
    ----------
    coded
        Code and label of each valid answer; the label is the code where there is none.
    declared
        Measurement level that the file declares, empty for none.
    name, label
        Of the column. Codes of places and of kinds of people have no order.
    """
    codes = [code for code, _ in coded]
    labels = [words for code, words in coded if words != str(code)]
    if not labels:
        return len(coded) > 2 and declared != "nominal" and not _are_names(codes, name, label)
    if are_country_names(labels):
        return False
    if declared == "ordinal":
        return len(coded) > 1 and not _names_something(name, label)
    return stands_in_order(sorted(coded))


def codes_outside(labels: Mapping[Code, str], unlabelled: Sequence[Code]) -> list[int]:
    """Return labelled codes that lie outside a number's range and look like missing answers.

    Such are 97 beside visits from 0 to 60, 998 beside ages, and -5 beside numbers that are else not
    negative. A label that repeats the number, such as "120 or more", is an amount, and the end of a
    scale of which the ends alone have labels is an answer.

    Parameters
    ----------
    labels
        Labels of the values that are not known to be missing.
    unlabelled
        Values that somebody gave and that have no label.

    Examples
    --------
    >>> amounts = list(range(61))
    >>> codes_outside({97: "Annet", 0: "Aldri", 120: "120 eller mer", -5: "Feil"}, amounts)
    [97, -5]
    >>> codes_outside({1: "Helt uenig", 7: "Helt enig"}, [2, 3, 4, 5, 6])
    []
    """
    numbers = [float(value) for value in unlabelled]
    if len(numbers) < FEWEST_AMOUNTS:
        return []
    low, high = min(numbers), max(numbers)
    first = min((float(value), label) for value, label in labels.items()) if labels else (high, "")
    outside = []
    for value, label in labels.items():
        number = float(value)
        if not number.is_integer() or _repeats(label, int(number)):
            continue
        above = number > high and _is_topmost(int(number))
        if number < 0 <= low or (above and not _are_ends(first, (number, label), high)):
            outside.append(int(number))
    return outside


def codes_apart(labelled: Collection[Code], unlabelled: Collection[Code]) -> list[int]:
    """Return codes without labels that stand far above the steps of a scale, such as 99.

    Parameters
    ----------
    labelled
        Values with a label that are not known to be missing.
    unlabelled
        Values that somebody gave and that have no label.

    Examples
    --------
    >>> codes_apart([], [1, 2, 3, 4, 5, 98, 99]), codes_apart([1, 7], [2, 3, 99])
    ([98, 99], [99])
    >>> codes_apart([], [1, 2, 3, 9]), codes_apart([], [18, 45, 60, 99])
    ([], [])
    """
    numbers = [float(value) for value in unlabelled]
    apart = [
        int(number)
        for number in numbers
        if number > HIGHEST_STEP and number.is_integer() and _is_topmost(int(number))
    ]
    steps = {float(value) for value in labelled} | {*numbers} - {*apart}
    is_scale = len(steps) >= FEWEST_STEPS and all(0 <= step <= HIGHEST_STEP for step in steps)
    return apart if is_scale else []


def _repeats(label: str, code: int) -> bool:
    """Whether a label names the code, or what is more than the number before it."""
    return not {str(code), str(code - 1)}.isdisjoint(words_of(label))


def _are_ends(first: tuple[float, str], last: tuple[float, str], high: float) -> bool:
    """Whether labelled codes are the ends of a scale with numbers up to `high` between.

    The last one follows these, or its words are the opposite of those of the first.
    """
    if first[0] >= last[0]:
        return False
    follows = last[0] == high + 1 <= HIGHEST_STEP
    return follows or order_of_answers([first[1], last[1]]) is not None


def _is_topmost(code: int) -> bool:
    """Whether a code is all of the same digit, or of nines before the last."""
    digits = str(code)
    return digits[-1] in TOPMOST and (len({*digits}) == 1 or {*digits[:-1]} == {"9"})


def _names_something(name: str, label: str) -> bool:
    """Whether the codes of a column are names, of places or of kinds of people."""
    nominal = vocabulary("quantities.toml")["nominal"]
    background = background_of(name, label)
    if background and background.kind in nominal["backgrounds"]:
        return True
    words = words_of(name)
    return bool(words) and "".join(words) in nominal["names"]


def _are_names(codes: Sequence[int], name: str, label: str) -> bool:
    """Whether numbers without labels are names of something, such as municipalities."""
    if _names_something(name, label):
        return True
    names: list[str] = vocabulary("quantities.toml")["nominal"]["names"]
    words = [*words_of(name), *words_of(label)]
    gaps = max(codes) - min(codes) >= len(codes)
    if len(words) <= 2 * LONGEST_NAME and {*words} & {*names} and gaps:
        return True
    large = max(codes) >= HUNDRED and not all(code in YEARS for code in codes)
    return large and gaps and any(code % 5 for code in codes)
