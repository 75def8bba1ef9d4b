"""A clock that jumps: files of the future or of long ago, and durations that no clock shortens."""

import ast
import os
import re
from datetime import UTC, datetime

import pytest
from asked_api import api_client
from checkout import ROOT
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import write_survey
from visitor import n_of_total, opened, shown, words

from insight.api.listing import updated
from insight.query.opened import open_survey

CENTURY = 100 * 365 * 86400
TIMES = {"year 12000": 316_000_000_000, "in a century": CENTURY * 1.6, "1970": 0, "1950": -6e8}


@pytest.fixture
def folder(data):
    return write_survey(data, "survey", answers(300), SCALE | GENDER, disclosure=GATES)


@pytest.mark.parametrize("when", TIMES)
def test_files_of_any_time_are_read_and_told_as_of_now_at_the_latest(folder, data, when):
    for path in folder.iterdir():
        os.utime(path, (TIMES[when], TIMES[when]))
    assert updated(open_survey("survey", data)) <= datetime.now(UTC)
    assert n_of_total(300, 300, "en") in words(opened(lang="en"))
    listed = api_client().get("/api/v2/tables?lang=en")
    assert listed.status_code == 200


def test_a_file_that_is_older_than_the_one_before_is_new_all_the_same(folder, data):
    app = opened(lang="en")
    other = write_survey(data / "other", "survey", answers(420), SCALE | GENDER, disclosure=GATES)
    os.utime(other / "responses.parquet", (0, 0))
    (other / "responses.parquet").replace(folder / "responses.parquet")
    assert n_of_total(420, 420, "en") in words(shown(app.run()))


def test_how_long_something_lasts_is_never_asked_of_the_clock_on_the_wall():
    """Only `monotonic` runs on when a clock is set; `datetime` is for days that are told.

    A token ends at a time of day, a line of the audit has one, and processes that share files know
    of each other only by the files' times, as the cache folder knows when a file was last read.
    """
    sources = [*(ROOT / "insight").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
    asked = {
        (path.name, node.attr)
        for path in sources
        if re.search(r"\btime\s*\.", text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "time"
        and node.attr in ("time", "time_ns", "localtime", "gmtime", "ctime")
    }
    of_day = ("arriving.py", "audit_trail.py", "cache_folder.py", "returning.py", "sign_ins.py")
    assert asked == {(name, "time") for name in of_day}
