"""The server's log and counts: what Streamlit knows of sessions, and its lines in our form."""

from __future__ import annotations

import logging
from functools import partial

from streamlit import logger as streamlit_logger
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.stats import CounterStat, GaugeStat

from insight.operation.counts import ERRORS, SESSION_EVENTS, SESSIONS
from insight.operation.log_marks import pseudonym
from insight.operation.log_setup import begin_log, through_root
from insight.operation.operation_settings import OperationSettings

_log = logging.getLogger("insight")
_EVENTS, _ACTIVE = "session_events", "active_sessions"


def begin_server_log(settings: OperationSettings) -> None:
    """Let everything that the server has to say be logged in one form.

    Streamlit gives each of its loggers a handler of its own, now and whenever there is a new one.
    """
    begin_log(settings, session_here)
    streamlit_logger.setup_formatter = _leave_to_root
    streamlit_logger.update_formatter()


def _leave_to_root(logger: logging.Logger) -> None:
    through_root(logger)
    logger.streamlit_console_handler = logging.NullHandler()  # type: ignore[attr-defined]


def session_here() -> str:
    """Return the pseudonym of the session whose page runs in this thread; empty of none."""
    context = get_script_run_ctx(suppress_warning=True)
    return pseudonym(context.session_id) if context else ""


def tell_failure(error: Exception) -> None:
    """Log and count that a visitor's page failed."""
    ERRORS.add(place="page")
    _log.error("A page failed", exc_info=error)


def watch_sessions() -> None:
    """Count sessions from now on, as Streamlit does."""
    SESSIONS.watch(lambda: _stat(_ACTIVE))
    for event in SESSION_EVENTS.labels["event"]:
        SESSION_EVENTS.watch(partial(_stat, _EVENTS, event), event=event)


def _stat(family: str, event: str = "") -> float:
    """What Streamlit has counted; 0 before it runs."""
    if not exists():
        return 0
    stats = get_instance().stats_mgr.get_stats([family]).get(family, ())
    return sum(
        stat.value
        for stat in stats
        if isinstance(stat, CounterStat | GaugeStat)
        and (not event or (stat.labels or {}).get("type") == event)
    )
