"""Tables in the database's memory that go with the object that holds them."""

from __future__ import annotations

import weakref

import pyarrow as pa

from insight.operation.first_times import first_time
from insight.query.sql import Sql
from insight.query.store import Store


class HeldTable:
    """A table of the database that is dropped with this object.

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
        if isinstance(content, Sql):
            with first_time():
                store.query(f"CREATE TABLE {self.name} AS {content.text}", content)
        else:
            store.take_in(self.name, content)
        weakref.finalize(self, _drop, weakref.ref(store), self.name).atexit = False
        self.rows = int(store.query(f"SELECT count(*) AS n FROM {self.name}")["n"][0])


def _drop(database: weakref.ref[Store], table: str) -> None:
    if store := database():
        store.query(f"DROP TABLE {table}")
