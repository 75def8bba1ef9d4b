"""A filter as SQL: names quoted, codes bound to parameters, and the engine takes every one."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import OpenSurvey, open_survey
from insight.query.counts.column_counts import count_kept
from insight.query.stored import code_type
from insight.survey.filters import EVERYONE, Condition, Filter, parse_filter

CASES = [
    # written, SQL, parameters
    ([], "TRUE", []),
    (["age=1"], '"age" IN ($where0_0)', [1]),
    (["age=1,3"], '"age" IN ($where0_0, $where0_1)', [1, 3]),
    (["age=2,2"], '"age" IN ($where0_0)', [2]),
    (["age=1", "age=4"], '"age" IN ($where0_0, $where0_1)', [1, 4]),
    (["age=1", "sex=f"], '"age" IN ($where0_0) AND "sex" IN ($where1_0)', [1, "f"]),
    ([r"job=nurse\, GP"], '"job" IN ($where0_0)', ["nurse, GP"]),
    ([r"job=nurse\, GP,other"], '"job" IN ($where0_0, $where0_1)', ["nurse, GP", "other"]),
    ([r"job=a\b"], '"job" IN ($where0_0)', ["a\\b"]),
    (["used=web"], '("used_web" = 1)', []),
    (["used=web,app"], '("used_web" = 1 OR "used_app" = 1)', []),
    (["mixed=1,none"], '"mixed" IN ($where0_0, $where0_1)', ["1", "none"]),
    (['we"ird=1'], '"we""ird" IN ($where0_0)', [1]),
    ([r"a\=b=c=d"], '"a=b" IN ($where0_0)', ["c=d"]),
]


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> OpenSurvey:
    """Every column holds texts, so that no code takes the type of its column."""
    variables = {
        "age": segment(1, 2, 3, 4),
        "sex": segment("f", "m"),
        "job": segment("nurse, GP", "other", "a\\b"),
        "used": multiple({"web": "used_web", "app": "used_app"}),
        "mixed": segment(1, "none"),
        'we"ird': segment(1),
        "a=b": segment(1, "c=d"),
    }
    columns = {name: ["1"] for name in variables if name != "used"}
    columns |= {"sex": ["f"], "job": ["other"], "used_web": [1], "used_app": [0]}
    return open_survey(write_survey(tmp_path_factory.mktemp("texts"), "s", columns, variables))


@pytest.mark.parametrize(("written", "sql", "values"), CASES)
def test_a_filter_as_sql(texts, written, sql, values):
    predicate = texts.predicate(parse_filter(written, texts.codebook))
    assert predicate.text == sql
    assert list(predicate.values.values()) == values


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    root = tmp_path_factory.mktemp("stored")
    names = ["age", 'we"ird', "'; DROP", "a=b", "used_web", "used_app", "visits"]
    columns = {name: [1, 0, None] for name in names} | {"sex": ["f", "m", None]}
    variables = {
        "age": segment(0, 1),
        "sex": segment("f", "m", "f' OR '1'='1"),
        'we"ird': segment(0, 1, "x,y"),
        "'; DROP": segment(0, 1),
        "a=b": single(0, 1),
        "used": multiple({"web": "used_web", "app": "used_app"}),
        "visits": numeric(),
    }
    folder = write_survey(root, "s", {}, variables)
    pq.write_table(pa.table(columns), folder / "responses.parquet")
    return open_survey(folder)


@given(st.data())
def test_the_engine_binds_every_predicate(survey, data):
    choosable = [one for one in survey.codebook.variables.values() if one.kind != "numeric"]
    variables = data.draw(st.lists(st.sampled_from(choosable), unique_by=lambda one: one.id))
    where = Filter(
        tuple(
            Condition(
                one,
                tuple(data.draw(st.lists(st.sampled_from(sorted(one.by_key)), min_size=1))),
            )
            for one in variables
        )
    )
    columns = [column for one in variables for column in one.columns]
    selected, met = survey.select(columns), survey.predicate(where)
    sql = f"EXPLAIN SELECT 1 FROM ({selected.text}) WHERE {met.text}"  # noqa: S608
    assert len(survey.query(sql, selected, met)) > 0
    assert all(code_type(one) in {"BIGINT", "VARCHAR"} for one in variables)


def test_a_hostile_code_is_only_a_code(survey):
    where = parse_filter(["sex=f' OR '1'='1"], survey.codebook)
    assert count_kept(survey, where) == 0
    assert count_kept(survey, EVERYONE) == 3
    assert count_kept(survey, parse_filter(["used=web,app"], survey.codebook)) == 1
