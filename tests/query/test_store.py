"""The database: one cursor per thread, nothing from the network, answers remembered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from survey_folder import segment, single, write_survey

from insight import open_survey, table
from insight.query.sql import Sql
from insight.query.store import QueryError, Store
from insight.query.stored import cast_to, code_type
from insight.survey.codebook import Variable
from insight.survey.filters import parse_filter
from insight.survey.parser import read_codebook

STORE = Store()


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    frame = {"g": [group for group in range(20) for _ in range(group + 1)]}
    frame["q"] = [1 + row % 2 for row in range(len(frame["g"]))]
    variables = {"g": segment(*range(20)), "q": single(1, 2)}
    root = tmp_path_factory.mktemp("store")
    return open_survey(write_survey(root, "s", frame, variables))


def test_eight_threads_each_get_their_own_answers(survey):
    def bases(thread: int) -> list[tuple[int, int]]:
        groups = [(thread + turn) % 20 for turn in range(50)]
        return [
            (
                group,
                table(survey, "q", where=parse_filter([f"g={group}"], survey.codebook))
                .estimates[0]
                .base,
            )
            for group in groups
        ]

    with ThreadPoolExecutor(8) as threads:
        found = [pair for answers in threads.map(bases, range(8)) for pair in answers]
    assert len(found) == 400
    assert all(base == group + 1 for group, base in found)


def test_the_database_never_fetches_an_extension():
    names = ["autoinstall_known_extensions", "autoload_known_extensions", "lock_configuration"]
    names = Sql("list_contains(CAST($names AS VARCHAR[]), name)", {"names": names})
    sql = f"SELECT value FROM duckdb_settings() WHERE {names.text} "  # noqa: S608
    assert STORE.query(sql + "ORDER BY name", names)["value"].tolist() == [
        "false",
        "false",
        "true",
    ]
    for asked in ("SET autoload_known_extensions = true", "SELECT * FROM 'https://127.0.0.1/x'"):
        with pytest.raises(QueryError):
            STORE.query(asked)


def test_a_refused_query_carries_its_sql_and_its_cause():
    with pytest.raises(QueryError) as refusal:
        STORE.query("SELECT no_such_column")
    assert refusal.value.sql == "SELECT no_such_column"
    assert "no_such_column" in str(refusal.value)
    assert str(refusal.value).isprintable()
    assert refusal.value.__cause__ is not None


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("'1.0'", "1.0"),
        ("'x'", "x"),
        ("1.0::DOUBLE", "1"),
        ("10.0::FLOAT", "10"),
        ("1.50::DECIMAL(5,2)", "1.50"),
        ("3.00::DECIMAL(5,2)", "3"),
        ("2.5::DOUBLE", "2.5"),
        ("7::UTINYINT", "7"),
        ("TRUE", "true"),
        ("DATE '2020-01-01'", "2020-01-01"),
        ("NULL::DOUBLE", None),
    ],
)
def test_a_column_is_compared_as_text_where_codes_are_text(sql, expected):
    there = Store().query(f"SELECT typeof({sql}) AS type")["type"][0]
    asked = f"SELECT {cast_to('VARCHAR', 'c', there)} AS text FROM (SELECT {sql} AS c)"  # noqa: S608
    assert STORE.query(asked)["text"].tolist() == [expected]


@pytest.mark.parametrize(
    ("codes", "sql_type"), [((1, 2), "BIGINT"), (("a",), "VARCHAR"), ((1, "a"), "VARCHAR")]
)
def test_codes_are_integers_only_where_all_are(tmp_path, codes, sql_type):
    folder = write_survey(tmp_path, "s", {"q": [1]}, {"q": single(*codes)})
    variable: Variable = read_codebook(folder / "codebook.toml").variable("q")
    assert code_type(variable) == sql_type
