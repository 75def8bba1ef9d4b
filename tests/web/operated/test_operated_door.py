"""The outermost door: probes and counts are told before any other door is asked."""

import tempfile
import threading

import pytest
from one_loop import on_one_loop
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from told_counts import count, samples

from insight.operation.health import Readiness
from insight.web.operated import operated_door
from insight.web.operated.operated_door import OperatedDoor, door_of

TOKEN = "a-token-that-nobody-guesses"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PROBES = ("/livez", "/readyz", "/metrics")


async def closed(request):
    """Another door, which lets nobody in."""
    return PlainTextResponse("Who are you?", 401)


async def uploaded(request):
    await request.body()
    return Response(status_code=204)


async def streaming(socket):
    await socket.accept()
    await socket.send_bytes(b"12345")
    await socket.close()


def client(token=TOKEN, prefix="", readiness=None, raises=True) -> TestClient:
    routes = [
        Route("/_stcore/upload_file/{session}/{file}", uploaded, methods=["PUT"]),
        WebSocketRoute("/_stcore/stream", streaming),
        Route("/fails", lambda request: 1 / 0),
        Route("/{rest:path}", closed, methods=["GET", "POST"]),
    ]
    ready = readiness or Readiness(list, memory=0, room=1)
    door = OperatedDoor(Starlette(routes=routes), ready, token, prefix)
    return on_one_loop(TestClient(door, raise_server_exceptions=raises))


@pytest.mark.parametrize("prefix", ["", "innsikt", "/a/b/"])
def test_probes_are_answered_before_any_login_with_a_base_path_and_without(prefix):
    asked = client(prefix=prefix)
    root = f"/{prefix.strip('/')}" if prefix else ""
    for start in {"", root}:
        for probe in PROBES:
            for method in ("GET", "HEAD"):
                answer = asked.request(method, f"{start}{probe}", headers=BEARER)
                assert (answer.status_code, bool(answer.content)) == (200, method == "GET")
                assert answer.headers["cache-control"] == "no-store"
        assert asked.get(f"{start}/readyz").json() == {"ready": True, "wrong": []}
        assert asked.get(f"{start}/answers").status_code == 401


def test_a_browser_that_opens_a_probe_is_led_nowhere_else():
    answer = client().get("/livez", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@pytest.mark.parametrize("path", ["/livez/", "/LIVEZ", "/x/livez", "/livezz", "/readyz.json"])
def test_what_is_no_probe_is_left_to_others(path):
    assert client().get(path).status_code == 401


def test_probes_are_read_and_nothing_else():
    for probe in PROBES:
        answer = client().post(probe)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_who_cannot_serve_says_what_is_wrong_and_names_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    def unreadable():
        raise PermissionError(13, "denied", str(tmp_path / "secret_survey"))

    answer = client(readiness=Readiness(unreadable, memory=1, room=1)).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "wrong": [
            {"check": "surveys", "what": "folder_unreadable"},
            {"check": "temporary_folder", "what": "not_writable"},
            {"check": "memory", "what": "over_limit"},
        ],
    }
    assert not {str(tmp_path), "secret_survey"} & {*answer.text.split()}
    assert str(tmp_path) not in answer.text


def test_a_disk_that_does_not_answer_holds_one_thread_and_no_probe(monkeypatch):
    monkeypatch.setattr(operated_door, "SECONDS_TO_ANSWER", 0.05)
    answers, looked = threading.Event(), []

    def hangs():
        looked.append(1)
        answers.wait(30)
        return []

    asked = client(readiness=Readiness(hangs, memory=0, room=1))
    for _ in range(5):
        assert asked.get("/readyz").json()["wrong"] == [{"check": "checks", "what": "slow"}]
        assert asked.get("/livez").status_code == 200
    assert len(looked) == 1
    answers.set()
    monkeypatch.setattr(operated_door, "SECONDS_TO_ANSWER", 30)
    assert asked.get("/readyz").json()["ready"]


def test_counts_are_told_to_who_has_the_token_and_nowhere_without_one():
    assert client(token="").get("/metrics").status_code == 404
    assert client(token="").get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    for wrong in ({}, {"Authorization": "Bearer æ"}, {"Authorization": f"Basic {TOKEN}"},
                  {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": TOKEN}):  # fmt: skip
        headers = {name: value.encode("latin-1") for name, value in wrong.items()}
        answer = client().get("/metrics", headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert "insight_" not in answer.text
    answer = client().get("/metrics", headers=BEARER)
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert [*text_string_to_metric_families(answer.text)]


@pytest.mark.parametrize(
    ("place", "door"),
    [("", "pages"), ("answers", "pages"), ("api/v2/tables/secret/data", "api"), ("apis", "pages"),
     ("api/picture/answers.png", "pictures"), ("embed/answers", "embed"), ("media/a", "media"),
     ("_stcore/stream", "stream"), ("_stcore/upload_file/a/b", "upload"), ("readyz", "health"),
     ("_stcore/health", "health"), ("static/js/a.js", "static")],
)  # fmt: skip
def test_addresses_are_counted_by_what_they_are_for(place, door):
    assert door_of(place) == door


def test_what_comes_in_is_counted_and_no_label_says_what_was_asked():
    asked = client(raises=False)
    before = samples()
    asked.get("/api/v2/tables/secret_survey/data?valueCodes[item]=secret_item")
    asked.get("/fails")
    asked.put("/_stcore/upload_file/secret-session/secret-file", content=b"x" * 1_000)
    with asked.websocket_connect("/_stcore/stream?age=18-29") as socket:
        assert socket.receive_bytes() == b"12345"

    def grown(name, **labels):
        return count(name, **labels) - before.get((name, frozenset(labels.items())), 0)

    assert grown("insight_requests_total", door="api", status="4xx") == 1
    assert grown("insight_requests_total", door="pages", status="5xx") == 1
    assert grown("insight_requests_total", door="stream", status="1xx") == 1
    assert grown("insight_uploads_total", status="2xx") == 1
    assert grown("insight_uploaded_bytes_total") == 1_000
    assert grown("insight_stream_sent_bytes_total") == 5
    told = asked.get("/metrics", headers=BEARER).text
    assert "secret" not in told
    assert "18-29" not in told


def test_each_answer_has_a_mark_of_its_own_which_nobody_chooses():
    asked = client()
    marks = {asked.get("/", headers={"X-Request-Id": "mine"}).headers["x-request-id"]
             for _ in range(3)}  # fmt: skip
    assert len(marks) == 3
    assert "mine" not in marks
