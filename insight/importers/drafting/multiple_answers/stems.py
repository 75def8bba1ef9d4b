"""Stems of names and labels: the question that several columns share, and the answer of each.

Survey platforms write both into the head of a column: ``Q [x]`` (Google, LimeSurvey), ``Q
(choice=x)`` and ``q___x`` (REDCap), ``q/x`` (Kobo), ``Q - x`` and ``Q: x`` (Qualtrics and others),
``q.x`` (exports with dots), ``x:Q`` (Alchemer).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from insight.importers.readers.source import SourceColumn

Pattern = Literal[
    "question", "choice", "bracket", "underscores", "slash", "separator", "dot", "ending"
]
EXPLICIT: tuple[Pattern, ...] = ("question", "choice", "bracket", "underscores")
LONGEST = 2_000  # letters of a name or label that are looked at
MOST_NESTED = 8  # signs in a head at which it may fall apart
NUMBERED = re.compile(r"(?P<stem>.*?[^\d])(?P<number>\d{1,3})")
SEPARATOR = re.compile(r"(?:\s*(?:[:?]|\.\.\.|…)|\s+[-–—|>])(?:\s*[-–—|>])*\s+")
_CHOICE = re.compile(r"(?P<question>.+?)\s*\(choice=(?P<answer>.+)\)", re.IGNORECASE)
_BRACKET_BEFORE = re.compile(r"\[(?P<answer>[^\[\]]+)\]\s*(?P<question>\S.*)")
_DOTTED = re.compile(r"(?P<question>[^\W\d]\w*)\.(?P<answer>[^\s.]+)")
_COLON = re.compile(r"\s*:\s*")
_UNDERSCORES = re.compile(r"(?P<question>.+?)___(?P<answer>.+)")
_CODES = re.compile(r"(?P<code>[\w.]+)\[[\w.]+\]\.?\s+(?=\S)")
_SELECTED_CHOICE = re.compile(r"\s+[-–—]\s+(selected choice|valgt svar)(?=\s+[-–—]\s+)", re.I)


@dataclass(frozen=True, slots=True)
class Stem:
    """A way in which a head of a column falls apart into a question and an answer.

    Attributes
    ----------
    pattern
        How the two are told apart.
    question, answer
        The parts. The question is the same for all columns of one question.
    code
        The question's name, where the head has one besides its words.
    from_name
        Whether the head is the column's name rather than its label.
    is_joined
        Whether a column of its own goes by the question's name.
    """

    pattern: Pattern
    question: str
    answer: str
    code: str = ""
    from_name: bool = False
    is_joined: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What columns of one question have in common."""
        return (self.pattern, self.question, self.code, "name" if self.from_name else "label")


def explicit_stems(column: SourceColumn) -> Iterator[Stem]:
    """Yield the stems of a column whose parts are told apart by signs made for it.

    Examples
    --------
    >>> import pyarrow as pa
    >>> column = SourceColumn("Kanaler (choice=E-post)", "", {}, (), "", pa.int8())
    >>> [(stem.question, stem.answer) for stem in explicit_stems(column)]
    [('Kanaler', 'E-post')]
    """
    if column.question:
        yield Stem("question", column.question, column.option or column.plain_name)
    for head, from_name in ((column.label, False), (column.plain_name, True)):
        head = head[:LONGEST].strip()
        if match := _CHOICE.fullmatch(head):
            yield Stem("choice", match["question"], match["answer"], from_name=from_name)
        if bracketed := _bracketed(head):
            yield Stem("bracket", *bracketed, from_name)
    if match := _UNDERSCORES.fullmatch(column.name[:LONGEST]):
        yield Stem("underscores", match["question"], match["answer"], from_name=True)


def _bracketed(head: str) -> tuple[str, str, str] | None:
    """The question, the answer in square brackets after or before it, and the question's code."""
    codes = _CODES.match(head)
    code, words = (codes["code"], head[codes.end() :]) if codes else ("", head)
    if words.endswith("]"):
        depth = 0
        for place in range(len(words) - 1, 0, -1):
            depth += (words[place] == "]") - (words[place] == "[")
            if not depth:
                question, answer = words[:place].strip(), words[place + 1 : -1].strip()
                return (question, answer, code) if question and answer else None
    match = _BRACKET_BEFORE.fullmatch(words)
    return (match["question"], match["answer"].strip(), code) if match else None


def nested_stems(column: SourceColumn, names: Collection[str]) -> Iterator[tuple[Stem, ...]]:
    """Yield the stems of a column at ordinary signs, the shortest question first.

    The first are those in which the answer stands before the question.

    Parameters
    ----------
    column
        The column.
    names
        Names of all columns. Where one of them is what stands before a slash, that is the question.

    Examples
    --------
    >>> import pyarrow as pa
    >>> column = SourceColumn("Bruk - annet: e-post", "", {}, (), "", pa.int8())
    >>> _, _, of_label, of_name, _ = nested_stems(column, ())
    >>> [(stem.question, stem.answer) for stem in of_name]
    [('Bruk', 'annet: e-post'), ('Bruk - annet', 'e-post')]
    """
    name, label = column.plain_name[:LONGEST].strip(), column.label[:LONGEST].strip()
    yield tuple(_ending(label or name, from_name=not label))
    parts = name.split("/")
    begin = max(1, len(parts) - MOST_NESTED) if all(part.strip() for part in parts) else len(parts)
    slashed = [
        Stem(
            "slash",
            question := "/".join(parts[:end]),
            "/".join(parts[end:]),
            from_name=True,
            is_joined=question in names,
        )
        for end in range(begin, len(parts))
    ]
    joined = [stem for stem in slashed if stem.is_joined]
    yield tuple(joined[-1:] or slashed)
    yield tuple(_separated(label, from_name=False))
    yield tuple(_separated(name, from_name=True))
    dotted = _DOTTED.fullmatch(name)
    yield (Stem("dot", dotted["question"], dotted["answer"], from_name=True),) if dotted else ()


def _ending(head: str, *, from_name: bool) -> Iterator[Stem]:
    """The stems of a head in which the answer stands before the question."""
    colons = [*_COLON.finditer(head)]
    for colon in colons[: -MOST_NESTED - 1 : -1]:
        question, answer = head[colon.end() :], head[: colon.start()]
        if question and answer:
            yield Stem("ending", question, answer, from_name=from_name)


def _separated(head: str, *, from_name: bool) -> Iterator[Stem]:
    head = _SELECTED_CHOICE.sub("", head)
    for separator in itertools.islice(SEPARATOR.finditer(head), MOST_NESTED):
        question = head[: separator.end()].rstrip(" :–—|>-")
        if question and separator.end() < len(head):
            yield Stem("separator", question, head[separator.end() :], from_name=from_name)


def common_label(labels: Sequence[str]) -> str:
    """Return what labels have in common at their beginning, up to a sign that separates.

    Examples
    --------
    >>> common_label(["Grunner: pris", "Grunner: tid"]), common_label(["Pris", "Tid"])
    ('Grunner: ', '')
    """
    common = common_prefix(labels)
    ends = [separator.end() for separator in SEPARATOR.finditer(common)]
    return common[: ends[-1]] if ends and all(len(label) > ends[-1] for label in labels) else ""


def common_name(names: Sequence[str]) -> str:
    """Return what the names of columns have in common, without the sign before their numbers.

    Examples
    --------
    >>> common_name(["q5_1", "q5_2"]), common_name(["kanal_web", "kanal_tlf"])
    ('q5', 'kanal')
    """
    matches = [NUMBERED.fullmatch(name) for name in names]
    stems = {match["stem"] if match else "" for match in matches}
    common = stems.pop() if len(stems) == 1 else ""
    common = common or common_prefix(names)
    bare = common.rstrip("_. -")
    return bare if bare and (bare != common or len(bare) > 1) else f"{names[0]}_{names[-1]}"


def common_prefix(words: Sequence[str]) -> str:
    """Return the letters with which all words begin."""
    same_letters = itertools.takewhile(
        lambda letters: len({*letters}) == 1, zip(*words, strict=False)
    )
    return "".join(letters[0] for letters in same_letters)
