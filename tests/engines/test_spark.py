"""Spark is held to the same questions, to show what the interface asks of another database."""

import shutil

import pytest
from kinds_of_questions import QUESTIONS, same_figures, write_hostile

from insight.query.engines import connections
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The survey in a file, and in a table of Spark."""
    from spark_engine import SparkEngine, moved_to_spark, spark_session

    session = spark_session()
    with pytest.MonkeyPatch.context() as patch:
        opener = lambda store: SparkEngine(store, session)  # noqa: E731
        patch.setitem(connections.OPENERS, "clickhouse", opener)
        connections.engine_of.cache_clear()
        here, there = (write_hostile(tmp_path_factory.mktemp(where)) for where in ("here", "there"))
        moved_to_spark(session, there, "answers")
        yield tuple(open_in(Store(), read_survey(one)) for one in (here, there))
    connections.engine_of.cache_clear()
    session.stop()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_is_that_of_a_file(kind, both):
    here, there = both
    assert same_figures(QUESTIONS[kind](there), QUESTIONS[kind](here)) > 0
