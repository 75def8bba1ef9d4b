"""Queries in another database's SQL: names quoted by its rules, values bound, and no rows."""

import pytest
import sqlglot
from kinds_of_questions import (
    BACKSLASH,
    INJECTED,
    QUESTIONS,
    QUOTE,
    TICKS,
    among,
    write_hostile,
)
from sqlglot import exp

from insight import open_survey, table
from insight.query.engines.aggregate_queries import parsed
from insight.query.engines.clickhouse_sql import CLICKHOUSE
from insight.query.engines.engine import RowsRefusedError
from insight.query.engines.local_files import LocalFiles
from insight.query.engines.translation import translated
from insight.query.sql import Sql, parameters, quote

CASES = [
    # DuckDB's SQL, ClickHouse's
    ("SELECT count(*) AS n FROM t", 'SELECT COUNT(*) AS "n" FROM "t"'),
    (
        "SELECT a AS k, fsum(w) AS s FROM t GROUP BY ALL",
        'SELECT "a" AS "k", sumKahan(CAST("w" AS Nullable(Float64))) AS "s" FROM "t" GROUP BY "a"',
    ),
    (
        "SELECT a, b + 1 AS c, 7 AS d, count(*) AS n FROM t GROUP BY ALL ORDER BY ALL",
        (
            'SELECT "a", "b" + 1 AS "c", 7 AS "d", COUNT(*) AS "n" FROM "t" GROUP BY "a", "b" + 1 '
            'ORDER BY "a", "c", "d", "n"'
        ),
    ),
    (
        "WITH c AS MATERIALIZED (SELECT a FROM t) SELECT count(*) FILTER (WHERE a > 0) AS n FROM c",
        'WITH "c" AS (SELECT "a" FROM "t") SELECT COUNT(*) FILTER(WHERE "a" > 0) AS "n" FROM "c"',
    ),
    (
        "SELECT o, v, count(*) AS n FROM (UNPIVOT t ON o0, o1 INTO NAME o VALUE v) GROUP BY ALL",
        (
            'SELECT "o", "v", COUNT(*) AS "n" FROM (SELECT tupleElement("each one of", 1) AS "o", '
            'tupleElement("each one of", 2) AS "v", * FROM (SELECT '
            'arrayJoin([(\'o0\', "o0"), (\'o1\', "o1")]) AS "each one of", * FROM "t") '
            'WHERE NOT (tupleElement("each one of", 2) IS NULL)) GROUP BY "o", "v"'
        ),
    ),
    (
        "SELECT bool_or(NOT isfinite(x)) AS a, bool_and(x = 0) AS b, median(x) AS c FROM t",
        (
            'SELECT MAX(NOT isFinite("x")) AS "a", MIN("x" = 0) AS "b", '
            'quantileExactInclusive(0.5)("x") AS "c" FROM "t"'
        ),
    ),
]
ROWS = [
    "SELECT a FROM t",
    "SELECT * FROM t",
    "SELECT DISTINCT a FROM t",
    "SELECT a FROM t GROUP BY ALL",
    "SELECT a, count(*) OVER () AS n FROM t",
    "SELECT list(a) AS a FROM t",
    "SELECT string_agg(a, ',') AS a FROM t",
    "SELECT a, (SELECT count(*) FROM t) AS n FROM t",
    "SELECT * FROM (SELECT a, w FROM t)",
    "SELECT * FROM (SELECT count(*) AS n FROM t) CROSS JOIN t",
    "SELECT count(*) AS n FROM t UNION ALL SELECT a FROM t",
    "SELECT a, b, count(*) AS n FROM t GROUP BY a",
    "DESCRIBE t",
    "DROP TABLE t",
]


@pytest.mark.parametrize(("sql", "expected"), CASES)
def test_a_query_in_the_sql_of_clickhouse(sql, expected):
    assert translated(CLICKHOUSE, sql).text == expected


@pytest.mark.parametrize("sql", ROWS)
def test_a_query_that_brings_out_rows_is_refused(sql):
    with pytest.raises(RowsRefusedError) as refusal:
        translated(CLICKHOUSE, sql)
    assert "only sums leave" in refusal.value.text("en")


def test_a_query_of_an_aggregate_is_one():
    bad = "SELECT * FROM (SELECT min(a) AS low, max(a) AS high FROM t GROUP BY b) WHERE low < high"
    assert translated(CLICKHOUSE, f"{bad} LIMIT 1").text.endswith("LIMIT 1")


@pytest.mark.parametrize("name", [QUOTE, BACKSLASH, TICKS, INJECTED, "x} {y", "\\", '"', "a\\'b"])
def test_a_name_is_a_name_whatever_it_is(name):
    sql = f"SELECT max({quote(name)}) AS m FROM {quote(name)}"  # noqa: S608 - it is what is tested
    text = translated(CLICKHOUSE, sql).text
    tree = sqlglot.parse_one(text, read="clickhouse")
    assert [column.name for column in tree.find_all(exp.Column)] == [name]
    assert [of.name for of in tree.find_all(exp.Table)] == [name]
    # ClickHouse takes a backslash in a name for an escape.
    assert quote(name).replace("\\", "\\\\") in text


def test_values_are_bound_and_never_part_of_the_query():
    values = ["it's", 'a"b', "{x:String}", "\\", "$answer_0", 7, 2.5]
    listed = parameters("answer", values)
    sql = f"SELECT count(*) AS n FROM t WHERE a IN ({listed.text})"  # noqa: S608 - parameters
    asked = translated(CLICKHOUSE, sql, [listed])
    assert asked.values == listed.values
    assert not any(str(value) in asked.text for value in values[:2])
    assert "{answer_0: String}" in asked.text
    assert "{answer_5: Int64}" in asked.text
    assert "{answer_6: Float64}" in asked.text


def test_lists_of_thresholds_are_rows_beside_each_other():
    given = Sql("", {"a": [0.5, 1.5], "b": ["x", "y"]})
    asked = translated(
        CLICKHOUSE,
        "SELECT k, count(*) AS n FROM t JOIN (SELECT unnest($a) AS v, unnest($b) AS k) "
        "USING (k) GROUP BY ALL",
        [given],
    )
    assert "arrayZip({a: Array(Float64)}, {b: Array(String)})" in asked.text
    assert asked.values == given.values


class Recorded(LocalFiles):
    """DuckDB, with all that it is asked."""

    def __init__(self, store):
        super().__init__(store)
        self.asked = []

    def aggregate(self, sql, *parts):
        self.asked.append((sql, parts))
        return super().aggregate(sql, *parts)


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return open_survey(write_hostile(tmp_path_factory.mktemp("hostile")))


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_kind_of_question_is_translated(kind, survey, monkeypatch):
    recorded = Recorded(survey.store)
    monkeypatch.setitem(survey.__dict__, "engine", recorded)
    survey.store.memory.forget(survey.folder)
    survey.__dict__.pop("respondents", None)
    QUESTIONS[kind](survey)
    here = 0
    for sql, parts in recorded.asked:
        # A file is read here, and a table there.
        there = sql.replace("read_parquet($path, hive_partitioning = false)", '"reg"."answers"')
        try:
            asked = translated(CLICKHOUSE, there, parts)
        except RowsRefusedError:
            here += 1  # codes of all respondents, which are in memory for files alone
            continue
        assert sqlglot.parse_one(asked.text, read="clickhouse")
        bound = {name for part in parts for name in part.values if name != "path"}
        assert {*asked.values} == bound
    assert here == 0 or kind in ("comparison", "adjusted", "covariances")


def test_names_and_codes_reach_the_query_as_they_are(survey, monkeypatch):
    recorded = Recorded(survey.store)
    monkeypatch.setitem(survey.__dict__, "engine", recorded)
    survey.store.memory.forget(survey.folder)
    table(survey, QUOTE, where=among(survey, BACKSLASH, "{z:String}"))
    sql, parts = recorded.asked[-1]
    asked = translated(
        CLICKHOUSE, sql.replace("read_parquet($path, hive_partitioning = false)", "t"), parts
    )
    assert "{z:String}" in asked.values.values()
    assert "z:String" not in asked.text
    assert '"back\\\\slash\\\\"' in asked.text


def test_a_tree_that_is_asked_twice_is_not_written_over():
    sql = "SELECT a, fsum(w) AS s FROM t GROUP BY ALL"
    assert translated(CLICKHOUSE, sql).text == translated(CLICKHOUSE, sql).text
    assert "fsum" in parsed(sql).sql().lower()
