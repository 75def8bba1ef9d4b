"""Apache Spark as an engine, for tests: what the interface asks of another database.

It runs in local mode in this process. The program has no such engine.
"""

from pathlib import Path

import duckdb
import pyarrow as pa
import sqlglot
from pyspark.sql import SparkSession
from sqlglot import exp

from insight.query.engines.aggregate_queries import is_exact_sum
from insight.query.engines.engine import TableColumns
from insight.query.engines.translation import Dialect, translated

TYPES = {
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "string": "VARCHAR",
    "date": "DATE",
}


def bind(name, value):
    plain = value.object if isinstance(value, duckdb.Value) else value
    return plain, exp.Placeholder(this=name)


def rewrite(node):
    """What sqlglot does not translate."""
    if is_exact_sum(node):
        return exp.Sum(this=node.expressions[0])
    if isinstance(node, exp.Greatest) and not node.expressions:
        return node.this  # Spark's takes two and more
    if isinstance(node, exp.Anonymous) and node.name.lower() == "isfinite":
        return spark("NOT isnan({0}) AND abs({0}) <> DOUBLE('Infinity')", node.expressions[0])
    if isinstance(node, exp.IsInf):
        return spark("abs({0}) = DOUBLE('Infinity')", node.this)
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Pivot):
        into, columns = node.this.args["into"], node.this.expressions
        names = ", ".join(text(column) for column in columns)
        value, option = into.expressions[0].name, into.this.name
        unpivoted = f"UNPIVOT (`{value}` FOR `{option}` IN ({names}))"
        source = f"SELECT * FROM {text(node.this.this)} {unpivoted}"  # noqa: S608
        return sqlglot.parse_one(source, read="spark").subquery()
    if isinstance(node, exp.Select) and node.expressions and all(map(unnested, node.expressions)):
        return side_by_side(node)
    if isinstance(node, exp.Star) and node.args.get("replace"):
        replaced = node.args["replace"]
        selected = node.parent.expressions
        place = next(at for at, column in enumerate(selected) if column is node)
        selected[place + 1 : place + 1] = [one.copy() for one in replaced]
        return exp.Star(except_=[exp.to_identifier(one.alias, quoted=True) for one in replaced])
    return node


def text(node) -> str:
    return node.sql(dialect="spark", identify=True)


def spark(written: str, *nodes):
    return exp.paren(sqlglot.parse_one(written.format(*map(text, nodes)), read="spark"))


def unnested(column) -> bool:
    return isinstance(column.unalias(), exp.Explode)


def side_by_side(select):
    """Lists as columns beside each other: a list that is zipped has its parts named by number."""
    lists = [column.unalias().this for column in select.expressions]
    zipped = exp.Explode(this=exp.Anonymous(this="arrays_zip", expressions=lists))
    rows = exp.select(exp.alias_(zipped, "each")).subquery()
    parts = [
        exp.alias_(
            exp.Dot(this=exp.column("each"), expression=exp.to_identifier(str(at), quoted=True)),
            column.alias,
        )
        for at, column in enumerate(select.expressions)
    ]
    return exp.select(*parts).from_(rows)


SPARK = Dialect("spark", bind, rewrite)


class SparkEngine:
    """Spark in local mode, with files of responses as tables."""

    def __init__(self, store, session: SparkSession) -> None:
        self._store = store
        self._session = session

    def types(self, table) -> TableColumns:
        named = sqlglot.parse_one(table.text, into=exp.Table, read="duckdb")
        columns = self._session.table(f"`{named.name}`").dtypes
        return TableColumns({name: TYPES[kind] for name, kind in columns}, "0")

    def aggregate(self, sql, *parts):
        asked = translated(SPARK, sql, parts)
        rows = self._session.sql(asked.text, args=dict(asked.values)).toArrow()
        fields = [pa.field(one.name, one.type) for one in rows.schema]
        return self._store.columns_of(rows.cast(pa.schema(fields)))


def spark_session() -> SparkSession:
    """Start Spark, small enough for any machine."""
    small = {
        "spark.driver.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.ansi.enabled": "false",
    }
    session = SparkSession.builder.master("local[1]").config(map=small).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def moved_to_spark(session: SparkSession, folder: Path, table: str) -> None:
    """Make a table of the responses of a survey folder; the codebook says where they are."""
    frame = session.read.parquet(str(folder / "responses.parquet")).cache()
    frame.count()
    frame.createOrReplaceTempView(table)
    (folder / "responses.parquet").unlink()
    book = folder / "codebook.toml"
    lines = f'\n[source]\nengine = "clickhouse"\ntable = "{table}"\n'
    book.write_text(book.read_text("utf-8") + lines, "utf-8")
