"""Styles of a book's workbook: how figures, intervals, tests and what is hidden look."""

from __future__ import annotations

from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format

from insight.exports.workbook import percent_format
from insight.language.catalogue import Language

Style = Literal[
    "title", "words", "link", "simulated", "head", "group", "letter", "label", "line",
    "share", "share_low_base", "bound", "mean", "mean_low_base", "mean_bound",
    "count", "hidden", "letters", "tested",
]  # fmt: skip
_ACCENT, _QUIET, _LINE = "#0b5c7a", "#5a6872", "#c5cdd3"
_SIDE = {"align": "right", "valign": "top"}
_SMALL = {"font_size": 9, "font_color": _QUIET, **_SIDE}
_CENTRE = {"align": "center", "valign": "bottom", "text_wrap": True}


def styles(book: xlsxwriter.Workbook, language: Language) -> dict[Style, Format]:
    """Return the formats of a workbook by what they are for."""
    share = percent_format(language)
    top = {"top": 1, "top_color": _LINE, "valign": "top"}
    properties: dict[Style, dict[str, object]] = {
        "title": {"bold": True, "font_size": 13, "font_color": _ACCENT},
        "words": {"text_wrap": True, "valign": "top"},
        "link": {"font_color": _ACCENT, "underline": 1},
        "simulated": {"bold": True, "font_color": "#8a3b00"},
        "head": {"bold": True, "bg_color": "#f3f6f8", "left": 1, "left_color": _LINE, **_CENTRE},
        "group": {"bg_color": "#f3f6f8", "font_size": 9, **_CENTRE},
        "letter": {"bold": True, "bg_color": "#f3f6f8", "bottom": 1, "align": "center"},
        "label": {"bold": True, "text_wrap": True, **top},
        "line": {"font_size": 9, "font_color": _QUIET, "valign": "top"},
        "share": {"num_format": share, **top},
        "share_low_base": {"num_format": share, "italic": True, "font_color": _QUIET, **top},
        "bound": {"num_format": share, **_SMALL},
        "mean": {"num_format": "#,##0.00", **top},
        "mean_low_base": {
            "num_format": "#,##0.00", "italic": True, "font_color": _QUIET, **top,
        },
        "mean_bound": {"num_format": "#,##0.00", **_SMALL},
        "count": {"num_format": "#,##0", **_SMALL},
        "hidden": {"italic": True, "font_color": _QUIET, "align": "right", **top},
        "letters": {"bold": True, "font_size": 9, "font_color": _ACCENT, **_SIDE},
        "tested": {"font_size": 9, "font_color": _ACCENT, **_SIDE},
    }  # fmt: skip
    return {name: book.add_format(chosen) for name, chosen in properties.items()}
