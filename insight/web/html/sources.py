"""Sources as HTML: what each document is, what was taken from it, and a place to read in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import Fact, Passage
from insight.documents.passages.places import Block, Contents, Element, Gap, Place, contents, counts
from insight.documents.passages.texts import text_of
from insight.documents.references import Heading, Source
from insight.language import numbers
from insight.views.view import View
from insight.web import routes
from insight.web.html.cards import Reading, document_line, without_markup
from insight.web.html.templates import draw
from insight.web.html.terms import ExplainedBlock
from insight.web.html.text import mark_terms


def documents(view: View, reading: Reading) -> Markup:
    """Return what each document is, how much was taken from it, and a link to its contents."""
    drawn = [_document(view, source, reading) for source in reading.facts.sources.values()]
    return draw("sources", "documents", drawn)


def document(view: View, source: Source, reading: Reading) -> Markup:
    """Return what one document is, and how much was taken from it."""
    return draw("sources", "about", _document(view, source, reading))


def _document(view: View, source: Source, reading: Reading) -> dict[str, object]:
    language = reading.language
    share = contents(reading.facts, source.id).share
    taken = [
        reading.say(f"taken.{kind}", count=count)
        for kind, count in counts(reading.facts, source.id).items()
    ]
    used = reading.say("sources.used", share=numbers.percent(share, language))
    published = source.published and printed.time(source.published, language)
    return {
        "id": source.id,
        "name": source.short[language],
        "title": source.title,
        "publisher": source.publisher or reading.say("sources.no_publisher"),
        "published": published or reading.say("sources.no_date"),
        "note": source.note[language] if source.note else "",
        "extent": f"{used} {', '.join(taken)}.",
        "address": routes.href(view, "sources", source=source.id),
        "open": reading.say("sources.open"),
        "kinds": [reading.say(f"sources.{kind}") for kind in _kinds(source)],
    }


def _kinds(source: Source) -> Iterator[str]:
    if source.is_draft:
        yield "draft"
    if source.is_summarised:
        yield "summarised"


def place(where: Place, reading: Reading) -> Markup:
    """Return a fact between what stands before and after it in its document, its words marked."""
    source = reading.facts.sources[where.fact.source]
    path = [heading.text[reading.language] for heading in where.path]
    steps = [
        (name, reading.say(f"sources.{name}"), reading.place_link(fact.id))
        for name, fact in (("previous", where.previous), ("next", where.next))
        if fact
    ]
    elements = [
        *(_element(element, reading) for element in where.before),
        _block(where.block, reading, where.fact),
        *(_element(element, reading) for element in where.after),
    ]
    return draw("sources", "place", path, elements, steps, document_line(source, reading.language))


def _element(element: Element, reading: Reading) -> Markup:
    match element:
        case Heading():
            return draw("sources", "heading", element.text[reading.language])
        case Gap():
            return draw("sources", "gap", _why_nothing(element, reading))
        case Block():
            return _block(element, reading)


def _why_nothing(gap: Gap, reading: Reading) -> Markup:
    lines = _lines(gap.line, gap.last_line, reading)
    reasons = dict.fromkeys(
        reading.facts.word("left_out_reason", each.reason)[reading.language]
        for each in gap.left_out
    )
    if not reasons:
        return reading.say("sources.gap", lines=lines)
    return reading.say("sources.gap_because", lines=lines, reason=", ".join(reasons))


def _lines(first: int, last: int, reading: Reading) -> Markup:
    if first == last:
        return reading.say("sources.line", line=first)
    return reading.say("sources.lines", line=first, last=last)


def _block(block: Block, reading: Reading, fact: Fact | None = None) -> Markup:
    """The words of some lines, and what was taken from them; those of `fact` are marked."""
    quotes = list(_quotes(block.facts, reading, fact, reading.block()))
    taken = [_taken(each, reading, fact) for each in block.facts if not isinstance(each, Passage)]
    lines = _lines(block.line, block.last_line, reading)
    return draw("sources", "block", lines, quotes, taken, reading, fact is not None)


def _quotes(
    facts: Sequence[Fact], reading: Reading, fact: Fact | None, explained: ExplainedBlock
) -> Iterator[tuple[str, Markup, Markup, Markup]]:
    """Yield the words that were taken, each once: id, words, what we say of them, a remark."""
    mark = explained.mark if reading.language == "nb" else mark_terms
    wanted = without_markup(fact.quote) if fact else ""
    said: list[str] = []
    for each in sorted(facts, key=lambda each: (not isinstance(each, Passage), -len(each.quote))):
        quote = without_markup(each.quote)
        if any(_plain(quote) in before for before in said):
            continue
        said.append(_plain(quote))
        marked = _mark(quote, wanted, reading, mark)
        ours = _ours(each, reading) if isinstance(each, Passage) else ""
        noted = each.note if isinstance(each, Passage) else None
        remark = explained.mark(noted[reading.language]) if noted else Markup()
        yield each.id, marked, explained.mark(ours), remark


def _ours(passage: Passage, reading: Reading) -> str:
    """Our translation of a passage, or our summary where only a short quotation is shown."""
    if reading.facts.sources[passage.source].is_summarised or reading.language != "nb":
        return reading.text(passage.text)
    return ""


def _mark(quote: str, wanted: str, reading: Reading, mark: Callable[[str, str], Markup]) -> Markup:
    """The words with those that were asked for marked, whatever their spacing."""
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    found = re.search(pattern, quote) if wanted else None
    if not found:
        return mark(quote, reading.find)
    parts = quote[: found.start()], found.group(), quote[found.end() :]
    return draw("sources", "marked", *(mark(part, "") for part in parts))


def _plain(words: str) -> str:
    return " ".join(words.split())


def _taken(fact: Fact, reading: Reading, own: Fact | None) -> tuple[Markup, str, str, bool]:
    """What was taken from a line: its kind, its words, where it belongs, whether it is shown."""
    kind = reading.facts.kind_of[fact.id]
    return (
        reading.say(f"kind.{kind}"),
        reading.text(text_of(fact)),
        reading.home_link(fact),
        own is not None and fact.id == own.id,
    )


@dataclass
class _Chapter:
    """What was taken below a heading, before the headings that stand below it."""

    name: str
    depth: int
    taken: int = 0
    lines: list[Markup] = field(default_factory=list)
    parts: list[_Chapter] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How much was taken below the heading, and below those in it."""
        return self.taken + sum(part.count for part in self.parts)


def outline(contents: Contents, reading: Reading) -> Markup:
    """Return the chapters of a document, each of which unfolds to its headings and their lines."""
    before = _Chapter(reading.say("sources.before_headings"), 1)
    whole = _Chapter("", 0, parts=[before])
    path = [whole, before]
    for element in contents.elements:
        if isinstance(element, Heading):
            path = [above for above in path if above.depth < element.depth]
            chapter = _Chapter(element.text[reading.language], element.depth)
            path[-1].parts.append(chapter)
            path.append(chapter)
        elif isinstance(element, Block):
            lines = [_line(fact, reading) for fact in _first(element.facts)]
            path[-1].taken += len(lines)
            path[-1].lines += lines
        else:
            path[-1].lines.append(draw("sources", "gap", _why_nothing(element, reading)))
    chapters = [each for each in whole.parts if each is not before or each.lines]
    return draw("sources", "outline", chapters)


def _first(facts: Iterable[Fact]) -> list[Fact]:
    """The passages of a block; where there is none, what else was taken there."""
    listed = list(facts)
    return [fact for fact in listed if isinstance(fact, Passage)] or listed[:1]


def _line(fact: Fact, reading: Reading) -> Markup:
    if isinstance(fact, Passage):
        name = reading.word("passage_kind", fact.kind)
    else:
        name = reading.say(f"kind.{reading.facts.kind_of[fact.id]}")
    text = reading.text(text_of(fact))
    return draw("sources", "line", name, text, reading.place_link(fact.id))
