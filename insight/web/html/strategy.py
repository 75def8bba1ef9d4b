"""The analyses and what a search finds as HTML: lines that unfold to their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from insight.documents.fact_kinds import Figure, Observation, Passage
from insight.documents.passages.of_strategy.analyses import Arranged, arrange
from insight.documents.references import Theme
from insight.documents.strategy import (
    Entry,
    common_notes,
    group_name,
    partners,
    place,
    printed_figures,
    words,
)
from insight.language.catalogue import Text
from insight.web.html.cards import Reading, line
from insight.web.html.chapters.passages import figure_html, lines, remarks
from insight.web.html.list_parts import first_few
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

SWOT = {"internal": ("strength", "weakness"), "external": ("opportunity", "threat")}
PESTEL = ("political", "economic", "sociocultural", "technological", "environmental", "legal")
AT_ONCE = 5
ENOUGH = 5
Analysed = Observation | Passage


@dataclass(frozen=True)
class _Analysis:
    """An analysis with its passages in their places, and the remarks that several lines share."""

    observations: Sequence[Observation]
    arranged: Arranged
    notes: Sequence[Text]
    reading: Reading

    @property
    def top(self) -> Markup:
        """What stands over all of it: passages, then the remarks that lines share."""
        over = self._headings(self.arranged.over_all)
        return draw("strategy", "top", over, remarks(self.notes, self.reading))

    def head(self, part: str) -> Markup:
        """The passages that head a part."""
        return self._headings(self.arranged.over_part.get(part, ()))

    def _headings(self, passages: Sequence[Passage]) -> Markup:
        """Passages as lines that do not say that there is a remark: it says they are headings."""
        said = [passage.note for passage in passages if passage.note]
        return lines(passages, self.reading, said)

    def entries(self, observations: Iterable[Observation]) -> Markup:
        """Lines of entries, each with the passages that explain it below."""
        drawn = [
            (
                lines([observation], self.reading, self.notes),
                lines(self.arranged.under.get(observation.id, ()), self.reading),
            )
            for observation in observations
        ]
        return draw("strategy", "entries", drawn)

    def of_part(self, part: str) -> list[Observation]:
        """The entries of a part."""
        return [entry for entry in self.observations if entry.part == part]

    def parts(self, codes: Iterable[str]) -> list[tuple[str, Markup, Markup]]:
        """Parts by code, with what heads each and its entries."""
        return [(code, self.head(code), self.entries(self.of_part(code))) for code in codes]


def _analysis(entries: Sequence[Analysed], reading: Reading) -> _Analysis:
    observations = [entry for entry in entries if isinstance(entry, Observation)]
    passages = [entry for entry in entries if isinstance(entry, Passage)]
    arranged = arrange(passages, observations)
    return _Analysis(observations, arranged, common_notes(observations), reading)


def swot(entries: Sequence[Analysed], reading: Reading) -> Markup:
    """Return strengths and weaknesses over opportunities and threats."""
    analysis = _analysis(entries, reading)
    sides = [(side, analysis.parts(parts)) for side, parts in SWOT.items()]
    return draw("strategy", "swot", analysis.top, sides, reading)


def pestel(entries: Sequence[Analysed], reading: Reading) -> Markup:
    """Return the six sides of the surroundings."""
    return blocks(entries, reading, PESTEL)


def blocks(entries: Sequence[Analysed], reading: Reading, parts: Iterable[str] = ()) -> Markup:
    """Return an analysis as one block for each of its parts, side by side."""
    analysis = _analysis(entries, reading)
    parts = parts or dict.fromkeys(entry.part for entry in analysis.observations)
    return draw("strategy", "blocks", analysis.top, analysis.parts(parts), reading)


def parts_with_headings(entries: Sequence[Analysed], reading: Reading) -> Markup:
    """Return an analysis whose parts each begin with their heading in the document."""
    analysis = _analysis(entries, reading)
    parts = []
    for part in dict.fromkeys(entry.part for entry in analysis.observations):
        heading, *rest = analysis.of_part(part)
        parts.append((part, lines([heading], reading), analysis.entries(rest)))
    return draw("strategy", "blocks", analysis.top, parts, reading)


def pairs(entries: Sequence[Analysed], reading: Reading) -> Markup:
    """Return each strength with the weakness that limits it, joined by "but"."""
    analysis = _analysis(entries, reading)
    drawn: dict[str | None, list[Markup]] = {}
    for observation in analysis.observations:
        drawn.setdefault(observation.pair, []).append(analysis.entries([observation]))
    return draw("strategy", "pairs", analysis.top, drawn.values(), reading)


def theme_html(theme: Theme, links: Sequence[tuple[str, str]], reading: Reading) -> Markup:
    """Return what a theme is about, and links to what else has it, by their words."""
    return draw(
        "strategy", "theme", theme.name[reading.language], theme.about[reading.language], links
    )


def status_html(words: str) -> Markup:
    """Return how much a search has found; a screen reader is told when it changes."""
    return draw("strategy", "status", words)


def _group(code: str, entries: Sequence[Entry], reading: Reading) -> str:
    return f"{group_name(code, reading.facts)[reading.language]} ({len(entries)})"


def hits(groups: Mapping[str, Sequence[Entry]], reading: Reading) -> Markup:
    """Return what a search has found, by group.

    The first groups are unfolded until enough can be seen. A line is open where what was searched
    for stands only in what it unfolds to.
    """
    others = partners(reading.facts)
    drawn, seen = [], 0
    for code, entries in groups.items():
        found = [_hit(entry, others, reading) for entry in entries]
        is_open = seen < ENOUGH
        seen += min(len(found), AT_ONCE) if is_open else 0
        name = _group(code, entries, reading)
        drawn.append((name, first_few(found, AT_ONCE, reading, spared=0), is_open))
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
    return line(entry, text, reading, above=above, unfolded=unfolded)


def _where(entry: Entry, reading: Reading) -> str:
    """Where an entry stands, as far as the heading of its group does not say it."""
    names = [name[reading.language] for name in place(entry, reading.facts)]
    return " · ".join(names[1:] if isinstance(entry, Observation) else names)


def _figure(figure: Figure, reading: Reading) -> Markup:
    population = reading.facts.word("population", figure.population)
    return figure_html(figure, reading, population[reading.language])
