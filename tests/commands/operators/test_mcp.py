"""``insight mcp``: what it says where it cannot begin."""

import socket

import pytest

from insight.commands.operators import mcp


def test_without_the_extra_it_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(mcp, "find_spec", lambda _: None)
    status, out, err = run("mcp", "--lang", "en")
    assert (status, out) == (1, "")
    assert err == (
        "The command mcp needs a package that is not installed. "
        'Install it with: pip install "mcp>=2.3,<3"\n'
    )


def test_a_port_that_is_taken_or_none_is_said_in_one_sentence(run):
    pytest.importorskip("mcp", reason="the extra package mcp is not installed")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for number in (port, 70_000):
            status, _, err = run("mcp", "--http", "--port", str(number), "--lang", "en")
            assert status == 1
            assert err.startswith(f"HTTP cannot listen at 127.0.0.1, port {number}: ")


def test_an_absent_data_folder_is_refused(run, tmp_path):
    pytest.importorskip("mcp", reason="the extra package mcp is not installed")
    assert run("mcp", "--lang", "en", data=tmp_path / "none")[0] == 1
