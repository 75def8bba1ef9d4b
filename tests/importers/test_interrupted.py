"""An import that is ended or has no room: nothing stays behind, and the file is not blamed."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checkout import ROOT
from survey_folder import segment, single, write_survey

from insight import import_file, open_survey
from insight.importers.importing import PREFIX
from insight.importers.sandbox import sandbox
from insight.importers.sandbox.sandbox import run_apart
from insight.language.catalogue import LANGUAGES
from insight.language.errors import ImportRefusal
from insight.survey.disk.held_folders import remove_left_behind
from insight.web.own_survey import leftovers

PATIENCE = 30
CSV = b"gender,q\n" + b"1,2\n2,1\n" * 40


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(CSV)
    return path


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files of these processes alone."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


IMPORT = """
import sys
from pathlib import Path
from insight.importers.sandbox import sandbox
from insight.importers import importing
importing.run_apart = lambda request, on_progress: sandbox.run_apart(
    {"into": str(Path(request["folder"]).parent)}, function="in_sandbox:work_for_long"
)
importing.import_file(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def importing(file, temporary, tmp_path):
    """An import in a process of its own, whose reading takes very long."""
    to = tmp_path / "surveys"
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])
    command = [sys.executable, "-c", IMPORT, str(file), str(to / "answers")]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}) as process:
        try:
            until(lambda: [*to.glob(f"{PREFIX}*/half")])
            yield process, to
        finally:
            process.kill()


def until(seen):
    """Wait until something is seen, and return it."""
    for _ in range(PATIENCE * 20):
        if found := seen():
            return found
        time.sleep(0.05)
    raise TimeoutError


def is_running(number):
    try:
        return "Z" not in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2][:3]
    except OSError:
        return False


def test_what_a_killed_import_left_goes_with_the_next_start(importing, temporary, monkeypatch):
    process, to = importing
    monkeypatch.setenv("INSIGHT_DATA", str(to))
    [half] = to.glob(f"{PREFIX}*/half")
    reader = int(half.read_text())
    leftovers.remove_leftovers()  # another server starts meanwhile, on the same data
    assert half.exists()
    assert [*temporary.glob(f"{sandbox.PREFIX}*")]
    process.send_signal(signal.SIGKILL)
    process.wait()
    until(lambda: not is_running(reader))  # what read the file ends with the one that waited
    assert half.exists()
    leftovers.remove_leftovers()
    assert not [*to.iterdir(), *temporary.iterdir()]


def test_what_a_killed_import_left_goes_with_the_next_import(importing, file, temporary):
    process, to = importing
    process.send_signal(signal.SIGKILL)
    process.wait()
    import_file(file, to / "answers")
    assert [path.name for path in to.iterdir()] == ["answers"]
    assert not [*temporary.iterdir()]


def test_a_survey_whose_place_was_being_taken_is_brought_back(tmp_path, monkeypatch):
    """Where there is no such step as to change places, an end between two of them loses nothing."""
    monkeypatch.setattr("insight.survey.disk.exchange._renameat2", lambda: None)
    frame, variables = {"q": [1, 2] * 50, "g": [1, 2] * 50}, {"q": single(1, 2), "g": segment(1, 2)}
    folder = write_survey(tmp_path, "s", frame, variables)
    room = folder.parent / f"{PREFIX}x"
    (room / "former").mkdir(parents=True)
    (room / "lock").touch()
    folder.rename(room / "former" / "s")
    remove_left_behind(PREFIX, folder.parent)
    assert open_survey(folder).respondents == 100
    assert [path.name for path in folder.parent.iterdir()] == ["s"]


# --- No room -------------------------------------------------------------------------------------


def said(refused):
    assert "Traceback" not in refused.value.text("en")
    return [refused.value.text(language) for language in LANGUAGES]


@pytest.mark.parametrize("name", ["fill", "fill_in_arrow", "fill_while_unpacking"])
def test_a_disk_that_fills_up_while_a_file_is_read_is_not_the_fault_of_the_file(name):
    with pytest.raises(ImportRefusal) as refused:
        run_apart({}, function=f"in_sandbox:{name}")
    nb, en = said(refused)
    assert "ikke noe galt med" in nb
    assert en.startswith("There was no room on the disk to make the survey. Nothing is wrong with")


@pytest.mark.parametrize("place", ["mkdtemp", "rename"])
def test_a_disk_without_room_for_the_folder_is_not_the_fault_of_the_file(
    file, tmp_path, monkeypatch, place
):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    patched = {"mkdtemp": "tempfile.mkdtemp", "rename": "os.rename"}[place]
    with monkeypatch.context() as filled:
        filled.setattr(patched, full)
        with pytest.raises(ImportRefusal) as refused:
            import_file(file, tmp_path / "surveys")
    assert "no room on the disk" in said(refused)[1]
    assert not (tmp_path / "surveys").exists()


def test_a_folder_that_may_only_be_read_is_not_the_fault_of_the_file(file, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(ImportRefusal) as refused:
        import_file(file, tmp_path / "surveys")
    assert said(refused)[1] == (
        "The survey surveys could not be written where it belongs: Read-only file system. Nothing "
        "is wrong with the file."
    )
