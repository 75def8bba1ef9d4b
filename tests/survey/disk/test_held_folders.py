"""Folders that are held by a lock: what a killed process left goes, what another works in stays."""

import os
import signal
import subprocess
import sys
import time

import pytest
from checkout import ROOT

from insight.survey.disk.exchange import FORMER, put_in_place
from insight.survey.disk.held_folders import held_folder, new_held_folder, remove_left_behind

HOLD = """
import sys, time
from pathlib import Path
from insight.survey.disk.held_folders import new_held_folder
folder, lock = new_held_folder(".work-", Path(sys.argv[1]))
(folder / "half").write_text("x")
print(folder, flush=True)
time.sleep(600)
"""


@pytest.fixture
def other(tmp_path):
    """Another process that works in a folder of its own."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        yield process, tmp_path / process.stdout.readline().strip()
        process.kill()


def test_what_somebody_works_in_stays_and_goes_once_they_were_killed(other, tmp_path):
    process, folder = other
    old = time.time() - 10 * 365 * 86400
    os.utime(folder, (old, old))  # however old it looks
    with held_folder(".work-", tmp_path) as mine:
        assert folder.exists()
    assert not mine.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (folder / "half").exists()
    with held_folder(".work-", tmp_path):
        assert not folder.exists()


def test_a_folder_of_the_same_process_is_held_too(tmp_path):
    with held_folder(".work-", tmp_path) as one, held_folder(".work-", tmp_path) as other:
        assert one.exists()
        assert other.exists()
    assert not list(tmp_path.iterdir())


def test_a_folder_that_looks_like_one_and_was_made_in_the_future_goes_by_its_lock(tmp_path):
    folder, lock = new_held_folder(".work-", tmp_path)
    ahead = time.time() + 86400
    os.utime(folder, (ahead, ahead))
    os.utime(folder / "lock", (ahead, ahead))
    remove_left_behind(".work-", tmp_path)
    assert folder.exists()
    os.close(lock)
    remove_left_behind(".work-", tmp_path)
    assert not folder.exists()


def test_what_is_no_folder_of_ours_is_left_alone(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "lock").touch()
    (tmp_path / ".work-link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / ".work-file").touch()
    (tmp_path / ".work-theirs").mkdir()
    (tmp_path / ".work-theirs" / "a").touch()
    (tmp_path / ".work-empty").mkdir()  # its maker was killed before it could hold it
    remove_left_behind(".work-", tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"elsewhere", ".work-link", ".work-file", ".work-theirs"}
    assert (tmp_path / "elsewhere" / "lock").exists()


# --- In its place in one step --------------------------------------------------------------------


def folder_with(path, word):
    path.mkdir(parents=True)
    (path / "word").write_text(word)
    return path


@pytest.fixture(params=["in one step", "without such a step"])
def step(request, monkeypatch):
    if request.param != "in one step":
        monkeypatch.setattr("insight.survey.disk.exchange._renameat2", lambda: None)


@pytest.mark.usefixtures("step")
def test_two_folders_change_places(tmp_path):
    served = tmp_path / "served"
    assert put_in_place(folder_with(tmp_path / "room" / "served", "old"), served) is None
    former = put_in_place(folder_with(tmp_path / "room" / "served", "new"), served)
    assert (served / "word").read_text() == "new"
    assert (former / "word").read_text() == "old"


def test_what_made_room_for_what_never_came_is_brought_back(tmp_path):
    folder, lock = new_held_folder(".import-", tmp_path)
    folder_with(folder / FORMER / "survey", "old")
    os.close(lock)
    remove_left_behind(".import-", tmp_path)
    assert (tmp_path / "survey" / "word").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["survey"]


def test_whoever_reads_finds_one_of_the_two_at_any_time(tmp_path):
    """A reader in a process of its own looks without end while folders change places."""
    served, staged = folder_with(tmp_path / "served", "a"), folder_with(tmp_path / "x" / "s", "b")
    watch = f"""
import sys
from pathlib import Path
print("begun", flush=True)
seen = 0
while not Path({str(tmp_path / "end")!r}).exists():
    assert Path({str(served / "word")!r}).read_text() in ("a", "b")
    seen += 1
print(seen)
"""
    with subprocess.Popen(
        [sys.executable, "-c", watch], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "begun\n"
        for _ in range(2000):
            assert put_in_place(staged, served) == staged
        (tmp_path / "end").touch()
        assert int(process.communicate(timeout=60)[0]) > 100
        assert process.returncode == 0
