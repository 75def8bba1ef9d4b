"""``insight book``: all questions by all backgrounds, as a workbook or as rows."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime
from pathlib import Path

from insight.analysis.book.column_tests import TESTED
from insight.analysis.book.tab_book import plan_book
from insight.commands.arguments import add_shared, add_survey
from insight.exports.books.book_file import BookFile
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError
from insight.query.opened import open_survey
from insight.statistics.intervals import METHODS
from insight.survey.filters import split

WAIT = 2.0  # seconds between lines of progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight book``."""
    add_survey(parser)
    parser.add_argument(
        "--items", default="", metavar="ID[,ID]", help="questions, in the order of the book"
    )
    parser.add_argument(
        "--banner",
        default="",
        metavar="VAR[,VAR*VAR]",
        help="columns: background, one within another with *; else all background variables",
    )
    parser.add_argument("--all", action="store_true", help="all questions")
    parser.add_argument("--where", action="append", default=[], metavar="VAR=CODE[,CODE]")
    parser.add_argument("--base", choices=["all", "valid"], default="all")
    parser.add_argument("--level", type=float, default=0.95)
    parser.add_argument("--method", choices=METHODS, default="wilson")
    parser.add_argument(
        "--against",
        choices=TESTED,
        default="both",
        help="test columns against the rest, against each other in pairs, both or none",
    )
    parser.add_argument("--one-sheet", action="store_true", help="all questions on one sheet")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="FILE.xlsx, .csv or .parquet"
    )
    add_shared(parser)


def run(chosen: argparse.Namespace) -> int:
    """Make the book that was asked for."""
    items = _names(chosen.items)
    if bool(items) == chosen.all:
        raise RequestError(Fault("fault.book_items_or_all"))
    book = plan_book(
        open_survey(chosen.survey, chosen.data),
        items,
        _names(chosen.banner),
        where=chosen.where,
        base=chosen.base,
        method=chosen.method,
        level=chosen.level,
        tested=chosen.against,
    )
    refused = BookFile(
        chosen.lang,
        datetime.now().astimezone().date(),
        one_sheet=chosen.one_sheet,
        progress=_Progress(chosen.lang),
    ).write(book, chosen.out)
    for item, refusal in refused.items():
        print(f"{item}: {refusal.text(chosen.lang)}", file=sys.stderr)
    return 0


def _names(listed: str) -> list[str]:
    return [name.strip() for name in split(listed, ",") if name.strip()]


class _Progress:
    """Tells on standard error how far a long book has come, and then that all is done."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._told = time.monotonic()
        self._is_long = False

    def __call__(self, done: int, total: int) -> None:
        is_long = time.monotonic() - self._told >= WAIT
        if not (self._is_long if done == total else is_long):
            return
        self._told, self._is_long = time.monotonic(), True
        words = say(self._language, "book.progress", done=done, total=total)
        print(words, file=sys.stderr, flush=True)
