"""What goes wrong with the cache folder costs time, and never a figure."""

import logging
import os
import random
import shutil
import signal
import stat
import subprocess
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from kept_on_disk import NAME, Maker, ask_anew, begin, counted, files, lasting, opened, small
from told_counts import count

from insight.query.cubes import cache_folder, kept_tables

TEN = [10] * 6
ASKS = """
def make():
    print("makes", flush=True)
    sys.stdin.readline()
    return kept_on_disk.counted(survey)
print("asks", flush=True)
table = kept_tables.kept_table(survey, kept_on_disk.NAME, make)
print(table.column("n").to_pylist(), flush=True)
"""
# A table of 80 MB, so that a process can be killed while it is written.
WRITES = """
import numpy, pyarrow
numbers = numpy.random.default_rng(1).random(10_000_000)
print("asks", flush=True)
kept_tables.kept_table(survey, ("large",), lambda: pyarrow.table({"n": numbers}))
print("done", flush=True)
"""
# Without stdin to wait for: what comes out, and how it came.
TELLS = """
import resource
cache_folder.LEFT_FREE = 0
{setup}
from insight.query.explained import explained
for _ in range(2):
    with explained() as told:
        table = kept_on_disk.Maker(survey).ask()
    print(table.column("n").to_pylist(), *(one.kind for one in told.of("made", "loaded")))
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_tables, "_told", set())
    lasting(monkeypatch, tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path):
    return small(tmp_path)


def place(cache, folder, name=NAME):
    return cache_folder.place_of(cache, opened(folder), name)


def test_of_two_processes_one_makes_it_and_the_other_waits(folder, cache, monkeypatch):
    with begin(folder, cache, ASKS) as one:
        assert [one.stdout.readline(), one.stdout.readline()] == ["asks\n", "makes\n"]
        with begin(folder, cache, ASKS) as two:
            assert two.stdout.readline() == "asks\n"
            # Who waits too long makes its own, and writes nothing.
            monkeypatch.setattr(kept_tables, "PATIENCE", 0.1)
            assert ask_anew(folder)[1] == 1
            assert [path.suffix for path in files(cache)] == [".lock"]
            said = one.communicate("\n", 60)[0], two.communicate("\n", 60)[0]
    assert said == (f"{TEN}\n", f"{TEN}\n")
    assert [path.suffix for path in files(cache)] == [".parquet"]
    assert ask_anew(folder)[1] == 0


def test_one_that_is_killed_while_it_makes_it_holds_nobody_up(folder, cache):
    with begin(folder, cache, ASKS) as other:
        assert [other.stdout.readline(), other.stdout.readline()] == ["asks\n", "makes\n"]
        other.kill()
    assert [path.suffix for path in files(cache)] == [".lock"]
    assert ask_anew(folder)[1] == 1
    assert [path.suffix for path in files(cache)] == [".parquet"]


def test_what_one_leaves_that_is_killed_while_it_writes_is_removed_by_the_next(folder, cache):
    with begin(folder, cache, WRITES) as other:
        assert other.stdout.readline() == "asks\n"
        end = time.monotonic() + 30
        while not [*cache.rglob(f"{cache_folder.DRAFT}*")] and time.monotonic() < end:
            time.sleep(0.001)
        other.send_signal(signal.SIGKILL)
    assert [path.suffix for path in files(cache)] != [".parquet"]
    assert len(files(cache)) == 2  # a lock and half a table
    assert ask_anew(folder)[1] == 1
    assert [path.suffix for path in files(cache)] == [".parquet"]


def test_what_another_is_writing_stays(folder, cache):
    ask_anew(folder)
    draft = files(cache)[0].parent / f"{cache_folder.DRAFT}x"
    with draft.open("wb") as file:
        assert kept_tables.take(file.fileno())
        cache_folder.tidy(cache, 10**9)
        assert draft.exists()
    cache_folder.tidy(cache, 10**9)
    assert not draft.exists()


def test_the_cache_folder_may_be_deleted_at_any_moment(folder, cache):
    ask_anew(folder)
    survey = opened(folder)

    def make():
        shutil.rmtree(cache)
        return counted(survey)

    shutil.rmtree(cache)
    assert kept_tables.kept_table(survey, NAME, make).column("n").to_pylist() == TEN
    assert ask_anew(folder)[1] == 0


def spoil_empty(path):
    path.write_bytes(b"")


def spoil_half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil_foreign(path):
    pq.write_table(pa.table({"q": [1], "n": [999]}), path)


def spoil_of_another_table(path):
    ask_of = path.with_name("other.parquet")
    path.rename(ask_of)
    about = pq.read_schema(ask_of).metadata
    other = pa.table({"q": [1], "n": [999]})
    pq.write_table(other.replace_schema_metadata(about), path)


def spoil_by_a_link(path):
    elsewhere = path.parents[3] / "elsewhere.parquet"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def spoil_by_a_link_to_a_secret(path):
    path.unlink()
    path.symlink_to("/etc/passwd")


def spoil_by_a_pipe(path):
    path.unlink()
    os.mkfifo(path)


SPOILS = [spoil_empty, spoil_half, spoil_foreign, spoil_of_another_table]
LINKS = [spoil_by_a_link, spoil_by_a_link_to_a_secret, spoil_by_a_pipe]


@pytest.mark.parametrize("spoil", [*SPOILS, *LINKS], ids=lambda spoil: spoil.__name__)
def test_what_is_not_as_it_was_written_is_made_anew_and_said_once(folder, cache, spoil, caplog):
    ask_anew(folder)
    (path,) = files(cache)
    spoil(path)
    unreadable = count("insight_kept_tables_total", outcome="unreadable")
    with caplog.at_level(logging.WARNING, "insight.cubes"):
        table, times = ask_anew(folder)
    assert (table.column("n").to_pylist(), times) == (TEN, 1)
    assert len(caplog.records) == 1
    # It is looked at twice: before the lock is ours, and after.
    assert count("insight_kept_tables_total", outcome="unreadable") == unreadable + 2
    assert stat.S_ISREG(path.lstat().st_mode)
    assert ask_anew(folder)[1] == 0


def test_a_folder_in_its_place_costs_only_time(folder, cache, caplog):
    path = place(cache, folder).file
    (path / "inside").mkdir(parents=True)
    assert [ask_anew(folder)[1] for _ in range(2)] == [1, 1]
    assert {record.levelname for record in caplog.records} == {"WARNING"}


def test_no_byte_can_be_changed_so_that_another_figure_is_read(folder, cache):
    made, _ = ask_anew(folder)
    at = place(cache, folder)
    whole = at.file.read_bytes()
    for number in random.Random(3).sample(range(len(whole)), 150):
        spoiled = bytearray(whole)
        spoiled[number] ^= 0xFF
        at.file.write_bytes(spoiled)
        try:
            read, _ = kept_tables._read(at)
        except kept_tables._WRONG:
            continue
        assert read.equals(made), number


@pytest.mark.parametrize("name", ["cubes", "version"])
def test_a_link_in_the_place_of_a_folder_is_not_followed(folder, cache, tmp_path, name, caplog):
    of_version = place(cache, folder).file.parent
    linked = of_version if name == "version" else of_version.parent
    linked.parent.mkdir(parents=True)
    (tmp_path / "others").mkdir()
    linked.symlink_to(tmp_path / "others")
    assert [ask_anew(folder)[1] for _ in range(2)] == [1, 1]
    cache_folder.tidy(cache, 0)
    assert [*(tmp_path / "others").iterdir()] == []
    assert len(caplog.records) == 1


@pytest.mark.parametrize("path", ["file", "file/in it", "/proc/insight"])
def test_a_cache_folder_that_cannot_be_made_costs_only_time(
    folder, tmp_path, monkeypatch, path, caplog
):
    (tmp_path / "file").write_text("no folder")
    lasting(monkeypatch, tmp_path / path)
    monkeypatch.setattr(kept_tables, "_told", set())
    before = count("insight_kept_tables_total", outcome="not_written")
    assert [ask_anew(folder)[1] for _ in range(2)] == [1, 1]
    assert count("insight_kept_tables_total", outcome="not_written") == before + 2
    assert len(caplog.records) == 1


def test_a_disk_that_is_nearly_full_is_left_to_others(folder, cache, monkeypatch, caplog):
    monkeypatch.setattr(cache_folder, "LEFT_FREE", 10**18)
    assert [ask_anew(folder)[1] for _ in range(2)] == [1, 1]
    assert [path.suffix for path in files(cache)] in ([], [".lock"])
    assert len(caplog.records) == 1


def test_a_write_that_breaks_off_leaves_nothing(folder, cache):
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))"
    with begin(folder, cache, TELLS.format(setup=limit)) as process:
        assert process.communicate(timeout=60)[0] == f"{TEN} made\n" * 2
    assert [path for path in files(cache) if path.suffix != ".lock"] == []


def mounted(folder, cache, mount: str) -> str:
    """What a process says that has its own view of the disks."""
    if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip("no right to mount")
    script = f"subprocess.run({mount!r}, shell=True, check=True)"
    setup = f"import ctypes, subprocess\nassert ctypes.CDLL(None).unshare(0x20000) == 0\n{script}"
    with begin(folder, cache, TELLS.format(setup=setup)) as process:
        said = process.communicate(timeout=60)[0]
        assert process.returncode == 0
    return said


def test_a_full_disk_costs_only_time(folder, cache):
    cache.mkdir()
    fill = f"mount --make-rprivate / && mount -t tmpfs -o size=4k tmpfs {cache}"
    fill += f" && (head -c 9000 /dev/zero > {cache}/full 2>/dev/null; true)"
    assert mounted(folder, cache, fill) == f"{TEN} made\n" * 2


def test_a_read_only_cache_is_read_and_not_written(folder, cache):
    read_only = f"mount --make-rprivate / && mount --bind {cache} {cache}"
    read_only += f" && mount -o remount,ro,bind {cache}"
    ask_anew(folder)
    assert mounted(folder, cache, read_only) == f"{TEN} loaded\n" * 2


def test_another_users_file_is_not_trusted(folder, cache):
    if os.getuid():
        pytest.skip("only root can give files away")
    ask_anew(folder)
    (path,) = files(cache)
    os.chown(path, 12345, 12345)
    assert ask_anew(folder)[1] == 1
    assert ask_anew(folder)[1] == 0
    os.chown(cache / "cubes", 12345, 12345)
    assert [Maker(opened(folder)).ask(("other",)).num_rows for _ in range(2)] == [6, 6]
    assert len(files(cache)) == 1
