"""Lines of the log: whatever is in them, each is one, and none tells what a visitor brought."""

import asyncio
import gc
import json
import logging
import re
import threading
import uuid
import warnings

import own_loop
import pytest
from kept_log import kept_log

from insight.language.errors import Fault, RequestError
from insight.operation.counts import ERRORS
from insight.operation.log_lines import fields
from insight.operation.log_marks import marked, pseudonym

log = logging.getLogger("insight.test")
FORGED = 'x\n{"time": "2000-01-01T00:00:00.000Z", "level": "critical", "message": "forged"}'
BREAKS = ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029", "\x1b[2J", "\x00",
          "\x9b31m", "\u202e", "\ud800"]  # fmt: skip
SECRET = "Kari Nordmann"


def test_a_line_says_when_who_and_what():
    with kept_log(lambda: "abc") as kept, marked(request="r1"):
        log.warning("%s of %d", "one", 2, extra=fields(seconds=2.5, message="not this"))
    [line] = kept.lines
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("process") > 0
    assert line == {
        "level": "warning", "logger": "insight.test", "message": "one of 2", "session": "abc",
        "request": "r1", "seconds": 2.5,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("hostile", [FORGED, *(f"a{mark}b" for mark in BREAKS)])
def test_no_value_begins_a_line_of_its_own_or_steers_a_terminal(form, hostile):
    with kept_log(lambda: hostile, log=form) as kept:
        log.warning("odd %s", hostile, extra=fields(page=hostile, parts={"a": hostile}))
    assert len(kept.text.splitlines()) == 1
    assert kept.text.removesuffix("\n").isprintable()
    if form == "json":
        assert kept.lines[0]["page"] == hostile


def test_a_traceback_for_the_terminal_is_set_in_so_that_it_passes_for_no_line():
    with kept_log(log="text", log_values=True) as kept:
        try:
            raise ValueError(FORGED)
        except ValueError:
            log.exception("Failed")
    first, *below = kept.text.splitlines()
    assert " ERROR   insight.test: Failed" in first
    assert below
    assert all(line.startswith("    | ") for line in below)


def raise_chain():
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise FileNotFoundError(2, "gone", f"/tmp/insight-own-x/{SECRET}.sav") from error


def test_a_traceback_says_where_and_of_what_kind_but_not_with_which_values():
    with kept_log() as kept:
        try:
            raise_chain()
        except OSError:
            log.exception("Failed")
        log.error("Refused", exc_info=RequestError(Fault("fault.unknown_page", {"page": SECRET})))
    traceback = kept.lines[0]["traceback"]
    assert "in raise_chain" in traceback
    assert "KeyError, which led to:" in traceback
    assert traceback.endswith("FileNotFoundError: No such file or directory")
    assert kept.lines[1]["traceback"] == "RequestError: fault.unknown_page"
    assert SECRET not in kept.text


def test_an_operator_may_ask_for_values_where_there_are_no_visitors():
    with kept_log(log_values=True) as kept:
        log.error("Failed", exc_info=KeyError(SECRET))
    assert SECRET in kept.text


def test_what_speaks_of_the_program_is_told():
    with kept_log() as kept:
        log.error("Failed", exc_info=ImportError("No module named 'typst'"))
        log.error("Failed", exc_info=ExceptionGroup("g", [ValueError(SECRET), MemoryError()]))
    assert kept.lines[0]["traceback"] == "ImportError: No module named 'typst'"
    assert kept.lines[1]["traceback"] == "ExceptionGroup of ValueError, MemoryError"


def test_no_query_no_file_of_a_visitor_and_no_id_of_a_session_is_told():
    session = str(uuid.uuid4())
    with kept_log() as kept:
        log.warning("GET /answers?age=18-29&item=trust of %s", session)
        log.warning("cannot open '/tmp/insight-own-ab/cd/%s svar.csv' now", SECRET)
        log.warning("Cookie: insight-own-survey=%s", "secret-key")
        logging.getLogger("streamlit.x").warning("Session %s", session.upper())
    assert kept.lines[0]["message"] == f"GET /answers?… of {pseudonym(session)}"
    assert kept.lines[3]["message"] == f"Session {pseudonym(session)}"
    for hidden in ("18-29", SECRET, "secret-key", session):
        assert hidden.lower() not in kept.text.lower()


def test_servers_tell_nothing_of_single_connections():
    with kept_log() as kept:
        access = '%s - "%s %s HTTP/%s" %d'
        asked = ("10.0.0.1:9", "GET", "/answers?age=18-29", "1.1", 200)
        logging.getLogger("uvicorn.access").info(access, *asked)
        for said in ("[accepted]", "403"):
            words = f'%s - "WebSocket %s" {said}'
            logging.getLogger("uvicorn.error").info(words, "10.0.0.1:9", "/_stcore/stream?a=1")
        logging.getLogger("uvicorn.error").info("connection open")
        logging.getLogger("uvicorn.error").info("Started")
    assert [line["message"] for line in kept.lines] == ["Started"]


def test_warnings_of_libraries_are_lines_too():
    with kept_log() as kept, warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old\nname", FutureWarning, stacklevel=1)
    [line] = kept.lines
    assert (line["level"], line["logger"]) == ("warning", "py.warnings")
    assert line["message"].startswith("FutureWarning: old\nname (")


def test_what_nobody_caught_is_a_line_on_whatever_thread():
    def fail():
        raise ValueError(SECRET)

    async def forgotten():
        async def failing():
            fail()

        task = asyncio.ensure_future(failing())
        await asyncio.sleep(0)
        del task
        gc.collect()

    before = ERRORS.values()["thread",]
    with kept_log() as kept:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        own_loop.run(forgotten())
    assert [line["message"] for line in kept.lines] == [
        "A thread broke off", "Task exception was never retrieved",
    ]  # fmt: skip
    assert all("in fail" in line["traceback"] for line in kept.lines)
    assert SECRET not in kept.text
    assert ERRORS.values()["thread",] == before + 1


class Unsayable:
    def __str__(self):
        raise ValueError(SECRET)


def test_a_line_that_cannot_be_made_is_told_of_without_what_was_in_it():
    with kept_log() as kept:
        log.warning("%d and %s", "no number", SECRET)
        log.warning("%s", Unsayable())
        log.warning("fine", extra=fields(odd=Unsayable(), many={1, 2}))
    assert [json.loads(line) for line in kept.text.splitlines()] == kept.lines
    assert kept.lines[-1]["odd"] == "<Unsayable>"
    assert SECRET not in kept.text
    assert len(kept.lines) == 3


def test_a_long_line_has_an_end():
    with kept_log() as kept:
        log.warning("a" * 1_000_000)
    assert len(kept.text) < 3_000


def test_levels_are_the_operators():
    with kept_log(log_level="error") as kept:
        log.warning("no")
        log.error("yes")
    with kept_log(log_level="debug") as talking:
        log.debug("yes")
        logging.getLogger("some.library").info("no")
    assert [line["message"] for line in (*kept.lines, *talking.lines)] == ["yes", "yes"]
