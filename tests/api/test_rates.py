"""Rates of calls: told in headers, held for each client, and enough by default for 600 a minute."""

from dataclasses import replace

import pytest
from asked_api import DATA, PLENTY, api_client

from insight.api import rates
from insight.api.problems import Problem
from insight.api.rates import MOST_CLIENTS, Rates, TablesOfClients
from insight.api.settings import Settings, settings_from
from insight.language.errors import RequestError

FEW = Settings(most_calls=3)
COMPARED = {"between": "gender", "category": "4"}


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
    counted = Rates(FEW, clock)
    for _ in range(3):
        counted.take("a", "data")
    with pytest.raises(Problem, match="More than 3 calls in 10 seconds"):
        counted.take("a", "data")
    assert counted.take("b", "data")["RateLimit-Remaining"] == "2"
    assert counted.take("a", "metadata")["RateLimit-Remaining"] == "29"
    clock.now = 10.0
    assert counted.take("a", "data")["RateLimit-Remaining"] == "2"


def test_six_hundred_calls_a_minute_are_let_through_and_clients_do_not_fill_memory():
    clock = Clock()
    counted = Rates(Settings(), clock)
    for call in range(600):
        clock.now = call / 10
        counted.take("a", "data")
    for number in range(MOST_CLIENTS + 10):
        counted.take(str(number), "data")
    assert len(counted._windows) == MOST_CLIENTS


def test_a_client_has_so_many_different_tables_and_those_it_has_had_stay_free():
    client = api_client(replace(PLENTY, most_tables=2))
    url = DATA.format("citizens.trust_need_to_know")
    chosen = {"valueCodes[ContentsCode]": "*", "valueCodes[category]": "*"}
    first = {**chosen, "valueCodes[gender]": "1"}
    second = {**chosen, "valueCodes[gender]": "2"}
    assert [client.get(url, params=one).status_code for one in (first, second)] == [200, 200]
    refused = client.get(f"{url}?outputFormat=csv")
    assert refused.status_code == 429
    assert 3500 < int(refused.headers["retry-after"]) <= 3600
    detail = refused.json()["detail"]
    assert detail.startswith("You have had 2 different tables in an hour")
    assert "in 60 min" in detail
    assert client.get(url, params={**first, "outputFormat": "csv"}).status_code == 200
    compared = client.get(url.replace("/data", "/comparison"), params=COMPARED)
    assert compared.status_code == 429
    one = client.post("/api/v1/en/citizens/trust_need_to_know", json={"query": []})
    assert one.status_code == 429
    assert client.get("/api/v2/tables/citizens.trust_need_to_know").status_code == 200
    assert client.get(url, headers={"If-None-Match": "*"}).status_code == 304


def test_tables_are_counted_by_the_hour_and_by_client_and_do_not_fill_memory(monkeypatch):
    clock = Clock()
    tables = TablesOfClients(2, clock)
    for table in "aabba":
        tables.take("one", table)
    clock.now = 1800.0
    with pytest.raises(Problem) as refused:
        tables.take("one", "c")
    assert refused.value.headers == {"Retry-After": "1800"}
    assert "30 min" in refused.value.detail
    tables.take("another", "c")
    clock.now = 3600.0
    tables.take("one", "c")
    monkeypatch.setattr(rates, "MOST_TABLES_KEPT", 10)
    for number in range(100):
        tables.take(f"{number}", "a")
    assert len(tables._clients) == tables._kept == 10
    unbounded = TablesOfClients(0)
    for number in range(5_000):
        unbounded.take("one", number)


def test_settings_come_from_the_environment_and_a_wrong_one_is_said():
    assert settings_from({"INSIGHT_API_CALLS": "7"}).most_calls == 7
    assert settings_from({"INSIGHT_API_TABLES": "0"}).most_tables == 0
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
