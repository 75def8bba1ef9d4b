"""DuckDB as an engine: files of responses on this machine."""

from __future__ import annotations

from insight.query.engines.engine import TableColumns
from insight.query.sql import Sql
from insight.query.store import Columns, Store


class LocalFiles:
    """Files that DuckDB reads in this process.

    Parameters
    ----------
    store
        The database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def types(self, table: Sql) -> TableColumns:
        """Return the columns of a file, or of a query over it.

        Raises
        ------
        QueryError
            If it cannot be read.
        """
        described = self._store.query(f"DESCRIBE SELECT * FROM {table.text}", table)
        pairs = zip(described["column_name"], described["column_type"], strict=True)
        return TableColumns({str(name): str(sql_type) for name, sql_type in pairs})

    def aggregate(self, sql: str, *parts: Sql) -> Columns:
        """Run a query, as :meth:`insight.query.store.Store.query`."""
        return self._store.query(sql, *parts)
