"""The analyses, the systems and what a search finds as HTML: lines that unfold to their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Figure, Observation, System
from insight.documents.references import Theme
from insight.documents.strategy import (
    Entry,
    common_notes,
    group,
    group_name,
    partners,
    place,
    printed_figures,
    words,
)
from insight.language.alphabet import sort_key
from insight.language.catalogue import Text
from insight.web.html.areas import figure_html, lines, remarks
from insight.web.html.cards import Reading, line
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

SWOT = {"internal": ("strength", "weakness"), "external": ("opportunity", "threat")}
PESTEL = ("political", "economic", "sociocultural", "technological", "environmental", "legal")


def swot(observations: Sequence[Observation], reading: Reading) -> Markup:
    """Return strengths and weaknesses over opportunities and threats."""
    notes = common_notes(observations)
    sides = [(side, _parts(observations, parts, reading, notes)) for side, parts in SWOT.items()]
    return draw("strategy", "swot", remarks(notes, reading), sides, reading)


def pestel(observations: Sequence[Observation], reading: Reading) -> Markup:
    """Return the six sides of the surroundings."""
    return blocks(observations, reading, PESTEL)


def blocks(
    observations: Sequence[Observation], reading: Reading, parts: Iterable[str] = ()
) -> Markup:
    """Return an analysis as one block for each of its parts, side by side."""
    notes = common_notes(observations)
    parts = parts or dict.fromkeys(observation.part for observation in observations)
    drawn = _parts(observations, parts, reading, notes)
    return draw("strategy", "blocks", remarks(notes, reading), drawn, reading)


def _parts(
    observations: Sequence[Observation],
    parts: Iterable[str],
    reading: Reading,
    notes: Sequence[Text],
) -> list[tuple[str, Markup]]:
    """The parts of an analysis by code, with the lines of each."""
    return [(part, lines(_of_part(observations, part), reading, notes)) for part in parts]


def _of_part(observations: Iterable[Observation], part: str) -> list[Observation]:
    return [observation for observation in observations if observation.part == part]


def parts_with_headings(observations: Sequence[Observation], reading: Reading) -> Markup:
    """Return an analysis whose parts each begin with their heading in the document."""
    parts = []
    for part in dict.fromkeys(observation.part for observation in observations):
        heading, *rest = _of_part(observations, part)
        parts.append((part, line(heading, words(heading), reading), lines(rest, reading)))
    return draw("strategy", "headed", parts, reading)


def pairs(observations: Sequence[Observation], reading: Reading) -> Markup:
    """Return each strength with the weakness that limits it, joined by "but"."""
    notes = common_notes(observations)
    drawn: dict[str | None, list[Markup]] = {}
    for observation in observations:
        drawn.setdefault(observation.pair, []).append(lines([observation], reading, notes))
    return draw("strategy", "pairs", remarks(notes, reading), drawn.values(), reading)


def systems(entries: Iterable[System], reading: Reading) -> Markup:
    """Return what is named, by name; what is named in several documents stands together."""
    named: dict[str, list[System]] = {}
    for system in sorted(entries, key=lambda system: sort_key(system.name)):
        named.setdefault(system.name.casefold(), []).append(system)
    drawn = [
        (
            mark_terms(same[0].name, reading.find),
            _kinds(same, reading),
            Markup("").join(_mention(system, reading) for system in same),
        )
        for same in named.values()
    ]
    return draw("strategy", "systems", drawn)


def _kinds(same: Sequence[System], reading: Reading) -> list[Markup]:
    kinds = dict.fromkeys(reading.facts.word("system_kind", system.kind) for system in same)
    return [mark_terms(kind[reading.language], reading.find) for kind in kinds]


def _mention(system: System, reading: Reading) -> Markup:
    """What a document says of a system, with the document's name."""
    document = reading.facts.sources[system.source].short[reading.language]
    return line(system, words(system), reading, after=f" · {document}", original=False)


def theme_html(theme: Theme, links: Sequence[tuple[str, str]], reading: Reading) -> Markup:
    """Return what a theme is about, and links to what else has it, by their words."""
    return draw(
        "strategy", "theme", theme.name[reading.language], theme.about[reading.language], links
    )


def status_html(words: str) -> Markup:
    """Return how much a search has found; a screen reader is told when it changes."""
    return draw("strategy", "status", words)


def hit_jumps(groups: Mapping[str, Sequence[Entry]], reading: Reading) -> Markup:
    """Return links to the groups of a search, each with how many it has."""
    links = [(code, _group(code, entries, reading)) for code, entries in groups.items()]
    return draw("strategy", "hit_jumps", links)


def _group(code: str, entries: Sequence[Entry], reading: Reading) -> str:
    return f"{group_name(code, reading.facts)[reading.language]} ({len(entries)})"


def hits(groups: Mapping[str, Sequence[Entry]], reading: Reading) -> Markup:
    """Return what a search has found, by group.

    A line is open where what was searched for stands only in what it unfolds to.
    """
    others = partners(reading.facts)
    drawn = [
        (code, _group(code, entries, reading), [_hit(entry, others, reading) for entry in entries])
        for code, entries in groups.items()
    ]
    return draw("strategy", "hits", drawn)


def _hit(entry: Entry, others: Mapping[str, Entry], reading: Reading) -> Markup:
    text, where = words(entry), _where(entry, reading)
    other = others.get(entry.id)
    above = draw(
        "strategy",
        "above_hit",
        mark_terms(where, reading.find),
        [_figure(figure, reading) for figure in printed_figures(entry, reading.facts)],
        reading.say("strategy.paired", words=words(other)) if other else "",
    )
    is_visible = any(
        mark_terms(seen, reading.find) != mark_terms(seen, "")
        for seen in (where, text[reading.language])
    )
    unfolded = bool(reading.find) and not is_visible
    original = not isinstance(entry, System)
    return line(entry, text, reading, above=above, unfolded=unfolded, original=original)


def _where(entry: Entry, reading: Reading) -> str:
    """Where an entry stands, as far as the heading of its group does not say it."""
    names = [name[reading.language] for name in place(entry, reading.facts)]
    return " · ".join(names if group(entry) in ("areas", "scenarios", "systems") else names[1:])


def _figure(figure: Figure, reading: Reading) -> Markup:
    population = reading.facts.word("population", figure.population)
    return figure_html(figure, reading, population[reading.language])
