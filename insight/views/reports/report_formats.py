"""Formats of a report, each written by a module that is loaded when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Literal, cast, get_args

from insight.exports.reports.report import Report

Format = Literal["pptx", "docx", "pdf", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
# The module of each in `insight.exports.reports`, and what in it writes a report.
WRITERS: Mapping[Format, tuple[str, str]] = {
    "pptx": ("slides", "presentation"),
    "docx": ("word_document", "word_document"),
    "pdf": ("pdf_document", "pdf_document"),
    "html": ("html_document", "html_document"),
}


def report_bytes(report: Report, kind: Format, template: bytes | None = None) -> bytes:
    """Return a report as the bytes of a file.

    Parameters
    ----------
    report
        The report.
    kind
        One of :data:`FORMATS`.
    template
        A presentation whose layouts the slides have; of no other format.
    """
    module, name = WRITERS[kind]
    write = cast(
        "Callable[..., bytes]", getattr(import_module(f"insight.exports.reports.{module}"), name)
    )
    if kind == "pptx":
        return write(report, template)
    return write(report)
