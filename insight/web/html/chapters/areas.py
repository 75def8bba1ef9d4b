"""The strategic areas as HTML: a list, and each whole with what its evaluation rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import AreaEntry, Figure, Passage
from insight.documents.passages.of_strategy.areas import Area, question
from insight.documents.strategy import Entry, printed_figures, words
from insight.language.catalogue import Text
from insight.web.html.cards import Link, Reading, line, place_link, typeset
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

COUNTED = ("milestone", "national_focus")


def area_list(areas: Iterable[Area], reading: Reading, link: Link) -> Markup:
    """Return the areas side by side, each with its goal, how much is said of it, and its link."""
    drawn = [
        {
            "number": area.number,
            "name": area.name[reading.language],
            "address": link(area.code),
            "goal": words(area.entries["goal"][0])[reading.language],
            "line": reading.say("sources.line", line=area.entries["goal"][0].line),
            "place": reading.place_link(area.entries["goal"][0].id),
            "counts": _counts(area, reading),
        }
        for area in areas
    ]
    return draw("areas", "area_list", drawn)


def _counts(area: Area, reading: Reading) -> list[Markup]:
    counts = {kind: len(area.passages.get(kind, ())) for kind in COUNTED}
    counts["kpi"] = len(area.entries["kpi"])
    return [reading.say(f"strategy.counted_{kind}", count=counts[kind]) for kind in counts]


def whole(area: Area, reading: Reading) -> Markup:
    """Return all that is said of an area, what the evaluation says before what it rests on."""
    kinds, focus = area.entries, area.passages.get("national_focus", ())
    awareness: list[Entry] = [*kinds["priority"], *area.passages.get("awareness", ())]
    said = [entry.note for entry in kinds["status_indicator"] if entry.note]
    drawn = {
        "goals": _goals(kinds["goal"], reading),
        "efforts": [line(entry, words(entry), reading) for entry in kinds["innsatsomrade"]],
        "overall": lines(kinds["overall_assessment"], reading),
        "status": lines([*kinds["status_comment"], *kinds["status_indicator"]], reading, said),
        "dated": [(time(each, reading), lines([each], reading)) for each in area.dated],
        "undated": [lines([each], reading) for each in area.undated],
        "summed_up": lines(area.passages.get("finding", ()), reading),
        "indicators": list(_indicators(kinds["kpi"], reading)),
        "focus": lines(focus, reading),
        "awareness": lines(awareness, reading),
        "counts": {
            "milestones": len(area.dated) + len(area.undated),
            "kpis": len(kinds["kpi"]),
            "focus": len(focus),
            "awareness": len(awareness),
        },
    }
    return draw("areas", "whole", area.code, drawn, reading, lambda about: _asked(about, reading))


def _asked(about: str, reading: Reading) -> Markup:
    """The document's own question that something answers, with where it stands."""
    asked = question(reading.facts, about)
    text = typeset(asked.text[reading.language], reading.language)
    return draw("areas", "asked", text, place_link(asked, reading))


def time(passage: Passage, reading: Reading) -> str:
    """Return when something happened or shall happen, as a reader knows it."""
    return printed.time(passage.date, reading.language) if passage.date else ""


def steps(areas: Sequence[Area], code: str, reading: Reading, link: Link) -> Markup:
    """Return links to the list of areas and to the areas before and after one."""
    here = next(number for number, area in enumerate(areas) if area.code == code)
    neighbours = [
        (name, areas[number])
        for name, number in (("previous", here - 1), ("next", here + 1))
        if 0 <= number < len(areas)
    ]
    links = [
        (reading.say(f"strategy.{name}_area", area=area.name[reading.language]), link(area.code))
        for name, area in neighbours
    ]
    return draw("areas", "steps", [(reading.say("strategy.all_areas"), link("")), *links])


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


def figure_html(
    figure: Figure, reading: Reading, about: str = "", *, is_timed: bool = True
) -> Markup:
    """Return a printed figure: its value, when, and where needed what it is about."""
    when = printed.when(figure, reading.language) if figure.when and is_timed else ""
    value = printed.value(figure, reading.facts, reading.language)
    return draw("areas", "figure", value, " · ".join(part for part in (about, when) if part))
