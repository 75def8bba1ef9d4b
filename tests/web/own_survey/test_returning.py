"""A visitor is found again by a token that only their browser has, until they are long gone."""

import gc
import time

import pytest

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
    gc.collect()
    assert not root.exists()
    assert not returning._present
