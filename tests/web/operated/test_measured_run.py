"""Script runs: each is measured with its parts, whatever way it ends, and slow ones are told."""

import itertools

import pytest
from kept_log import kept_log
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest
from told_counts import count, samples
from visitor import PATIENCE, bodies, opened

from insight.operation.clicks import Click
from insight.web.operated import measured_run
from insight.web.operated.measured_run import SlowClicks
from insight.web.operated.server_log import session_here

TINY = 0.000_001
ON_PAGE = {"page": "answers", "kind": "page", "outcome": "done"}


@pytest.fixture
def measured():
    """Every run is measured, and each is a slow one."""
    before = script_runner.exec_func_with_error_handling
    measured_run.install(TINY)
    yield
    script_runner.exec_func_with_error_handling = before


def runs(kind: str, outcome: str) -> float:
    return count("insight_click_seconds_count", run=kind, outcome=outcome)


def test_a_click_on_a_page_is_timed_by_its_parts_which_add_up(measured):
    done, before = runs("page", "done"), samples()
    with kept_log(session_here) as kept:
        opened("answers", lang="en", survey="citizens", age="18-29")
    assert runs("page", "done") > done
    line = next(line for line in kept.lines if line.get("page") == "answers")
    assert (line["logger"], line["message"], line["run"], line["outcome"]) == (
        "insight.clicks", "A slow click", "page", "done",
    )  # fmt: skip
    assert {"view", "page", "sending", "other"} <= {*line["parts"]}
    assert sum(line["parts"].values()) == pytest.approx(line["seconds"], abs=0.01)
    assert line["messages"] > 50
    assert len(line["session"]) == 12
    assert len(line["request"]) == 16
    assert "18-29" not in kept.text
    assert samples()["insight_surveys", frozenset({("state", "usable")})] >= 1
    for part in ("view", "page", "sending"):
        key = ("insight_click_part_seconds_total", frozenset({("part", part)}))
        assert samples()[key] > before.get(key, 0)


def fragments():
    import streamlit as st

    @st.fragment
    def part():
        st.button("Press", key="press")

    part()
    if st.button("Again"):
        st.rerun()
    if st.button("Stop"):
        st.stop()


def test_a_run_that_is_broken_off_is_counted_apart(measured):
    app = AppTest.from_function(fragments, default_timeout=PATIENCE).run()
    before = runs("page", "interrupted")
    app.button[1].click().run()
    assert runs("page", "interrupted") == before + 1
    app.button[2].click().run()
    assert runs("page", "interrupted") == before + 2


def failing():
    raise ValueError("Kari Nordmann")


def test_a_run_that_fails_is_counted_and_its_line_names_no_value(measured):
    before = runs("page", "failed")
    with kept_log(session_here) as kept:
        AppTest.from_function(failing, default_timeout=PATIENCE).run()
    assert runs("page", "failed") == before + 1
    assert [line["outcome"] for line in kept.lines if "outcome" in line] == ["failed"]
    assert "Kari" not in kept.text


def test_where_all_clicks_are_slow_one_a_second_tells_of_the_others():
    seconds = itertools.count(0, 0.25)
    slow = SlowClicks(0.5, lambda: next(seconds))
    before = count("insight_slow_clicks_total")
    with kept_log() as kept:
        for _ in range(9):
            slow.tell(Click(), 0.6, **ON_PAGE)
        slow.tell(Click(), 0.4, **ON_PAGE)
        SlowClicks(0).tell(Click(), 100, **ON_PAGE)
    assert [line["untold"] for line in kept.lines] == [0, 3, 3]
    assert count("insight_slow_clicks_total") == before + 9


def apologising():
    from insight.web import shell
    from insight.web.operated import server_log

    name = " ".join(["Kari", "Nordmann"])
    try:
        raise KeyError(name)
    except KeyError as error:
        server_log.tell_failure(error)
        shell.apologise()


def test_a_visitor_whose_page_failed_has_the_mark_by_which_the_log_knows_it(measured):
    before = count("insight_errors_total", place="page")
    with kept_log(session_here) as kept:
        app = AppTest.from_function(apologising, default_timeout=PATIENCE).run()
    [line] = [line for line in kept.lines if line["message"] == "A page failed"]
    assert "KeyError" in line["traceback"]
    assert "Kari Nordmann" not in kept.text
    assert line["request"] in bodies(app)
    assert count("insight_errors_total", place="page") == before + 1
