"""``insight serve``: what it says where it cannot begin."""

import socket

import pytest


@pytest.mark.parametrize("workers", ["0", "-1", "65"])
def test_a_number_of_workers_that_is_none_is_refused(run, workers):
    status, out, err = run("serve", "--workers", workers, "--lang", "en")
    assert (status, out) == (1, "")
    assert err == f"--workers is {workers} and must be from 1 to 64.\n"


def test_a_port_that_is_taken_is_said_in_one_sentence(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, _, err = run("serve", "--port", port, "--lang", "en")
    assert status == 1
    assert err.startswith(f"HTTP cannot listen at 127.0.0.1, port {port}: ")


def test_an_absent_data_folder_is_refused(run, tmp_path):
    assert run("serve", "--lang", "en", data=tmp_path / "none")[0] == 1


def test_seconds_that_are_none_are_refused(run, monkeypatch):
    monkeypatch.setenv("INSIGHT_DRAIN_SECONDS", "soon")
    status, _, err = run("serve", "--lang", "en")
    assert status == 1
    assert err == "INSIGHT_DRAIN_SECONDS is “soon” and must be a whole number.\n"


def test_the_environment_may_say_how_many(run, monkeypatch):
    monkeypatch.setenv("INSIGHT_WORKERS", "65")
    assert run("serve", "--lang", "en")[2] == "--workers is 65 and must be from 1 to 64.\n"
    monkeypatch.setenv("INSIGHT_WORKERS", "many")
    status, _, err = run("serve", "--lang", "en")
    assert (status, err) == (1, "INSIGHT_WORKERS is “many” and must be a whole number.\n")
    assert run("serve", "--workers", "0", "--lang", "en")[2].startswith("--workers is 0")


@pytest.mark.parametrize("command", [["serve", "--workers", "2"], ["mcp", "--http"]])
def test_without_the_file_that_is_required_nothing_starts(run, monkeypatch, tmp_path, command):
    monkeypatch.setenv("INSIGHT_ACCESS", "required")
    status, out, err = run(*command, "--lang", "en", data=tmp_path)
    assert (status, out) == (1, "")
    [line] = err.splitlines()
    assert line.startswith(f"{tmp_path} has no access.toml, which says who may see what.")
    (tmp_path / "access.toml").write_text("[[alow]]", "utf-8")
    err = run(*command, "--lang", "nb", data=tmp_path)[2]
    assert "Mente du allow?" in err
    assert "vises ingenting" in err


def test_whether_a_file_is_required_is_said_in_one_of_two_words(run, monkeypatch, tmp_path):
    monkeypatch.setenv("INSIGHT_ACCESS", "yes")
    err = run("serve", "--lang", "en", data=tmp_path)[2]
    assert err == "INSIGHT_ACCESS is “yes” and must be one of: optional, required.\n"
