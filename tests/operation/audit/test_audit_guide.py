"""The operator's guide to the audit and the limits: every field, event and limit there is."""

import hashlib
import hmac
import json
import re
import subprocess
from typing import get_args

from audited import KEY, settings_in
from checkout import ROOT

from insight.operation.audit.asker import name_of
from insight.operation.audit.audit_trail import FIELDS
from insight.operation.counts import Event
from insight.operation.limits.limit_settings import KINDS, LimitSettings

GUIDE = (ROOT / "docs" / "audit.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")


def named(heading: str) -> list[str]:
    """What stands in the first column of the table with this heading."""
    table = GUIDE[GUIDE.index(f"| {heading} |") :].partition("\n\n")[0]
    return [name for row in table.splitlines()[2:]
            for name in re.findall(r"`(\w+)`", row.split(" | ")[0])]  # fmt: skip


def test_every_event_and_field_is_in_the_guide():
    assert {*named("`event`")} == {*get_args(Event)}
    assert sorted(named("field")) == sorted(FIELDS)
    [example] = re.findall(r"```json\n(.*?)```", GUIDE, re.S)
    assert [*json.loads(example)] == [name for name in FIELDS if name in json.loads(example)]


def test_every_limit_is_among_the_settings_with_what_holds_otherwise():
    usual = LimitSettings()
    told = dict(re.findall(r"^\| `(INSIGHT_LIMIT_\w+)` \|.*\| (\d+) \| [^|]+\|$", SETTINGS, re.M))
    each = {f"INSIGHT_LIMIT_{kind.upper()}": usual.each[kind] for kind in KINDS}
    every = {f"INSIGHT_LIMIT_{kind.upper()}_ALL": usual.together[kind] for kind in KINDS}
    assert {name: int(number) for name, number in told.items()} == {
        "INSIGHT_LIMIT_MINUTES": usual.minutes, **each, **every
    }  # fmt: skip


def test_the_command_of_the_guide_makes_a_persons_pseudonym(tmp_path):
    settings = settings_in(tmp_path)
    [command] = re.findall(r"^printf.*$", GUIDE, re.M)
    asked = command.replace("THEIR-ID", "kari@example.no")
    run = subprocess.run(
        ["bash", "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    made = hmac.new(KEY.encode(), b"kari@example.no", hashlib.sha256).hexdigest()[:16]
    assert run.stdout.strip() == made == name_of("kari@example.no", settings)
