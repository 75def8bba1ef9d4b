"""Web pages behind the later figures, by publisher, each with its date, address and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Figure
from insight.documents.later.later_figures import WebPage
from insight.web.html.cards import Reading, dated, outside_link, words_in_link
from insight.web.html.templates import draw


def web_pages(figures: Mapping[WebPage, Sequence[Figure]], reading: Reading) -> Markup:
    """Return web pages by publisher, each publisher a line that unfolds.

    Parameters
    ----------
    figures
        The figures that were read on each page.
    reading
        What their figures are drawn with.
    """
    by_publisher: dict[str | None, list[dict[str, object]]] = {}
    for page, read in figures.items():
        by_publisher.setdefault(page.publisher, []).append(_page(page, read, reading))
    groups = [
        (
            publisher or reading.say("sources.web_no_publisher"),
            publisher is not None and reading.language != "nb",
            reading.say("sources.web_count", count=len(pages)),
            pages,
        )
        for publisher, pages in by_publisher.items()
    ]
    return draw("sources", "web_pages", groups)


def _page(page: WebPage, figures: Sequence[Figure], reading: Reading) -> dict[str, object]:
    language = reading.language
    return {
        "link": outside_link(page.title, page.url, language, is_foreign=language != "nb"),
        "address": page.url.removeprefix("https://"),
        "said": (dated(page, language), reading.say("sources.web_excerpt")),
        "note": page.note[language] if page.note else "",
        "count": reading.say("sources.web_figures", count=len(figures)),
        "figures": [
            (words_in_link(figure, reading), reading.home_link(figure)) for figure in figures
        ],
    }
