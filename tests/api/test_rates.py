"""Rates of calls: told in headers, held for each client, and enough by default for 600 a minute."""

import pytest
from asked_api import DATA, api_client

from insight.api.problems import Problem
from insight.api.rates import MOST_CLIENTS, Rates
from insight.api.settings import Settings, settings_from
from insight.language.errors import RequestError

FEW = Settings(most_calls=3)


def test_a_client_that_calls_too_often_is_told_how_long_to_wait():
    client = api_client(FEW)
    url = DATA.format("citizens.trust_need_to_know")
    left = [client.get(url, headers={"Origin": "https://example.org"}) for _ in range(4)]
    assert [answer.status_code for answer in left] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in left] == ["2", "1", "0", "0"]
    assert 1 <= int(left[-1].headers["retry-after"]) <= FEW.seconds
    assert left[-1].headers["access-control-allow-origin"] == "*"
    assert client.get("/api/v2/config").status_code == 200  # metadata is counted for itself


class Clock:
    """A time that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_window_ends_and_other_clients_have_their_own():
    clock = Clock()
    rates = Rates(FEW, clock)
    for _ in range(3):
        rates.take("a", "data")
    with pytest.raises(Problem, match="More than 3 calls in 10 seconds"):
        rates.take("a", "data")
    assert rates.take("b", "data")["RateLimit-Remaining"] == "2"
    assert rates.take("a", "metadata")["RateLimit-Remaining"] == "29"
    clock.now = 10.0
    assert rates.take("a", "data")["RateLimit-Remaining"] == "2"


def test_six_hundred_calls_a_minute_are_let_through_and_clients_do_not_fill_memory():
    clock = Clock()
    rates = Rates(Settings(), clock)
    for call in range(600):
        clock.now = call / 10
        rates.take("a", "data")
    for number in range(MOST_CLIENTS + 10):
        rates.take(str(number), "data")
    assert len(rates._windows) == MOST_CLIENTS


def test_settings_come_from_the_environment_and_a_wrong_one_is_said():
    assert settings_from({"INSIGHT_API_CALLS": "7"}).most_calls == 7
    with pytest.raises(RequestError, match="INSIGHT_API_CALLS is “many”"):
        settings_from({"INSIGHT_API_CALLS": "many"})
    with pytest.raises(RequestError, match="INSIGHT_PUBLISHER_NUMBER is “12”"):
        settings_from({"INSIGHT_PUBLISHER_NUMBER": "12"})
    for wrong in ("innsikt.example.no", "https://a?b", "javascript:x"):
        with pytest.raises(RequestError, match="INSIGHT_ADDRESS is"):
            settings_from({"INSIGHT_ADDRESS": wrong})
    for wrong in ("somebody", "javascript:x@y", "a b@example.no", "https://a b"):
        with pytest.raises(RequestError, match="INSIGHT_CONTACT is"):
            settings_from({"INSIGHT_CONTACT": wrong})
    assert settings_from({"INSIGHT_CONTACT": "mailto:a@example.no"}).contact == "a@example.no"


def test_a_page_of_another_site_may_ask_and_read():
    client = api_client()
    url = DATA.format("citizens.trust_need_to_know")
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    before = client.options(url, headers=asked)
    assert "POST" in before.headers["access-control-allow-methods"]
    for address in (url, "/api/v2/tables/none"):
        answer = client.get(address, headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert "set-cookie" not in answer.headers
