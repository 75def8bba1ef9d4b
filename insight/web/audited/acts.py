"""Acts of a session: figures that are seen, files that are taken and brought, and refusals.

Each is counted by the limits and told to the audit before it is done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from insight.api.audited.restricted_surveys import (
    codes_of,
    is_own,
    is_restricted,
)
from insight.api.listing import closed_survey
from insight.language.errors import Fault, NotNowError
from insight.operation.audit.asker import NOBODY, Asker
from insight.operation.audit.audit_trail import trail
from insight.operation.limits.limit_settings import Kind
from insight.operation.limits.limits import limits
from insight.operation.log_marks import pseudonym
from insight.query.opened import OpenSurvey
from insight.survey.filters import EVERYONE, Filter
from insight.survey.folders import Survey
from insight.views import tables_asked
from insight.views.tables_asked import Figures, TablesAsked
from insight.web.frame import signed_in

SECONDS_OF_A_VIEW = 600  # in which the same session has the same figures before it: one view
MOST_VIEWS = 5_000
MB = 1_000_000
SIZES = (1, 10, 100, 1000)  # MB up to which a file that is brought is told to be
FORMATS = frozenset((
    "csv", "dat", "dta", "gz", "ods", "parquet", "por", "potx", "pptx", "sas7bdat", "sav", "tab",
    "toml", "tsv", "txt", "xls", "xlsm", "xlsx", "xport", "xpt", "zip", "zsav",
))  # fmt: skip
_ASKER, _VIEWS, _SEEN, _TABLES = "asker", "audited_views", "audited_run", "tables_asked"


@dataclass(frozen=True)
class Taken:
    """What is taken away.

    Attributes
    ----------
    kind
        The kind of file, one of the program's own words.
    surveys
        Of which surveys.
    items, by
        Ids of questions, and of what they are broken down by.
    where
        Of which respondents.
    event
        Whether it is a file, a report or a tab book.
    """

    kind: str = ""
    surveys: Sequence[Survey] = ()
    items: Sequence[str] = ()
    by: Sequence[str] = ()
    where: Filter = EVERYONE
    event: Literal["download", "report", "book"] = "download"

    @property
    def limit(self) -> Kind:
        """The limit that counts it."""
        return "downloads" if self.event == "download" else "reports"


@dataclass(frozen=True)
class SeenInRun:
    """Tells of the figures that a run of a page shows of restricted surveys.

    Attributes
    ----------
    who, page
        To whom, and where.
    views
        When the session last had which figures before it.
    """

    who: Asker
    page: str
    views: dict[int, float]
    _restricted: dict[str, bool] = field(default_factory=dict)

    def __call__(self, figures: Figures) -> None:
        """Tell of figures before they are shown; those of a view only once."""
        survey, now = figures.survey, time.monotonic()
        if survey.version not in self._restricted:
            self._restricted[survey.version] = is_restricted(survey)
        mark = hash((self.page, survey.version, figures.item, figures.by, figures.where))
        is_new = now - self.views.get(mark, -SECONDS_OF_A_VIEW) >= SECONDS_OF_A_VIEW
        if not is_new or not self._restricted[survey.version]:
            return
        trail().write(
            "view",
            self.who,
            restricted=True,
            via="page",
            page=self.page,
            surveys=[survey.id],
            items=[figures.item] if figures.item else [],
            by=list(figures.by),
            where=codes_of(figures.where),
        )
        if len(self.views) >= MOST_VIEWS:
            self.views.clear()
        self.views[mark] = now


def begin_run(page: str) -> None:
    """Count and tell from here on what the session asks for in this run of a page."""
    asked = st.session_state.setdefault(_TABLES, TablesAsked())
    context = get_script_run_ctx()
    session = pseudonym(context.session_id) if context else ""
    who = Asker(signed_in.current_person().id, session, asked)
    st.session_state[_ASKER] = who
    seen = None
    if trail().is_on:
        views: dict[int, float] = st.session_state.setdefault(_VIEWS, {})
        seen = st.session_state[_SEEN] = SeenInRun(who, page, views)
    tables_asked.begin(asked, partial(take, "questions", who), seen)


def asker() -> Asker:
    """Return whose session it is."""
    known = st.session_state.get(_ASKER)
    return known if isinstance(known, Asker) else NOBODY


def take(kind: Kind, who: Asker) -> None:
    """Count that somebody does something.

    Raises
    ------
    NotNowError
        If it is too much.
    """
    try:
        limits().take(kind, who)
    except NotNowError as refusal:
        refuse(refusal.faults[0], who)
        raise


def refuse(fault: Fault, who: Asker, *surveys: str) -> None:
    """Tell that something was refused."""
    reason = fault.key.partition(".")[2]
    trail().write("refusal", who, via="page", surveys=list(surveys), reason=reason)


def begin_view(survey: OpenSurvey, where: Filter) -> None:
    """Tell that the page is about a survey, if it is a restricted one.

    Raises
    ------
    NotNowError
        If it cannot be written down.
    """
    if trail().is_on:
        st.session_state[_SEEN](Figures(survey, "", (), where))


def name_survey(name: str) -> None:
    """Tell that somebody names a survey that there is not for them, if it is a closed one."""
    if trail().is_on and (survey := closed_survey(name, signed_in.current_person())):
        trail().write("refusal", asker(), via="page", surveys=[survey], reason="closed_survey")


def counted(make: Callable[[], bytes], taken: Taken, name: str) -> Callable[[], bytes]:
    """Return what makes a file, which counts and tells that it is taken.

    Parameters
    ----------
    make
        Makes it.
    taken
        What it is of.
    name
        Of the file; only its ending is told.
    """
    who = asker()
    asked = who.tables if isinstance(who.tables, TablesAsked) else TablesAsked()

    def made() -> bytes:
        _tell(taken, who, name.rpartition(".")[2])
        seen = partial(_see_in_file, who, {survey.id for survey in taken.surveys})
        with tables_asked.noted(asked, partial(take, "questions", who), seen):
            return make()

    return made


def do(taken: Taken) -> None:
    """Count and tell an act of this run of a page.

    Raises
    ------
    NotNowError
        If it may not be done now.
    """
    _tell(taken, asker())


def bring(kind: Literal["survey", "labels", "report", "template"], size: int, name: str) -> None:
    """Count and tell that a file is brought: how large, and of what format.

    Parameters
    ----------
    kind
        What it is to be.
    size
        In bytes.
    name
        Of which its ending is told, if it is one that the program knows.

    Raises
    ------
    NotNowError
        If it may not be now.
    """
    who = asker()
    take("uploads", who)
    ending = name.rpartition(".")[2].lower()
    form = ending if ending in FORMATS else "other"
    up_to = next((most for most in SIZES if size <= most * MB), SIZES[-1])
    trail().write("upload", who, via="page", file=kind, format=form, megabytes=up_to)


def _tell(taken: Taken, who: Asker, ending: str = "") -> None:
    take(taken.limit, who)
    if not trail().is_on:
        return
    own = any(map(is_own, taken.surveys))
    trail().write(
        taken.event,
        who,
        restricted=any(map(is_restricted, taken.surveys)),
        via="page",
        own=own,
        surveys=[survey.id for survey in taken.surveys if not is_own(survey)],
        items=[] if own else list(taken.items),
        by=[] if own else list(taken.by),
        where={} if own else codes_of(taken.where),
        file=taken.kind,
        format=ending,
    )


def _see_in_file(who: Asker, told: set[str], figures: Figures) -> None:
    """Tell of a restricted survey that is in a file without having been named, once."""
    survey = figures.survey
    if not trail().is_on or survey.id in told or not is_restricted(survey):
        return
    of = {"surveys": [survey.id], "items": [figures.item]}
    trail().write("view", who, restricted=True, via="file", **of)
    told.add(survey.id)
