"""Sign-ins that hold: what every process knows, and for how long."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from insight.access.sign_ins import SECONDS_BETWEEN_TIDYING, SignIns
from insight.language.errors import RequestError

KEY, OTHER = "a" * 64, "b" * 64
RECORD = {"claims": {"sub": "kari", "name": "Kåre"}}
SOON = datetime.now(UTC) + timedelta(hours=1)


def test_what_begins_or_ends_in_one_process_does_in_all(tmp_path):
    one, other = SignIns(tmp_path / "out"), SignIns(tmp_path / "out")
    one.begin(KEY, SOON, RECORD)
    assert one.known(KEY) == other.known(KEY) == SignIns(tmp_path / "out").known(KEY) == RECORD
    assert OTHER not in other
    other.end(KEY)
    for each in (one, other, SignIns(tmp_path / "out")):
        assert KEY not in each


def test_nobody_else_may_look(tmp_path):
    SignIns(tmp_path / "out").begin(KEY, SOON, RECORD)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    [file] = (tmp_path / "out").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_has_had_its_time_holds_no_longer_and_is_removed(tmp_path):
    one = SignIns(tmp_path / "out")
    one.begin(KEY, datetime.now(UTC) - timedelta(seconds=1), RECORD)
    one.begin(OTHER, SOON, RECORD)
    assert KEY not in one
    one.tidy(time.time() + 2 * SECONDS_BETWEEN_TIDYING)
    assert [file.name for file in (tmp_path / "out").iterdir()] == [OTHER]


class Clock:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def go_on(self, **more: float) -> None:
        self.now += timedelta(**more).total_seconds()


def test_one_that_nobody_uses_ends_and_says_why_in_every_process(tmp_path):
    clock, hour = Clock(), timedelta(hours=1)
    one, other = (SignIns(tmp_path / "out", hour, clock) for _ in range(2))
    until = datetime.now(UTC) + timedelta(hours=8)
    for key in (KEY, OTHER):
        one.begin(key, until, RECORD)
    clock.go_on(minutes=50)
    other.use(KEY)
    clock.go_on(minutes=50)
    assert KEY in one
    assert not one.is_idle(KEY)
    assert OTHER not in one
    assert one.end_idle(KEY) is None
    assert one.end_idle(OTHER) == RECORD
    assert other.end_idle(OTHER) is None  # it is told once
    assert other.is_idle(OTHER)
    clock.now -= 3000  # and it does not come back with a clock that jumps
    other.use(OTHER)
    assert OTHER not in other
    clock.go_on(hours=12)
    assert KEY not in one
    clock.go_on(days=9)
    one.tidy(clock.now)
    assert not [*(tmp_path / "out").iterdir()]


def test_one_that_was_ended_is_not_said_to_have_been_idle(tmp_path):
    clock = Clock()
    one = SignIns(tmp_path / "out", timedelta(hours=1), clock)
    one.begin(KEY, SOON, RECORD)
    one.end(KEY)
    one.use(KEY)
    clock.go_on(hours=3)
    assert not one.is_idle(KEY)
    assert not [*(tmp_path / "out").iterdir()]


def test_without_an_idle_time_only_the_longest_counts(tmp_path):
    clock = Clock()
    one = SignIns(tmp_path / "out", timedelta(0), clock)
    one.begin(KEY, datetime.now(UTC) + timedelta(hours=8), RECORD)
    clock.go_on(hours=7)
    assert KEY in one
    clock.go_on(hours=2)
    assert KEY not in one


def test_a_folder_that_is_lost_signs_everybody_out(tmp_path):
    one = SignIns(tmp_path / "out")
    one.begin(KEY, SOON, RECORD)
    assert KEY in one
    (tmp_path / "out" / KEY).unlink()
    (tmp_path / "out").rmdir()
    assert KEY not in one
    one.end(KEY)
    with pytest.raises(OSError, match="No such file"):
        one.begin(OTHER, SOON, RECORD)


def test_what_cannot_be_removed_has_ended_in_this_process_all_the_same(tmp_path, caplog):
    one = SignIns(tmp_path / "out")
    (tmp_path / "out" / KEY).mkdir()
    one.end(KEY)
    assert KEY not in one
    assert "in this process only" in caplog.text


@pytest.mark.parametrize("content", ["", "{", "\x00"])
def test_a_file_that_cannot_be_read_signs_nobody_in(tmp_path, content):
    one = SignIns(tmp_path / "out")
    one.begin(KEY, SOON, RECORD)
    (tmp_path / "out" / KEY).write_text(content)
    assert KEY not in SignIns(tmp_path / "out")


@pytest.mark.parametrize("key", ["../" + "a" * 61, "a" * 63, "A" * 64, "", "a" * 64 + "\n"])
def test_a_name_that_is_no_key_leads_to_no_file(tmp_path, key):
    assert key not in SignIns(tmp_path / "out")
    with pytest.raises(AssertionError):
        SignIns(tmp_path / "out").end(key)


def test_a_folder_that_cannot_be_had_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for folder in ("file", "link"):
        with pytest.raises(RequestError, match="INSIGHT_LOGIN_FOLDER"):
            SignIns(tmp_path / folder)
