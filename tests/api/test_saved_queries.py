"""Saved queries: an id that is the query, which nobody keeps and nobody can make heavy."""

import base64
import random
import re
import string
import zlib

import pytest
from asked_api import DATA, api_client

TABLE = "citizens.trust_need_to_know"
CHOSEN = {
    "selection": [
        {"variableCode": "category", "valueCodes": ["net.high"]},
        {"variableCode": "ContentsCode", "valueCodes": ["share", "n"]},
        {"variableCode": "year", "valueCodes": ["top(2)"]},
    ]
}
SAVED = "/api/v2/savedqueries"


@pytest.fixture(scope="module")
def client():
    return api_client()


def saved(client, **more):
    return client.post(
        SAVED, json={"tableId": TABLE, "language": "en", "selection": CHOSEN, **more}
    )


def test_the_same_query_has_one_id_and_gives_itself_back(client):
    made, again = saved(client), saved(client, unknown="left out")
    assert made.status_code == 201
    assert made.json()["id"] == again.json()["id"]
    assert re.fullmatch(r"[\w-]+", made.json()["id"])
    back = client.get(f"{SAVED}/{made.json()['id']}").json()["savedQuery"]
    assert (back["tableId"], back["selection"]) == (TABLE, CHOSEN)


def test_it_gives_the_data_that_it_asks_for_in_the_format_that_it_names(client):
    here = f"{SAVED}/{saved(client, outputFormat='csv').json()['id']}"
    asked = client.post(DATA.format(TABLE), json=CHOSEN, params={"lang": "en"}).json()
    assert client.get(f"{here}/data").text.startswith("Answer,Contents,Year,value")
    assert client.get(f"{here}/data", params={"outputFormat": "json-stat2"}).json() == asked
    selection = client.get(f"{here}/selection").json()["selection"]
    assert selection[-1] == {"variableCode": "year", "valueCodes": ["2020", "2021"]}


def test_metadata_offer_every_value_whatever_is_selected_at_first(client):
    url = f"/api/v2/tables/{TABLE}/metadata"
    whole = client.get(url).json()
    saved_id = saved(client).json()["id"]
    for asked in ({"defaultSelection": "true"}, {"savedQuery": saved_id}, {"savedQuery": ""}):
        told = client.get(url, params=asked).json()
        assert (told["id"], told["size"]) == (whole["id"], whole["size"])
        assert told["dimension"] == whole["dimension"]
        assert told["value"] == []


def test_metadata_of_a_saved_query_have_the_values_of_its_code_lists(client):
    answers, *others = CHOSEN["selection"]
    of_nets = {**answers, "codelist": f"agg_{TABLE}.nets", "valueCodes": ["*"]}
    saved_id = saved(client, selection={"selection": [of_nets, *others]}).json()["id"]
    told = client.get(f"/api/v2/tables/{TABLE}/metadata", params={"savedQuery": saved_id}).json()
    assert [*told["dimension"]["category"]["category"]["index"]] == ["net.high"]
    assert len(told["dimension"]["year"]["category"]["index"]) == 3


def packed(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packer.compress(content) + packer.flush()).rstrip(b"=").decode()


WRONG = ["nonsense", "A", "~", packed(b"[]"), packed(b"{"), packed(b'{"selection": 1}')]
WRONG += [packed(b"[" * 90_000), packed(b" " * 5_000_000), packed(b"\xff"), packed(b"{}") + "AAAA"]
WRONG += [packed(b'{"tableId": "\\ud800"}')]


@pytest.mark.parametrize("saved_id", WRONG, ids=lambda saved_id: saved_id[:12])
def test_what_is_no_query_is_not_found(client, saved_id):
    for part in ("", "/data", "/selection"):
        answer = client.get(f"{SAVED}/{saved_id}{part}")
        assert (answer.status_code, answer.json()["title"]) == (404, "Saved query not found")


def test_half_a_letter_and_more_than_an_id_holds_are_refused(client):
    table = '{"tableId": "citizens.trust_need_to_know", "outputFormatParams": ["%s"]}'
    half = client.post(SAVED, content=table % "\\ud800")
    assert (half.status_code, half.json()["title"]) == (400, "Not a valid query")
    letters = "".join(random.Random(1).choices(string.ascii_letters, k=60_000))
    long = client.post(SAVED, content=table % letters)
    assert (long.status_code, long.json()["title"]) == (413, "Too large")


def test_a_query_that_cannot_be_answered_is_not_saved(client):
    wrong = {"selection": [{"variableCode": "gender", "valueCodes": ["1"]}]}
    assert saved(client, selection=wrong).json()["title"].startswith("Missing selection")
    assert saved(client, tableId="citizens.nothing").status_code == 404
    assert saved(client, outputFormat="sdmx").status_code == 400
