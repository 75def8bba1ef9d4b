"""Survey folders are found; a broken one is reported and hurts no other."""

import os
import tempfile
from pathlib import Path

import pytest
from survey_folder import single, write_survey

from insight import CodebookError, InsightError, UnknownNameError, find_surveys
from insight.survey.folders import (
    CODEBOOK,
    RESPONSES,
    bundled_data,
    data_folder,
    find_survey,
    read_survey,
    require_folder,
    version_of,
)

ITEM = {"q": single(1, 2)}


def written(root: Path, name: str) -> Path:
    return write_survey(root, name, {"q": [1, 2]}, ITEM)


def test_surveys_are_found_in_the_order_of_their_names(tmp_path):
    for name in ("zebra", "apple"):
        written(tmp_path, name)
    (tmp_path / "surveys" / "notes").mkdir()
    (tmp_path / "surveys" / "README.md").touch()
    found = find_surveys(tmp_path)
    assert [survey.id for survey in found.surveys] == ["apple", "zebra"]
    assert found.broken == ()


def test_a_folder_of_surveys_may_be_the_data_folder_itself(tmp_path):
    written(tmp_path, "s")
    assert [one.id for one in find_surveys(tmp_path / "surveys").surveys] == ["s"]


def test_broken_surveys_are_reported_beside_the_others(tmp_path):
    written(tmp_path, "good")
    (written(tmp_path, "empty") / "codebook.toml").write_text("")
    (written(tmp_path, "no_codebook") / "codebook.toml").unlink()
    written(tmp_path, "renamed").rename(tmp_path / "surveys" / "other")
    found = find_surveys(tmp_path)
    assert [one.id for one in found.surveys] == ["good"]
    assert [name for name, _ in found.broken] == ["empty", "no_codebook", "other"]
    assert all(isinstance(error, CodebookError) for _, error in found.broken)
    assert str(found.broken[1][1]) == "The folder “no_codebook” has no codebook.toml."


@pytest.mark.parametrize("root", ["absent", "file", "x" * 5000, "file/surveys"])
def test_where_there_is_no_folder_there_are_no_surveys(tmp_path, root):
    (tmp_path / "file").touch()
    assert find_surveys(tmp_path / root).surveys == ()


def test_a_survey_is_opened_by_id_or_path(tmp_path, monkeypatch):
    folder = written(tmp_path, "s")
    monkeypatch.chdir(tmp_path / "surveys")
    nowhere = tmp_path / "nowhere"
    assert find_survey("s", tmp_path).folder == folder
    for path in (str(folder), "s/", "./s", "../surveys/s", f"{folder}/../s/."):
        assert find_survey(path, nowhere).folder == folder


def test_an_id_comes_before_a_path(tmp_path, monkeypatch):
    mine, other = written(tmp_path / "data", "s"), written(tmp_path / "elsewhere", "s")
    monkeypatch.chdir(other.parent)
    assert find_survey("s", tmp_path / "data").folder == mine


STRANGE = ["", " ", "nope", "x" * 5000, "a\0b", "a\nb", "s.toml", "citizen\u202e", "~", "*"]


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_survey_is_refused_in_one_line(tmp_path, name):
    written(tmp_path, "citizens")
    with pytest.raises(UnknownNameError) as refusal:
        find_survey(name, tmp_path)
    assert str(refusal.value).isprintable()
    assert "citizens" in str(refusal.value)


@pytest.mark.parametrize("name", [".", "..", "/", "loop", "file/x"])
def test_a_path_without_a_survey_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    for read in (lambda: find_survey(name, tmp_path), lambda: read_survey(Path(name))):
        with pytest.raises(InsightError) as refusal:
            read()
        assert str(refusal.value).isprintable()
        assert "“”" not in str(refusal.value)


def test_the_version_changes_with_either_file(tmp_path):
    folder = written(tmp_path, "s")
    versions = {read_survey(folder).version, read_survey(folder).version}
    assert len(versions) == 1
    (folder / "responses.parquet").unlink()
    versions.add(read_survey(folder).version)
    (folder / "codebook.toml").write_text((folder / "codebook.toml").read_text() + "\n")
    versions.add(read_survey(folder).version)
    assert len(versions) == 3


def test_the_data_folder_is_the_one_chosen_else_the_environments(monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", "/from/environment")
    assert data_folder("/chosen") == Path("/chosen")
    assert data_folder() == Path("/from/environment")
    monkeypatch.setenv("INSIGHT_DATA", "")
    assert data_folder() == bundled_data()


def test_the_bundled_surveys_are_in_order():
    found = find_surveys(bundled_data())
    assert {"citizens", "health_personnel"} <= {survey.id for survey in found.surveys}
    assert found.broken == ()


def test_another_file_of_the_same_size_and_time_is_another_version(tmp_path):
    for name in (CODEBOOK, RESPONSES):
        (tmp_path / name).write_text("before")
    before, status = version_of(tmp_path), (tmp_path / RESPONSES).stat()
    assert version_of(tmp_path) == before
    (tmp_path / RESPONSES).write_text("afters")
    os.utime(tmp_path / RESPONSES, ns=(status.st_atime_ns, status.st_mtime_ns))
    overwritten = version_of(tmp_path)
    assert overwritten != before
    copy = tmp_path / "copy"
    copy.write_text("copied")
    os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
    copy.replace(tmp_path / RESPONSES)
    assert version_of(tmp_path) not in {before, overwritten}


def test_a_data_folder_that_may_not_be_read_is_not_said_to_be_absent():
    with tempfile.TemporaryDirectory() as locked:
        Path(locked).chmod(0)
        before = os.geteuid()
        os.seteuid(before or 65_534)  # nothing is locked to root
        try:
            with pytest.raises(InsightError) as refusal:
                require_folder(Path(locked))
        finally:
            os.seteuid(before)
    assert refusal.value.text("en") == f"{locked} cannot be read: Permission denied."
