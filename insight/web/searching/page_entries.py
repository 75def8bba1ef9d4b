"""Entries of the search for the pages themselves, by their names and by what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from insight.documents.facts import facts
from insight.documents.inventories.missing import LACK_KINDS, counts
from insight.documents.passages.gaps import LISTS
from insight.documents.strategy import PARTS
from insight.language.catalogue import Text, both
from insight.language.text_index import Entry
from insight.web import routes

WEIGHT = 0.8  # what a page shows goes before what it is said to show


@dataclass(frozen=True)
class Shown:
    """A page, or what it shows where a parameter of its own has a value."""

    page: str
    parameter: str = ""
    value: str = ""

    @property
    def id(self) -> str:
        """What it is known by."""
        return ".".join(filter(None, (self.page, self.value)))


def page_entries() -> Iterator[Entry]:
    """Yield an entry for each page, and for the parts of those that have several."""
    for page in routes.PAGES:
        yield _entry(Shown(page), both(f"{page}.title"), both(f"search.page_{page}"))
    strategy, trends, missing = (
        both(f"{page}.title") for page in ("strategy", "trends", "missing")
    )
    for part in PARTS:
        name, text = both(f"strategy.part_{part}"), both(f"search.part_{part}")
        yield _entry(Shown("strategy", "part", part), name, text, strategy)
    for listed in LISTS:
        name, text = both(f"trends.list_{listed}"), both(f"search.list_{listed}")
        yield _entry(Shown("trends", "list", listed), name, text, trends)
    for kind in LACK_KINDS:
        text = both("search.lacks", count=counts()[kind])
        yield _entry(Shown("missing", "kind", kind), facts().word("lack_kind", kind), text, missing)


def _entry(shown: Shown, name: Text, text: Text, where: Text | None = None) -> Entry:
    return Entry("page", shown, (name,), text, where, (), WEIGHT)
