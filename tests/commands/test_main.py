"""The command line as a whole: its help, its exit status as a process, and what it imports."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT
from survey_folder import single, write_survey

from insight.__main__ import COMMANDS, main

TABLE = ("table", "citizens", "--item", "q")
HEAVY = {"altair", "babel", "duckdb", "numpy", "pandas", "pyarrow", "pyreadstat", "scipy"}
HEAVY |= {"scipy.optimize", "streamlit", "tomlkit", "xlsxwriter"}


def process(*arguments: str | bytes, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "insight", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=240, **more)


def packages_of(*arguments: str) -> set[str]:
    """The outside packages that a command has imported when it is done, of those that take time."""
    program = (
        "import sys\nfrom insight.__main__ import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    return HEAVY & {*done.stderr.split()}


def test_a_command_that_is_broken_off_ends_in_silence(tmp_path):
    """Many reports take minutes, and are taken up again; who stops them wants no lines of code."""
    fifo = tmp_path / "report.toml"
    os.mkfifo(fifo)  # the command waits for somebody to write the report
    command = [sys.executable, "-m", "insight", "report", str(fifo), "--out", "x.pdf"]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    # Once it is open at both ends the command reads.
    with subprocess.Popen(command, **told) as running, fifo.open("w"):
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=240) == (b"", None)
    assert running.returncode == 130


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_line_and_its_help(name, capsys):
    for arguments in (["--help"], [name, "--help"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 0
    helped = capsys.readouterr().out
    assert f"    {name} " in helped
    assert COMMANDS[name][1] in helped
    assert f"usage: insight {name} [-h] " in helped
    assert "[--lang {nb,en}]" in helped


def test_every_command_has_a_module_and_every_module_with_a_command_its_line():
    folder = ROOT / "insight" / "commands"
    modules = {
        ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if "def run(" in path.read_text()
    }
    assert modules == {module for module, _ in COMMANDS.values()}


def test_a_command_imports_only_what_it_needs(root):
    assert packages_of("--help") == set()
    data = ("--data", str(root))
    assert packages_of(*TABLE, *data) == {"duckdb", "numpy", "pyarrow", "scipy"}
    assert packages_of("surveys", *data) == {"duckdb", "numpy", "pyarrow"}


def test_the_statuses_are_those_of_the_process(root):
    where = {"env": {**os.environ, "INSIGHT_DATA": str(root)}}
    refused = process("table", "citizens", "--item", b"\xff\n", **where)
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert len(refused.stderr.splitlines()) == 1
    assert process("tabel", **where).returncode == 2


def test_a_reader_that_stops_reading_is_no_fault(root, tmp_path):
    many = write_survey(tmp_path, "many", {"q": [1, 2]}, {"q": single(*range(1, 3000))})
    command = [sys.executable, "-m", "insight", "table", str(many), "--item", "q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout.readline().startswith(b"survey,item,kind,category,")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(240) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_is_full_is_said_in_one_line(root):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "insight", *TABLE, "--data", str(root)]
        found = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=240
        )
    assert found.returncode == 1
    assert len(found.stderr.splitlines()) == 1
