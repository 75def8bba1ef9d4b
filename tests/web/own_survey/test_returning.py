"""A visitor is found again by a token that only their browser has, until they are long gone."""

import io
import subprocess
import sys
import time

import pytest
from without_sandbox import without_sandbox

from insight.analysis.table import table
from insight.survey.disk import visitor_folder
from insight.web.own_survey import returning
from insight.web.own_survey.returning import AWAY, come_back, see_off, token_of, welcome


@pytest.fixture(autouse=True)
def nobody_else():
    """Let everybody leave who is here of other tests, and of each test."""
    see_off(lambda session: False, time.monotonic() + 100 * AWAY)
    yield
    see_off(lambda session: False, time.monotonic() + 100 * AWAY)


def test_a_token_finds_its_visitor_and_no_other():
    first, second = welcome("a"), welcome("b")
    assert come_back(token_of(first), "c") is first
    assert come_back(token_of(second), "c") is second


@pytest.mark.parametrize("token", [None, "", "x", "\0", "../..", "æøå" * 1000])
def test_what_is_no_token_finds_nobody(token):
    welcome("a")
    assert come_back(token, "b") is None


def test_tokens_are_as_hard_to_guess_as_keys():
    tokens = {token_of(welcome("a")) for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43  # 256 bits


def test_a_visitor_is_waited_for_and_then_forgotten():
    here, gone, back = (welcome(name) for name in ("here", "gone", "back"))
    token, start = token_of(gone), time.monotonic()
    see_off({"here", "back"}.__contains__, start + 60)
    see_off({"here"}.__contains__, start + 60 + AWAY / 2)
    see_off({"here", "back"}.__contains__, start + AWAY + 1)
    see_off({"here"}.__contains__, start + AWAY + 100)
    assert here.root.exists()
    assert back.root.exists()
    assert not gone.root.exists()
    assert come_back(token, "gone") is None
    assert token_of(gone) == ""


def test_a_visitor_is_here_as_long_as_one_of_their_sessions_is():
    visitor = welcome("before the reload")
    come_back(token_of(visitor), "after it")
    see_off({"after it"}.__contains__, time.monotonic() + 10 * AWAY)
    assert visitor.root.exists()


def test_nothing_is_kept_of_who_has_left():
    root = welcome("a").root
    see_off(lambda session: False, time.monotonic() + AWAY + 1)
    assert not root.exists()
    assert not returning._present


# --- Another process ------------------------------------------------------------------------------

CSV = b"g;q\n" + b"1;1\n2;2\n2;3\n" * 40
OTHER = """
import sys, time
from pathlib import Path
from insight.survey.disk import visitor_folder
visitor_folder.share(Path(sys.argv[1]))
from insight.analysis.table import table
from insight.web.own_survey import returning
visitor = returning.come_back(sys.argv[2], "there")
if visitor is None: sys.exit("nobody")
if sys.argv[3] == "remove": visitor.remove()
if sys.argv[3] == "look":
    brought = visitor.brought
    print([one.value for one in table(brought.survey, "q").estimates], brought.made, brought.file,
          brought.drafted, brought.options, visitor.file, visitor.would_lose)
"""


def in_another_process(token: str, what: str) -> str:
    folder = str(visitor_folder.private_folder())
    command = [sys.executable, "-c", OTHER, folder, token, what]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.stdout.strip() or done.stderr.strip()


def visitor_with_survey() -> returning.Visitor:
    visitor = welcome("here")
    with without_sandbox():
        visitor.bring(visitor.take("svar.csv", io.BytesIO(CSV)), ())
    return visitor


def test_another_process_goes_on_with_what_was_brought_here():
    visitor = visitor_with_survey()
    visitor.take_along()
    brought = visitor.brought
    seen = [one.value for one in table(brought.survey, "q").estimates]
    known = (seen, brought.made, brought.file, brought.drafted, brought.options)
    found = in_another_process(token_of(visitor), "look")
    assert found == " ".join(map(str, (*known, visitor.file, False)))


def test_what_another_process_removed_is_gone_here():
    visitor = visitor_with_survey()
    assert in_another_process(token_of(visitor), "remove") == ""
    assert come_back(token_of(visitor), "here").brought is None
    assert [*visitor.root.glob("*/")] == []


def test_who_is_in_another_process_is_forgotten_here_and_kept():
    visitor, start = visitor_with_survey(), time.monotonic()
    token = token_of(visitor)
    returning._write_seen(visitor.root, start + AWAY)  # as the other process does
    see_off(lambda session: False, start + AWAY + 60)
    assert token_of(visitor) == ""
    assert visitor.brought is None
    assert come_back(token, "here again").brought.survey.id == "svar"


def test_a_folder_that_no_process_knows_goes_half_an_hour_after_its_visitor_was_seen():
    visitor = visitor_with_survey()
    token, root = token_of(visitor), visitor.root
    returning._present.clear()  # as a process does that ends
    see_off(lambda session: False, time.monotonic() + AWAY - 60)
    assert root.exists()
    see_off(lambda session: False, time.monotonic() + AWAY + 60)
    assert not root.exists()
    assert come_back(token, "here") is None
    assert in_another_process(token, "look") == "nobody"


def test_nothing_on_disk_tells_the_token():
    visitor = visitor_with_survey()
    token = token_of(visitor)
    assert come_back(visitor.root.name, "thief") is None
    for path in visitor.root.parent.rglob("*"):
        assert token not in str(path)
        assert path.is_dir() or token.encode() not in path.read_bytes()
