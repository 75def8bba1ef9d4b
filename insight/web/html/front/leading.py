"""The chart that leads the front page as HTML, and the table of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.front import lead_words
from insight.reporting.front.lead import Lead
from insight.reporting.front.lead_chart import LeadChart, table_rows
from insight.web.html.tables import table
from insight.web.html.templates import draw

SLATE = ("#4a5a66", "#9fb0bd")
MOST_ANSWERS = 10
HATCH = ("#7d8993", "#8fa0ad")


@cache
def style() -> str:
    """Return the colours of the charts as properties, each for a light and for a dark page."""
    light, dark = PALETTES["light"], PALETTES["dark"]
    pairs = {
        "ink": (light.ink, dark.ink),
        "second": (light.secondary, dark.secondary),
        "rule": (light.grid, dark.grid),
        "ground": (light.background, dark.background),
        "slate": SLATE,
        "hatch": HATCH,
        **{f"s{n}": pair for n, pair in enumerate(zip(light.series, dark.series, strict=True))},
    }
    return ";".join(f"--{name}:light-dark({one},{other})" for name, (one, other) in pairs.items())


def lead(lead: Lead, chart: LeadChart, places: Sequence[int], language: Language) -> Markup:
    """Return the chart that leads, with its finding and large numbers.

    Parameters
    ----------
    lead, chart
        The finding, and where its lines stand.
    places
        The colour of each line, by the place of its survey among all.
    language
        Of the reader.
    """
    title = lead_words.title(lead, language)
    alternative = " ".join([f"{title}.", *(year.box.words for year in chart.years)])
    return draw(
        "front",
        "lead",
        *(title, lead_words.subtitle(lead, language), chart, places),
        *(lead_words.large_numbers(lead, language), alternative, style()),
    )


def level(lead: Lead, language: Language) -> Markup:
    """Return the finding of a survey without waves: its answers side by side."""
    shown, line = lead.first.table, lead.first
    told = [
        estimate
        for estimate in shown.estimates
        if not shown.codebook.simulated or estimate.basis == "published"
    ]
    most = max([abs(each.value or 0) for each in told] or [1]) or 1
    rows = [
        (
            labels.target_label(shown, each.key, language),
            100 * abs(each.value or 0) / (1 if lead.is_share else most),
            labels.figure(each, shown, language),
        )
        for each in told
        if each.kind != "net" or each.key == line.key
    ][:MOST_ANSWERS]
    title = lead_words.title(lead, language)
    return draw("front", "level", title, lead_words.subtitle(lead, language), rows, style())


def lead_table(lead: Lead, language: Language) -> Markup:
    """Return the figures of the leading chart as a table."""
    heads = [say(language, f"front.head_{name}") for name in ("survey", "wave", "value", "base")]
    return draw("tables", "wide", table("words", heads, table_rows(lead, language)))
