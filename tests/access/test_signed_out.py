"""Sign-ins that have been ended: what every process knows, and for how long."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from insight.access.signed_out import SECONDS_BETWEEN_TIDYING, SignedOut
from insight.language.errors import RequestError

KEY, OTHER = "a" * 64, "b" * 64
SOON = datetime.now(UTC) + timedelta(hours=1)


def test_what_one_process_ends_all_know_and_those_that_start_later(tmp_path):
    one, other = SignedOut(tmp_path / "out"), SignedOut(tmp_path / "out")
    one.end(KEY, SOON)
    for each in (one, other, SignedOut(tmp_path / "out")):
        assert KEY in each
        assert OTHER not in each
        assert "" not in each


def test_nobody_else_may_look_and_nothing_says_who_it_was(tmp_path):
    SignedOut(tmp_path / "out").end(KEY, SOON)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    [file] = (tmp_path / "out").iterdir()
    assert (file.name, file.read_bytes(), file.stat().st_mode & 0o777) == (KEY, b"", 0o600)


def test_what_would_have_ended_anyway_is_forgotten(tmp_path):
    one = SignedOut(tmp_path / "out")
    one.end(KEY, datetime.now(UTC) - timedelta(seconds=1))
    one.end(OTHER, SOON)
    one.tidy(time.time() + 2 * SECONDS_BETWEEN_TIDYING)
    assert KEY not in one
    assert OTHER in one


def test_a_folder_that_is_lost_or_full_loses_nothing_that_this_process_ended(tmp_path, caplog):
    one = SignedOut(tmp_path / "out")
    one.end(KEY, SOON)
    (tmp_path / "out" / KEY).unlink()
    (tmp_path / "out").rmdir()
    (tmp_path / "out").write_text("in the way")
    one.end(OTHER, SOON)
    assert KEY in one
    assert OTHER in one
    assert "in this process only" in caplog.text


@pytest.mark.parametrize("key", ["../" + "a" * 61, "a" * 63, "A" * 64, "", "a" * 64 + "\n"])
def test_a_name_that_is_no_key_leads_to_no_file(tmp_path, key):
    assert key not in SignedOut(tmp_path / "out")
    with pytest.raises(AssertionError):
        SignedOut(tmp_path / "out").end(key, SOON)


def test_a_folder_that_cannot_be_had_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for folder in ("file", "link"):
        with pytest.raises(RequestError, match="INSIGHT_LOGIN_FOLDER"):
            SignedOut(tmp_path / folder)
