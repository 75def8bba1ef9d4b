"""What the documents say about strategy, as one list: which entry is of what kind, and who asks.

Entries of the six areas, the analyses, the scenarios, and the systems that are named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from insight.documents import fact_tables
from insight.documents.facts import AreaEntry, Facts, Figure, Observation, ScenarioEntry, System
from insight.language.catalogue import Language, Text, catalogue
from insight.language.search import matches

Entry = AreaEntry | Observation | ScenarioEntry | System
INTERNAL = ("SWOT", "internal_pairs", "internal_observation", "strategic_dilemma")
EXTERNAL = ("PESTEL", "external_implication", "pandemic_effects")
GROUPS = ("areas", *INTERNAL, *EXTERNAL, "scenarios", "systems")
PARTS: Mapping[str, tuple[str, ...]] = {
    "areas": ("areas",),
    "swot": INTERNAL,
    "pestel": EXTERNAL,
    "scenarios": ("scenarios",),
    "systems": ("systems",),
}
OFTEN = 3


def entries(known: Facts) -> tuple[Entry, ...]:
    """Return everything, in the order of the files."""
    return (*known.areas, *known.analysis, *known.scenarios, *known.systems)


def group(entry: Entry) -> str:
    """Return which of :data:`GROUPS` an entry belongs to."""
    match entry:
        case AreaEntry():
            return "areas"
        case Observation():
            return entry.framework
        case ScenarioEntry():
            return "scenarios"
        case System():
            return "systems"


def group_name(one: str, known: Facts) -> Text:
    """Return the reader's words for a group."""
    if (word := known.words.get(("framework", one))) is not None:
        return word
    return _said(f"strategy.part_{one}")


def _said(key: str) -> Text:
    return Text(catalogue("nb")[key], catalogue("en")[key])


def words(entry: Entry) -> Text:
    """Return the text of an entry; where the document shows a picture, that says so."""
    return entry.text or _said("strategy.picture")


def place(entry: Entry, known: Facts) -> tuple[Text, ...]:
    """Return where an entry stands, from the whole to the part."""
    match entry:
        case AreaEntry():
            return entry.area_name, known.word("area_kind", entry.kind)
        case Observation():
            return known.word("framework", entry.framework), known.word("part", entry.part)
        case ScenarioEntry():
            kind = known.word("scenario_kind", entry.kind)
            return entry.scenario_name, kind, known.word("category", entry.category)
        case System():
            return Text(entry.name, entry.name), known.word("system_kind", entry.kind)


def by_group(
    known: Facts, theme: str = "", find: str = "", among: Sequence[str] = GROUPS
) -> dict[str, list[Entry]]:
    """Return the entries that a reader asks for, by group; a group without any is left out.

    Parameters
    ----------
    known
        All facts.
    theme
        Only entries of this theme.
    find
        Words that must all occur, in the text, the quote, the remark, or where the entry stands.
    among
        The groups to look in.
    """
    found: dict[str, list[Entry]] = {one: [] for one in among}
    for entry in entries(known):
        if group(entry) not in found or (theme and theme not in entry.themes):
            continue
        if matches(find, [words(entry), entry.quote, entry.note, *place(entry, known)]):
            found[group(entry)].append(entry)
    return {one: listed for one, listed in found.items() if listed}


def theme_counts(known: Facts) -> Counter[str]:
    """Return how many entries each theme has."""
    return Counter(theme for one in entries(known) for theme in one.themes)


def partners(known: Facts) -> dict[str, Entry]:
    """Return for each entry of a pair, by its id, the other one."""
    pairs: dict[str, list[Entry]] = defaultdict(list)
    paired: tuple[Observation | ScenarioEntry, ...] = (*known.analysis, *known.scenarios)
    for one in paired:
        if one.pair:
            pairs[one.pair].append(one)
    return {
        one.id: other
        for first, second in pairs.values()
        for one, other in _both_ways(first, second)
    }


def _both_ways(first: Entry, second: Entry) -> Iterator[tuple[Entry, Entry]]:
    yield first, second
    yield second, first


def printed_figures(entry: Entry, known: Facts) -> tuple[Figure, ...]:
    """Return the printed figures behind a line about an area; of several, those about its people.

    Examples
    --------
    One sentence may print the same number for two populations.

    >>> from insight.documents.facts import facts
    >>> both = [one for one in facts().areas if one.id.startswith("digital_work_processes_kpi")]
    >>> [printed_figures(one, facts())[0].population for one in both[:2]]
    ['citizens', 'health_personnel']
    """
    if not isinstance(entry, AreaEntry):
        return ()
    found = known.figures_of(entry)
    same = tuple(one for one in found if one.population == entry.population)
    return same or found


def has_inferred_year(some: Iterable[Entry], known: Facts) -> bool:
    """Return whether the year of a printed figure behind any entry was read out of the context."""
    figures = (figure for one in some for figure in printed_figures(one, known))
    return any(one.year_inferred for one in figures)


def common_notes(some: Iterable[Entry]) -> list[Text]:
    """Return the remarks that several entries share, so that they can be said once."""
    times = Counter(one.note for one in some if one.note)
    return [note for note, count in times.items() if count >= OFTEN]


def table(some: Sequence[Entry], known: Facts, language: Language) -> pd.DataFrame:
    """Return entries as rows to take away, with every column that any of their kinds has."""
    kinds = (
        (AreaEntry, "area", "area_kind"),
        (Observation, "analysis", ""),
        (ScenarioEntry, "scenario", "scenario_kind"),
        (System, "system", "system_kind"),
    )
    frames = []
    for of, name, coded in kinds:
        if chosen := [one for one in some if isinstance(one, of)]:
            behind = [" ".join(one.id for one in printed_figures(entry, known)) for entry in chosen]
            more = {"figures": behind} if of is AreaEntry else {}
            frame = fact_tables.table(chosen, known, language, coded, more)
            frame.insert(0, "record", name)
            frames.append(frame)
    if not frames:
        return pd.DataFrame(columns=["record", "id"])
    together = pd.concat(frames).astype(object).fillna("")
    return together[[*together.columns.drop("simulated"), "simulated"]]
