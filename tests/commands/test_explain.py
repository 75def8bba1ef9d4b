"""``insight explain``: what was read for a table, told to whoever has the files."""

import json

import pytest

from insight.__main__ import main
from insight.query.store import shared_store


@pytest.fixture(autouse=True)
def forgotten():
    """Each command as a process of its own, which remembers nothing."""
    shared_store.cache_clear()
    yield
    shared_store.cache_clear()


ASKED = ("explain", "citizens", "--item", "q", "--by", "age", "--where", "year=2021")


@pytest.fixture
def told(run):
    def told(*arguments):
        status, out, _ = run(*ASKED, *arguments, "--json")
        assert status == 0
        return json.loads(out)

    return told


def test_it_tells_rows_queries_and_seconds_of_each_reading(told):
    answer = told()
    assert {reading["from"] for reading in answer["readings"]} <= {
        "cube", "memory", "file", "made", "loaded"
    }  # fmt: skip
    read = [one for one in answer["readings"] if one["from"] in ("cube", "memory", "file")]
    assert all(one["rows"] > 0 and one["queries"] > 0 and one["seconds"] > 0 for one in read)
    assert {one["survey"] for one in read} == {"citizens"}
    assert sum(one["queries"] for one in read) <= answer["queries"]
    assert 0 < answer["query_seconds"] <= answer["seconds"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--statistic", "mean"),
        ("--base", "valid", "--nets"),
        ("--statistic", "median", "--item", "x"),
        ("--by", "a\\,b", "--standardise", "age=1:1,2:1"),
    ],
)
def test_it_takes_what_a_table_takes(told, arguments):
    assert told(*arguments)["readings"]


@pytest.mark.parametrize(
    ("language", "words", "end"), [("nb", "Rader: ", " s."), ("en", "Rows: ", " s.")]
)
def test_it_says_so_in_words(run, language, words, end):
    status, out, err = run(*ASKED, "--lang", language)
    assert (status, err) == (0, "")
    assert words in out
    assert out.rstrip().endswith(end)
    assert "year" in out


def test_it_gives_no_figure(run):
    _, out, _ = run(*ASKED, "--lang", "en")
    assert "share" not in out


def test_what_a_table_refuses_is_refused(run):
    status, out, err = run("explain", "citizens", "--item", "nothing", "--lang", "en")
    assert (status, out) == (1, "")
    assert "nothing" in err


def test_the_command_is_told_of_with_the_others(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "explain" in capsys.readouterr().out
