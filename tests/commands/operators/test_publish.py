"""``insight publish``: a line for what was done, for each fault, and for each version."""

import os
import resource
import subprocess
import sys
from functools import partial

import pytest
from checkout import ROOT
from published_survey import work_folder


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data" / "surveys").mkdir(parents=True)
    return tmp_path / "data"


def test_from_the_first_version_to_its_coming_back(run, data, tmp_path):
    one, two = work_folder(tmp_path / "one"), work_folder(tmp_path / "two", 306)
    english = partial(run, data=data)
    folder = data / "surveys" / "small"
    first = english("publish", str(one), "--lang", "en")
    assert first == (0, f"small is published as version 1, in {folder}.\n", "")
    same = english("publish", str(one), "--lang", "en")
    assert same[1] == "small has this content already, as version 1. No version was made.\n"
    told = english("publish", str(two), "--note", "Ny", "--note-en", "New", "--lang", "en")[1]
    lines = told.splitlines()
    assert lines[1] == "- New"
    assert lines[-1].startswith("Fewer respondents than may be shown have come or gone in kode")
    assert english("publish", "--rollback", "small", "--lang", "en")[0] == 0
    listed = english("publish", "--list", "--lang", "en")[1].splitlines()
    cells = [line.split("\t") for line in listed]
    assert [(cell[1], cell[3]) for cell in cells] == [
        ("3", "read now"), ("2", "kept"), ("1", "kept"),
    ]  # fmt: skip
    assert cells[0][4].startswith("Version 1 is brought back.")


def test_every_fault_of_the_check_has_its_line_and_nothing_is_there(run, data, tmp_path):
    work = work_folder(tmp_path, frame={"q": [77] * 300, "gender": [5] * 300})
    status, out, err = run("publish", str(work), data=data)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 2
    assert not list((data / "surveys").glob("small"))


def test_where_there_are_no_versions_that_is_said(run, data):
    assert run("publish", "--list", "--lang", "en", data=data)[1].startswith("No survey")


@pytest.mark.parametrize("words", [[], ["a", "--list"], ["--rollback"], ["--version", "x"]])
def test_what_it_is_to_do_is_one_thing(run, data, words):
    assert run("publish", *words, data=data)[0] == 2


def test_a_setting_that_is_no_number_is_refused(run, data, tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_VERSIONS_KEPT", "many")
    status, _, err = run("publish", str(work_folder(tmp_path)), "--lang", "en", data=data)
    assert (status, "whole number" in err) == (1, True)


def apart(data, work, **how):
    """Run the command in a process of its own: status and complaint."""
    command = [sys.executable, "-m", "insight", "publish", work, "--data", data, "--lang", "en"]
    found = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, check=False, **how
    )  # fmt: skip
    return found.returncode, found.stderr


def test_a_disk_that_takes_no_more_is_told_and_what_was_there_stays(run, data, tmp_path):
    """No file may have more than two blocks, which the codebook has and the responses have not."""
    assert run("publish", str(work_folder(tmp_path / "one")), data=data)[0] == 0
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (1024, 1024))
    work = work_folder(tmp_path / "two", 340)
    status, complaint = apart(data, work, preexec_fn=limit)
    assert status == 1
    assert complaint == (
        f"{data / 'surveys'} cannot be written to: File too large. Nothing is published, and what "
        "was there is as it was.\n"
    )
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_told(data, tmp_path):
    (data / "surveys").chmod(0o555)
    status, complaint = apart(data, work_folder(tmp_path))
    (data / "surveys").chmod(0o755)
    assert (status, "Permission denied. Nothing is published" in complaint) == (1, True)
