"""Every door that answers by address, with a right to a survey and without."""

import shutil
from collections.abc import Iterator

import pytest
from closed_surveys import (
    ANALYST,
    CLOSED,
    HOME,
    STRANGER,
    TELLING,
    answered,
    client,
    routes,
    write_folder,
)
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from insight.access import access_file
from insight.access.person import ANYBODY
from insight.api.asking.saved_queries import read_saved_query
from insight.web.routes import PAGES

TABLE = f"{CLOSED}.q"
SAVED = read_saved_query({"tableId": TABLE, "language": "en", "selection": {"selection": []}}).id
LINK = f"lang=en&survey={CLOSED}&item=q"
URL = f"{HOME}/answers?lang%3Den%26survey%3D{CLOSED}%26item%3Dq".replace("?lang", "%3Flang")
NEAR = f"{CLOSED}e"  # which would be suggested
# What is asked of each route, about a closed survey where it can be; a new one has to be added.
ASKED = {
    "/robots.txt": [("GET", "/robots.txt")],
    "/sitemap.xml": [("GET", "/sitemap.xml")],
    "/api/picture/{name}": [
        ("GET", f"/api/picture/answers.svg?{LINK}"),
        ("GET", f"/api/picture/answers.svg?lang=nb&survey={NEAR}"),
        ("GET", "/api/picture/answers.svg?lang=nb"),
        ("GET", "/api/picture/overview.png?lang=en"),
        ("GET", f"/api/picture/maturity.svg?lang=en&survey={CLOSED}"),
    ],
    "/embed/{name}": [
        ("GET", f"/embed/answers?{LINK}"),
        ("GET", f"/embed/answers?lang=nb&survey={CLOSED}"),
        ("GET", f"/embed/answers?lang=nb&survey={NEAR}"),
        ("GET", f"/embed/answers?lang=en&survey=mackerel&item=q&against={CLOSED}&show=bars"),
        ("GET", "/embed/answers?lang=en&survey=mackerel&item=q&show=trend&by=none"),
        ("GET", "/embed/maturity?lang=en"),
    ],
    "/api/facts/{name}": [("GET", "/api/facts/figures.csv?lang=en&series=nonesuch")],
    "/api/oembed": [
        ("GET", f"/api/oembed?url={HOME}/answers%3Flang=en%26survey={CLOSED}"),
        ("GET", f"/api/oembed?url={HOME}/answers%3Flang=en%26survey=mackerel"),
    ],
    "/api/v2/config": [("GET", "/api/v2/config")],
    "/api/v2/tables": [
        ("GET", "/api/v2/tables"),
        ("GET", "/api/v2/tables?lang=no&query=okapi"),
        ("GET", f"/api/v2/tables?query={CLOSED}&pageNumber=2"),
        ("GET", "/api/v2/tables?pastDays=3"),
    ],
    "/api/v2/tables/{id}": [
        ("GET", f"/api/v2/tables/{TABLE}"),
        ("GET", f"/api/v2/tables/{TABLE}q"),
        ("GET", "/api/v2/tables/mackerel.q"),
    ],
    "/api/v2/tables/{id}/metadata": [
        ("GET", f"/api/v2/tables/{TABLE}/metadata"),
        ("GET", f"/api/v2/tables/{TABLE}/metadata?savedQuery={SAVED}"),
    ],
    "/api/v2/tables/{id}/defaultselection": [("GET", f"/api/v2/tables/{TABLE}/defaultselection")],
    "/api/v2/tables/{id}/data": [
        ("GET", f"/api/v2/tables/{TABLE}/data"),
        ("GET", f"/api/v2/tables/{TABLE}/data?outputFormat=csv"),
        ("GET", "/api/v2/tables/mackerel.q/data"),
        ("POST", f"/api/v2/tables/{TABLE}/data"),
    ],
    "/api/v2/tables/{id}/comparison": [
        ("GET", f"/api/v2/tables/{TABLE}/comparison?between=gender&category=1")
    ],
    "/api/v2/tables/{id}/adjusted": [
        ("GET", f"/api/v2/tables/{TABLE}/adjusted?between=year&given=gender&category=1")
    ],
    "/api/v2/tables/{id}/standardised": [
        ("GET", f"/api/v2/tables/{TABLE}/standardised?by=year&over=gender")
    ],
    "/api/v2/tables/{id}/beside": [
        ("GET", f"/api/v2/tables/{TABLE}/beside?survey=mackerel&category=1"),
        ("GET", f"/api/v2/tables/mackerel.q/beside?survey={CLOSED}&category=1"),
        ("GET", f"/api/v2/tables/mackerel.q/beside?survey={NEAR}&category=1"),
    ],
    "/api/v2/tables/{id}/measure": [
        ("GET", f"/api/v2/tables/{TABLE}.mean/measure?statistic=pearson&others=okapi"),
        ("GET", "/api/v2/tables/mackerel.q.mean/measure?statistic=pearson&others=okapi"),
    ],
    "/api/v2/codelists/{id}": [
        ("GET", f"/api/v2/codelists/agg_{TABLE}.nets"),
        ("GET", "/api/v2/codelists/nonesuch"),
    ],
    "/api/v2/savedqueries": [("POST", "/api/v2/savedqueries")],
    "/api/v2/savedqueries/{id}": [("GET", f"/api/v2/savedqueries/{SAVED}")],
    "/api/v2/savedqueries/{id}/data": [("GET", f"/api/v2/savedqueries/{SAVED}/data")],
    "/api/v2/savedqueries/{id}/selection": [("GET", f"/api/v2/savedqueries/{SAVED}/selection")],
    "/api/v2/problems/{kind}": [("GET", "/api/v2/problems/unknown-table")],
    "/api/v2/openapi.json": [("GET", "/api/v2/openapi.json")],
    "/api/catalog": [("GET", "/api/catalog")],
    "/api/catalog.jsonld": [("GET", "/api/catalog.jsonld")],
    "/api/catalog.ttl": [("GET", "/api/catalog.ttl")],
    "/api/v1": [("GET", "/api/v1")],
    "/api/v1/{lang}": [("GET", "/api/v1/en")],
    "/api/v1/{lang}/{survey}": [("GET", f"/api/v1/en/{CLOSED}"), ("GET", "/api/v1/no/mackerel")],
    "/api/v1/{lang}/{survey}/{item}": [
        ("GET", f"/api/v1/en/{CLOSED}/q"),
        ("POST", f"/api/v1/en/{CLOSED}/q"),
    ],
}
# The first HTML of each page, which tells of the link that leads to it.
OF_PAGES = [("GET", f"/{page}?{LINK}&lang={lang}") for page in PAGES for lang in ("nb", "en")]
BODY = {"tableId": TABLE, "language": "en", "selection": {"selection": []}}
# Of whose answers the first is about the closed survey, or names it, when there is a right to it.
PUBLIC = ("/robots.txt", "/sitemap.xml", "/api/facts/{name}", "/api/v2/config",
          "/api/v2/problems/{kind}", "/api/v2/openapi.json", "/api/v1",
          "/api/catalog", "/api/catalog.jsonld", "/api/catalog.ttl")  # fmt: skip
# An address that says itself what it asks of: the answer is the same whether or not it is there.
OWN_WORDS = ("/api/v2/savedqueries/{id}",)


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    monkeypatch.setenv("INSIGHT_ADDRESS", HOME)
    monkeypatch.setenv("INSIGHT_API_CALLS", "99999")
    write_folder(tmp_path)
    return tmp_path


def paths(of: list, before: str = "") -> Iterator[str]:
    for route in of:
        if isinstance(route, Mount):
            yield from paths(route.routes, f"{before}{route.path}")
        elif isinstance(route, Route):
            yield f"{before}{route.path}"
        else:
            yield repr(route)


def ask(person) -> dict:
    """The answer at every address to a person."""
    return ask_all(client(person))


def ask_all(asking: TestClient) -> dict:
    body = {"json": BODY}
    every = [*OF_PAGES, *(each for of in ASKED.values() for each in of)]
    return {
        (method, path): answered(asking, method, path, **(body if method == "POST" else {}))
        for method, path in every
    }


def test_every_route_is_decided_on(data):
    assert {*paths(routes())} == {*ASKED}


def test_without_a_right_every_answer_is_as_if_there_were_no_such_survey(data):
    for person in (ANYBODY, STRANGER):
        closed = ask(person)
        (data / "surveys" / CLOSED).rename(data / "elsewhere")
        absent = ask(person)
        (data / "elsewhere").rename(data / "surveys" / CLOSED)
        for door, answer in closed.items():
            assert answer == absent[door], door
            words = answer[2].decode("utf-8", "replace").lower()
            told = [word for word in TELLING[1:] if word in words]
            assert not told or "okapi" in door[1], (door, told)


def test_with_a_right_the_survey_is_there_and_no_cache_and_no_other_site_has_it(data):
    asking = client(ANALYST)
    for path, of in ASKED.items():
        method, address = of[0]
        more = {"json": BODY} if method == "POST" else {}
        status, headers, body = answered(
            asking, method, address, headers={"Origin": "https://other.example"}, **more
        )
        if path in PUBLIC:
            continue
        assert status in (200, 201), (address, status, body[:300])
        assert headers["cache-control"] == "private, no-store", address
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert not any(name.startswith("access-control-allow-origin") for name in headers), address
    listed = asking.get("/api/v2/tables").text
    assert all(word in listed for word in (CLOSED, "quagga", "okapi"))
    assert "quagga" in asking.get(f"/answers?{LINK}", headers={"Accept": "text/html"}).text


def test_what_was_answered_to_one_is_not_remembered_for_another(data):
    for address in ("/api/v2/tables/mackerel.q/data", f"/embed/answers?{LINK}",
                    "/api/picture/answers.svg?lang=en&survey=mackerel"):  # fmt: skip
        before = answered(client(), "GET", address)
        analyst = answered(client(ANALYST), "GET", address)
        assert analyst != before
        mark = {"headers": {"If-None-Match": analyst[1].get("etag", "none")}}
        assert answered(client(), "GET", address, **mark) == before


def test_a_right_that_is_withdrawn_is_gone_at_the_next_call(data):
    asking = client(ANALYST)
    url = f"/api/v2/tables/{TABLE}/data"
    known = asking.get(url)
    assert known.status_code == 200
    (data / "access.toml").write_text("# nobody\n", "utf-8")
    again = asking.get(url, headers={"If-None-Match": known.headers["etag"]})
    assert again.status_code == 404
    assert CLOSED not in again.text.replace(f"“{TABLE}”", "")


def test_the_file_taken_away_opens_nothing(data):
    asking = client()
    assert asking.get(f"/api/v2/tables/{TABLE}").status_code == 404
    (data / "access.toml").unlink()
    assert asking.get(f"/api/v2/tables/{TABLE}").status_code == 404
    shutil.rmtree(data / "surveys" / CLOSED)
    assert asking.get("/api/v2/tables/mackerel.q").status_code == 200


def test_where_a_file_is_required_and_lost_the_server_does_not_start_and_no_door_is_open(
    data, monkeypatch
):
    (data / "access.toml").unlink()
    doors = [client(person) for person in (ANYBODY, STRANGER, ANALYST)]
    assert doors[0].get("/api/v2/tables/mackerel.q").status_code == 200
    monkeypatch.setenv("INSIGHT_ACCESS", "required")
    with pytest.raises(SystemExit, match=r"has no access\.toml"):
        routes()
    access_file._known.clear()  # as if it had come past its start
    for asking in doors:
        closed = ask_all(asking)
        (data / "surveys").rename(data / "elsewhere")
        (data / "surveys").mkdir()
        absent = ask_all(asking)
        (data / "surveys").rmdir()
        (data / "elsewhere").rename(data / "surveys")
        assert closed == absent
