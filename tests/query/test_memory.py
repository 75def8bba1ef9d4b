"""Answers remembered: made once, in bounds, and forgotten with the folder that they are about."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from insight.query.memory import MEMBER, Memory, Shelf, size_of

MINE, OTHER = Path("/data/mine"), Path("/data/other")


def test_an_answer_is_made_once():
    memory, made = Memory(), []
    for _ in range(2):
        assert memory.recall((MINE, "a"), lambda: made.append("a")) is None
        assert memory.recall((OTHER, "a"), lambda: made.append("b")) is None
    assert made == ["a", "b"]


def test_what_was_used_least_recently_is_given_up():
    memory, made = Memory(room=3 * MEMBER), []

    def recall(name: str) -> None:
        memory.recall((name,), lambda: made.append(name))

    for name in "abcadab":
        recall(name)
        assert memory.size == len(memory) * MEMBER <= 3 * MEMBER
    assert "".join(made) == "abcdb"


def test_the_last_answer_is_kept_however_large_it_is():
    memory = Memory(room=1000)
    memory.recall(("small",), lambda: 1)
    large = memory.recall(("large",), lambda: np.zeros(1000))
    assert len(memory) == 1
    assert memory.size == size_of(large) == 8000 + MEMBER


def test_a_folder_is_forgotten_with_those_under_it_and_no_other():
    memory = Memory()
    for folder in (MINE, MINE / "within", OTHER, MINE.with_name("mine too")):
        memory.recall((folder, "a"), lambda: 1)
    Shelf(memory).recall("a", lambda: 1)
    memory.forget(MINE)
    assert len(memory) == 3
    assert memory.size == 3 * MEMBER
    with pytest.raises(ZeroDivisionError):
        memory.recall((MINE, "a"), lambda: 1 // 0)


def test_others_wait_for_an_answer_that_is_being_made_and_for_no_other():
    memory, begun, go_on = Memory(), threading.Event(), threading.Event()
    made = []

    def slow() -> str:
        made.append("slow")
        begun.set()
        assert go_on.wait(120)
        return "slow"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(memory.recall, ("slow",), slow)
        assert begun.wait(120)
        second = threads.submit(memory.recall, ("slow",), slow)
        assert memory.recall(("quick",), lambda: "quick") == "quick"
        go_on.set()
        assert first.result(10) == second.result(10) == "slow"
    assert made == ["slow"]


def test_an_answer_that_failed_is_made_anew():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.recall(("a",), lambda: 1 // 0)
    assert memory.recall(("a",), lambda: 2) == 2


def test_an_answer_may_need_others():
    memory = Memory(room=1)

    def factorial(n: int) -> int:
        return memory.recall((n,), lambda: n * factorial(n - 1) if n else 1)

    assert factorial(10) == 3_628_800


@pytest.mark.parametrize(
    ("answer", "members"),
    [(1, 1), ("many letters", 1), ([], 1), ({"a": {"b": 1, "c": 2}, "d": 3}, 3), ([(1, 2), 3], 3)],
)
def test_an_answer_is_as_large_as_it_has_members(answer, members):
    assert size_of(answer) == members * MEMBER
