"""Tables of ClickHouse: their columns, and a mark that changes when columns or rows do.

Both come from its own system tables, which cost no scan.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from insight.query.engines.clickhouse_types import duckdb_type
from insight.query.engines.engine import TableColumns

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

# A table made anew has another uuid; rows that are added, changed or taken out make other parts.
STATE = """
SELECT toString(uuid), toString(metadata_modification_time), total_rows, total_bytes,
    (SELECT groupArray((name, type)) FROM (
        SELECT name, type FROM system.columns
        WHERE database = {base:String} AND table = {table:String} ORDER BY position)),
    (SELECT groupBitXor(cityHash64(name, hash_of_all_files)) FROM system.parts
        WHERE active AND database = {base:String} AND table = {table:String})
FROM system.tables WHERE database = {base:String} AND name = {table:String}
"""


def state_of(client: Client, base: str, table: str) -> tuple[TableColumns, bool] | None:
    """Return a table's columns with its mark, and whether the mark tells its rows too.

    Of a view, or a table whose rows stand in others, only the columns are told. It is None where
    there is no such table.

    Parameters
    ----------
    client
        Asks the database.
    base, table
        The names of the table's database and its own.
    """
    found = client.query(STATE, {"base": base, "table": table}).result_rows
    if not found:
        return None
    made, changed, counted, size, columns, parts = found[0]
    told = repr((made, changed, counted, size, columns, parts))
    mark = hashlib.sha256(told.encode()).hexdigest()[:24]
    types = {str(name): duckdb_type(str(written)) for name, written in columns}
    return TableColumns(types, mark), counted is not None
