"""Cut points as a visitor writes them: a list of numbers, in the manner of the language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from insight.language.catalogue import Language
from insight.language.errors import Fault, RequestError, shorten

MOST_BANDS = 20
LARGEST = 1e15
BLANK = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
GROUPED = re.compile(rf"[-+]?\d{{1,3}}(?:{BLANK}\d{{3}})+(?:[.,]\d+)?")
NUMBER = {
    "nb": re.compile(r"[-+]?\d+(?:[.,]\d+)?"),
    "en": re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"),
}


def cuts_of(written: str, language: Language) -> tuple[float, ...]:
    """Return the numbers of a list, ascending, each once.

    Semicolons, line breaks, commas with a blank behind them or blanks alone part the numbers. A
    comma between digits is the decimal mark in Norwegian and groups thousands in English; where
    that makes no number, it parts two.

    Parameters
    ----------
    written
        The list.
    language
        The language that it is written in.

    Raises
    ------
    RequestError
        If a part is no number, or there are too many.

    Examples
    --------
    >>> cuts_of("30, 45, 60", "nb"), cuts_of("2,5; 1 000", "nb"), cuts_of("1,000; 2.5", "en")
    ((30.0, 45.0, 60.0), (2.5, 1000.0), (2.5, 1000.0))
    """
    cuts = {_number(part, language) for part in _parts(written, language)}
    if len(cuts) >= MOST_BANDS:
        raise RequestError(Fault("fault.workbench_many_bands", {"most": MOST_BANDS}))
    return tuple(sorted(cuts))


def _parts(written: str, language: Language) -> Sequence[str]:
    separator = next(
        (sign for sign in (r"[;\n]", r",\s+") if re.search(sign, written.strip(" ,;"))), r"[ \t]+"
    )
    parts = [part.strip(" \t,;") for part in re.split(separator, written)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and not _matches(parts[0], language):
        parts = [part for part in parts[0].split(",") if part]
    return parts


def _matches(part: str, language: Language) -> bool:
    plain = part.replace("\N{MINUS SIGN}", "-")
    return bool(NUMBER[language].fullmatch(plain) or GROUPED.fullmatch(plain))


def _number(part: str, language: Language) -> float:
    if _matches(part, language):
        plain = re.sub(BLANK, "", part.replace("\N{MINUS SIGN}", "-"))
        number = float(plain.replace(",", "." if language == "nb" else ""))
        if abs(number) <= LARGEST:
            return number
    raise RequestError(Fault("fault.workbench_no_number", {"text": shorten(part)}))
