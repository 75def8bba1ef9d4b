"""The port of the counts: told there as Prometheus asks, and taken up when it becomes free."""

import socket
import time
import urllib.request

from kept_log import kept_log
from told_counts import samples

from insight.operation import exposition
from insight.operation.exposition import MetricsPort
from insight.operation.operation_settings import OperationSettings

SECONDS = 60


def fetched(port: int) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{port}/metrics", timeout=SECONDS) as answer:
        return answer.read().decode()


def test_a_port_that_another_still_has_is_taken_up_when_it_is_free(monkeypatch):
    monkeypatch.setattr(exposition, "SECONDS_BETWEEN_TRIES", 0.02)
    with socket.socket() as other, kept_log() as kept:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = MetricsPort(OperationSettings(metrics_port=other.getsockname()[1]))
        port.begin()
        time.sleep(0.2)
        other.close()
        deadline = time.monotonic() + SECONDS
        while port._server is None and time.monotonic() < deadline:
            time.sleep(0.02)
        told = fetched(port.port)
        port.end()
    assert ("process_resident_memory_bytes", frozenset()) in samples(told)
    [line] = kept.lines
    assert line["message"] == f"The counts cannot be told at port {port.port} of 127.0.0.1 yet"
    assert line["traceback"].endswith("OSError: Address already in use")


def test_one_that_waits_in_vain_ends_all_the_same():
    with socket.socket() as other, kept_log():
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = MetricsPort(OperationSettings(metrics_port=other.getsockname()[1]))
        port.begin()
        port.end()
        assert not port._thread.is_alive()
