"""Notice of work that is done for the first time, for who waits longer than half a second.

What is quicker is not told, so that nothing flickers; what was told stays until the page is drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import add_script_run_ctx

from insight.language.catalogue import Language, say
from insight.operation.first_times import told_by
from insight.web.html.templates import draw

SECONDS = 0.5


class _Line:
    """The line that is drawn while a run of the page waits.

    Parameters
    ----------
    within
        The container at whose end it is drawn.
    language
        Of its words.
    """

    def __init__(self, within: DeltaGenerator, language: Language) -> None:
        self._within = within
        self._language = language
        self._lock = threading.Lock()
        self._place: DeltaGenerator | None = None

    @contextmanager
    def while_made(self) -> Iterator[None]:
        """Draw the line, from another thread, unless all is there in half a second."""
        is_made = threading.Event()

        def show() -> None:
            with self._lock:
                if is_made.is_set() or self._place is not None:
                    return
                self._place = self._within.empty()
                words = say(self._language, "shell.first_time")
                self._place.html(draw("page", "under_way", words))

        timer = threading.Timer(SECONDS, show)
        timer.daemon = True
        add_script_run_ctx(timer)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:  # the page goes on when the line stands, not while it is drawn
                is_made.set()

    def clear(self) -> None:
        """Take the line away, where it stands."""
        if self._place is not None:
            self._place.empty()


@contextmanager
def told_in(within: DeltaGenerator, language: Language) -> Iterator[None]:
    """Tell in a container what this run of the page waits for."""
    line = _Line(within, language)
    try:
        with told_by(line.while_made):
            yield
    except Exception:
        line.clear()
        raise
    line.clear()
