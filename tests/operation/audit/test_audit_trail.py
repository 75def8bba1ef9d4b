"""The trail: what a line holds, who it tells of, and what happens where none can be written."""

import json
import logging
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from audited import KEY, audited, settings_in
from checkout import ROOT

from insight.language.errors import NotNowError, RequestError
from insight.operation.audit.asker import Asker, name_of
from insight.operation.audit.audit_settings import audit_settings_from
from insight.operation.audit.audit_trail import MOST_IN_A_MINUTE, AuditTrail
from insight.operation.counts import AUDIT_FAILURES, AUDIT_LINES
from insight.operation.health import Readiness
from insight.operation.log_marks import marked

KARI = Asker("kari", "a1b2", tables=range(7))


def test_a_line_tells_who_has_done_what_and_when(tmp_path):
    with audited(tmp_path) as audit, marked(request="77aa"):
        from insight.operation.audit.audit_trail import trail

        trail().write("view", KARI, surveys=["citizens"], by=[], where={"age": ["1"]})
        [line] = audit.lines()
    assert [*line] == ["time", "event", "who", "session", "tables", "process", "request",
                       "surveys", "where"]  # fmt: skip
    assert line["time"].endswith("Z")
    assert (line["event"], line["tables"], line["process"]) == ("view", 7, os.getpid())
    assert line["who"] == name_of("kari", settings_in(tmp_path))
    assert (line["request"], line["where"]) == ("77aa", {"age": ["1"]})
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_and_nothing_looked_at_where_no_file_is_named():
    trail = AuditTrail(audit_settings_from({}))
    assert not trail.is_on
    trail.write("view", KARI, restricted=True, surveys=["citizens"])
    assert not trail.wrong


# --- Who ------------------------------------------------------------------------------------------


def test_a_person_has_one_pseudonym_in_every_process_and_after_a_restart(tmp_path):
    program = "\n".join([
        "import sys; sys.path.insert(0, 'tests/support')",
        "from pathlib import Path; from audited import settings_in",
        "from insight.operation.audit.asker import name_of",
        f"print(name_of('kari', settings_in(Path({str(tmp_path)!r}))))",
    ])  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    settings = settings_in(tmp_path)
    assert run.stdout.strip() == name_of("kari", settings)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "audit.key").write_text(KEY[::-1])
    other = {"INSIGHT_AUDIT": "x", "INSIGHT_AUDIT_KEY": f"{tmp_path}/other/audit.key"}
    assert name_of("kari", audit_settings_from(other)) != name_of("kari", settings)
    assert len({name_of(person, settings) for person in ("kari", "Kari", "ola")}) == 3
    assert KEY not in repr(settings)
    assert "kari" not in repr(KARI)


@pytest.mark.parametrize(
    "number",
    [
        "01019012345",
        "010190 12345",
        "idporten:01019012345",
        "ola.2000 010190-12345",
        "0101\u200b9012345",
        "٠١٠١٩٠١٢٣٤٥",
    ],
)  # fmt: skip
def test_a_citizens_number_is_never_told_whatever_is_set(tmp_path, number):
    clear = settings_in(tmp_path, INSIGHT_AUDIT_PEOPLE="clear")
    for other in ("kari@example.no", "00000000-1234-5678-9012-345678901234"):
        assert name_of(other, clear) == other
    assert name_of(number, clear) == name_of(number, settings_in(tmp_path)) != number


@pytest.mark.parametrize("key", ["", "short", "a" * 64, None])
def test_a_key_that_is_not_there_or_that_can_be_guessed_ends_the_start(tmp_path, key):
    if key is not None:
        (tmp_path / "key").write_text(key)
    environment = {"INSIGHT_AUDIT": "a.jsonl", "INSIGHT_AUDIT_KEY": str(tmp_path / "key")}
    with pytest.raises(RequestError) as refused:
        audit_settings_from(environment)
    assert "INSIGHT_AUDIT_KEY" in refused.value.text("en")
    assert "aaaa" not in refused.value.text("en")


# --- Hostile values -------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [
    'x"}\n{"event": "sign_in"', "a\r\nb", "a\u2028b", "\x1b[2J", "\x00", "\ud800", "å" * 70_000,
])  # fmt: skip
def test_no_value_begins_a_line_or_ends_one(tmp_path, value):
    with audited(tmp_path, INSIGHT_AUDIT_PEOPLE="clear") as audit:
        from insight.operation.audit.audit_trail import trail

        trail().write("view", Asker(value), surveys=[value], where={value: [value]})
        trail().write("sign_out", KARI)
        first, second = audit.lines()
    assert first["event"] == "view"
    assert second["event"] == "sign_out"
    assert audit.path.read_bytes().count(b"\n") == 2
    assert first["who"] == value
    assert audit.path.read_text("utf-8").replace("\n", "").isprintable()


def test_what_anybody_can_make_many_of_fills_no_disk_and_hides_nobody(tmp_path):
    now = [0.0]
    trail = AuditTrail(settings_in(tmp_path), clock=lambda: now[0])
    for _ in range(10 * MOST_IN_A_MINUTE):
        trail.write("failed_sign_in", reason="provider")
    trail.write("refusal", KARI, reason="closed_survey")
    now[0] = 61
    trail.write("failed_sign_in", reason="provider")
    for _ in range(2 * MOST_IN_A_MINUTE):
        trail.write("view", KARI)
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    told = [(line["event"], line.get("untold", 0)) for line in lines]
    assert told[:-1].count(("failed_sign_in", 0)) == MOST_IN_A_MINUTE
    assert ("refusal", 0) in told
    assert ("failed_sign_in", 9 * MOST_IN_A_MINUTE) in told
    assert told.count(("view", 0)) == 2 * MOST_IN_A_MINUTE


# --- Where no line can be written -----------------------------------------------------------------


def ready(trail: AuditTrail) -> tuple:
    return Readiness(list, memory=0, room=0, audit=lambda: trail.wrong).wrong()


def test_a_file_that_cannot_be_written_closes_what_is_restricted_and_nothing_else(tmp_path, caplog):
    trail = AuditTrail(settings_in(tmp_path))
    failures, lines = AUDIT_FAILURES.values().get((), 0), AUDIT_LINES.values()["download",]
    (tmp_path / "audit.jsonl").mkdir()
    with caplog.at_level(logging.ERROR), pytest.raises(NotNowError) as refused:
        trail.write("view", KARI, restricted=True, surveys=["citizens"])
    assert refused.value.faults[0].key == "fault.audit_fails"
    trail.write("download", KARI, surveys=["citizens"])
    assert AUDIT_FAILURES.values()[()] == failures + 2
    assert [record.getMessage() for record in caplog.records] == [
        "The audit file cannot be written: Is a directory"
    ]
    [wrong] = ready(trail)
    assert (wrong.check, wrong.what, wrong.hinders) == ("audit", "not_writable", False)
    (tmp_path / "audit.jsonl").rmdir()
    trail.write("download", KARI, surveys=["citizens"])
    assert AUDIT_LINES.values()["download",] == lines + 1


FULL = """
import resource, sys
sys.path.insert(0, "tests/support")
from pathlib import Path
from audited import settings_in
from insight.language.errors import NotNowError
from insight.operation.audit.audit_trail import AuditTrail

folder = Path(sys.argv[1])
trail = AuditTrail(settings_in(folder))
trail.write("view", restricted=True, surveys=["first"])
limit = (folder / "audit.jsonl").stat().st_size + 20
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
for _ in range(2):
    try:
        trail.write("view", restricted=True, surveys=["second"])
        print("written")
    except NotNowError as refused:
        print(refused.faults[0].key)
trail.write("download", surveys=["open"])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
trail.write("view", restricted=True, surveys=["third"])
"""


def test_on_a_full_disk_a_line_is_whole_or_refused_and_the_next_one_stands_by_itself(tmp_path):
    assert resource.RLIMIT_FSIZE
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.splitlines() == ["fault.audit_fails"] * 2
    written = (tmp_path / "audit.jsonl").read_text("utf-8").splitlines()
    assert [whole(line) for line in written] == [["first"], None, ["third"]]


def whole(line: str) -> list[str] | None:
    try:
        return json.loads(line)["surveys"]
    except ValueError:
        return None


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_is_no_file_of_its_own_ends_the_start_in_a_sentence(tmp_path, kind):
    path: Path = tmp_path / "audit.jsonl"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.mkdir()
    with pytest.raises(RequestError) as refused:
        AuditTrail(settings_in(tmp_path)).begin()
    assert "audit.jsonl" in refused.value.text("nb")
