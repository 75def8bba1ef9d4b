"""Existing clients on a running server: what is shared beside the project asks, in their names."""

import importlib.util
import re
import sys
from functools import cache
from importlib.util import spec_from_file_location

import pytest
from api_on_port import served_api
from fixtures_folder import shared_file

from insight.__main__ import main


@pytest.fixture
def address():
    with served_api() as address:
        yield f"{address}/api/v2"


@pytest.fixture
def checks(monkeypatch, tmp_path):
    """The shared checks; the command that they start is run here, with a process fewer."""
    file = shared_file("api/clients_check.py")
    module = importlib.util.module_from_spec(spec := spec_from_file_location("checks", file))
    spec.loader.exec_module(module)

    @cache
    def told(insight, survey, item, by, where):
        out = tmp_path / "told.json"
        command = [insight, survey, "--item", item, "--nets", "--format", "json", "--lang", "en"]
        command += ["--by", ",".join(by)] if by else []
        command += [word for name, code in where for word in ("--where", f"{name}={code}")]
        assert main([*command, "--out", str(out)]) == 0
        return out.read_text("utf-8")

    monkeypatch.setattr(module, "_told", told)
    return module


def test_each_client_that_is_installed_gets_what_the_command_tells(
    address, checks, monkeypatch, capsys
):
    monkeypatch.setattr(sys, "argv", ["clients_check.py", address, "table"])
    status = checks.main()
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("SHORT")] == []
    [count] = re.findall(r"^(\d+) checks, 0 fell short$", said, re.MULTILINE)
    assert (status, int(count) >= 60) == (0, True)
