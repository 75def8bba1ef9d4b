"""Groups of columns whose heads name the same question and different answers of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from insight.importers.drafting.multiple_answers.mark_values import Marks, go_together, is_unmarked
from insight.importers.drafting.multiple_answers.stems import (
    EXPLICIT,
    Stem,
    explicit_stems,
    nested_stems,
)
from insight.importers.drafting.tallies import Tally, is_text
from insight.importers.readers.source import SourceColumn

FEWEST_UNCLEAR = 3  # columns of 0 and 1, or of yes and no, whose heads have an ordinary sign
OWN_WORDS = re.compile(
    r"(\b|_)(ann[ae](t|n|r|d|nt|rs|ndre)|andre|andet|annars|other|specify|spesifi[sc]er|precis\w*|"
    r"tekst|text|kommentar\w*|utdyp\w*|beskriv\w*|hvilk\w+|fritekst|free ?text)(\b|_)|comments?\b",
    re.IGNORECASE,
)
QUESTION_BEGINS = re.compile(
    r"(har|er|kan|vil|skal|bruker|hvor|hva|hvilke\w*|do|does|did|have|has|is|are|can|will|how|"
    r"what|which) ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Columns with the same question in their heads.

    `is_one_question` is False where they belong together in another way, such as a grid of scales:
    then nothing weaker may make a question of them.
    """

    positions: tuple[int, ...]
    stems: tuple[Stem, ...]
    marks: tuple[Marks, ...]
    is_one_question: bool


def groups_by_explicit_head(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
    taken: Collection[int] = (),
) -> Iterator[Group]:
    """Yield groups of columns whose heads have signs made for mark-all questions."""
    stems_at = {
        position: stems
        for position, column in enumerate(columns)
        if position not in taken and (stems := tuple(explicit_stems(column)))
    }
    used: set[int] = set()
    for pattern in EXPLICIT:
        groups: dict[tuple[str, ...], dict[int, Stem]] = {}
        for position, stems in stems_at.items():
            for stem in stems:
                if stem.pattern == pattern and position not in used:
                    groups.setdefault(stem.key, {}).setdefault(position, stem)
        for members in groups.values():
            members = {at: stem for at, stem in members.items() if at not in used}
            if len(members) > 1:
                used |= {*members}
                yield _group(columns, tallies, marks_at, members)


def groups_by_separator(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
    taken: Collection[int] = (),
) -> Iterator[Group]:
    """Yield groups of columns whose heads share words up to a slash, a colon, a dash or a dot.

    The longest such words count that leave no column of marks without company. Words shared after
    a colon count where the cells repeat what stands before it.
    """
    names = {column.plain_name for column in columns}
    readings = {
        position: tuple(nested_stems(column, names))
        for position, column in enumerate(columns)
        if position not in taken
    }
    for position, (answer_first, *others) in readings.items():
        repeated = _repeated(answer_first, marks_at.get(position))
        readings[position] = (repeated, *others)
    used: set[int] = set()
    # The answer first, slashes in names, signs in labels, signs in names, dots in names.
    for number in range(5):
        nested = {
            position: reading[number]
            for position, reading in readings.items()
            if position in marks_at and position not in used and reading[number]
        }
        unmarked: dict[tuple[str, ...], dict[int, Stem]] = {}
        for position, reading in readings.items():
            if position not in marks_at and position not in used:
                for stem in reading[number]:
                    unmarked.setdefault(stem.key, {})[position] = stem
        for members in _refined(nested, 0):
            if len(members) < 2:
                continue
            beside = unmarked.get(next(iter(members.values())).key, {})
            group = _group(columns, tallies, marks_at, {**members, **beside})
            used |= {*group.positions}
            yield group


def _repeated(stems: Sequence[Stem], marks: Marks | None) -> tuple[Stem, ...]:
    """Stems whose answer the cells of a column repeat; all where it has no marks."""
    if marks is None or marks.form == "empty":
        return tuple(stems)
    value = _folded(str(marks.counted_value))
    return tuple(stem for stem in stems if _folded(stem.answer) == value)


def _refined(nested: Mapping[int, Sequence[Stem]], depth: int) -> Iterator[dict[int, Stem]]:
    """Columns with the same question, which is as long as leaves no column alone."""
    parts: dict[tuple[str, ...], dict[int, Sequence[Stem]]] = {}
    for position, stems in nested.items():
        parts.setdefault(stems[depth].key, {})[position] = stems
    for part in parts.values():
        deeper: dict[tuple[str, ...], int] = {}
        for stems in part.values():
            if len(stems) > depth + 1:
                key = stems[depth + 1].key
                deeper[key] = deeper.get(key, 0) + 1
        if sum(deeper.values()) == len(part) and all(count > 1 for count in deeper.values()):
            yield from _refined(part, depth + 1)
        else:
            yield {position: stems[depth] for position, stems in part.items()}


def _group(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
    members: Mapping[int, Stem],
) -> Group:
    """Return a group, without columns of the respondents' own words beside the answers."""
    marks = _marks_of_answers(columns, tallies, marks_at, members)
    others = [at for at in members if at not in marks]
    positions = tuple(sorted(marks))
    any_words = any(
        found.form == "option" and _folded(str(found.counted_value)) != _folded(members[at].answer)
        for at, found in marks.items()
    )
    one = (
        len(positions) > 1
        and all(_holds_own_words(columns[at], tallies[at], members[at], any_words) for at in others)
        and _is_one_question(marks, tallies, members)
    )
    if not one:
        return Group(tuple(sorted(members)), (), (), is_one_question=False)
    stems = tuple(members[at] for at in positions)
    return Group(positions, stems, tuple(marks[at] for at in positions), is_one_question=True)


def _marks_of_answers(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
    members: Mapping[int, Stem],
) -> dict[int, Marks]:
    """Marks of the columns of answers.

    Where most repeat their head, be it *No* or *1*, one that does not has own words.
    """
    repeating = {
        at: repeated
        for at, stem in members.items()
        if not columns[at].labels and (repeated := _repeated_head(tallies[at], stem))
    }
    marks = {at: marks_at[at] for at in members if at in marks_at}
    empty = {at: found for at, found in marks.items() if found.form == "empty"}
    if 2 * len(repeating) > len({*marks, *repeating}) - len(empty):
        return {**empty, **repeating}
    if any(found.form not in ("option", "empty") for found in marks.values()):
        return {at: found for at, found in marks.items() if found.form != "option"}
    return marks


def _repeated_head(tally: Tally, stem: Stem) -> Marks | None:
    """Marks of a column that holds the answer of its head, or a blank or a word for not marked."""
    named = [value for value in tally.counts if _folded(str(value)) == _folded(stem.answer)]
    rest = [value for value in tally.counts if value not in named]
    words = all(isinstance(value, str) and is_unmarked(value) for value in rest)
    if len(named) != 1 or len(rest) > 1 or not words:
        return None
    return Marks(named[0], rest[0] if rest else None, form="option")


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _holds_own_words(column: SourceColumn, tally: Tally, stem: Stem, any_words: bool) -> bool:
    """Whether a column beside the answers is where respondents write their own.

    `any_words` says that the others hold words that are not in their heads: then only the head of
    this one tells it from a row of a grid.
    """
    if tally.empty:
        return True
    if not is_text(column.type) or column.labels:
        return False
    various = not any_words and tally.distinct > 2 and 2 * tally.distinct > tally.filled
    return various or bool(OWN_WORDS.search(stem.answer))


def _is_one_question(
    marks: Mapping[int, Marks], tallies: Sequence[Tally], stems: Mapping[int, Stem]
) -> bool:
    """Whether columns of marks with a common head are the answers of one question."""
    all_marks = [*marks.values()]
    if not go_together(all_marks):
        return False
    words = [_folded(stems[at].answer) for at in marks]
    if len({*words}) < len(words) or all(tallies[at].empty for at in marks):
        return False
    values = [each.counted_value for each in all_marks if isinstance(each.counted_value, str)]
    values = values if any(each.form == "option" for each in all_marks) else []
    if len({*values}) < len(values):
        return False
    if any(each.is_clear for each in all_marks):
        return True
    questions = sum(
        word.endswith("?") or bool(QUESTION_BEGINS.match(word) and len(word) > 12) for word in words
    )
    if 2 * questions > len(words):
        return False
    stem = stems[next(iter(marks))]
    if stem.pattern in ("slash", "dot") and not stem.is_joined:
        # A form's groups of questions are written so too, with yes and no in their columns.
        return len(marks) >= FEWEST_UNCLEAR and all(each.form != "yes_no" for each in all_marks)
    return stem.pattern in (*EXPLICIT, "slash") or len(marks) >= FEWEST_UNCLEAR
