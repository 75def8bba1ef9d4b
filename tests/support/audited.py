"""An audit for tests: begun in a file, read back as documents."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from insight.operation.audit import audit_trail
from insight.operation.audit.audit_settings import AuditSettings, audit_settings_from

KEY = "0123456789abcdef0123456789abcdef"
OF_TIME = ("time", "process", "request", "session")


def settings_in(folder: Path, **environment: str) -> AuditSettings:
    """Return the settings of an audit in a folder, with a key of its own."""
    (folder / "audit.key").write_text(KEY, "ascii")
    usual = {"INSIGHT_AUDIT": f"{folder}/audit.jsonl", "INSIGHT_AUDIT_KEY": f"{folder}/audit.key"}
    return audit_settings_from(usual | environment)


@contextmanager
def audited(folder: Path, **environment: str) -> Iterator["Audit"]:
    """Let acts be written down meanwhile."""
    before = audit_trail.trail()
    settings = settings_in(folder, **environment)
    audit_trail.begin_audit(settings)
    try:
        yield Audit(folder / "audit.jsonl")
    finally:
        audit_trail._of_process = before


class Audit:
    """The file, whose lines are told from when they were last asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = 0

    def lines(self) -> list[dict]:
        """Return the new lines, each a document."""
        written = self.path.read_text("utf-8")
        new, self._read = written[self._read :], len(written)
        assert not new or new.endswith("\n")
        return [json.loads(line) for line in new.splitlines()]

    def acts(self) -> list[dict]:
        """Return the new lines without what differs from run to run, and what nobody has given."""
        return [
            {name: value for name, value in line.items() if name not in OF_TIME and value}
            for line in self.lines()
        ]
