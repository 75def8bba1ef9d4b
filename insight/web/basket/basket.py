"""The basket: views that a reader has put into a report, in order, as long as the session lasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from urllib.parse import parse_qsl

import streamlit as st

from insight.exports.reports.report import RefusedPage
from insight.language.catalogue import Language
from insight.query.opened import OpenSurvey
from insight.views.at_address.drawable import Drawable
from insight.views.reports.composing import Day, found_on, page_of
from insight.views.reports.report_link import rests_on
from insight.views.reports.report_plan import (
    IN_PARAGRAPHS,
    LONGEST,
    MOST_VIEWS,
    Found,
    PlannedView,
    ReportPlan,
    cleaned,
    odd_signs,
    planned_link,
)
from insight.views.view import View
from insight.web import choices
from insight.web.frame import rights_here

_KEY = "basket"
_numbers = count(1)


@dataclass
class Entry:
    """A view in the basket, with a number of its own that it keeps wherever it stands."""

    view: PlannedView
    number: int = field(default_factory=lambda: next(_numbers))


@dataclass
class Basket:
    """What a reader has put together.

    Attributes
    ----------
    entries
        The views, in order.
    title, introduction
        The author's words.
    edition
        How many times the whole has been replaced, so that no widget keeps the words of before.
    said
        What has just become of it, for who cannot see that.
    template
        A presentation whose layouts its slides shall have; empty for the operator's.
    pressed
        The button that moved a view last, the view's number, and how many moves there have been.
    """

    entries: list[Entry] = field(default_factory=list)
    title: str = ""
    introduction: str = ""
    edition: int = 0
    said: str = ""
    template: bytes = b""
    pressed: tuple[str, int, int] = ("", 0, 0)

    def __len__(self) -> int:
        return len(self.entries)

    def plan(self, language: Language) -> ReportPlan:
        """Return it as the plan of a report."""
        views = tuple(entry.view for entry in self.entries)
        return ReportPlan(language, views, self.title, self.introduction)

    def take(self, plan: ReportPlan, surveys: Sequence[OpenSurvey]) -> None:
        """Put a plan in the place of what is there.

        A plan from a link or a file does not know which of its surveys only the reader has.
        """
        self.entries = [Entry(_known_as_own(view, surveys)) for view in plan.views]
        self.title, self.introduction = plan.title, plan.introduction
        self.edition += 1

    def holds(self, view: PlannedView) -> bool:
        """Whether a view is in it already, whatever an author has said of it."""
        return any(_are_one(entry.view, view) for entry in self.entries)

    def place(self, number: int) -> int:
        """Return the place of a view; -1 of one that is not in it."""
        numbers = [entry.number for entry in self.entries]
        return numbers.index(number) if number in numbers else -1

    def forget_found(self, gone: Callable[[PlannedView], bool]) -> None:
        """Forget what those views told whose surveys are not there for the reader any more."""
        for entry in self.entries:
            if entry.view.found and gone(entry.view):
                entry.view = replace(entry.view, found=None)

    def move(self, number: int, steps: int) -> int:
        """Move a view up or down, as far as there is room, and return its place."""
        at = self.place(number)
        if at < 0:
            return at
        to = min(max(at + steps, 0), len(self.entries) - 1)
        self.entries.insert(to, self.entries.pop(at))
        return to

    def remove(self, number: int) -> None:
        """Take a view out."""
        self.entries = [entry for entry in self.entries if entry.number != number]

    def forget(self, view: PlannedView) -> None:
        """Take a view out, whatever an author has said of it."""
        self.entries = [entry for entry in self.entries if not _are_one(entry.view, view)]

    def write(self, name: str, words: str, number: int = 0) -> Sequence[str]:
        """Keep words of the author, of the whole or of a view; return the signs that were left out.

        What is longer than there is room for is cut.
        """
        paragraphs = name in IN_PARAGRAPHS
        lines = words.replace("\r\n", "\n").replace("\t", " ")
        kept = cleaned(lines, paragraphs=paragraphs)[: LONGEST[name]]
        at = self.place(number)
        if at >= 0:
            self.entries[at].view = _with_words(self.entries[at].view, name, kept)
        elif not number:
            setattr(self, name, kept)
        return odd_signs(lines, paragraphs=paragraphs)


def _are_one(one: PlannedView, other: PlannedView) -> bool:
    return (one.page, dict(one.link)) == (other.page, dict(other.link))


def _with_words(view: PlannedView, name: str, words: str) -> PlannedView:
    match name:
        case "heading":
            return replace(view, heading=words)
        case "title":
            return replace(view, title=words)
        case _:
            return replace(view, comment=words)


def _known_as_own(view: PlannedView, surveys: Sequence[OpenSurvey]) -> PlannedView:
    """The same view, known for one that rests on a survey that only the reader has."""
    own = {survey.id for survey in surveys if choices.is_own(survey)}
    return replace(view, own=rests_on(view, own))


def basket() -> Basket:
    """Return the reader's basket."""
    kept: Basket = st.session_state.setdefault(_KEY, Basket())
    return kept


def planned(view: View, seen: Drawable) -> PlannedView:
    """Return a view that the reader looks at as a report keeps it, without what it tells."""
    link = planned_link(parse_qsl(seen.query), seen.page)
    return _known_as_own(PlannedView(link, page=seen.page), view.surveys)


def is_full() -> bool:
    """Whether no more views fit into the basket."""
    return len(basket()) >= MOST_VIEWS


def add(view: View, seen: Drawable) -> None:
    """Put what the reader looks at into the basket, with what it tells today."""
    put_in = planned(view, seen)
    if is_full() or basket().holds(put_in):
        return
    found = found_on(put_in, view.language, on_today(view))
    basket().entries.append(Entry(replace(put_in, found=found)))


def told_before(view: PlannedView, language: Language, on: Day) -> tuple[Found | None, str]:
    """Return what a view tells, and why it cannot be shown.

    It is worked out once for each state of the surveys in a session.
    """
    versions = tuple(survey.version for survey in on.surveys)
    key = (language, view.page, view.query, versions, on.kept_out)
    known: dict[object, tuple[Found | None, str]] = st.session_state.setdefault("report:told", {})
    if key not in known:
        found = found_on(view, language, on)
        page = None if found else page_of(view, language, on)
        known[key] = (found, page.reason if isinstance(page, RefusedPage) else "")
    return known[key]


def found_before(view: PlannedView, language: Language, on: Day) -> Found | None:
    """Return what a view tells, as :func:`told_before` knows it."""
    return told_before(view, language, on)[0]


def on_today(view: View, start: str = "") -> Day:
    """Return the reader's day, with the surveys that the reader has."""
    kept_out = (survey.id for survey in view.surveys if not rights_here.may(survey, "reports"))
    return Day(datetime.now().astimezone().date(), view.surveys, start, frozenset(kept_out))
