"""The strategic areas as HTML: goal, efforts, status, and indicators with their printed figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import AreaEntry, Figure
from insight.documents.strategy import Entry, printed_figures, words
from insight.language.catalogue import Text
from insight.web.html.cards import Reading, line
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

TOLD = ("priority", "status_indicator", "status_comment", "overall_assessment")


def areas(entries: Iterable[AreaEntry], reading: Reading) -> Markup:
    """Return the strategic areas, one section each."""
    drawn = [_area(list(own), reading) for _, own in groupby(entries, lambda entry: entry.area)]
    return draw("areas", "areas", drawn, reading)


def _area(entries: Sequence[AreaEntry], reading: Reading) -> dict[str, object]:
    """All that is shown of an area."""
    first = entries[0]
    kinds: dict[str, list[AreaEntry]] = {}
    for entry in entries:
        kinds.setdefault(entry.kind, []).append(entry)
    said = [entry.note for entry in kinds["status_indicator"] if entry.note]
    return {
        "code": first.area,
        "number": first.number,
        "name": first.area_name[reading.language],
        "goals": _goals(kinds["goal"], reading),
        "efforts": [line(entry, words(entry), reading) for entry in kinds["innsatsomrade"]],
        "told": [(kind, lines(kinds[kind], reading, said)) for kind in TOLD],
        "indicators": list(_indicators(kinds["kpi"], reading)),
    }


def _goals(goals: Sequence[AreaEntry], reading: Reading) -> list[Markup]:
    """The goal; where the document words it twice, each time with where it stands."""
    if len(goals) == 1:
        return [line(goals[0], words(goals[0]), reading)]
    return [
        line(goal, words(goal), reading, above=_note(goal, reading), remark=False) for goal in goals
    ]


def _note(entry: AreaEntry, reading: Reading) -> Markup | str:
    note = entry.note
    return small_print(mark_terms(note[reading.language], reading.find)) if note else ""


def small_print(words: str) -> Markup:
    """Return words that stand above a line in small print."""
    return draw("areas", "small_print", words)


def remarks(notes: Iterable[Text], reading: Reading) -> Markup:
    """Return remarks that several lines share, to be said once."""
    return draw(
        "areas", "remarks", [reading.block().mark_phrases(note, reading.language) for note in notes]
    )


def lines(entries: Iterable[Entry], reading: Reading, said: Sequence[Text] = ()) -> Markup:
    """Return lines, each of which points to its remark unless that is among what has been said."""
    return Markup("").join(
        line(entry, words(entry), reading, remark=entry.note not in said) for entry in entries
    )


def _indicators(
    entries: Sequence[AreaEntry], reading: Reading
) -> Iterator[tuple[list[tuple[str, list[Markup]]], Markup]]:
    """Yield the indicators of an area: printed figures by entry, and the sentence of them all."""
    for _, same in groupby(entries, lambda entry: words(entry)[reading.language]):
        rows = list(same)
        others = [figure for row in rows for figure in printed_figures(row, reading.facts)]
        figures = [(row.id, _figures(row, others, reading)) for row in rows]
        yield figures, line(rows[0], words(rows[0]), reading, anchor=False)


def _figures(entry: AreaEntry, others: Sequence[Figure], reading: Reading) -> list[Markup]:
    """The figures behind an entry, and what tells them from others in the same sentence."""
    return [
        figure_html(figure, reading, _apart(figure, others, reading))
        for figure in printed_figures(entry, reading.facts)
    ]


def _apart(figure: Figure, others: Sequence[Figure], reading: Reading) -> str:
    if len({other.population for other in others}) > 1:
        return reading.facts.word("population", figure.population)[reading.language]
    if len({other.when for other in others}) < len(others):
        return figure.indicator[reading.language]
    return ""


def figure_html(figure: Figure, reading: Reading, about: str = "") -> Markup:
    """Return a printed figure: its value, when, and where needed what it is about."""
    when = printed.when(figure, reading.language) if figure.when else ""
    value = printed.value(figure, reading.facts, reading.language)
    return draw("areas", "figure", value, " · ".join(part for part in (about, when) if part))


def jumps(entries: Iterable[AreaEntry], reading: Reading) -> Markup:
    """Return links to the areas on the page, with the goal-setting name of each."""
    names = {entry.area: entry.area_name[reading.language] for entry in entries}
    return draw("areas", "jumps", names.items())
