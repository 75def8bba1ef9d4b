"""Script runs as they are measured: what each click took, and what for.

All runs go through one function of Streamlit's, those of a fragment too, callbacks included.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner.exec_code import exec_func_with_error_handling
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from insight.operation import clicks
from insight.operation.counts import CLICKS, SLOW_CLICKS
from insight.operation.log_lines import fields
from insight.operation.log_marks import marked, new_request
from insight.web.routes import PAGES

SECONDS_BETWEEN_LINES = 1.0
_log = logging.getLogger("insight.clicks")
_run = exec_func_with_error_handling
Result = tuple[Any, bool, Any, bool, Exception | None]


def install(slow: float) -> None:
    """Measure every run from now on.

    Parameters
    ----------
    slow
        Seconds over which a run is logged with its parts; none where it is 0.
    """
    teller = SlowClicks(slow)

    def measured(func: Callable[[], Any], ctx: ScriptRunContext) -> Result:
        outcome = "failed"
        with marked(new_request(), ctx.session_id), clicks.click() as click:
            enqueue = ctx._enqueue
            ctx._enqueue = _timed(enqueue, click)
            try:
                result = _run(func, ctx)
                outcome = _outcome(result)
            finally:
                ctx._enqueue = enqueue
                kind = "fragment" if ctx.fragment_ids_this_run else "page"
                seconds = click.seconds
                CLICKS.observe(seconds, run=kind, outcome=outcome)
                teller.tell(click, seconds, page=_page(ctx), kind=kind, outcome=outcome)
        return result

    script_runner.exec_func_with_error_handling = measured  # type: ignore[attr-defined]


def _timed(
    enqueue: Callable[[ForwardMsg], None], click: clicks.Click
) -> Callable[[ForwardMsg], None]:
    """What hands a message over to the browser's queue, timed on the thread of the run only."""
    own = threading.get_ident()

    def timed(message: ForwardMsg) -> None:
        if threading.get_ident() != own:
            enqueue(message)
            return
        click.messages += 1
        click.enter("sending")
        try:
            enqueue(message)
        finally:
            click.leave()

    return timed


def _page(ctx: ScriptRunContext) -> str:
    """The page's own name, whatever name was asked for; empty where it is none of the app's."""
    known = ctx.pages_manager.get_pages().get(ctx.page_script_hash)
    return (known.get("url_pathname") or PAGES[0]) if known else ""


def _outcome(result: Result) -> str:
    """How a run ended: a newer click or the visitor's leaving may have broken it off."""
    _, without_errors, again, stopped, _ = result
    if not without_errors:
        return "failed"
    return "interrupted" if again or stopped else "done"


class SlowClicks:
    """Logs slow clicks, one a second at the most, for where all are slow one tells of them.

    Parameters
    ----------
    seconds
        Over which a click is slow; none is where it is 0.
    clock
        Seconds that only go forward.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last = -SECONDS_BETWEEN_LINES
        self._untold = 0
        self._lock = threading.Lock()

    def tell(
        self, click: clicks.Click, seconds: float, *, page: str, kind: str, outcome: str
    ) -> None:
        """Log a click on one of the app's pages if it was slow."""
        if not self._seconds or seconds <= self._seconds:
            return
        SLOW_CLICKS.add()
        with self._lock:
            now = self._clock()
            if now - self._last < SECONDS_BETWEEN_LINES:
                self._untold += 1
                return
            self._last, untold, self._untold = now, self._untold, 0
        parts = {name: round(value, 3) for name, value in click.parts.items()}
        told = fields(
            seconds=round(seconds, 3),
            page=page,
            run=kind,
            outcome=outcome,
            parts=parts,
            queries=click.queries,
            messages=click.messages,
            untold=untold,
        )
        _log.warning("A slow click", extra=told)
