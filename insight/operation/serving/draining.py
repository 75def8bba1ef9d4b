"""The draining of a process that is to end: nobody new, and time for what is under way."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping

from insight.language.errors import Fault, RequestError

SETTING = "INSIGHT_DRAIN_SECONDS"
SECONDS = 30
_draining = threading.Event()


def begin() -> None:
    """Let nobody new in from now on."""
    _draining.set()


def is_draining() -> bool:
    """Whether this process lets nobody new in, because it is to end."""
    return _draining.is_set()


def drain_seconds(environment: Mapping[str, str] = os.environ) -> int:
    """Return how long what is under way may take before the process ends.

    Raises
    ------
    RequestError
        If the setting is no whole number.

    Examples
    --------
    >>> drain_seconds({}), drain_seconds({"INSIGHT_DRAIN_SECONDS": "5"})
    (30, 5)
    """
    written = environment.get(SETTING, "").strip()
    if written and not (written.isascii() and written.isdecimal() and len(written) < 6):
        raise RequestError(Fault("fault.setting_number", {"name": SETTING, "value": written}))
    return int(written) if written else SECONDS
