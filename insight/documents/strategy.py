"""Strategy entries of the documents, as one list: kinds, groups, and what a reader asks for.

Entries of the six areas, the analyses, the scenarios, and passages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import pandas as pd

from insight.documents import fact_tables
from insight.documents.fact_kinds import (
    AreaEntry,
    Figure,
    Observation,
    Passage,
    ScenarioEntry,
)
from insight.documents.facts import Facts
from insight.documents.passages.of_strategy.chapters import group_of
from insight.documents.wanted import Wanted
from insight.language.catalogue import Language, Text, both

Entry = AreaEntry | Observation | ScenarioEntry | Passage
INTERNAL = ("SWOT", "internal_pairs", "internal_observation", "strategic_dilemma")
EXTERNAL = ("PESTEL", "external_implication", "pandemic_effects")
GROUPS = (
    "areas",
    "evaluation",
    "process",
    "guiding",
    *INTERNAL,
    *EXTERNAL,
    "scenarios",
)
PARTS: Mapping[str, tuple[str, ...]] = {
    "areas": ("areas", "evaluation"),
    "process": ("process",),
    "guiding": ("guiding",),
    "swot": INTERNAL,
    "pestel": EXTERNAL,
    "scenarios": ("scenarios",),
}
OFTEN = 3


@lru_cache(maxsize=8)
def entries(facts: Facts) -> tuple[Entry, ...]:
    """Return everything, in the order of the files."""
    passages = (passage for passage in facts.passages if group_of(passage))
    return (*facts.areas, *facts.analysis, *facts.scenarios, *passages)


def group(entry: Entry) -> str:
    """Return which of :data:`GROUPS` an entry belongs to."""
    match entry:
        case AreaEntry():
            return "areas"
        case Observation():
            return entry.framework
        case ScenarioEntry():
            return "scenarios"
        case Passage():
            return group_of(entry) or ""


def part_of(entry: Entry) -> str:
    """Return which of :data:`PARTS` an entry stands in."""
    own = group(entry)
    return next(part for part, groups in PARTS.items() if own in groups)


def group_name(name: str, facts: Facts) -> Text:
    """Return the reader's words for a group."""
    if (word := facts.words.get(("framework", name))) is not None:
        return word
    return both(f"strategy.part_{name}")


def words(entry: Entry) -> Text:
    """Return the text of an entry; where the document shows a picture, that says so."""
    return entry.text or both("strategy.picture")


def place(entry: Entry, facts: Facts) -> tuple[Text, ...]:
    """Return where an entry stands, from the whole to the part."""
    match entry:
        case AreaEntry():
            return entry.area_name, facts.word("area_kind", entry.kind)
        case Observation():
            return facts.word("framework", entry.framework), facts.word("part", entry.part)
        case ScenarioEntry():
            kind = facts.word("scenario_kind", entry.kind)
            return entry.scenario_name, kind, facts.word("category", entry.category)
        case Passage():
            kind = facts.word("passage_kind", entry.kind)
            return (kind,) if entry.part == entry.text else (entry.part, kind)


def by_group(
    facts: Facts, theme: str = "", find: str = "", among: Sequence[str] = GROUPS
) -> dict[str, list[Entry]]:
    """Return the entries that a reader asks for, by group; a group without any is left out.

    Parameters
    ----------
    facts
        All facts.
    theme
        Only entries of this theme.
    find
        Words that must all occur, in the text, the quote, the remark, or where the entry stands.
    among
        The groups to look in.
    """
    wanted = Wanted({"theme": theme} if theme else {}, find)
    entries_of = {
        name: [
            entry
            for entry in _grouped(facts).get(name, ())
            if wanted.fits({"theme": entry.themes}, _searched(entry, facts))
        ]
        for name in among
    }
    return {name: listed for name, listed in entries_of.items() if listed}


@lru_cache(maxsize=8)
def _grouped(facts: Facts) -> Mapping[str, Sequence[Entry]]:
    grouped: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(facts):
        grouped[group(entry)].append(entry)
    return grouped


def _searched(entry: Entry, facts: Facts) -> Iterator[Text | str | None]:
    yield from (words(entry), entry.quote, entry.note)
    yield from place(entry, facts)


def theme_counts(facts: Facts) -> Counter[str]:
    """Return how many entries each theme has."""
    return Counter(theme for entry in entries(facts) for theme in entry.themes)


def partners(facts: Facts) -> dict[str, Entry]:
    """Return for each entry of a pair, by its id, the other one."""
    pairs: dict[str, list[Entry]] = defaultdict(list)
    paired: tuple[Observation | ScenarioEntry, ...] = (*facts.analysis, *facts.scenarios)
    for entry in paired:
        if entry.pair:
            pairs[entry.pair].append(entry)
    return {
        entry.id: other
        for first, second in pairs.values()
        for entry, other in _both_ways(first, second)
    }


def _both_ways(first: Entry, second: Entry) -> Iterator[tuple[Entry, Entry]]:
    yield first, second
    yield second, first


def printed_figures(entry: Entry, facts: Facts) -> tuple[Figure, ...]:
    """Return the printed figures behind a line about an area; of several, those about its people.

    Examples
    --------
    One sentence may print the same number for two populations.

    >>> from insight.documents.facts import facts
    >>> areas = facts().areas
    >>> both = [line for line in areas if line.id.startswith("digital_work_processes_kpi")]
    >>> [printed_figures(line, facts())[0].population for line in both[:2]]
    ['citizens', 'health_personnel']
    """
    if not isinstance(entry, AreaEntry):
        return ()
    figures = facts.figures_of(entry)
    same = tuple(figure for figure in figures if figure.population == entry.population)
    return same or figures


def has_inferred_year(some: Iterable[Entry], facts: Facts) -> bool:
    """Return whether the year of a printed figure behind any entry was read out of the context."""
    figures = (figure for entry in some for figure in printed_figures(entry, facts))
    return any(figure.year_inferred for figure in figures)


def common_notes(some: Iterable[Entry]) -> list[Text]:
    """Return the remarks that several entries share, so that they can be said once."""
    times = Counter(entry.note for entry in some if entry.note)
    return [note for note, count in times.items() if count >= OFTEN]


def table(some: Sequence[Entry], facts: Facts, language: Language) -> pd.DataFrame:
    """Return entries as rows to take away, with every column that any of their kinds has."""
    kinds = (
        (AreaEntry, "area", "area_kind"),
        (Observation, "analysis", ""),
        (ScenarioEntry, "scenario", "scenario_kind"),
        (Passage, "passage", "passage_kind"),
    )
    frames = []
    for of, name, coded in kinds:
        if chosen := [entry for entry in some if isinstance(entry, of)]:
            behind = [
                " ".join(figure.id for figure in printed_figures(entry, facts)) for entry in chosen
            ]
            more = {"figures": behind} if of is AreaEntry else {}
            frame = fact_tables.table(chosen, facts, language, coded, more)
            frame.insert(0, "record", name)
            frames.append(frame)
    if not frames:
        return pd.DataFrame(columns=["record", "id"])
    together = pd.concat(frames).astype(object).fillna("")
    return together[[*together.columns.drop("simulated"), "simulated"]]
