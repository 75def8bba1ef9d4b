"""Every kind of question has the same answer where the responses are, however columns are named."""

import numpy as np
import pytest
from engine_server import engine_server, moved_to, use
from kinds_of_questions import QUESTIONS, figures_in, write_hostile

from insight.query.cubes import sources
from insight.query.explained import explained
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

EXACT = 1e-12
# Of these a cube has no sums, so that the database is asked each time.
OF_ROWS = ("quantiles of everybody", "mean of everybody", "ratio", "correlation", "ranks",
           "left over", "response rates", "weights", "numbers", "bases")  # fmt: skip


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


def compare(found, wanted):
    """Two answers have the same words, and the same numbers to twelve digits."""
    pairs = [*zip(figures_in(found), figures_in(wanted), strict=True)]
    for ours, theirs in pairs:
        if isinstance(theirs, float | np.floating):
            assert np.isclose(ours, theirs, rtol=EXACT, atol=1e-13, equal_nan=True), (ours, theirs)
        else:
            assert ours == theirs
    return len(pairs)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_is_that_of_a_file(kind, both):
    here, there = both
    assert compare(QUESTIONS[kind](there), QUESTIONS[kind](here)) > 0


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answer_out_of_a_cube_is_that_of_a_file(kind, both, monkeypatch):
    here, there = both
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 0)
    monkeypatch.setattr(sources, "WORTH_SUMMING", 1e-6)
    there.store.memory.forget(there.folder)
    with explained() as told:
        asked = QUESTIONS[kind](there)
    monkeypatch.undo()
    assert {one.kind for one in told.readings} <= {"cube", "made"} or kind in OF_ROWS
    here.store.memory.forget(here.folder)
    assert compare(asked, QUESTIONS[kind](here)) > 0
