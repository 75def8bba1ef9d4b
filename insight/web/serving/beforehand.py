"""Figures of large surveys made before anybody asks: of the front page, and of the first question.

They are made one after the other, while visitors are answered, in a thread that yields to them.
What is made is kept on disk, so that the next start, and each other process, reads it. Small
surveys are answered before the first visitor comes, as they always were.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from insight.access.person import ANYBODY
from insight.analysis import shared_surveys
from insight.analysis.shared_surveys import is_summed_up, put_in_order
from insight.api.listing import surveys_for
from insight.language.errors import InsightError, SurveyReplacedError
from insight.operation.serving import draining
from insight.operation.told_errors import summary
from insight.query.opened import OpenSurvey
from insight.survey.filters import EVERYONE
from insight.views import answers
from insight.web import findings

Task = Callable[[], object]

PAUSE = 0.2  # seconds between two figures, in which visitors have the processor to themselves
NICE = 10  # how far the thread stands behind others, as of the command nice
PATIENCE = 2.0  # seconds to wait at the end for what is being made
_log = logging.getLogger("insight.serving")


def figures_of(surveys: Iterable[OpenSurvey]) -> Iterator[Task]:
    """Yield what makes the figures of the front page, and of the first question of each survey."""
    among = tuple(surveys)
    for survey, item, key in findings.followed(among, among):
        if is_summed_up(survey):
            yield partial(findings.follow, survey, item, key)
    yield partial(findings.lead, among, among)
    for survey in filter(is_summed_up, among):
        for item in survey.codebook.items[:1]:
            yield partial(answers.estimates, survey, item.id, (), EVERYONE, "all")
        yield partial(put_in_order, survey)


def of_the_server() -> Iterator[Task]:
    """Yield what there is to make: first as anybody sees it, then as those do who see all."""
    public, whole = surveys_for(ANYBODY).surveys, shared_surveys.surveys().surveys
    for surveys in (public, whole):
        if any(map(is_summed_up, surveys)):
            yield from figures_of(surveys)


class Beforehand:
    """A thread that makes figures, one after the other, until it is told to end.

    Parameters
    ----------
    tasks
        Returns what makes them; it is asked in the thread.
    pause
        Seconds between two.
    """

    def __init__(
        self, tasks: Callable[[], Iterable[Task]] = of_the_server, pause: float = PAUSE
    ) -> None:
        self._tasks = tasks
        self._pause = pause
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._make, name="beforehand", daemon=True)

    def begin(self) -> None:
        """Begin, while the server answers."""
        self._thread.start()

    def end(self) -> None:
        """Begin nothing more, and wait a little for what is being made."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    @property
    def is_over(self) -> bool:
        """Whether all is made, or given up."""
        return self._thread.ident is not None and not self._thread.is_alive()

    def _make(self) -> None:
        _stand_behind()
        start, made = time.monotonic(), 0
        try:
            for task in self._tasks():
                if self._ends.wait(self._pause) or draining.is_draining():
                    return
                made += _has_made(task)
        except (InsightError, SurveyReplacedError, OSError) as error:
            _log.warning("Figures could not be made beforehand: %s", summary(error))
        if made:
            _log.info("%s figures made beforehand in %.1f s", made, time.monotonic() - start)


def _has_made(task: Task) -> bool:
    """Make one figure; one that cannot be made hinders no other, and is asked for again."""
    try:
        task()
    except (InsightError, SurveyReplacedError, OSError, MemoryError) as error:
        _log.warning("A figure could not be made beforehand: %s", summary(error))
        return False
    return True


def _stand_behind() -> None:
    """Let this thread have the processor when no other wants it; Linux has this for threads."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
