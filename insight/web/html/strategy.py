"""The analyses, the systems and what a search finds as HTML: lines that unfold to their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from insight.documents.facts import Observation, System
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
from insight.language.catalogue import Text
from insight.web.html import text as text_html
from insight.web.html.areas import figure_html, lines
from insight.web.html.cards import Reading, line
from insight.web.html.text import marked

SWOT = {"internal": ("strength", "weakness"), "external": ("opportunity", "threat")}
PESTEL = ("political", "economic", "sociocultural", "technological", "environmental", "legal")
LAST = str.maketrans("éæøå", "e{|}")


def swot(some: Sequence[Observation], reading: Reading) -> str:
    """Return strengths and weaknesses over opportunities and threats."""
    said = common_notes(some)
    rows = ""
    for side, parts in SWOT.items():
        rows += f"<p class='side'>{reading.say(f'strategy.{side}')}</p>"
        for part in parts:
            what = f" <small>{reading.say(f'strategy.do_{part}')}</small>"
            rows += _part(some, part, reading, said, what)
    return _remarks(said, reading) + f"<div class='sy-matrix sy-swot'>{rows}</div>"


def pestel(some: Sequence[Observation], reading: Reading) -> str:
    """Return the six sides of the surroundings."""
    return blocks(some, reading, PESTEL)


def blocks(
    some: Sequence[Observation], reading: Reading, parts: Sequence[str] | None = None
) -> str:
    """Return an analysis as one block for each of its parts, side by side."""
    said = common_notes(some)
    parts = parts or list(dict.fromkeys(one.part for one in some))
    drawn = "".join(_part(some, one, reading, said) for one in parts)
    alone = " alone" if len(parts) == 1 else ""
    return _remarks(said, reading) + f"<div class='sy-matrix{alone}'>{drawn}</div>"


def headed(some: Sequence[Observation], reading: Reading) -> str:
    """Return an analysis whose parts each begin with their heading in the document."""
    drawn = ""
    for part in dict.fromkeys(one.part for one in some):
        first, *rest = (one for one in some if one.part == part)
        drawn += (
            f"<section><h3>{reading.word('part', part)}</h3>"
            f"<div class='sy-head'>{line(first, words(first), reading)}</div>"
            f"{lines(rest, reading)}</section>"
        )
    return f"<div class='sy-matrix'>{drawn}</div>"


def _part(
    some: Iterable[Observation], part: str, reading: Reading, said: Sequence[Text], more: str = ""
) -> str:
    title = f"<h3>{reading.word('part', part)}{more}</h3>"
    own = lines((one for one in some if one.part == part), reading, said)
    return f"<section class='{escape(part)}'>{title}{own}</section>"


def _remarks(said: Iterable[Text], reading: Reading) -> str:
    shown = (text_html.shown(one, reading.language) for one in said)
    return "".join(f"<p class='secondary'>{one}</p>" for one in shown)


def pairs(some: Sequence[Observation], reading: Reading) -> str:
    """Return each strength with the weakness that limits it, joined by "but"."""
    said = common_notes(some)
    by_pair: dict[str | None, list[Observation]] = {}
    for one in some:
        by_pair.setdefault(one.pair, []).append(one)
    heads = "".join(
        f"<h3 class='{one}'>{reading.word('part', one)}</h3>" for one in ("strength", "weakness")
    )
    but = f"<span>{reading.say('strategy.but')}</span>"
    rows = "".join(
        f"<li>{but.join(lines([one], reading, said) for one in two)}</li>"
        for two in by_pair.values()
    )
    return _remarks(said, reading) + f"<div class='sy-but'><div>{heads}</div><ul>{rows}</ul></div>"


def systems(some: Iterable[System], reading: Reading) -> str:
    """Return what is named, by name; what is named in several documents stands together."""
    named: dict[str, list[System]] = {}
    for one in sorted(some, key=lambda one: in_order(one.name)):
        named.setdefault(one.name.casefold(), []).append(one)
    drawn = "".join(
        f"<div><dt>{marked(same[0].name, reading.find)} {_kinds(same, reading)}</dt>"
        f"<dd>{''.join(_said_of(one, reading) for one in same)}</dd></div>"
        for same in named.values()
    )
    return f"<dl class='sy-names'>{drawn}</dl>"


def in_order(name: str) -> str:
    """Return what a name is sorted by: case aside, æ, ø and å last.

    Examples
    --------
    >>> sorted(["Ås", "Ærlig", "Ørland", "Zeta", "Én"], key=in_order)
    ['Én', 'Zeta', 'Ærlig', 'Ørland', 'Ås']
    """
    return name.casefold().translate(LAST)


def _kinds(same: Sequence[System], reading: Reading) -> str:
    kinds = dict.fromkeys(reading.known.word("system_kind", one.kind) for one in same)
    return " ".join(
        f"<span class='tag'>{marked(one[reading.language], reading.find)}</span>" for one in kinds
    )


def _said_of(one: System, reading: Reading) -> str:
    document = escape(reading.known.sources[one.source].short[reading.language])
    return line(one, words(one), reading, after=f" · {document}", original=False)


def hit_jumps(found: Mapping[str, Sequence[Entry]], reading: Reading) -> str:
    """Return links to the groups of a search, each with how many it has."""
    links = "".join(
        f"<li><a href='#hits-{escape(one)}'>{_group(one, some, reading)}</a></li>"
        for one, some in found.items()
    )
    return f"<ul class='sy-jumps'>{links}</ul>"


def _group(one: str, some: Sequence[Entry], reading: Reading) -> str:
    return f"{escape(group_name(one, reading.known)[reading.language])} ({len(some)})"


def hits(found: Mapping[str, Sequence[Entry]], reading: Reading) -> str:
    """Return what a search has found, by group.

    A line is open where what was searched for stands only in what it unfolds to.
    """
    others = partners(reading.known)
    return "".join(
        f"<section class='sy-hits' id='hits-{escape(one)}'>"
        f"<h2 class='finding'>{_group(one, some, reading)}</h2>"
        f"{''.join(_hit(entry, others, reading) for entry in some)}</section>"
        for one, some in found.items()
    )


def _hit(entry: Entry, others: Mapping[str, Entry], reading: Reading) -> str:
    here = [one[reading.language] for one in place(entry, reading.known)]
    shown = here[1:] if group(entry) not in ("areas", "scenarios", "systems") else here
    text = words(entry)
    above = f"<small>{marked(' · '.join(shown), reading.find)}</small>"
    for figure in printed_figures(entry, reading.known):
        who = reading.known.word("population", figure.population)[reading.language]
        above += f"<span class='sy-figure'>{figure_html(figure, reading, who)}</span>"
    if (other := others.get(entry.id)) is not None:
        above += f"<small>{reading.say('strategy.paired', words=words(other))}</small>"
    visible = "<mark>" in above or "<mark>" in marked(text[reading.language], reading.find)
    unfolded = bool(reading.find) and not visible
    original = not isinstance(entry, System)
    return line(entry, text, reading, above=above, unfolded=unfolded, original=original)
