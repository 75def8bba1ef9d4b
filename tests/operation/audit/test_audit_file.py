"""The audit's file: shared by processes and rotated by another, no line lost or torn."""

import json
import subprocess
import sys
import time

from checkout import ROOT

from insight.operation.audit.audit_file import AuditFile

LINES, WRITERS = 1500, 3


PROGRAM = """
import json, sys
from pathlib import Path
from insight.operation.audit.audit_file import AuditFile

file = AuditFile(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    line = {"writer": int(sys.argv[2]), "number": number, "more": "x" * (number % 900)}
    file.append(json.dumps(line))
"""


def test_several_processes_write_while_the_file_is_rotated_and_no_line_is_lost(tmp_path):
    path = tmp_path / "audit.jsonl"
    program = (sys.executable, "-c", PROGRAM, str(path))
    writers = [
        subprocess.Popen([*program, f"{writer}", f"{LINES}"], cwd=ROOT) for writer in range(WRITERS)
    ]
    rotated = 0
    while any(writer.poll() is None for writer in writers):
        if path.exists() and path.stat().st_size > 100_000:
            path.rename(tmp_path / f"audit.jsonl.{rotated}")
            rotated += 1
        time.sleep(0.01)
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert rotated > 2
    found = [
        json.loads(line)
        for each in tmp_path.glob("audit.jsonl*")
        for line in each.read_text("ascii").splitlines()
    ]
    assert sorted((one["writer"], one["number"]) for one in found) == [
        (writer, number) for writer in range(WRITERS) for number in range(LINES)
    ]


def test_a_line_that_another_left_torn_is_ended_first(tmp_path):
    path = tmp_path / "audit.jsonl"
    path.write_text('{"whole": 1}\n{"to')
    AuditFile(path).append('{"whole": 2}')
    assert path.read_text() == '{"whole": 1}\n{"to\n{"whole": 2}\n'


def test_a_file_that_is_there_keeps_its_rights(tmp_path):
    path = tmp_path / "audit.jsonl"
    path.touch(0o640)
    AuditFile(path).append("{}")
    assert path.stat().st_mode & 0o777 == 0o640
