"""The four scenarios as HTML: on their two axes, one by one, and side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from insight.documents.facts import ScenarioEntry
from insight.documents.strategy import common_notes, words
from insight.web.html import text as text_html
from insight.web.html.areas import lines
from insight.web.html.cards import Link, Reading, line

# Provision changes from left to right, transformation from top to bottom.
MAP = (
    ("offentlig_teknologirevolusjon", "innbyggeren_velger"),
    ("stein_pa_stein", "helseoyene"),
)
SCENARIOS = tuple(one for row in MAP for one in row)
LISTS = {
    "common_success": ("summary_list", "findings_1_2"),
    "opportunity": ("summary_list", "findings_2_2"),
}


def scenario_map(
    some: Sequence[ScenarioEntry], reading: Reading, link: Link, chosen: str = ""
) -> str:
    """Return the scenarios on their axes, each with a sentence of its story.

    Parameters
    ----------
    some
        All entries of the scenarios.
    reading
        What every line is drawn with.
    link
        Address of a scenario, by its code.
    chosen
        The scenario that is shown below.
    """
    first = {one.scenario: one for one in reversed(some)}
    columns = "".join(
        f"<th scope='col'>{_in(first[one], 'provision', reading)}</th>" for one in MAP[0]
    )
    rows = "".join(
        f"<tr><th scope='row'>{_in(first[row[0]], 'transformation', reading)}</th>"
        + "".join(_cell(first[one], some, reading, link, chosen) for one in row)
        + "</tr>"
        for row in MAP
    )
    return (
        f"<table class='sy-map'><caption>{reading.say('strategy.axes')}</caption>"
        f"<thead><tr><td></td>{columns}</tr></thead><tbody>{rows}</tbody></table>"
        f"<p class='secondary'>{reading.say('strategy.essence')}</p>"
    )


def _in(entry: ScenarioEntry, field: str, reading: Reading) -> str:
    """The end of an axis that a scenario stands at."""
    text = entry.provision if field == "provision" else entry.transformation
    return escape(text[reading.language]) if text else ""


def _cell(
    one: ScenarioEntry, some: Iterable[ScenarioEntry], reading: Reading, link: Link, chosen: str
) -> str:
    kinds = [entry.kind for entry in some if entry.scenario == one.scenario]
    counts = {"states": kinds.count("state"), "resources": kinds.count("resource")}
    current = " aria-current='true'" if one.scenario == chosen else ""
    ends = " · ".join(_in(one, field, reading) for field in ("provision", "transformation"))
    return (
        f"<td{' class=chosen' if current else ''}>"
        f"<a target='_self'{current} href='{escape(link(one.scenario))}'>"
        f"{escape(one.scenario_name[reading.language])}</a>"
        f"<p class='ends'>{ends}</p><p>{reading.say(f'strategy.essence_{one.scenario}')}</p>"
        f"<small>{reading.say('strategy.holds', **counts)}</small></td>"
    )


def states(some: Iterable[ScenarioEntry], reading: Reading) -> str:
    """Return the states of a scenario, each beside what it takes to succeed in it."""
    pairs: dict[str, list[ScenarioEntry]] = {}
    for one in some:
        if one.pair:
            pairs.setdefault(one.pair, []).append(one)
    kinds = ("state", "success_criterion")
    heads = "".join(f"<th scope='col'>{reading.word('scenario_kind', one)}</th>" for one in kinds)
    rows = "".join(
        f"<tr><th scope='row'>{reading.word('category', pair[0].category)}</th>"
        + "".join(_labelled(one, reading) for one in pair)
        + "</tr>"
        for pair in pairs.values()
    )
    return _table(f"<tr><td></td>{heads}</tr>", rows)


def _labelled(one: ScenarioEntry, reading: Reading) -> str:
    kind = reading.word("scenario_kind", one.kind)
    return f"<td><b>{kind}</b>{lines([one], reading)}</td>"


def _table(head: str, rows: str) -> str:
    return f"<table class='sy-beside'><thead>{head}</thead><tbody>{rows}</tbody></table>"


def resources(some: Iterable[ScenarioEntry], reading: Reading) -> str:
    """Return the resources of a scenario, a block for each category."""
    categories: dict[str, list[ScenarioEntry]] = {}
    for one in some:
        if one.kind == "resource":
            categories.setdefault(one.category, []).append(one)
    drawn = "".join(
        f"<section><h3>{reading.word('category', one)}</h3>{lines(listed, reading)}</section>"
        for one, listed in categories.items()
    )
    return f"<div class='sy-matrix'>{drawn}</div>"


def side_by_side(some: Sequence[ScenarioEntry], kinds: Sequence[str], reading: Reading) -> str:
    """Return what the scenarios say of each category, a column for each scenario.

    Parameters
    ----------
    some
        All entries of the scenarios.
    kinds
        The kinds of entries to show.
    reading
        What every line is drawn with.
    """
    chosen = [one for one in some if one.kind in kinds and one.scenario in SCENARIOS]
    names = {one.scenario: escape(one.scenario_name[reading.language]) for one in chosen}
    heads = "".join(f"<th scope='col'>{names[one]}</th>" for one in SCENARIOS)
    alike = _alike(chosen)
    rows = ""
    for category in dict.fromkeys(one.category for one in chosen):
        cells = "".join(
            _compared(
                [one for one in chosen if (one.category, one.scenario) == (category, scenario)],
                names[scenario],
                alike,
                reading,
            )
            for scenario in SCENARIOS
        )
        rows += f"<tr><th scope='row'>{reading.word('category', category)}</th>{cells}</tr>"
    return f"<div class='sy-scroll'>{_table(f'<tr><td></td>{heads}</tr>', rows)}</div>"


def _alike(some: Iterable[ScenarioEntry]) -> Mapping[tuple[str, str], int]:
    """In how many scenarios the same words stand."""
    where: dict[tuple[str, str], set[str]] = {}
    for one in some:
        where.setdefault((one.kind, one.text.nb), set()).add(one.scenario)
    return {key: len(scenarios) for key, scenarios in where.items()}


def _compared(
    some: Sequence[ScenarioEntry],
    name: str,
    alike: Mapping[tuple[str, str], int],
    reading: Reading,
) -> str:
    if not some:
        return f"<td class='none'><b>{name}</b><p>{reading.say('strategy.not_mentioned')}</p></td>"
    drawn = ""
    for one in some:
        times = alike[one.kind, one.text.nb]
        above = reading.word("scenario_kind", one.kind) if one.kind == "success_criterion" else ""
        also = reading.say("strategy.also", count=times) if times > 1 else ""
        small = " · ".join(part for part in (above, also) if part)
        drawn += line(one, words(one), reading, above=f"<small>{small}</small>" if small else "")
    return f"<td><b>{name}</b>{drawn}</td>"


def common(some: Iterable[ScenarioEntry], kind: str, reading: Reading) -> str:
    """Return what is common to all scenarios: the two lists of the document beside each other."""
    drawn = ""
    for category in LISTS[kind]:
        inside = [one for one in some if (one.kind, one.category) == (kind, category)]
        said = common_notes(inside)
        remarks = "".join(
            f"<p class='secondary'>{text_html.shown(one, reading.language)}</p>" for one in said
        )
        drawn += (
            f"<section><h3>{reading.word('category', category)} ({len(inside)})</h3>"
            f"{lines(inside, reading, said)}{remarks}</section>"
        )
    return f"<div class='sy-matrix two'>{drawn}</div>"
