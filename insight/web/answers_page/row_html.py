"""The rows of an answer as HTML: one table whose columns align, with what each mark tells."""

from __future__ import annotations

from markupsafe import Markup

from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.questions import Matrix
from insight.reporting.charts.palettes import PALETTES, Palette
from insight.views.view import View
from insight.web.html.templates import draw


def chart(view: View, rows: Rows, name: str) -> Markup:
    """Return the rows drawn.

    Parameters
    ----------
    view
        For the language.
    rows
        The rows.
    name
        What a screen reader calls it.
    """
    lines = [
        (row.kind, rows.on_axis(row.dot.value))
        for row in rows.rows
        if row.dot and row.kind != "group"
    ]
    style = colours_of(rows.palette)
    return draw("answers", "chart", rows, name, lines, style, view.language)


def matrix(drawn: Matrix) -> Markup:
    """Return a matrix drawn: each figure on a ground as strong as it is large."""
    return draw("answers", "matrix", drawn, colours_of())


def colours_of(palette: str = "") -> str:
    """The colours of both themes, and of the pieces of bars, as custom properties."""
    by_theme = [_named(PALETTES[theme], palette) for theme in ("light", "dark")]
    both = zip(*(colours.items() for colours in by_theme), strict=True)
    return "".join(f"--{name}:light-dark({light},{dark});" for (name, light), (_, dark) in both)


def _named(colours: Palette, palette: str) -> dict[str, str]:
    fills, words = colours.of_pieces(palette)
    return {
        "ink": colours.ink,
        "second": colours.secondary,
        "rule": colours.grid,
        "ground": colours.background,
        "blue": colours.series[0],
        "rust": colours.series[1],
        "weak": colours.heat[0],
        "strong": colours.heat[1],
        **{f"c{place}": colour for place, colour in enumerate(fills)},
        **{f"t{place}": colour for place, colour in enumerate(words)},
    }
