"""The line that tells a visitor that something is made for the first time."""

import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from insight.language.catalogue import say
from insight.operation.first_times import first_time, told_by
from insight.query.memory import Memory
from insight.web.frame import under_way


def page(seconds: list[float], ends: bool, language: str) -> None:
    """A page that makes things one after the other, and stops where it is not to end."""
    import time

    import streamlit as st

    from insight.operation.first_times import first_time
    from insight.web.frame.under_way import told_in

    band = st.container()
    with told_in(band, language):
        for each in seconds:
            with first_time(), first_time():
                time.sleep(each)
        st.html("<p>drawn</p>")
        if not ends:
            st.stop()


def drawn(*seconds: float, ends: bool = False, language: str = "nb") -> str:
    app = AppTest.from_function(page, args=(seconds, ends, language))
    app.run(timeout=20)
    assert not app.exception
    return "".join(element.proto.body for element in app.get("html"))


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(under_way, "SECONDS", 0.2)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_who_waits_longer_is_told_why_in_a_status(language):
    words = drawn(0.5, language=language)
    assert 'role="status"' in words
    assert say(language, "shell.first_time") in words


def test_what_is_quick_is_not_told():
    assert drawn(0.01, 0.01) == "<p>drawn</p>"


def test_it_is_told_once_however_much_is_made():
    assert drawn(0.4, 0.4).count("under-way") == 1


def test_the_line_is_gone_when_the_page_is_drawn():
    assert drawn(0.5, ends=True) == "<p>drawn</p>"


def test_who_waits_for_what_another_makes_is_told_too():
    memory, told = Memory(), []
    begun, may_end = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert may_end.wait(10)
        return "answer"

    maker = threading.Thread(target=memory.recall, args=(("key",), slow))
    maker.start()
    assert begun.wait(10)

    class Teller:
        def __enter__(self):
            told.append("waits")
            may_end.set()

        def __exit__(self, *_):
            told.append("has it")

    with told_by(Teller):
        assert memory.recall(("key",), slow) == "answer"
        assert memory.recall(("key",), slow) == "answer"  # remembered
    maker.join()
    assert told == ["waits", "has it"]


def test_nobody_is_told_where_nobody_listens():
    start = time.monotonic()
    with first_time():
        pass
    assert time.monotonic() - start < 0.1
