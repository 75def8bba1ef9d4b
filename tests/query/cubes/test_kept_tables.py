"""Tables kept on disk: read again after a restart, and never of another version."""

import os
import shutil
import stat
import time
from dataclasses import replace

import pyarrow as pa
import pytest
from kept_on_disk import NAME, Maker, ask_anew, files, lasting, opened, small
from told_counts import count

import insight
from insight.importers.sandbox import sandbox
from insight.language.errors import SurveyReplacedError
from insight.query.cubes import cache_folder, kept_tables
from insight.query.explained import explained
from insight.survey.disk import visitor_folder
from insight.survey.source.source_table import SourceTable
from insight.web.own_survey import leftovers


@pytest.fixture
def cache(tmp_path, monkeypatch):
    lasting(monkeypatch, tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path):
    return small(tmp_path)


def test_a_table_is_made_once_and_read_after_a_restart(folder, cache):
    made, times = ask_anew(folder)
    assert (times, made.column("n").to_pylist()) == (1, [10] * 6)
    read, times = ask_anew(folder)
    assert times == 0
    assert read.equals(made)
    assert read.schema.equals(made.schema, check_metadata=True)


def test_what_was_made_and_what_was_loaded_is_told_to_whoever_explains(folder, cache):
    with explained() as first:
        ask_anew(folder)
    with explained() as second:
        ask_anew(folder)
    (made,), (loaded,) = first.of("made"), second.of("loaded")
    assert (made.rows, loaded.rows) == (6, 6)
    assert made.queries > loaded.queries == 0
    assert made.path == loaded.path == files(cache)[0]
    assert made.nbytes == loaded.nbytes == files(cache)[0].stat().st_size
    assert second.of("made") == []


def test_every_type_of_a_column_comes_back_as_it_was(folder, cache):
    table = pa.table(
        {
            "small": pa.array([1, None], pa.uint16()),
            "whole": pa.array([-(2**62), 7], pa.int64()),
            "sum": pa.array([0.1 + 0.2, float("nan")], pa.float64()),
            "text": pa.array(["å", None], pa.string()),
            "coded": pa.array(["a", "b"]).dictionary_encode(),
            "many": pa.array([[0.1, 2.0], []], pa.list_(pa.float64())),
            "big": pa.array([10**30, None], pa.decimal128(38, 0)),
        }
    )
    survey = opened(folder)
    kept_tables.kept_table(survey, ("types",), lambda: table)
    read = kept_tables.kept_table(survey, ("types",), pytest.fail)
    assert read.schema.equals(table.schema, check_metadata=True)
    assert repr(read.to_pydict()) == repr(table.to_pydict())


def test_an_empty_table_is_kept_too(folder, cache):
    empty = pa.table({"n": pa.array([], pa.int64())})
    survey = opened(folder)
    assert kept_tables.kept_table(survey, (), lambda: empty).equals(empty)
    assert kept_tables.kept_table(survey, (), pytest.fail).equals(empty)


def test_only_this_user_may_look_at_it(folder, cache):
    old = os.umask(0)
    try:
        ask_anew(folder)
    finally:
        os.umask(old)
    (kept,) = files(cache)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for private in (kept.parent, kept.parent.parent):
        assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_a_folder_that_others_may_look_into_is_closed(folder, cache):
    (cache / "cubes").mkdir(parents=True)
    (cache / "cubes").chmod(0o755)
    ask_anew(folder)
    assert stat.S_IMODE((cache / "cubes").stat().st_mode) == 0o700


@pytest.mark.parametrize("file", ["codebook.toml", "responses.parquet", "recipe.toml"])
def test_another_version_has_a_table_of_its_own_and_the_former_goes(folder, cache, file):
    ask_anew(folder)
    (former,) = files(cache)
    if file == "responses.parquet":
        (small(folder.parent / "other", 120) / file).replace(folder / file)
    elif file == "codebook.toml":
        (folder / file).write_text((folder / file).read_text("utf-8") + "\n", "utf-8")
    else:
        (folder / file).write_text("format = 1\n", "utf-8")
    table, times = ask_anew(folder)
    assert times == 1
    assert table.column("n").to_pylist() == [20 if file == "responses.parquet" else 10] * 6
    (now,) = files(cache)
    assert now.parent != former.parent


def test_names_tell_tables_apart_and_versions_seen_with_other_rights_too(folder, cache):
    survey = opened(folder)
    part = survey.withholding(["gender"], rows=True)
    makers = [Maker(survey), Maker(survey), Maker(part)]
    for maker, name in zip(makers, [NAME, ("q", 2), NAME], strict=True):
        maker.ask(name)
    assert [maker.times for maker in makers] == [1, 1, 1]
    assert len(files(cache)) == 3


def test_another_program_makes_its_own(folder, cache, monkeypatch):
    ask_anew(folder)
    monkeypatch.setattr(cache_folder, "made_by", lambda: "another")
    assert ask_anew(folder)[1] == 1


def test_the_mark_of_the_program_is_of_its_text(tmp_path, monkeypatch):
    assert cache_folder.made_by() == cache_folder.made_by.__wrapped__()
    monkeypatch.setattr(insight, "__file__", str(tmp_path / "__init__.py"))
    marks = []
    for part, text in [("query", "a"), ("query", "b"), ("survey/raked", "c"), ("web", "d")]:
        (tmp_path / part).mkdir(parents=True, exist_ok=True)
        (tmp_path / part / "module.py").write_text(text, "utf-8")
        marks.append(cache_folder.made_by.__wrapped__())
    # No table is made by what draws pages.
    assert (len({*marks}), marks[-1]) == (3, marks[-2])


def test_what_was_just_changed_is_not_kept_yet(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache_folder, "SETTLED", 60.0)
    old = time.time() - 1e6
    os.utime(folder / "responses.parquet", (old, old))  # however old it looks
    assert (ask_anew(folder)[1], ask_anew(folder)[1]) == (1, 1)
    assert files(tmp_path) == files(tmp_path / "surveys")


@pytest.mark.parametrize("written", ["off", "OFF"])
def test_nothing_is_kept_where_it_is_off(folder, cache, monkeypatch, written):
    monkeypatch.setenv("INSIGHT_CACHE", written)
    assert (ask_anew(folder)[1], ask_anew(folder)[1]) == (1, 1)
    assert not cache.exists()


@pytest.mark.parametrize("prefix", [visitor_folder.PREFIX, sandbox.PREFIX, leftovers.BOOK])
def test_what_a_visitor_brought_is_never_kept(tmp_path, cache, prefix):
    folder = small(tmp_path / f"{prefix}x")
    assert (ask_anew(folder)[1], ask_anew(folder)[1]) == (1, 1)
    assert not cache.exists()


def test_what_stands_in_a_database_is_never_kept(folder, cache):
    survey = opened(folder)
    book = replace(survey.codebook, source_table=SourceTable("clickhouse", "reg.answers"))
    there, table = replace(survey, codebook=book), pa.table({"n": [1]})
    for _ in range(2):
        assert kept_tables.kept_table(there, NAME, lambda: table) is table
    assert not cache.exists()


def test_a_survey_that_is_replaced_meanwhile_is_not_kept(folder, cache, tmp_path):
    survey = opened(folder)
    other = small(tmp_path / "other", 120)

    def make():
        (other / "responses.parquet").replace(folder / "responses.parquet")
        return Maker(survey)()

    with pytest.raises(SurveyReplacedError):
        kept_tables.kept_table(survey, NAME, make)
    assert [path for path in files(cache) if path.suffix == ".parquet"] == []
    assert ask_anew(folder)[0].column("n").to_pylist() == [20] * 6
    assert len(files(cache)) == 1  # the lock of the former version has gone with it


def test_a_kept_table_is_not_read_for_a_survey_that_has_been_replaced(folder, cache, tmp_path):
    survey = opened(folder)
    Maker(survey).ask()
    other = small(tmp_path / "other", 120)
    (other / "responses.parquet").replace(folder / "responses.parquet")
    with pytest.raises(SurveyReplacedError):
        Maker(survey).ask()


def test_the_room_is_for_what_was_read_last(folder, cache, monkeypatch):
    maker = Maker(opened(folder))
    for number, name in enumerate("abc"):
        maker.ask((name,))
        for path in files(cache):
            age = 0 if path.stat().st_mtime > time.time() - 50 else 100
            os.utime(path, (time.time() - 100 - number - age,) * 2)
    maker.ask(("a",))  # read, so the latest
    size = max(path.stat().st_size for path in files(cache))
    cache_folder.tidy(cache, 2 * size)
    assert (len(files(cache)), maker.times) == (2, 3)
    maker.ask(("a",))
    assert maker.times == 3
    cache_folder.tidy(cache, 0)
    assert files(cache) == []
    assert [*(cache / "cubes").iterdir()] == []


@pytest.mark.parametrize("becomes", ["removed", "replaced", "the same"])
def test_what_is_of_no_survey_that_is_there_goes(folder, cache, becomes):
    ask_anew(folder)
    if becomes == "removed":
        shutil.rmtree(folder)
    elif becomes == "replaced":
        (small(folder.parent / "other", 120) / "responses.parquet").replace(
            folder / "responses.parquet"
        )
    cache_folder.tidy(cache, 10**9)
    assert len(files(cache)) == (becomes == "the same")
    assert len([*(cache / "cubes").iterdir()]) == (becomes == "the same")


@pytest.mark.parametrize("told", [b"", b"/nowhere", b"\0", b"a" * 20_000, b"\xff\xfe"])
def test_what_tells_of_no_survey_goes_too(folder, cache, told):
    ask_anew(folder)
    (files(cache)[0].parent / cache_folder.SURVEY).write_bytes(told)
    cache_folder.tidy(cache, 10**9)
    assert files(cache) == []
    assert ask_anew(folder)[1] == 1


def test_what_nobody_has_read_for_a_month_goes(folder, cache):
    ask_anew(folder)
    (kept,) = files(cache)
    os.utime(kept, (time.time() - 31 * 86400,) * 2)
    cache_folder.tidy(cache, 10**9)
    assert files(cache) == []


def test_what_is_too_large_for_the_room_is_made_each_time(folder, cache, monkeypatch):
    ask_anew(folder, ("small",))
    survey = opened(folder)
    large = pa.table({"n": pa.array(range(200_000), pa.int64())})
    monkeypatch.setenv("INSIGHT_CACHE_ROOM_MB", "1")
    before = count("insight_kept_tables_total", outcome="not_written")
    for _ in range(2):
        assert kept_tables.kept_table(survey, NAME, lambda: large) is large
    assert count("insight_kept_tables_total", outcome="not_written") == before + 2
    assert ask_anew(folder, ("small",))[1] == 0  # and takes nothing from others
