"""A survey whose tables are kept in a cache folder of the test's own, here and in processes."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
from checkout import ROOT
from small_survey import GENDER, SCALE, answers
from survey_folder import write_survey

from insight.query.cubes import cache_folder
from insight.query.cubes.kept_tables import kept_table
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

NAME = ("q", 1)
COUNT = "SELECT q, count(*)::BIGINT AS n FROM ({source}) GROUP BY q ORDER BY q"
# A process that asks for the table in its own way, and tells what became of it.
PROCESS = """
import os, sys, time
from pathlib import Path
sys.path[:0] = ["tests/support"]
import kept_on_disk
from insight.query.cubes import cache_folder, kept_tables
cache_folder.SETTLED = 0.0
survey = kept_on_disk.opened(Path(sys.argv[1]))
{script}
"""


def small(root: Path, rows: int = 60) -> Path:
    """Write a survey of so many respondents."""
    return write_survey(root, "s", answers(rows), SCALE | GENDER)


def opened(folder: Path):
    """Open a survey in a store of its own, as a process does that has just begun."""
    return open_in(Store(), read_survey(folder))


def counted(survey) -> pa.Table:
    """Count answers, which is what is kept."""
    source = survey.select(["q"])
    return survey.store.rows(COUNT.format(source=source.text), source)


class Maker:
    """Makes the table of a survey, and knows how often."""

    def __init__(self, survey) -> None:
        self.survey, self.times = survey, 0

    def __call__(self) -> pa.Table:
        self.times += 1
        return counted(self.survey)

    def ask(self, name=NAME) -> pa.Table:
        return kept_table(self.survey, name, self)


def ask_anew(folder: Path, name=NAME) -> tuple[pa.Table, int]:
    """Ask as after a restart; return the table, and whether it was made."""
    maker = Maker(opened(folder))
    return maker.ask(name), maker.times


def files(cache: Path) -> list[Path]:
    """All that lies in a cache folder, but for folders and what tells whose they are."""
    there = (path for path in cache.rglob("*") if path.name != cache_folder.SURVEY)
    return sorted(path for path in there if not path.is_dir() or path.is_symlink())


def begin(folder: Path, cache: Path, script: str, **environment: str) -> subprocess.Popen:
    """Start a process with the survey open."""
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS.format(script=script), str(folder)],
        cwd=ROOT,
        env=os.environ | {"INSIGHT_CACHE": str(cache)} | environment,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


def lasting(monkeypatch, cache: Path) -> None:
    """Keep tables in a folder, also of files that have just been written."""
    monkeypatch.setenv("INSIGHT_CACHE", str(cache))
    monkeypatch.setattr(cache_folder, "SETTLED", 0.0)
