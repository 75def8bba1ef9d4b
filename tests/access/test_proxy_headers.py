"""Headers of a proxy: whose are believed, and which can be read in one way only."""

from datetime import UTC, datetime, timedelta

import pytest

from insight.access.login_settings import login_from
from insight.access.person import ANYBODY, Person
from insight.access.proxy_headers import HeldTimes, is_believed, person_of_headers, without
from insight.language.errors import RequestError

SETTINGS = login_from({"INSIGHT_LOGIN": "offered", "INSIGHT_LOGIN_BY": "proxy",
                       "INSIGHT_LOGIN_PROXY": "10.0.0.5 192.168.1.0/24 fd00::7"})  # fmt: skip
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("peer", "believed"), [
    ("10.0.0.5", True), ("192.168.1.77", True), ("fd00::7", True), ("::ffff:10.0.0.5", True),
    ("10.0.0.6", False), ("127.0.0.1", False), ("::1", False), ("", False), ("10.0.0.5, 1", False),
    ("proxy", False), ("192.168.2.1", False), ("::ffff:8.8.8.8", False),
])  # fmt: skip
def test_only_the_addresses_that_are_named_are_believed(peer, believed):
    assert is_believed(peer, SETTINGS) is believed


def told(*headers: tuple[str, str]):
    lines = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    return person_of_headers(lines, SETTINGS, NOW)


def test_user_name_and_groups_are_read():
    kari = told(("X-Forwarded-User", "kari@example.no"), ("X-Forwarded-Groups", "leaders, HR team"),
                ("X-Forwarded-Preferred-Username", "Kari N"))  # fmt: skip
    assert (kari.id, kari.name) == ("kari@example.no", "Kari N")
    assert kari.groups == {"leaders", "HR team"}
    assert (kari.until - NOW).total_seconds() == 8 * 3600


def test_without_a_user_groups_are_nobody_s():
    assert not told(("X-Forwarded-Groups", "leaders")).has_signed_in
    assert not told(("X-Forwarded-User", ""), ("X-Forwarded-Groups", "leaders")).has_signed_in


USER = ("X-Forwarded-User", "kari")


@pytest.mark.parametrize("headers", [
    [USER, USER], [USER, ("x-forwarded-user", "ola")], [("X-Forwarded-User", "kari,ola")],
    [("X-Forwarded-User", "ka\nri")], [("X-Forwarded-User", "kari%2Cola")],
    [("X-Forwarded-User", "k" * 256)], [("X-Forwarded-User", "kåri")],
    [("X-Forwarded-User", "a b")],
    [USER, ("X-Forwarded-Groups", "a"), ("X-Forwarded-Groups", "b")],
    [USER, ("X-Forwarded-Groups", "a%2Cb")], [USER, ("X-Forwarded-Groups", "a\r\nb")],
    [USER, ("X-Forwarded-Groups", "rød")], [USER, ("X-Forwarded-Groups", "a," * 9000)],
])  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused(headers):
    with pytest.raises(RequestError, match="understood in more than one way"):
        told(*headers)


def test_a_name_that_cannot_be_read_is_the_user_s_id():
    assert told(USER, ("X-Forwarded-Preferred-Username", "Åse")).name == "kari"


def test_who_connects_again_holds_as_long_as_before_while_half_of_the_time_is_left():
    times, hour, now = HeldTimes(), timedelta(hours=1), datetime(2026, 3, 2, tzinfo=UTC)

    def until(minutes: int, name: str = "ola", *groups: str) -> float:
        at = now + timedelta(minutes=minutes)
        person = times.held(Person(name, name, frozenset(groups), at + hour), hour, at)
        assert person.until
        return (person.until - now) / timedelta(minutes=1)

    assert [until(0), until(1), until(29)] == [60, 60, 60]
    assert [until(2, "kari"), until(3, "ola", "leaders")] == [62, 63]
    assert [until(30), until(31)] == [90, 90]
    assert times.held(ANYBODY, hour, now) == ANYBODY


def test_the_headers_go_no_further_however_they_are_written():
    lines = [(b"x-forwarded-user", b"a"), (b"X_Forwarded_User", b"b"), (b"x-forwarded_user", b"c"),
             (b"accept", b"d")]  # fmt: skip
    assert without(lines, SETTINGS.headers) == [(b"accept", b"d")]
