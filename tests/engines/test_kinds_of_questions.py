"""Every kind of question has the same answer where the responses are, however columns are named."""

import pytest
from engine_server import engine_server, moved_to, use
from kinds_of_questions import QUESTIONS, same_figures, write_hostile

from insight.query.cubes import sources
from insight.query.explained import explained
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

# Of these a cube has no sums, so that the database is asked each time.
OF_ROWS = ("quantiles of everybody", "mean of everybody", "ratio", "correlation", "ranks",
           "left over", "response rates", "weights", "numbers", "bases", "respondents")  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with engine_server(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture(scope="module")
def both(server, tmp_path_factory):
    """The survey in a file, and in a table."""
    with pytest.MonkeyPatch.context() as patch:
        use(server, patch)
        folder = write_hostile(tmp_path_factory.mktemp("hostile"))
        moved = moved_to(server, folder, "hostile answers")
        yield tuple(open_in(Store(), read_survey(one)) for one in (folder, moved))


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_is_that_of_a_file(kind, both):
    here, there = both
    assert same_figures(QUESTIONS[kind](there), QUESTIONS[kind](here)) > 0


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_out_of_a_cube_is_that_of_a_file(kind, both, monkeypatch):
    here, there = both
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 0)
    monkeypatch.setattr(sources, "WORTH_SUMMING", 1e-6)
    there.store.memory.forget(there.folder)
    with explained() as told:
        asked = QUESTIONS[kind](there)
    monkeypatch.undo()
    assert told.of("cube") or kind in OF_ROWS
    here.store.memory.forget(here.folder)
    assert same_figures(asked, QUESTIONS[kind](here)) > 0
