"""What a visitor brings is theirs alone: where it lies, what it is called, and that it goes."""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from survey_folder import segment, single, write_survey
from without_sandbox import without_sandbox

from insight.analysis.table import table
from insight.operation.waiting import Waiting
from insight.query.cubes.sources import FEWEST_RESPONDENTS
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.disk import visitor_folder
from insight.survey.filters import EVERYONE
from insight.survey.folders import CODEBOOK, Found, read_survey
from insight.web.own_survey import leftovers
from insight.web.own_survey import visitor as own_survey
from insight.web.own_survey.visitor import Visitor, among, file_name, sweep

CSV = b"g;q\n" + b"1;1\n2;2\n2;3\n" * 40
NAMES = {
    "../../etc/passwd": "passwd",
    "..\\..\\boot.sav": "boot.sav",
    "": "file",
    "...": "file",
    "a\x00b\n.sav": "ab.sav",
    "x" * 400 + ".sav": "x" * 100 + ".sav",
    "Undersøkelse 2025 (endelig).sav": "Undersøkelse 2025 (endelig).sav",
    "/": "file",
    ".sav": "sav",
}


@pytest.mark.parametrize("given", NAMES)
def test_a_name_leads_nowhere(given):
    assert file_name(given) == NAMES[given]
    assert "/" not in file_name(given)


def visitor_with(name: str = "svar.csv") -> Visitor:
    visitor = Visitor()
    with without_sandbox():
        visitor.bring(visitor.take(name, io.BytesIO(CSV)), ())
    return visitor


def test_a_folder_is_hard_to_guess_and_open_to_nobody_else():
    roots = {Visitor().root for _ in range(20)}
    assert len({one.name for one in roots}) == 20
    visitor = visitor_with()
    for one in (visitor.root, visitor.root.parent, *visitor.root.glob("*/")):
        assert one.stat().st_mode & 0o077 == 0


def test_a_survey_is_among_those_of_its_visitor_only():
    visitor = visitor_with()
    none = Found((), ())
    assert [one.id for one in among(none, visitor).surveys] == ["svar"]
    assert among(none, Visitor()) == among(none, None) == none


def test_everything_goes_with_the_visitor():
    visitor = visitor_with()
    assert visitor.root.exists()
    visitor.leave()
    assert not visitor.root.exists()


def test_corrections_would_be_lost_until_they_are_taken_along():
    visitor = visitor_with()
    assert not visitor.would_lose
    codebook = visitor.brought.survey.folder / CODEBOOK
    drafted = codebook.read_text()
    codebook.write_text(drafted.replace("svar", "Svar"))
    assert visitor.would_lose
    visitor.take_along()
    assert not visitor.would_lose
    codebook.write_text(drafted)
    assert not visitor.would_lose


def test_a_second_file_takes_the_place_of_the_first():
    visitor = visitor_with("first.csv")
    old = visitor.brought.survey.folder
    visitor.bring(visitor.take("second.csv", io.BytesIO(CSV)), ())
    assert visitor.brought.survey.id == "second"
    assert not old.exists()
    assert not list(visitor.root.rglob("first.csv"))


def test_work_that_is_broken_off_leaves_the_survey_that_was_there():
    visitor = visitor_with()

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    before = sorted(visitor.root.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        visitor.bring(visitor.take("b.csv", io.BytesIO(CSV)), (), on_progress=stop)
    assert visitor.brought.survey.id == "svar"
    assert sorted(visitor.root.rglob("responses.parquet")) == [
        one for one in before if one.name == "responses.parquet"
    ]


def test_a_survey_is_in_place_though_its_visitor_clicks_on_while_it_is_brought():
    ages = "".join(f"{age};{age % 3 + 1}\n" for age in range(20, 80) for _ in range(4))
    there, clicking = Visitor(), Waiting()
    path = there.take("svar.csv", io.BytesIO(f"Alder;q\n{ages}".encode()))
    with without_sandbox(), clicking.waited_for():
        there.bring(path, (), on_progress=lambda _: clicking.leave())
    assert clicking.has_left
    assert there.brought.survey.recoding is not None, "its age is in bands"


# --- Memory ---------------------------------------------------------------------------------------


def test_the_database_gives_back_what_it_kept_of_a_survey(tmp_path):
    rows = FEWEST_RESPONDENTS
    frame = pd.DataFrame({"q": [1, 2] * (rows // 2), "g": [1, 1, 2, 2] * (rows // 4)})
    variables = {"q": single(1, 2), "g": segment(1, 2)}
    store = Store()
    mine, other = (
        open_in(store, read_survey(write_survey(tmp_path / name, "s", frame, variables)))
        for name in "ab"
    )
    tables = "SELECT count(*) AS n FROM duckdb_tables()"
    for survey in (mine, other):
        table(survey, "q", by=("g",), where=EVERYONE)
    assert store.query(tables)["n"][0] == 2
    store.memory.forget(mine.folder)
    assert store.query(tables)["n"][0] == 1
    again = table(mine, "q", by=("g",), where=EVERYONE)
    assert again.estimates[0].value == 0.5


def test_sweeping_forgets_folders_that_are_gone():
    visitor = visitor_with()
    survey = visitor.brought.survey
    table(survey, "q")
    before = len(survey.store.memory)
    visitor.leave()
    sweep()
    assert len(survey.store.memory) < before
    assert survey.recall("units", lambda: "anew") == "anew"


# --- The folder of the process --------------------------------------------------------------------

PROCESS = """
import sys, time
from insight.web.own_survey.visitor import Visitor
visitor = Visitor()
print(visitor.root, flush=True)
if sys.argv[1] == "wait": time.sleep(60)
if sys.argv[1] == "die": import os; os._exit(1)
"""


def process(folder: Path, how: str) -> subprocess.Popen:
    env = {**os.environ, "TMPDIR": str(folder)}
    command = [sys.executable, "-c", PROCESS, how]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def test_a_process_that_ends_leaves_nothing_and_the_next_cleans_up_after_one_that_died(tmp_path):
    with process(tmp_path, "end") as ended:
        root = Path(ended.stdout.readline().strip())
    assert not root.parent.exists()
    with process(tmp_path, "die") as died:
        left = Path(died.stdout.readline().strip())
    assert left.exists()
    living = process(tmp_path, "wait")
    try:
        other = Path(living.stdout.readline().strip())
        assert not left.parent.exists()
        with process(tmp_path, "end"):
            pass
        assert other.exists()
    finally:
        living.kill()
        living.communicate()


def test_what_others_put_there_under_such_a_name_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "lock").touch()
    (tmp_path / f"{visitor_folder.PREFIX}link").symlink_to(tmp_path / "target")
    (tmp_path / f"{visitor_folder.PREFIX}without" / "theirs").mkdir(parents=True)
    leftovers.remove_leftovers()
    assert (tmp_path / "target").exists()
    assert (tmp_path / f"{visitor_folder.PREFIX}without").exists()


def test_the_zip_of_a_survey_is_the_same_every_time():
    visitor = visitor_with()
    assert own_survey.zip_folder(visitor.brought.survey) == own_survey.zip_folder(
        visitor.brought.survey
    )
