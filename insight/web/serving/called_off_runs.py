"""Runs of a page that are called off: the visitor has left, or has clicked on something else.

Streamlit ends such a run where it next draws something. A query that is under way ends here at
once, and with it the run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from insight.operation.waiting import CalledOffError, Waiting

_visitors: WeakKeyDictionary[ScriptRequests, Waiting] = WeakKeyDictionary()
_request_stop = ScriptRequests.request_stop


def install() -> None:
    """Let every run from now on be called off."""
    run: Callable[[Callable[[], Any], ScriptRunContext], Any]
    run = vars(script_runner)["exec_func_with_error_handling"]  # which may be measured already

    def run_while_waited_for(func: Callable[[], Any], ctx: ScriptRunContext) -> Any:
        return run(lambda: _waited_for(func, ctx.script_requests), ctx)

    script_runner.exec_func_with_error_handling = run_while_waited_for  # type: ignore[attr-defined]
    ScriptRequests.request_stop = _stopped  # type: ignore[assignment,method-assign]


def _stopped(requests: ScriptRequests) -> None:
    """Ask runs to stop, which they do when a visitor leaves, and when they click on the page."""
    _request_stop(requests)
    _visitor_of(requests).leave()


def _visitor_of(requests: ScriptRequests) -> Waiting:
    """Who waits for the runs that are asked for here: once asked to stop, none begins any more."""
    return _visitors.setdefault(requests, Waiting())


def _waited_for(func: Callable[[], Any], requests: ScriptRequests | None) -> Any:
    """Run a page, or a part of it, for a visitor who may leave meanwhile."""
    if requests is None:
        return func()
    try:
        with _visitor_of(requests).waited_for():
            return func()
    except CalledOffError:
        raise StopException from None
