"""The strategic areas as HTML: a list, and each whole with what its evaluation rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from insight.documents.fact_kinds import AreaEntry, Figure
from insight.documents.passages.of_strategy.areas import Area, question
from insight.documents.strategy import Entry, printed_figures, words
from insight.web.html.cards import Link, Reading, line, place_link
from insight.web.html.chapters.passages import dated_rows, figure_html, lines, time
from insight.web.html.list_parts import first_few, first_together, neighbours
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

COUNTED = ("milestone", "national_focus")
AT_ONCE = 2


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
        "milestones": _milestones(area, reading),
        "summed_up": lines(area.passages.get("finding", ()), reading),
        "indicators": _indicators(kinds["kpi"], reading),
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
    return draw("areas", "asked", reading.text(asked.text), place_link(asked, reading))


def steps(areas: Mapping[str, Area], code: str, reading: Reading, link: Link) -> Markup:
    """Return links to the list of areas and to the areas before and after one."""
    links = [
        (
            reading.say(f"strategy.{name}_area", area=areas[each].name[reading.language]),
            link(each),
        )
        for name, each in neighbours(list(areas), code)
    ]
    return draw("lists", "across", [(reading.say("strategy.all_areas"), link("")), *links])


def _goals(goals: Sequence[AreaEntry], reading: Reading) -> list[Markup]:
    """The goal; where the document words it twice, each time with where it stands."""
    if len(goals) == 1:
        return [line(goals[0], words(goals[0]), reading)]
    return [
        line(goal, words(goal), reading, above=_note(goal, reading), remark=False) for goal in goals
    ]


def _note(entry: AreaEntry, reading: Reading) -> Markup | str:
    note = entry.note
    words = mark_terms(note[reading.language], reading.find) if note else ""
    return draw("lists", "small", words) if words else ""


def _milestones(area: Area, reading: Reading) -> Markup:
    """The milestones with a date, the earliest first, and below them those without."""
    rows = [(time(each, reading), lines([each], reading)) for each in area.dated]
    others = [lines([each], reading) for each in area.undated]
    at_once = max(AT_ONCE + 1 - len(rows), 1) if rows else AT_ONCE
    undated = first_few(others, at_once, reading, spared=0)
    if not rows:
        return draw("areas", "none_dated", reading.say("strategy.none_dated"), undated)
    return dated_rows([*rows, *([(reading.say("strategy.undated"), undated)] if others else [])])


def _indicators(entries: Sequence[AreaEntry], reading: Reading) -> Markup:
    """The indicators of an area: printed figures by entry, and the sentence of them all."""
    drawn: list[tuple[list[tuple[str, list[Markup]]], Markup]] = []
    for _, same in groupby(entries, lambda entry: words(entry)[reading.language]):
        rows = list(same)
        others = [figure for row in rows for figure in printed_figures(row, reading.facts)]
        figures = [(row.id, _figures(row, others, reading)) for row in rows]
        drawn.append((figures, line(rows[0], words(rows[0]), reading, anchor=False)))
    nothing = reading.say("strategy.no_number")
    return first_together(
        drawn, AT_ONCE, lambda some: draw("areas", "indicators", some, nothing), reading, spared=0
    )


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
