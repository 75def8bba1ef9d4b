"""The small charts of the front page as HTML: each with its finding, its tag and its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from insight.language.catalogue import Language, say
from insight.reporting.front.small_charts import (
    NeedsChart,
    SeriesChart,
    Sketch,
    describe_needs,
    describe_series,
)
from insight.web.html.front.leading import style
from insight.web.html.templates import draw

KINDS = ("has", "asked", "lacks")
LEAST_TOLD = 0.06  # of the longest bar: what is shorter has its number in its box


@dataclass(frozen=True)
class Box:
    """A small chart with the finding above it, which leads to its page, and below it the source.

    `kind` says which of the four tags it carries: what is published, assumed or our judgement.
    """

    title: str
    address: str
    subtitle: str
    chart: Markup
    kind: str
    source: str


def series_box(chart: SeriesChart, address: str, language: Language) -> Box:
    """Return the small chart of a published series."""
    none = say(language, "front.not_stated")
    names = [say(language, f"front.{name}") for name in ("printed", "source")]
    rows = [list(zip(names, (bar.words, bar.source), strict=True)) for bar in chart.bars]
    drawn = draw("front", "bars", chart.bars, none, rows, describe_series(chart, language))
    return Box(chart.title, address, chart.subtitle, drawn, "published", chart.source)


def needs_box(chart: NeedsChart, address: str, language: Language) -> Box:
    """Return the small chart of needs and of what is known about them."""
    names = [say(language, f"front.needs_{kind}") for kind in KINDS]
    stacks = [
        {
            "name": stack.name,
            "rows": list(zip(names, stack.counts, strict=True)),
            "words": f"{stack.name}: "
            + ", ".join(f"{name} {count}" for name, count in zip(names, stack.counts, strict=True)),
            "pieces": [
                (kind, count if count >= LEAST_TOLD * chart.most else "", 100 * count / chart.most)
                for kind, count in zip(KINDS, stack.counts, strict=True)
                if count
            ],
        }
        for stack in chart.stacks
    ]
    legend = [
        (kind, name)
        for kind, name in zip(KINDS, names, strict=True)
        if kind != "asked" or chart.has_asked
    ]
    drawn = draw("front", "needs", stacks, legend, describe_needs(chart, language))
    subtitle, source = say(language, "front.needs_line"), say(language, "front.needs_source")
    return Box(chart.title, address, subtitle, drawn, "judged", source)


def sketch_box(sketch: Sketch, address: str, language: Language) -> Box:
    """Return the small chart of answers of which nobody has published a number."""
    title, subtitle = say(language, "front.sketch"), say(language, "front.sketch_line")
    names = ", ".join(name for name, _ in sketch.bars)
    alternative = say(language, "front.sketch_words", names=names)
    drawn = draw("front", "sketch", sketch.bars, alternative)
    return Box(title, address, subtitle, drawn, "assumed", sketch.source)


def small(boxes: Sequence[Box], language: Language) -> Markup:
    """Return small charts side by side, each with its tag."""
    tagged = [(box, say(language, f"tag.{box.kind}")) for box in boxes]
    return draw("front", "small", tagged, style())
