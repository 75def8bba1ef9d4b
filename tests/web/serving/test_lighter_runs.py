"""What makes a run lighter changes nothing that a page or Streamlit sees."""

import asyncio
from functools import partial

import pytest
from own_loop import run
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.testing.v1 import AppTest

from insight.web.serving import batched_messages


def page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from insight.web.serving.looked_up_state import LookedUp, _copied

    st.session_state["ours"] = 1
    st.selectbox("a", ["x", "y"], index=None, key="listed")
    st.text_input("b", key="written")
    st.button("c")
    safe = get_script_run_ctx().session_state
    copied, looked_up = _copied(safe), LookedUp(safe)
    st.session_state["same"] = (
        dict(looked_up) == copied,
        [name in looked_up for name in ("ours", "listed", "written", "none", "$$ID-1-None")],
        [name in copied for name in ("ours", "listed", "written", "none", "$$ID-1-None")],
    )


def test_state_that_is_looked_up_is_the_state():
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    same, looked_up, copied = app.session_state["same"]
    assert same
    assert looked_up == copied == [True, True, True, False, False]


class Session:
    """What a session does with events, and how often its thread was woken for them."""

    def __init__(self) -> None:
        self.handled: list[object] = []
        self.woken = 0
        self.loop = asyncio.get_running_loop()

    def _call_soon_on_event_loop(self, callback) -> None:
        self.woken += 1
        self.loop.call_soon_threadsafe(callback)


@pytest.fixture
def handled(monkeypatch):
    def handle(session, sender, event, what=None) -> None:
        session.handled.append(what or event)

    monkeypatch.setattr(batched_messages, "_handle", handle)


def test_messages_come_in_their_order_and_wake_the_thread_a_few_times(handled):
    async def send() -> Session:
        session = Session()
        on_event = partial(batched_messages._on_event, session, None)
        on_event(ScriptRunnerEvent.SCRIPT_STARTED)
        for number in range(1, 101):
            await asyncio.to_thread(on_event, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, number)
        on_event(ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS)
        await asyncio.sleep(0.01)
        return session

    session = run(send())
    begun, *messages, ended = session.handled
    assert begun is ScriptRunnerEvent.SCRIPT_STARTED
    assert messages == [*range(1, 101)]
    assert ended is ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS
    assert session.woken < 50


def test_a_message_of_a_long_run_does_not_wait_for_its_end(handled):
    async def send() -> list[object]:
        session = Session()
        batched_messages._on_event(session, None, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, "bar")
        await asyncio.sleep(5 * batched_messages.SECONDS)
        return session.handled

    assert run(send()) == ["bar"]


def test_what_a_page_hands_over_comes_at_once_and_the_rest_together(handled, monkeypatch):
    message, seconds = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, 0.4
    monkeypatch.setattr(batched_messages, "SECONDS", seconds)  # longer than a busy machine sleeps

    async def send() -> list[list[object]]:
        session, came = Session(), []

        async def after(wait: float) -> None:
            await asyncio.sleep(wait)
            came.append([*session.handled])

        batched_messages._on_event(session, None, message, "head")
        await after(0.5 * seconds)
        batched_messages._on_event(session, None, message, "rows")
        batched_messages.hand_over()
        await after(0.1 * seconds)
        batched_messages._on_event(session, None, message, "below")
        await after(0.6 * seconds)  # the first would have waited no longer
        await after(seconds)
        return came

    assert run(send()) == [[], ["head", "rows"], ["head", "rows"], ["head", "rows", "below"]]


def test_a_thread_without_a_run_hands_nothing_over():
    run(asyncio.to_thread(batched_messages.hand_over))
