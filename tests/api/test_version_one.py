"""Version 1: levels, variables, and queries as the older clients of R post them."""

import pytest
from asked_api import DATA, api_client, cells, parameters

HERE = "/api/v1/en/citizens/trust_need_to_know"


@pytest.fixture(scope="module")
def client():
    return api_client()


def query(form, **chosen):
    asked = [
        {"code": name, "selection": {"filter": kind, "values": values}}
        for name, (kind, values) in chosen.items()
    ]
    return {"query": asked, "response": {"format": form}}


def test_the_levels_lead_to_the_variables(client):
    assert [one["id"] for one in client.get("/api/v1").json()] == ["no", "en"]
    surveys = [one["id"] for one in client.get("/api/v1/en/").json()]
    assert surveys == ["citizens", "health_personnel", "organisations"]
    items = {one["id"] for one in client.get("/api/v1/en/citizens").json()}
    assert {"trust_need_to_know", "trust_need_to_know.mean"} <= items
    told = client.get(HERE).json()["variables"]
    assert [one["code"] for one in told][-3:] == ["category", "ContentsCode", "year"]
    assert all(len(one["values"]) == len(one["valueTexts"]) for one in told)
    assert [one["code"] for one in told if one.get("time")] == ["year"]


def test_each_level_tells_the_limits(client):
    for level in ("/api/v1", "/api/v1/en", "/api/v1/en/citizens", HERE):
        assert client.get(level, params="config").json()["maxCells"] == 50_000


def test_rows_have_the_figures_of_version_two(client):
    chosen = {"gender": ("item", ["1", "2"]), "category": ("all", ["*"]), "year": ("top", ["2"])}
    told = client.post(HERE, json=query("json", **chosen)).json()
    contents = [column["code"] for column in told["columns"] if column["type"] == "c"]
    names = [column["code"] for column in told["columns"] if column["type"] != "c"]
    found = {
        frozenset([*zip(names, row["key"], strict=True), ("ContentsCode", content)]): float(value)
        for row in told["data"]
        for content, value in zip(contents, row["values"], strict=True)
    }
    asked = {"gender": "1,2", "category": "*", "year": "top(2)", "ContentsCode": "*"}
    dataset = client.get(DATA.format("citizens.trust_need_to_know"), params=parameters(asked))
    assert found == {frozenset(codes.items()): value for codes, value, _ in cells(dataset.json())}


def test_what_is_hidden_has_its_mark(client):
    url = "/api/v1/no/health_personnel/trust_need_to_know"
    chosen = {
        "occupation": ("all", ["*"]),
        "gender": ("item", ["2"]),
        "ContentsCode": ("item", ["n"]),
    }
    told = client.post(url, json=query("json", **chosen)).json()
    assert {value for row in told["data"] for value in row["values"] if not value.isdecimal()} == {
        ":"
    }


def test_json_stat_is_given_as_it_was_before(client):
    told = client.post(HERE, json=query("json-stat", ContentsCode=("item", ["share"]))).json()[
        "dataset"
    ]
    assert [
        len(told["dimension"][name]["category"]["index"]) for name in told["dimension"]["id"]
    ] == (told["dimension"]["size"])
    assert len(told["value"]) == 7


WRONG = [
    {"query": 1},
    {"query": [1]},
    {"query": [{"code": "gender", "selection": {"filter": "what", "values": []}}]},
    {"query": [{"code": "gender", "selection": {"filter": "item", "values": ["9"]}}]},
    {"query": [], "response": {"format": "sdmx"}},
]


@pytest.mark.parametrize("body", WRONG, ids=str)
def test_what_cannot_be_read_is_refused(client, body):
    assert client.post(HERE, json=body).status_code == 400
