"""Tables in the database's memory that go with the object that holds them.

Those that are made of responses name their columns by number, and their units.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import pyarrow as pa

from insight.operation.first_times import first_time
from insight.operation.waiting import for_everybody
from insight.query.sql import Sql, quote
from insight.query.store import Store

UNIT = "number of the unit"  # a column that is none of the survey's


class HeldTable:
    """A table of the database that is dropped with this object, and is made for everybody.

    Parameters
    ----------
    store
        The database.
    content
        What is in the table: rows as they are, or a query.
    nbytes
        How many bytes it takes.

    Attributes
    ----------
    name
        What the table is called in the database.
    rows
        How many it has.
    """

    def __init__(self, store: Store, content: pa.Table | Sql, nbytes: int) -> None:
        self.name = store.new_table()
        self.nbytes = nbytes
        with for_everybody():
            if isinstance(content, Sql):
                with first_time():
                    store.query(f"CREATE TABLE {self.name} AS {content.text}", content)
            else:
                store.take_in(self.name, content)
            weakref.finalize(self, _drop, weakref.ref(store), self.name).atexit = False
            self.rows = int(store.query(f"SELECT count(*) AS n FROM {self.name}")["n"][0])


def _drop(database: weakref.ref[Store], table: str) -> None:
    if store := database():
        with for_everybody():  # whoever's thread it is that lets go of it last
            store.query(f"DROP TABLE {table}")


@dataclass(frozen=True)
class HeldColumns:
    """Columns of the responses in memory.

    Attributes
    ----------
    table
        The table: ``c0``, ``c1``, … are the columns, ``unit`` is the number of the unit.
    columns
        The columns of the responses that it has, but for those that tell units apart.
    has_units
        Whether it has the number of the unit.
    """

    table: HeldTable
    columns: tuple[str, ...]
    has_units: bool

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return self.table.nbytes

    @property
    def units(self) -> tuple[str, ...]:
        """The column that tells units apart, where there is one."""
        return (UNIT,) if self.has_units else ()

    @property
    def sql(self) -> str:
        """SQL for the rows, with columns named as in the responses."""
        return f"SELECT {', '.join(self._listed)} FROM {self.table.name}"

    @property
    def _listed(self) -> list[str]:
        listed = [f"unit AS {quote(UNIT)}"] if self.has_units else []
        return [*listed, *(f"c{at} AS {quote(name)}" for at, name in enumerate(self.columns))]
