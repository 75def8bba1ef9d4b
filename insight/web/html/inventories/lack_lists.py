"""Lacks as HTML: each with its place, what is known, and what would be needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from markupsafe import Markup

from insight.documents.facts import Facts
from insight.documents.inventories.missing import LACK_KINDS, Lack, Misprint
from insight.language.catalogue import Text
from insight.web.html.cards import Reading, figure_line, typeset, without_markup
from insight.web.html.list_parts import first_together
from insight.web.html.tables import table
from insight.web.html.templates import draw
from insight.web.html.terms import ExplainedBlock
from insight.web.html.text import mark_terms

SHOWN = 6


def overview(lacks: Sequence[Lack], reading: Reading, links: Mapping[str, str]) -> Markup:
    """Return how many lacks of each kind each document has.

    Parameters
    ----------
    lacks
        The lacks.
    reading
        What every line is drawn with.
    links
        Address of each kind.
    """
    sources = reading.facts.sources
    heads: list[str] = [reading.say("missing.kind"), reading.say("missing.in_all")]
    heads += reading.facts.document_names(reading.language).values()
    rows = []
    for kind in LACK_KINDS:
        own = [lack for lack in lacks if kind in lack.kinds]
        name = draw("lists", "link", reading.word("lack_kind", kind), links[kind])
        of_each = [sum(1 for lack in own if lack.fact.source == source) for source in sources]
        rows.append([name, len(own), *(count or "–" for count in of_each)])
    return draw("tables", "wide", table("counts lacks", heads, rows))


def inventory(lacks: Sequence[Lack], reading: Reading, *, unfolded: bool, only: str = "") -> Markup:
    """Return lacks by kind; each kind unfolds where not all of them are to be seen at once.

    A lack of two kinds stands under both, as it is counted everywhere.

    Parameters
    ----------
    lacks
        The lacks, in their order.
    reading
        What every line is drawn with.
    unfolded
        Whether the first few of a kind stand there at once.
    only
        The one kind that is shown; empty for all of them.
    """
    groups = []
    for kind in LACK_KINDS:
        if only not in ("", kind):
            continue
        if own := [_lack(lack, kind, reading) for lack in lacks if kind in lack.kinds]:
            name = reading.word("lack_kind", kind) + f" ({len(own)})"
            groups.append(
                (name, reading.say(f"missing.about_{kind}"), _some(own, unfolded, reading))
            )
    return draw("missing", "inventory", groups, unfolded)


def _some(lacks: Sequence[Markup], unfolded: bool, reading: Reading) -> Markup:
    """The lacks of a kind; where the kind itself is unfolded, only the first are seen at once."""
    at_once = SHOWN if unfolded else len(lacks)
    return first_together(lacks, at_once, partial(draw, "lists", "bullets"), reading)


def _lack(lack: Lack, listed: str, reading: Reading) -> Markup:
    language, block = reading.language, reading.block()
    where = reading.say("missing.place", source=reading.document(lack.fact.source), line=lack.line)
    figures = [(figure_line(figure, reading), reading.home_link(figure)) for figure in lack.figures]
    parts = {
        "title": _misprint(lack.misprint, reading)
        if lack.misprint
        else _title(lack, reading, block),
        "place": draw("lists", "link", where, reading.place_link(lack.fact.id)),
        "known": block.mark_phrases(lack.text, language, reading.find) if lack.text else "",
        "needed": block.mark_phrases(lack.needed, language, reading.find),
        "figures": figures,
        "also": [reading.word("lack_kind", kind) for kind in lack.kinds if kind != listed],
    }
    return draw("missing", "lack", parts, reading)


def _title(lack: Lack, reading: Reading, block: ExplainedBlock) -> Markup:
    language = reading.language
    words = Text(without_markup(lack.title.nb), typeset(without_markup(lack.title.en), "en"))
    return block.mark_phrases(words, language, reading.find)


def _misprint(misprint: Misprint, reading: Reading) -> Markup:
    printed = mark_terms(without_markup(misprint.printed), reading.find)
    meant = mark_terms(misprint.meant, reading.find) if misprint.meant else ""
    standing = "certain" if misprint.is_certain else "uncertain"
    return draw("missing", "misprint", printed, meant, reading.say(f"missing.{standing}"))


def left_out(facts: Facts, reading: Reading, link: str) -> Markup:
    """Return how many lines were left out of each document for which reason.

    Parameters
    ----------
    facts
        All facts.
    reading
        What every line is drawn with.
    link
        Address of the sources, where each place is told.
    """
    written = {(each.source, each.line) for each in facts.written_lines}
    lines: Counter[str] = Counter(
        each.reason
        for each in facts.left_out
        for line in range(each.line, each.last_line + 1)
        if (each.source, line) in written
    )
    reasons = [
        (facts.word("left_out_reason", reason)[reading.language], count)
        for reason, count in lines.most_common()
    ]
    return draw("missing", "left_out", reasons, link, reading)
