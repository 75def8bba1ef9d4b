"""Types of ClickHouse as those of DuckDB, in which a codebook is held against columns."""

from __future__ import annotations

import re

_PLAIN = {
    "Int8": "TINYINT",
    "Int16": "SMALLINT",
    "Int32": "INTEGER",
    "Int64": "BIGINT",
    "Int128": "HUGEINT",
    "UInt8": "UTINYINT",
    "UInt16": "USMALLINT",
    "UInt32": "UINTEGER",
    "UInt64": "UBIGINT",
    "UInt128": "UHUGEINT",
    "Float32": "FLOAT",
    "Float64": "DOUBLE",
    "Bool": "BOOLEAN",
    "String": "VARCHAR",
    "Date": "DATE",
    "Date32": "DATE",
    "UUID": "UUID",
}
# Those of which a text says all, so that they may be codes.
_TEXTS = ("Enum8", "Enum16", "DateTime", "DateTime64", "IPv4", "IPv6")


def duckdb_type(clickhouse: str) -> str:
    """Return the DuckDB type of a column of ClickHouse.

    One that holds several values is ``BLOB``, in which no answers are.

    Examples
    --------
    >>> duckdb_type("LowCardinality(Nullable(String))"), duckdb_type("Decimal(10, 2)")
    ('VARCHAR', 'DECIMAL(10,2)')
    >>> duckdb_type("Nullable(UInt8)"), duckdb_type("Enum8('a' = 1)"), duckdb_type("Array(Int8)")
    ('UTINYINT', 'ENUM', 'BLOB')
    """
    inner = clickhouse.strip()
    while wrapped := re.fullmatch(r"(?:Nullable|LowCardinality)\((.*)\)", inner):
        inner = wrapped[1]
    if decimal := re.fullmatch(r"Decimal\((\d+), ?(\d+)\)", inner):
        return f"DECIMAL({decimal[1]},{decimal[2]})"
    name = inner.partition("(")[0]
    return _PLAIN.get(inner) or ("ENUM" if name in _TEXTS else "BLOB")
