"""Descriptions for machines: valid by their standards, and true of what is answered."""

import json

import pytest
from asked_api import DATA, api_client, parameters
from jsonstat_validator import validate_jsonstat
from openapi_spec_validator import validate

from insight.api.listing import listing
from insight.api.mounted import ADDRESSES
from insight.api.settings import Settings

ADDRESS = "https://innsikt.example.no"


@pytest.fixture(scope="module")
def client():
    return api_client(Settings(most_calls=1_000_000, address=ADDRESS))


def test_the_description_is_valid_and_has_every_address(client):
    told = client.get("/api/v2/openapi.json").json()
    validate(told)
    assert told["servers"] == [{"url": f"{ADDRESS}/api/v2"}]
    described = {
        (f"/v2{path}", method.upper()) for path, of in told["paths"].items() for method in of
    }
    answered = {(path, method) for path, method, _, _ in ADDRESSES if path.startswith("/v2/")}
    assert described == answered - {("/v2/openapi.json", "GET")}


def test_data_and_metadata_are_json_stat_as_the_standard_has_it(client):
    chosen = {"age_group": "*", "category": "*", "ContentsCode": "*", "year": "*"}
    validate_jsonstat(
        client.get(DATA.format("citizens.trust_need_to_know"), params=parameters(chosen)).json()
    )
    for cube in listing().cubes[::5]:
        validate_jsonstat(client.get(f"/api/v2/tables/{cube.id}/metadata").json())
        validate_jsonstat(client.get(DATA.format(cube.id)).json())


def test_no_address_is_taken_from_the_name_in_a_request(client):
    for path in ("/api/v2/tables", "/api/catalog", "/api/v2/openapi.json", "/api/v2/tables/none"):
        text = json.dumps(client.get(path, headers={"Host": "evil.example"}).json())
        assert "evil" not in text
        assert "testserver" not in text
