"""The whole server once: probes, counts at their own port, and a log of which each line is JSON."""

import json
import socket
import time
import urllib.request

import pytest
from clicking_client import visit
from served_app import started
from told_counts import count

from insight.operation.log_marks import pseudonym

SECONDS_TO_STOP = 60
FILTER = "age=18-29&secret_parameter=Kari"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def fetched(url: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(url, timeout=60) as answer:
        return answer.read().decode()


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What was told at each address, and what the log says of a visit from start to end."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    env = {
        "INSIGHT_METRICS_PORT": str(port - 1),
        "INSIGHT_WORKER": "2",
        "INSIGHT_SLOW_CLICK": "0.000001",
        "STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true",
    }
    app = started(env, folder / "app.log")
    told = {}
    try:
        told["livez"], told["readyz"] = fetched(f"{app.url}/livez"), fetched(f"{app.url}/readyz")
        fetched(f"{app.url}/answers?{FILTER}")
        with visit(app.url) as guest:
            guest.click("answers", f"lang=en&{FILTER}")
            time.sleep(1.1)  # one slow click a second is told
            guest.click("answers", f"lang=en&{FILTER}", fragment=guest.fragments[0])
            told["metrics"], told["session"] = fetched(f"http://127.0.0.1:{port}/"), guest.session
    finally:
        app.stop()
        deadline = time.monotonic() + SECONDS_TO_STOP
        while "Finished server process" not in app.said() and time.monotonic() < deadline:
            time.sleep(0.1)
    told["log"] = (folder / "app.log").read_text("utf-8")
    return told


def test_probes_answer(said):
    assert json.loads(said["livez"]) == {"alive": True}
    assert json.loads(said["readyz"]) == {"ready": True, "wrong": []}


def test_counts_are_told_at_the_port_of_the_worker(said):
    def told(name, **labels):
        return count(name, said["metrics"], **labels)

    assert told("insight_click_seconds_count", run="page", outcome="done") == 1
    assert told("insight_click_seconds_count", run="fragment", outcome="done") == 1
    assert told("insight_sessions") == 1
    assert told("insight_session_events_total", event="connect") == 1
    assert told("insight_query_seconds_count", outcome="done") > 5
    assert told("insight_cache_hits_total", cache="answers") > 5
    assert told("insight_surveys", state="usable") == 3
    assert told("process_resident_memory_bytes") > 100_000_000
    assert "18-29" not in said["metrics"]


def test_each_line_of_the_log_is_json_and_tells_when_what_and_of_which_session(said):
    lines = [json.loads(line) for line in said["log"].splitlines()]
    assert all({"time", "level", "logger", "message", "worker"} <= {*line} for line in lines)
    first, *_, last = [line["message"] for line in lines]
    assert first.startswith("Started server process")
    assert last.startswith("Finished server process")
    slow = [line for line in lines if line["message"] == "A slow click"]
    assert [(line["run"], line["page"]) for line in slow] == [
        ("page", "answers"), ("fragment", "answers"),
    ]  # fmt: skip
    assert len({line["session"] for line in slow}) == 1
    assert len({line["request"] for line in slow}) == 2


def test_the_log_holds_no_query_and_no_id_by_which_a_session_is_known(said):
    assert said["session"]
    hidden = (said["session"], pseudonym(said["session"]), "18-29", "Kari", "lang=en", "127.0.0.1")
    assert [one for one in hidden if one in said["log"]] == []
