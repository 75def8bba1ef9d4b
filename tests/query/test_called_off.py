"""Queries that nobody waits for any more end in the database; what others wait for goes on."""

import threading
from time import sleep

import pyarrow as pa
import pytest
from kept_on_disk import Maker, files, lasting, opened, small

from insight.operation.waiting import CalledOffError, Waiting
from insight.query.cubes.held_tables import HeldTable
from insight.query.cubes.kept_tables import kept_table
from insight.query.memory import Memory
from insight.query.store import QueryError, Store

PATIENCE = 60
# It would take days.
ENDLESS = """SELECT count(*) FILTER (hash(a.range, b.range) = 0) AS n
    FROM range(10_000_000) AS a, range(10_000_000) AS b"""


class Asking(threading.Thread):
    """A thread that asks for a visitor, and what came of it."""

    def __init__(self, visitor: Waiting, ask) -> None:
        super().__init__(daemon=True)
        self._visitor, self._ask = visitor, ask
        self.answer: object = None
        self.start()

    def run(self) -> None:
        try:
            with self._visitor.waited_for():
                self.answer = self._ask()
        except BaseException as error:
            self.answer = error

    def ended(self) -> object:
        self.join(PATIENCE)
        assert not self.is_alive()
        return self.answer


def begun(visitor: Waiting) -> None:
    """Wait until something goes on for a visitor."""
    while not visitor._works:
        sleep(0.001)


WAYS = {
    "columns": lambda store: store.query(ENDLESS),
    "rows": lambda store: store.rows(ENDLESS),
    "rows beside a table": lambda store: store.rows_with("t", pa.table({"a": [1]}), ENDLESS),
    "parts": lambda store: list(store.parts(ENDLESS, 1)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_query_of_one_who_leaves_ends(way):
    store, visitor = Store(), Waiting()
    asking = Asking(visitor, lambda: WAYS[way](store))
    begun(visitor)
    visitor.leave()
    assert isinstance(asking.ended(), CalledOffError)
    assert store.query("SELECT 1 AS n")["n"].tolist() == [1]


def test_another_visitors_query_goes_on():
    store, leaving, staying = Store(), Waiting(), Waiting()
    endless = Asking(leaving, lambda: store.query(ENDLESS))
    counting = Asking(
        staying, lambda: store.query("SELECT count(*) AS n FROM range(10_000_000)")["n"][0]
    )
    begun(leaving)
    leaving.leave()
    assert isinstance(endless.ended(), CalledOffError)
    assert counting.ended() == 10_000_000


def test_a_refusal_is_told_to_one_who_waits():
    with Waiting().waited_for(), pytest.raises(QueryError):
        Store().query("SELECT nothing")


def test_an_answer_that_another_waits_for_is_made_to_its_end():
    memory, first, second = Memory(), Waiting(), Waiting()
    begun, go_on, made = threading.Event(), threading.Event(), []
    store = Store()

    def make() -> int:
        made.append(1)
        begun.set()
        assert go_on.wait(PATIENCE)
        return int(store.query("SELECT 7 AS n")["n"][0])

    makes = Asking(first, lambda: memory.recall(("a",), make))
    assert begun.wait(PATIENCE)
    waits = Asking(second, lambda: memory.recall(("a",), make))
    queue = memory._making[("a",)].queue
    while len(queue._waiting) < 2:
        assert waits.is_alive()
    first.leave()
    go_on.set()
    assert makes.ended() == waits.ended() == 7
    assert made == [1]
    assert not memory._making


def test_an_answer_that_nobody_waits_for_is_not_kept_and_is_made_anew():
    memory, store, visitor = Memory(), Store(), Waiting()
    asking = Asking(visitor, lambda: memory.recall(("a",), lambda: store.query(ENDLESS)))
    visitor.leave()
    assert isinstance(asking.ended(), CalledOffError)
    assert memory.known(("a",)) is None
    assert not memory._making
    assert memory.recall(("a",), lambda: 1) == 1


def test_a_table_is_dropped_whoever_lets_go_of_it():
    store, visitor = Store(), Waiting()
    table = HeldTable(store, pa.table({"a": [1]}), 8)
    with visitor.waited_for():
        visitor.leave()
        del table
    assert store.query("SELECT count(*) AS n FROM duckdb_tables()")["n"].tolist() == [0]


def test_a_table_that_is_made_when_its_visitor_has_left_is_remembered():
    store, visitor = Store(), Waiting()

    def make() -> HeldTable:
        visitor.leave()
        return HeldTable(store, pa.table({"a": [1]}), 8)

    with visitor.waited_for():
        held = store.memory.recall(("a",), make)
    assert held.rows == 1
    assert store.memory.known(("a",)) is held


def test_a_table_for_everybody_is_made_and_kept_though_its_visitor_leaves(tmp_path, monkeypatch):
    lasting(monkeypatch, tmp_path / "cache")
    survey, visitor = opened(small(tmp_path)), Waiting()
    maker = Maker(survey)

    def make() -> pa.Table:
        visitor.leave()
        return maker()

    with visitor.waited_for():
        assert kept_table(survey, ("a table",), make).num_rows == 6
        with pytest.raises(CalledOffError):
            survey.store.query("SELECT 1 AS n")
    assert len(files(tmp_path / "cache")) == 1


def test_a_survey_is_opened_for_everybody(tmp_path):
    visitor = Waiting()
    visitor.leave()
    folder = small(tmp_path)
    with visitor.waited_for():
        assert opened(folder).respondents > 0
