"""ClickHouse as an engine: a table of responses that stay in an organisation's database.

It is asked over HTTP. Each query says how long it may take and how much it may answer, and ends
there when the connection does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from insight.language.errors import Fault
from insight.operation import clicks
from insight.query import explained
from insight.query.engines.clickhouse_faults import engine_fault
from insight.query.engines.clickhouse_lines import line, note_lines
from insight.query.engines.clickhouse_sql import CLICKHOUSE
from insight.query.engines.clickhouse_tables import state_of
from insight.query.engines.engine import EngineError, TableColumns
from insight.query.engines.engine_settings import ClickHouseSettings
from insight.query.engines.lately import Lately
from insight.query.engines.translation import translated
from insight.query.sql import Sql
from insight.query.store import Columns, Store

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

MOST_ROWS = 5_000_000  # of an answer; more groups than that are no statistics
CONNECT_SECONDS = 3
SECONDS_COUNTED = 60  # that a count of rows holds, of a table that does not know it itself
GRACE = 5  # seconds that the network has after those of the query
# What makes ClickHouse's NULLs and names those of standard SQL.
STANDARD = {
    "join_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "prefer_column_name_to_alias": 1,
    "transform_null_in": 0,
    "joined_subquery_requires_alias": 0,
    "final": 1,
}


def client_of(settings: ClickHouseSettings) -> Client:
    """Return a client of a ClickHouse, which has been asked who it is."""
    import clickhouse_connect

    for name in ("clickhouse_connect", "urllib3"):  # whose messages tell addresses
        log = logging.getLogger(name)
        log.propagate, log.handlers = False, [logging.NullHandler()]
    client = clickhouse_connect.get_client(
        host=settings.url.hostname,
        port=settings.port,
        interface=settings.url.scheme,
        username=settings.user,
        password=settings.secret,
        ca_cert=settings.authority or None,
        connect_timeout=CONNECT_SECONDS,
        send_receive_timeout=settings.seconds + GRACE,
        query_retries=0,
        autogenerate_session_id=False,
        form_encode_query_params=True,
        client_name="ehelse-insight",
        show_clickhouse_errors=False,
        dedicated_pool=True,
    )
    note_lines(client)
    return client


class ClickHouse:
    """A ClickHouse, or a cluster of which one is asked.

    Parameters
    ----------
    settings
        Where it is.
    store
        What turns answers into columns as it does its own.
    connect
        Returns a client of it.
    """

    def __init__(
        self,
        settings: ClickHouseSettings,
        store: Store,
        connect: Callable[[ClickHouseSettings], Client] = client_of,
    ) -> None:
        self._settings = settings
        self._store = store
        self._connect = connect
        self._lock = Lock()
        self._client: Client | None = None
        self._rows: Lately[int] = Lately()

    def types(self, table: Sql) -> TableColumns:
        """Return the columns of a table, and the mark of its rows.

        Raises
        ------
        EngineError
            If the table is not there, or the database does not answer.
        """
        named = sqlglot.parse_one(table.text, into=exp.Table, read="duckdb")
        base = named.db or self._settings.database or "default"
        found: tuple[TableColumns, bool] | None
        found = self._ask(lambda client: state_of(client, base, named.name))
        if found is None:
            raise EngineError(Fault("fault.engine_no_table"))
        state, is_counted = found
        if is_counted:
            return state
        # Rows that stand elsewhere are counted, and not at every question.
        rows = self._rows.recall(table.text, SECONDS_COUNTED, lambda: self._count(table))
        return replace(state, mark=f"{state.mark}{rows:x}")

    def _count(self, table: Sql) -> int:
        return int(self.aggregate(f"SELECT count(*) AS n FROM {table.text}")["n"][0])

    def aggregate(self, sql: str, *parts: Sql) -> Columns:
        """Run an aggregate query and return its columns.

        Raises
        ------
        EngineError
            If the database refuses it, or does not answer in time.
        RowsRefusedError
            If it would bring out rows.
        """
        asked = translated(CLICKHOUSE, sql, parts)
        with clicks.query(), explained.query():
            rows = self._ask(
                lambda client: client.query_arrow(
                    asked.text, dict(asked.values), self._limits, use_strings=True
                )
            )
        return self._store.columns_of(_signed(rows))

    @property
    def _limits(self) -> dict[str, Any]:
        return STANDARD | {
            "readonly": 2,
            "max_execution_time": self._settings.seconds,
            "max_result_rows": MOST_ROWS,
            "result_overflow_mode": "throw",
            "cancel_http_readonly_queries_on_client_close": 1,
        }

    def _ask(self, ask: Callable[[Client], Any]) -> Any:
        """Ask the database; what it says itself may tell addresses, and is not told."""
        try:
            with self._lock:
                client = self._client = self._client or self._connect(self._settings)
            with line():
                return ask(client)
        except ImportError:
            fault = Fault("fault.engine_not_installed", {"extra": "clickhouse"})
        except Exception as error:  # of the client, of HTTP or of TLS: each has its own
            fault = engine_fault(error)
        # Outside of the handler, so that what was said hangs on no error.
        raise EngineError(fault)


def _signed(rows: pa.Table) -> pa.Table:
    """An answer with counts as DuckDB has them."""
    fields = [
        pa.field(field.name, pa.int64() if field.type == pa.uint64() else field.type)
        for field in rows.schema
    ]
    return rows.cast(pa.schema(fields))
