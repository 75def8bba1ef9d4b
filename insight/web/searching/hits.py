"""Hits of a search as HTML: in groups, each a link to its place, the words marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import Fact, Figure
from insight.documents.later.later_figures import all_facts
from insight.language.catalogue import Language, say
from insight.language.ranked_search import Hit
from insight.language.text_index import Entry
from insight.reporting.searching.codebook_entries import Asked
from insight.reporting.searching.snippets import Snippet, shown
from insight.web.html.templates import draw
from insight.web.html.terms import ExplainedBlock

FIRST = 5
ENOUGH = 6
MOST = 50  # of a group; who wants more has searched for too little

Groups = Mapping[str, Sequence[Hit]]


def groups(hits: Iterable[Hit]) -> Groups:
    """Return hits by what they are, what has the best hit first."""
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.entry.kind, []).append(hit)
    return by_kind


def jumps(found: Groups, language: Language) -> Markup:
    """Return links to the groups, each with how many it has."""
    return draw("hits", "jumps", say(language, "search.groups"), _named(found, language))


def results(found: Groups, address: Callable[[Entry], str], language: Language) -> Markup:
    """Return the hits by group: the first of each, and the others to unfold.

    The first groups are unfolded until enough can be seen.
    """
    drawn, seen = [], 0
    for kind, name in _named(found, language):
        items = [_item(hit, address, language) for hit in found[kind][:MOST]]
        first, others = items[:FIRST], items[FIRST:]
        more = say(language, "fact.more", count=len(others))
        cut = say(language, "search.cut") if len(found[kind]) > MOST else ""
        drawn.append((kind, name, first, others, more, cut, seen < ENOUGH))
        seen += len(first)
    return draw("hits", "results", drawn)


def nothing(near: Sequence[tuple[str, str]], language: Language) -> Markup:
    """Return what to do where nothing was found: words to search for instead, or other words."""
    return draw("hits", "nothing", near, language)


def _named(found: Groups, language: Language) -> list[tuple[str, str]]:
    return [
        (kind, f"{say(language, f'search.group_{kind}')} ({len(of)})") for kind, of in found.items()
    ]


def _item(hit: Hit, address: Callable[[Entry], str], language: Language) -> dict[str, object]:
    found = shown(hit, language)
    return {
        "address": address(hit.entry),
        "title": found.title,
        "text": _explained(found.text, hit.entry, language),
        "where": found.where,
        "found_in": found.found_in,
        "value": _value(hit.entry, language),
        "source": _source(hit.entry, language),
        "code": hit.entry.key.variable if isinstance(hit.entry.key, Asked) else "",
        "language": language,
    }


def _explained(text: Snippet | None, entry: Entry, language: Language) -> Snippet | None:
    """What stands under a hit, its terms explained unless the text itself explains one."""
    if text is None or not any(text.pieces):
        return None
    if text.language != language or entry.kind == "term":
        return text
    block = ExplainedBlock(all_facts().vocabularies[language])
    pieces = (
        piece if number % 2 else block.mark(piece) for number, piece in enumerate(text.pieces)
    )
    return replace(text, pieces=tuple(pieces))


def _value(entry: Entry, language: Language) -> str:
    """The value of a figure and its time; once where it is a year."""
    if not isinstance(entry.key, Figure):
        return ""
    value, when = printed.value(entry.key, all_facts(), language), printed.when(entry.key, language)
    return value if value == when else f"{value} ({when})"


def _source(entry: Entry, language: Language) -> str:
    return (
        all_facts().sources[entry.key.source].short[language] if isinstance(entry.key, Fact) else ""
    )
