"""Boxes of words: what a mark of a chart says when it is pointed at, as the table beside it has it.

A box has a heading, the group and the year, and below it six lines at most: the value, its
interval, how it has changed, how it differs, how many answered, and what its level rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from insight.analysis.estimates import Estimate, Table
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names
from insight.reporting import labels
from insight.reporting.layout import AS_IT_IS, Layout, Line

MOST_LINES = 6


@dataclass(frozen=True)
class Box:
    """The words of a mark: a heading, and lines with a name and what there is to say of it."""

    heading: str
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """The same for who cannot see it."""
        return ". ".join([self.heading, *(f"{name}: {words}" for name, words in self.lines)]) + "."


@dataclass(frozen=True)
class Entry:
    """A figure among others of one wave.

    Attributes
    ----------
    name
        What it is called among them.
    table, estimate
        The figure.
    lines
        What tests say of it.
    printed
        What was published of it, in words; empty where nothing was.
    """

    name: str
    table: Table
    estimate: Estimate
    lines: Sequence[Line] = ()
    printed: str = ""


def make(heading: str, lines: Iterable[Line]) -> Box:
    """Return a box of the first lines that have something to say."""
    told = [(name, words) for name, words in lines if words]
    return Box(heading, tuple(told[:MOST_LINES]))


def of_several(
    heading: str, figures: Sequence[Line], changes: Sequence[Line], below: Iterable[Line]
) -> Box:
    """Return a box of figures, the changes that there is room for, and what stands below them."""
    told = [line for line in below if line[1]]
    room = MOST_LINES - len(figures) - len(told)
    return make(heading, [*figures, *changes[: max(room, 0)], *told])


def in_one_line(name: str, words: Sequence[str], language: Language) -> Iterator[Line]:
    """Yield words for each of several figures in one line; nothing where there are none at all."""
    if any(words):
        yield name, numbers.enumerate_names([each or "–" for each in words], language)


def of_figure(
    table: Table, key: str, group: Sequence[str], language: Language, layout: Layout = AS_IT_IS
) -> Box:
    """Return the box of one figure.

    Parameters
    ----------
    table, key, group
        The figure: a category or net in a group; an empty key for a mean.
    language
        Language of the words.
    layout
        What tests say of the group; left out where they are about another answer.
    """
    estimate = table.at(group, key)
    name = labels.figure_label(table, key, language)
    return make(
        heading(table, group, language), _lines(Entry(name, table, estimate), language, layout)
    )


def _lines(entry: Entry, language: Language, layout: Layout) -> Iterator[Line]:
    """Everything about one figure; of one that is hidden the reason."""
    table, estimate = entry.table, entry.estimate
    if estimate.value is None:
        yield entry.name, labels.reason(estimate, table.codebook.disclosure, language)
    else:
        yield entry.name, labels.value_of(estimate, table, language)
        yield _interval_name(table, language), labels.interval(estimate, table, language)
        yield from entry.lines or layout.lines(estimate.group)
    yield say(language, "box.printed"), entry.printed
    yield _answers_name(entry, language), _answers([entry], language)
    yield say(language, "box.level"), _level(estimate, language)


def of_wave(when: str, entries: Sequence[Entry], language: Language) -> Box:
    """Return the box of all figures of a wave.

    Parameters
    ----------
    when
        The wave's name.
    entries
        The figures; of one alone the lines are those of :func:`of_figure`.
    language
        Language of the words.
    """
    if len(entries) == 1:
        return make(when, _lines(entries[0], language, AS_IT_IS))
    names = distinct_names([entry.name for entry in entries], range(1, len(entries) + 1))
    levels = {entry.estimate.basis for entry in entries if entry.estimate.shown}
    figures = (_figure(entry, language, mixed=len(levels) > 1) for entry in entries)
    below = [
        *in_one_line(say(language, "box.printed"), [entry.printed for entry in entries], language),
        (say(language, "box.answers"), _answers(entries, language)),
        *_one_level(entries, language),
    ]
    changes = [
        (say(language, "box.of", what=what, who=within_sentence(name)), words)
        for name, entry in zip(names, entries, strict=True)
        for what, words in entry.lines
    ]
    return of_several(when, list(zip(names, figures, strict=True)), changes, below)


def heading(table: Table, group: Sequence[str], language: Language) -> str:
    """Return the group and then the wave that a figure is about."""
    wave = table.codebook.wave
    pairs = list(zip(table.request.by, group, strict=True))
    names = [each.category(code).label[language] for each, code in pairs if each != wave]
    if not names and len(pairs) == 0:
        names = [labels.group_label(table, (), language)]
    when = labels.wave_label(table, next(_of(table, group)), language)
    return ", ".join(filter(None, [*names, when]))


def _of(table: Table, group: Sequence[str]) -> Iterator[Estimate]:
    return (estimate for estimate in table.estimates if estimate.group == tuple(group))


def _interval_name(table: Table, language: Language) -> str:
    return say(language, "box.interval", level=labels.level(table, language))


def _figure(entry: Entry, language: Language, *, mixed: bool) -> str:
    """A value with its interval, whose sign the value has already; or a word for a hidden one.

    Of `mixed` levels, what is not published says what it rests on.
    """
    table, estimate = entry.table, entry.estimate
    if estimate.value is None:
        return labels.hidden_word(estimate, language)
    value = labels.value_of(estimate, table, language)
    between = labels.interval(estimate, table, language).rstrip("%\N{NO-BREAK SPACE}")
    words = f"{value} ({between})" if between else value
    told = mixed and estimate.basis in ("bound", "assumed")
    return f"{words}, {_level(estimate, language)}" if told else words


def _answers_name(entry: Entry, language: Language) -> str:
    is_group = any(variable != entry.table.codebook.wave for variable in entry.table.request.by)
    return say(language, "box.answers_in_group" if is_group else "box.answers")


def _answers(entries: Sequence[Entry], language: Language) -> str:
    """How many answered, in the order of the figures, with a warning where they are few."""
    said = [
        "–" if entry.estimate.base is None else numbers.whole(entry.estimate.base, language)
        for entry in entries
    ]
    if not any(entry.estimate.base for entry in entries):
        return ""
    first = entries[0]
    few = [entry for entry in entries if "low_base" in entry.estimate.flags]
    words = numbers.enumerate_names(said, language)
    if not few:
        return words
    limit = first.table.codebook.disclosure.low_base
    return f"{words} ({say(language, 'flag.low_base', limit=limit)})"


def _level(estimate: Estimate, language: Language) -> str:
    return say(language, f"box.{estimate.basis}") if estimate.basis else ""


def _one_level(entries: Sequence[Entry], language: Language) -> Iterator[Line]:
    """What all levels rest on, where that is the same and no published figure says so already."""
    levels = {_level(entry.estimate, language) for entry in entries}
    if len(levels) == 1 and not any(entry.printed for entry in entries):
        yield say(language, "box.level"), levels.pop()
