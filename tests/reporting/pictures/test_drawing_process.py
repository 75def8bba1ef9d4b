"""The process that draws: one for many pictures, and nobody notices where it has ended."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from insight.reporting.pictures import drawing_process
from insight.reporting.pictures.drawing_process import DrawingProcess

DOT = {"spec": {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {}}}


@pytest.fixture(scope="module")
def process() -> Iterator[DrawingProcess]:
    made = DrawingProcess()
    yield made
    made.end()
    assert made.number is None


def test_one_process_draws_many(process):
    drawings = {process.draw(DOT) for _ in range(3)}
    number = process.number
    with ThreadPoolExecutor(4) as pool:
        drawings |= {*pool.map(process.draw, [DOT] * 8)}
    assert len(drawings) == 1
    assert drawings.pop().startswith(b"<svg")
    assert process.number == number


def test_what_cannot_be_drawn_leaves_it_sound(process):
    process.draw(DOT)
    number = process.number
    for nonsense in ({"spec": {"mark": "nonsense"}}, {"svg": "<svg"}, {}):
        with pytest.raises(RuntimeError, match=r"not drawn: \w*Error"):
            process.draw(nonsense)
    assert process.draw(DOT).startswith(b"<svg")
    assert process.number == number


def test_it_begins_anew_where_the_system_has_ended_it(process):
    process.draw(DOT)
    number = process.number
    os.kill(number, signal.SIGKILL)
    time.sleep(0.2)
    assert process.draw(DOT).startswith(b"<svg")
    assert process.number != number


def test_a_process_that_says_nothing_is_given_up_and_the_next_draws(process, monkeypatch):
    process.draw(DOT)
    monkeypatch.setattr(drawing_process, "SECONDS", 0.3)
    os.kill(process.number, signal.SIGSTOP)
    with pytest.raises(RuntimeError, match="not drawn"):
        process.draw(DOT)
    monkeypatch.undo()
    assert process.draw(DOT).startswith(b"<svg")


def test_it_ends_when_nobody_asks_and_after_many_pictures():
    """Whoever asks while it ends has the picture of the next one."""
    process = DrawingProcess(idle=0.05, most=2)
    process.draw(DOT)
    idle = process._running
    idle.wait(10)
    assert idle.returncode == 0
    process = DrawingProcess(most=1)
    numbers = []
    for _ in range(2):
        assert process.draw(DOT).startswith(b"<svg")
        numbers.append(process.number)
    assert len({*numbers}) == 2
    process.end()


def test_a_forked_program_has_a_process_of_its_own():
    shared = drawing_process.shared_process()
    shared.draw(DOT)
    forked = os.fork()
    if not forked:  # what it says of itself is its exit status
        own = drawing_process.shared_process()
        os._exit(0 if own is not shared and own.number is None else 1)
    assert os.waitpid(forked, 0)[1] == 0
    assert drawing_process.shared_process() is shared
