"""Later figures as ``data/facts`` has them, made of what was taken down and our reading of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

Row = dict[str, str]
# Remarks of those who took the figures down, on files of their own.
EDITORIAL = re.compile(
    r"Står allerede i \w+\.md, uten sitat\. ?| \(se \w+\.md\)"
    r"|SEKUNDÆRKILDE \([^)]*\); originalen er ikke lest\. ?"
)
# Groups of figures that nobody was asked for: counted by a system, or by the publisher.
NOT_ASKED = ("logg", "Midt-Norge (67 kommuner)")
JUST_OVER = re.compile(r"\bi overkant av\b|\bdrøyt\b", re.IGNORECASE)


class Words(Protocol):
    """What stands in one language, in both."""

    def __call__(self, name: str, text: str, language: str = "en") -> Row: ...


def tidy_later(
    taken_down: Iterable[Row], reading: Iterable[Row], pages: Iterable[Row], words: Words
) -> Iterator[Row]:
    """Return the later figures, each with its reading, on the page that it was taken from."""
    reading_of = {row["id"]: row for row in reading}
    page_of = {row["id"]: row for row in pages}
    for row in taken_down:
        read = reading_of.pop(row["id"])
        if page_of[read["source"]]["url"] != row["url"]:
            raise ValueError(f"later_reading.csv: {row['id']} was taken from {row['url']}")
        yield tidy(row, read, words)
    if reading_of:
        raise ValueError(f"later_reading.csv reads what is not there: {', '.join(reading_of)}")


def tidy(row: Row, read: Row, words: Words) -> Row:
    """Return a later figure with our reading of it; a date is kept as its month."""
    is_date = row["unit"] == "date"
    just_over = row["qualifier"] == "over" and JUST_OVER.search(row["quote_nb"])
    is_answered = not (row["survey"].startswith("(") or row["group"] in NOT_ASKED)
    survey = row["survey"] if is_answered else ""
    return {
        **row,
        **read,
        **words("indicator", capital(row["item"]), "nb"),
        **words("group", capital(row["group"]), "nb"),
        **words("wording", row["wording_nb"], "nb"),
        **words("scale", row["scale_nb"], "nb"),
        **with_spaces(words("note", EDITORIAL.sub("", row["note"]).strip(), "nb")),
        "line": "",
        "quote": row["quote_nb"],
        "survey": survey,
        "survey_basis": "stated" if survey else "",
        "year": row["value"][:7] if is_date else row["year"],
        "year_inferred": "",
        "value": row["value"][:4] if is_date else row["value"],
        "unit": "year" if is_date else row["unit"],
        "qualifier": "just_over" if just_over else row["qualifier"],
        "respondents": row["n"],
    }


def with_spaces(texts: Row) -> Row:
    """Return texts with the space before a per cent sign that does not break."""
    return {name: re.sub(r"(?<=\d) %", "\N{NO-BREAK SPACE}%", text) for name, text in texts.items()}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
