"""Report of what answers were taken to mean: missing by their words, in order, or in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from insight.language.catalogue import Text
from insight.language.errors import Fault, shorten, some
from insight.survey.codebook import Missing

MOST_WORDS = 60  # that are listed with their variables and counts
ARROW = " → "
_KEYS: dict[Missing, str] = {
    "dont_know": "import.worded_dont_know",
    "refused": "import.worded_refused",
    "other": "import.worded_other",
}


@dataclass(frozen=True)
class WordedMissing:
    """An answer of a variable that its words or its code say to be none, and how many gave it."""

    variable: str
    words: str
    sort: Missing
    count: int


@dataclass
class Meanings:
    """What the answers of all variables were taken to mean.

    Attributes
    ----------
    missing
        Answers that were set as missing by their words, though the file does not declare them so.
    guessed
        Codes that were set as missing because of their number.
    ordered
        Variable, lowest and highest answer of texts that were put in order.
    unordered
        Variables of several answers that tell of no order.
    """

    missing: list[WordedMissing] = field(default_factory=list)
    guessed: list[WordedMissing] = field(default_factory=list)
    ordered: list[tuple[str, str, str]] = field(default_factory=list)
    unordered: list[str] = field(default_factory=list)

    def remarks(self) -> Iterator[Fault]:
        """Yield the sentences of the report."""
        for sort, key in _KEYS.items():
            found = [each for each in self.missing if each.sort == sort]
            if found:
                total = sum(each.count for each in found)
                yield Fault(key, {"count": total, "words": _by_words(found)})
        if self.guessed:
            total = sum(each.count for each in self.guessed)
            values = {"count": total, "words": _by_words(self.guessed)}
            yield Fault("import.guessed_missing", values)
        if self.ordered:
            scales = [
                f"{shorten(name)} ({shorten(low)}{ARROW}{shorten(high)})"
                for name, low, high in self.ordered
            ]
            yield Fault("import.put_in_order", {"count": len(scales), "names": some(scales)})
        if self.unordered:
            names = {"count": len(self.unordered), "names": some(self.unordered)}
            yield Fault("import.without_order", names)


def _by_words(found: list[WordedMissing]) -> Text:
    return counts_by_words((each.words, each.variable, each.count) for each in found)


def counts_by_words(found: Iterable[tuple[str, str, int]]) -> Text:
    """Return, in both languages, each word with the columns that have it, and how often.

    Parameters
    ----------
    found
        Words, column and number.

    Examples
    --------
    >>> counts_by_words([("Vet ikke", "q1", 3), ("Vet ikke", "q2", 4), ("NA", "q1", 1)]).en
    '“Vet ikke”: q1 3, q2 4; “NA”: q1 1'
    """
    by_words: dict[str, list[str]] = {}
    for words, column, count in found:
        by_words.setdefault(words, []).append(f"{shorten(column)} {count}")
    told = [(shorten(words), some(counts)) for words, counts in by_words.items()][:MOST_WORDS]
    more = ["…"] if len(by_words) > MOST_WORDS else []
    return Text(
        "; ".join([*(f"«{words}»: {counts}" for words, counts in told), *more]),
        "; ".join([*(f"“{words}”: {counts}" for words, counts in told), *more]),
    )
