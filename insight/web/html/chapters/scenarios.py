"""The four scenarios as HTML: on their two axes, one by one, and side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Passage, ScenarioEntry
from insight.documents.strategy import common_notes, words
from insight.language.catalogue import Text
from insight.web.html.cards import Link, Reading, line
from insight.web.html.chapters.passages import lines, remarks
from insight.web.html.tables import Cell, table
from insight.web.html.templates import draw

# Provision changes from left to right, transformation from top to bottom.
MAP = (
    ("offentlig_teknologirevolusjon", "innbyggeren_velger"),
    ("stein_pa_stein", "helseoyene"),
)
SCENARIOS = tuple(scenario for row in MAP for scenario in row)
LISTS = {
    "common_success": ("summary_list", "findings_1_2"),
    "opportunity": ("summary_list", "findings_2_2"),
}


def scenario_map(
    entries: Sequence[ScenarioEntry], reading: Reading, link: Link, chosen: str = ""
) -> Markup:
    """Return the scenarios on their axes, each with a sentence of its story.

    Parameters
    ----------
    entries
        All entries of the scenarios.
    reading
        What every line is drawn with.
    link
        Address of a scenario, by its code.
    chosen
        The scenario that is shown below.
    """
    first = {entry.scenario: entry for entry in reversed(entries)}
    heads = [_end(first[scenario].provision, reading) for scenario in MAP[0]]
    rows = [
        [
            _end(first[row[0]].transformation, reading),
            *(_cell(first[scenario], entries, reading, link, chosen) for scenario in row),
        ]
        for row in MAP
    ]
    drawn = table("sy-map", heads, rows, caption=reading.say("strategy.axes"), corner=False)
    return draw("scenarios", "map", drawn, reading.say("strategy.essence"))


def _end(text: Text | None, reading: Reading) -> str:
    """The end of an axis that a scenario stands at."""
    return text[reading.language] if text else ""


def _cell(
    first: ScenarioEntry,
    entries: Iterable[ScenarioEntry],
    reading: Reading,
    link: Link,
    chosen: str,
) -> Cell:
    scenario, is_chosen = first.scenario, first.scenario == chosen
    kinds = [entry.kind for entry in entries if entry.scenario == scenario]
    counts = {
        name: reading.say(f"strategy.counted_{name}", count=kinds.count(kind))
        for name, kind in (("states", "state"), ("resources", "resource"))
    }
    content = draw(
        "scenarios",
        "scenario",
        first.scenario_name[reading.language],
        link(scenario),
        is_chosen,
        " · ".join(_end(text, reading) for text in (first.provision, first.transformation)),
        reading.say(f"strategy.essence_{scenario}"),
        reading.say("strategy.holds", **counts),
    )
    return Cell(content, {"class": "chosen"} if is_chosen else {})


def story(told: Iterable[Passage], reading: Reading) -> Markup:
    """Return the paragraphs of a story to read, each with a link to its place."""
    block = reading.block()
    paragraphs = [
        (
            each.id,
            block.mark(each.text[reading.language], reading.find),
            reading.place_link(each.id),
            reading.say("fact.in_place", line=each.line),
        )
        for each in told
    ]
    return draw("scenarios", "story", paragraphs)


def states(entries: Iterable[ScenarioEntry], reading: Reading) -> Markup:
    """Return the states of a scenario, each beside what it takes to succeed in it."""
    pairs: dict[str, list[ScenarioEntry]] = {}
    for entry in entries:
        if entry.pair:
            pairs.setdefault(entry.pair, []).append(entry)
    heads = [reading.word("scenario_kind", kind) for kind in ("state", "success_criterion")]
    rows = [
        [
            reading.word("category", pair[0].category),
            *(
                _lines_with_heading(
                    reading.word("scenario_kind", entry.kind), lines([entry], reading)
                )
                for entry in pair
            ),
        ]
        for pair in pairs.values()
    ]
    return table("sy-beside", heads, rows, corner=False)


def _lines_with_heading(name: str, drawn: Markup) -> Markup:
    """Lines under what heads their column, which a narrow screen does not show."""
    return draw("scenarios", "labelled", name, drawn)


def resources(entries: Iterable[ScenarioEntry], reading: Reading) -> Markup:
    """Return the resources of a scenario, a block for each category."""
    categories: dict[str, list[ScenarioEntry]] = {}
    for entry in entries:
        if entry.kind == "resource":
            categories.setdefault(entry.category, []).append(entry)
    drawn = [
        (reading.word("category", category), lines(own, reading))
        for category, own in categories.items()
    ]
    return draw("scenarios", "resources", drawn)


def comparison(entries: Sequence[ScenarioEntry], kinds: Sequence[str], reading: Reading) -> Markup:
    """Return what the scenarios say of each category, a column for each scenario.

    Parameters
    ----------
    entries
        All entries of the scenarios.
    kinds
        The kinds of entries to show.
    reading
        What every line is drawn with.
    """
    shown = [entry for entry in entries if entry.kind in kinds and entry.scenario in SCENARIOS]
    names = {entry.scenario: entry.scenario_name[reading.language] for entry in shown}
    shared = _count_scenarios(shown)
    places: dict[tuple[str, str], list[ScenarioEntry]] = {}
    for entry in shown:
        places.setdefault((entry.category, entry.scenario), []).append(entry)
    rows = [
        [
            reading.word("category", category),
            *(
                _comparison_cell(
                    places.get((category, scenario), ()), names[scenario], shared, reading
                )
                for scenario in SCENARIOS
            ),
        ]
        for category in dict.fromkeys(entry.category for entry in shown)
    ]
    heads = [names[scenario] for scenario in SCENARIOS]
    return draw("scenarios", "scrolling", table("sy-beside", heads, rows, corner=False))


def _count_scenarios(entries: Iterable[ScenarioEntry]) -> Mapping[tuple[str, str], int]:
    """In how many scenarios the same words stand."""
    where: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        where.setdefault((entry.kind, entry.text.nb), set()).add(entry.scenario)
    return {key: len(scenarios) for key, scenarios in where.items()}


def _comparison_cell(
    entries: Sequence[ScenarioEntry],
    name: str,
    shared: Mapping[tuple[str, str], int],
    reading: Reading,
) -> Cell:
    if not entries:
        content = draw("scenarios", "not_mentioned", name, reading.say("strategy.not_mentioned"))
        return Cell(content, {"class": "none"})
    drawn = Markup("").join(_line(entry, shared, reading) for entry in entries)
    return Cell(_lines_with_heading(name, drawn))


def _line(entry: ScenarioEntry, shared: Mapping[tuple[str, str], int], reading: Reading) -> Markup:
    """A line under its kind where not all are of one kind, and in how many scenarios it stands."""
    above, count = [], shared[entry.kind, entry.text.nb]
    if entry.kind == "success_criterion":
        above.append(reading.word("scenario_kind", entry.kind))
    if count > 1:
        above.append(reading.say("strategy.also", count=count))
    small = draw("lists", "small", Markup(" · ").join(above)) if above else ""
    return line(entry, words(entry), reading, above=small)


def common_lists(entries: Iterable[ScenarioEntry], kind: str, reading: Reading) -> Markup:
    """Return what is common to all scenarios: the two lists of the document beside each other."""
    of_kind = [entry for entry in entries if entry.kind == kind]
    drawn = []
    for category in LISTS[kind]:
        own = [entry for entry in of_kind if entry.category == category]
        notes = common_notes(own)
        title = reading.word("category", category)
        drawn.append((title, len(own), lines(own, reading, notes), remarks(notes, reading)))
    return draw("scenarios", "lists", drawn)
