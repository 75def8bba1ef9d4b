"""Runs of a page that are called off while a query is under way."""

import threading

import pytest
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from insight.operation.waiting import ended_by
from insight.web.serving import called_off_runs

PATIENCE = 60


@pytest.fixture
def installed(monkeypatch):
    name = "exec_func_with_error_handling"
    monkeypatch.setattr(script_runner, name, vars(script_runner)[name])
    monkeypatch.setattr(ScriptRequests, "request_stop", ScriptRequests.request_stop)
    called_off_runs.install()


class Run(threading.Thread):
    """A run of a page whose only work goes on until it is ended."""

    def __init__(self, requests: ScriptRequests) -> None:
        super().__init__(daemon=True)
        self._requests = requests
        self.begun, self._ended = threading.Event(), threading.Event()
        self.outcome: object = None
        self.start()
        assert self.begun.wait(PATIENCE)

    def run(self) -> None:
        try:
            called_off_runs._waited_for(self._page, self._requests)
        except BaseException as error:
            self.outcome = error

    def _page(self) -> None:
        with ended_by(self._ended.set):
            self.begun.set()
            assert self._ended.wait(PATIENCE)
            raise ValueError("ended")

    def came_to(self) -> object:
        self.join(PATIENCE)
        assert not self.is_alive()
        return self.outcome


@pytest.mark.usefixtures("installed")
def test_a_run_that_is_asked_to_stop_ends_its_query_and_stops():
    leaving, staying = ScriptRequests(), ScriptRequests()
    ended, other = Run(leaving), Run(staying)
    leaving.request_stop()
    assert isinstance(ended.came_to(), StopException)
    assert other.is_alive()
    staying.request_stop()
    assert isinstance(other.came_to(), StopException)


@pytest.mark.usefixtures("installed")
def test_a_part_that_is_asked_for_meanwhile_waits_for_the_run():
    requests = ScriptRequests()
    run = Run(requests)
    requests.request_rerun(RerunData(fragment_id="a part"))
    assert not run._ended.is_set()
    requests.request_stop()
    assert isinstance(run.came_to(), StopException)


@pytest.mark.usefixtures("installed")
def test_a_run_that_was_asked_to_stop_before_it_began_asks_nothing():
    requests = ScriptRequests()
    requests.request_stop()

    def page() -> None:
        with ended_by(pytest.fail):
            pytest.fail("it has begun")

    with pytest.raises(StopException):
        called_off_runs._waited_for(page, requests)


def test_a_run_that_nothing_calls_off_is_as_it_was():
    assert called_off_runs._waited_for(lambda: 1, ScriptRequests()) == 1
    assert called_off_runs._waited_for(lambda: 2, None) == 2
