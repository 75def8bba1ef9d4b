"""Exposition of the counts in Prometheus' text format, at an address or at a port of their own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from insight.operation.counters import Counter, Durations, Level, Reading, Tally
from insight.operation.counts import ALL
from insight.operation.operation_settings import OperationSettings

MEDIA_TYPE = CONTENT_TYPE_LATEST
SECONDS_BETWEEN_TRIES = 5.0
_log = logging.getLogger(__name__)


class Tallies(Collector):
    """Hands tallies over to Prometheus' own writer.

    Parameters
    ----------
    tallies
        Which.
    """

    def __init__(self, tallies: Iterable[Tally] = ALL) -> None:
        self._tallies = tuple(tallies)

    def collect(self) -> Iterator[Metric]:
        """Return what has been counted; what cannot be read now is left out."""
        for tally in self._tallies:
            try:
                yield _family(tally)
            except Exception:
                _log.exception("%s could not be read", tally.name)


def _family(tally: Tally) -> Metric:
    names = [*tally.labels]
    if isinstance(tally, Durations):
        timed = HistogramMetricFamily(tally.name, tally.says, labels=names)
        for key, (counts, total) in tally.values().items():
            timed.add_metric(key, _cumulated(tally, counts), total)
        return timed
    assert isinstance(tally, Counter | Level | Reading)
    grows = isinstance(tally, Counter) or (isinstance(tally, Reading) and tally.kind == "counter")
    make = CounterMetricFamily if grows else GaugeMetricFamily
    family = make(tally.name, tally.says, labels=names)
    for key, value in tally.values().items():
        family.add_metric(key, value)
    return family


def _cumulated(tally: Durations, counts: list[int]) -> list[tuple[str, float]]:
    bounds = [*(str(float(bound)) for bound in tally.bounds), "+Inf"]
    return [(bound, sum(counts[: place + 1])) for place, bound in enumerate(bounds)]


@cache
def registry() -> CollectorRegistry:
    """Return what this process tells: our counts, and its memory, processor time and files."""
    told = CollectorRegistry()
    told.register(Tallies())
    ProcessCollector(registry=told)
    return told


def metrics_text() -> bytes:
    """Return all counts as text."""
    return generate_latest(registry())


class MetricsPort:
    """Tells the counts at a port of their own.

    A port that is taken is logged, and tried again: a worker that is replaced gives it back a
    little after its successor has begun, and visitors are served all the same.

    Parameters
    ----------
    settings
        The operator's.
    """

    def __init__(self, settings: OperationSettings) -> None:
        self.port = port_of(settings)
        self._address = settings.metrics_address
        self._ends = threading.Event()
        self._server: WSGIServer | None = None
        self._thread = threading.Thread(target=self._begin, name="insight-metrics", daemon=True)

    def begin(self) -> None:
        """Tell them from now on, or as soon as the port is free."""
        if not self._try():
            self._thread.start()

    def end(self) -> None:
        """Give back the port."""
        self._ends.set()
        if self._thread.ident:
            self._thread.join()
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def _begin(self) -> None:
        while not self._ends.wait(SECONDS_BETWEEN_TRIES) and not self._try(again=True):
            pass

    def _try(self, *, again: bool = False) -> bool:
        try:
            self._server, _ = start_http_server(self.port, self._address, registry())
        except OSError as error:
            if not again:
                words = "The counts cannot be told at port %s of %s yet"
                _log.warning(words, self.port, self._address, exc_info=error)
            return False
        return True


def port_of(settings: OperationSettings) -> int:
    """Return the port of this process: the first of several workers has that of the setting.

    Examples
    --------
    >>> [port_of(OperationSettings(metrics_port=9464, worker=worker)) for worker in (0, 1, 2)]
    [9464, 9464, 9465]
    """
    return settings.metrics_port + max(settings.worker - 1, 0)
