"""A survey in a database as people meet it: hidden groups, commands, the API, and a page."""

import json

import pytest
from engine_server import engine_server, moved_to, use
from kinds_of_questions import BACKSLASH, write_hostile
from survey_folder import segment, single, write_survey
from visitor import opened, words

from insight import table
from insight.__main__ import main
from insight.disclosure.released import release_of
from insight.query.counts.response_mark import response_mark
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

RULES = {"min_base": 66, "min_effective_base": 10, "low_base": 100}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with engine_server(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture(autouse=True)
def used(server, monkeypatch):
    use(server, monkeypatch)


@pytest.mark.parametrize("item", ["q", "used", "x"])
def test_the_same_groups_are_hidden(server, tmp_path, item):
    folder = write_hostile(tmp_path, disclosure=RULES)
    moved = moved_to(server, folder, f"hidden_{item}")
    here, there = (open_in(Store(), read_survey(one)) for one in (folder, moved))
    for by in (BACKSLASH, ["year", BACKSLASH]):
        wanted, found = (table(one, item, by=by).estimates for one in (here, there))
        assert [one.flags for one in found] == [one.flags for one in wanted]
        assert any("suppressed" in one.flags for one in found) or by == BACKSLASH
        assert [one.n for one in found] == [one.n for one in wanted]
    assert release_of(there).constant == release_of(here).constant


def test_lots_are_drawn_alike(server, tmp_path):
    """A mark is of letters, whichever bytes an engine has them in."""
    frame = {"q": [1, 2] * 40, "g": ["Ålesund", "Ærø", "Oslo", "Ωμέγα"] * 20, "w": [1.0, 2.5] * 40}
    variables = {"q": single(1, 2), "g": segment(*frame["g"][:4])}
    folder = write_survey(tmp_path, "s", frame, variables, design={"weight": "w"})
    moved = moved_to(server, folder, "lots")
    here, there = (open_in(Store(), read_survey(one)) for one in (folder, moved))
    assert response_mark(there) == response_mark(here)


def citizens(root):
    frame = {"q": [1, 2, 2, 1] * 50, "g": ["a", "b"] * 100, "w": [1.0, 2.0] * 100}
    variables = {"q": single(1, 2), "g": segment("a", "b")}
    return write_survey(root, "s", frame, variables, design={"weight": "w"})


def test_commands_ask_it(server, tmp_path, monkeypatch, capsys):
    moved = moved_to(server, citizens(tmp_path), "commands")
    monkeypatch.setenv("INSIGHT_DATA", str(moved.parents[1]))
    assert main(["check", str(moved)]) == 0
    assert main(["table", "s", "--item", "q", "--by", "g", "--format", "json"]) == 0
    told = capsys.readouterr().out
    rows = json.loads(told[told.index("[") :])
    assert [row["n"] for row in rows] == [50, 50, 50, 50]
    assert main(["weight", str(moved), "--margins", str(tmp_path / "none.toml")]) != 0


def test_a_page_shows_it(server, tmp_path, monkeypatch):
    moved = moved_to(server, citizens(tmp_path), "page")
    monkeypatch.setenv("INSIGHT_DATA", str(moved.parents[1]))
    page = opened("answers", lang="en")
    assert not page.exception
    assert "s en" in words(page)
