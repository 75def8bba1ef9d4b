"""Waiting: what ends when somebody leaves, and what goes on for others."""

import threading

import pytest

from insight.operation.waiting import (
    CalledOffError,
    Queue,
    Waiting,
    ended_by,
    for_everybody,
)

PATIENCE = 60


class Endless:
    """Something that goes on until it is ended; the first word to end it may come too early."""

    def __init__(self, deaf: int = 0) -> None:
        self.begun, self.heard = threading.Event(), threading.Event()
        self.times_told = 0
        self._deaf = deaf

    def end(self) -> None:
        self.times_told += 1
        if self.times_told > self._deaf:
            self.heard.set()

    def go_on(self) -> str:
        with ended_by(self.end):
            self.begun.set()
            assert self.heard.wait(PATIENCE)
            raise ValueError("ended")


def outcome(waiting: Waiting, make) -> list[object]:
    """A list that gets what a thread's work for somebody comes to, when the thread is joined."""
    found: list[object] = []

    def work() -> None:
        try:
            with waiting.waited_for():
                found.append(make())
        except (CalledOffError, Exception) as error:
            found.append(type(error))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    found.append(thread)
    return found


def ended(found: list[object]) -> object:
    found[0].join(PATIENCE)
    assert len(found) == 2, "it still goes on"
    return found[1]


@pytest.mark.parametrize("deaf", [0, 3])
def test_what_goes_on_for_one_who_leaves_ends(deaf):
    visitor, endless = Waiting(), Endless(deaf)
    found = outcome(visitor, endless.go_on)
    assert endless.begun.wait(PATIENCE)
    visitor.leave()
    assert ended(found) is CalledOffError
    assert endless.times_told > deaf


def test_nothing_begins_for_one_who_has_left():
    visitor = Waiting()
    visitor.leave()
    with visitor.waited_for(), pytest.raises(CalledOffError), ended_by(pytest.fail):
        pytest.fail("it has begun")


def test_what_goes_wrong_while_somebody_waits_is_told_as_it_is():
    with Waiting().waited_for(), pytest.raises(ValueError, match="wrong"), ended_by(pytest.fail):
        raise ValueError("wrong")


def test_what_was_told_to_end_has_no_answer_though_it_ends_as_if_it_were_whole():
    visitor, told = Waiting(), threading.Event()

    def make() -> bool:
        with ended_by(told.set):
            visitor.leave()
            return told.wait(PATIENCE)

    with visitor.waited_for(), pytest.raises(CalledOffError):
        make()
    assert told.is_set()


def test_what_is_made_for_everybody_goes_on():
    visitor, done = Waiting(), []
    with visitor.waited_for():
        with for_everybody():
            visitor.leave()
            with ended_by(pytest.fail):
                done.append(1)
        with pytest.raises(CalledOffError), ended_by(pytest.fail):
            done.append(2)
    assert done == [1]


def test_those_who_catch_what_goes_wrong_let_it_pass():
    assert not issubclass(CalledOffError, Exception)


LEAVING = [
    # who waits (None: a command), who leaves, and whether the thing goes on
    (["first"], ["first"], False),
    (["first", "second"], ["first"], True),
    (["first", "second"], ["second"], True),
    (["first", "second"], ["first", "second"], False),
    (["first", "second", "third"], ["third", "first"], True),
    (["first", None], ["first"], True),
]


@pytest.mark.parametrize(("there", "leaving", "goes_on"), LEAVING)
def test_a_thing_is_made_until_all_who_wait_for_it_have_left(there, leaving, goes_on):
    queue, people = Queue(), {name: Waiting() for name in there if name}

    def stand(names: list[str | None]) -> None:
        if not names:
            with queue.making():
                for name in leaving:
                    people[name].leave()
                with ended_by(lambda: None):
                    made.append(1)
            return
        own = people.get(names[0])
        with own.waited_for() if own else for_everybody(), queue.joined():
            stand(names[1:])

    made: list[int] = []
    if goes_on:
        stand(there)
    else:
        with pytest.raises(CalledOffError):
            stand(there)
    assert bool(made) == goes_on


def test_who_comes_after_all_have_left_has_it_made_anew():
    queue, first, second = Queue(), Waiting(), Waiting()
    with first.waited_for(), queue.joined(), queue.making():
        first.leave()
        with pytest.raises(CalledOffError), ended_by(pytest.fail):
            pytest.fail("it has begun")
    with second.waited_for(), queue.joined(), queue.making(), ended_by(pytest.fail):
        pass
