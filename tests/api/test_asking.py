"""What clients ask for: expressions, code lists, the usual selection, formats, and refusals."""

import io
import json

import pandas as pd
import pyarrow.parquet as pq
import pytest
from asked_api import DATA, PLENTY, api_client, cells, parameters

from insight.api.mounted import ADDRESSES
from insight.api.settings import Settings

TRUST = "citizens.trust_need_to_know"
URL = DATA.format(TRUST)
SHARE = {"category": "net.high", "ContentsCode": "share"}


@pytest.fixture(scope="module")
def client():
    return api_client()


def codes(answer, dimension):
    return [*answer.json()["dimension"][dimension]["category"]["index"]]


ENGINES = {"xlsx": "openpyxl", "parquet": "pyarrow"}
EXPRESSIONS = {
    "*": "2019 2020 2021",
    "top(1)": "2021",
    "TOP(1, 1)": "2020",
    "bottom(1)": "2019",
    "from(2020)": "2020 2021",
    "to(2020)": "2019 2020",
    "range(2021,2020)": "2020 2021",
    "*20": "2020",
    "20?1,2019": "2019 2021",
    "[2019],[2020]": "2019 2020",
}


@pytest.mark.parametrize(("expression", "wanted"), EXPRESSIONS.items())
def test_an_expression_selects_waves(client, expression, wanted):
    for name in ("year", "Tid", "TIME"):
        answer = client.get(URL, params=parameters({**SHARE, name: expression}))
        assert codes(answer, "year") == wanted.split()


def test_names_and_codes_are_read_whatever_their_case(client):
    asked = {"valuecodes[CATEGORY]": "NET.High", "VALUECODES[contentscode]": "SHARE"}
    assert codes(client.get(URL, params=asked), "category") == ["net.high"]


def test_top_counts_from_the_first_value_where_there_is_no_time(client):
    answer = client.get(URL, params=parameters({**SHARE, "age_group": "top(2)"}))
    assert codes(answer, "age_group") == ["_T", "1"]


def test_nothing_selected_gives_the_shares_of_all_answers_by_wave(client):
    usual = client.get(URL).json()
    assert usual["id"] == ["category", "ContentsCode", "year"]
    assert [*usual["dimension"]["ContentsCode"]["category"]["index"]] == ["share"]
    for body in (
        {},
        {"selection": []},
        {"selection": [{"variableCode": "gender", "valueCodes": []}]},
    ):
        assert client.post(URL, json=body).json() == usual


def test_a_code_list_gives_answers_alone_or_nets_alone(client):
    for name, wanted in (("vs_{}.answers", list("123459")), ("AGG_{}.nets", ["net.high"])):
        listed = name.format(TRUST)
        asked = parameters({**SHARE, "category": "*"}) | {"codelist[category]": listed}
        assert codes(client.get(URL, params=asked), "category") == wanted
        assert [
            value["code"] for value in client.get(f"/api/v2/codelists/{listed}").json()["values"]
        ] == wanted


def test_languages_are_told_as_they_are_asked_for(client):
    for name, label in (
        ("no", "Svar"),
        ("nb", "Svar"),
        ("nn", "Svar"),
        ("en", "Answer"),
        ("", "Svar"),
    ):
        told = client.get(URL, params={"lang": name}).json()
        assert told["extension"]["px"]["language"] == (name or "no")
        assert told["dimension"]["category"]["label"] == label


def test_a_simulated_figure_is_told_to_be_so_in_every_format(client):
    asked = parameters(SHARE) | {"lang": "en"}
    assert client.get(URL, params=asked).json()["extension"]["simulated"] is True
    for name in ("csv", "html", "px"):
        text = client.get(URL, params={**asked, "outputFormat": name}).text.lower()
        assert "simulated" in text, name
    for name, read in (("xlsx", pd.read_excel), ("parquet", pd.read_parquet)):
        content = client.get(URL, params={**asked, "outputFormat": name}).content
        assert read(io.BytesIO(content), engine=ENGINES[name])["simulated"].all()
    assert b"Simulated answers" in pq.read_schema(io.BytesIO(content)).metadata[b"notes"]


def test_files_name_columns_by_code_by_text_or_both(client):
    columns = {
        "UseCodes": "category",
        "UseTexts": "Answer",
        "UseCodesAndTexts": "category,category_label",
    }
    for parameter, first in columns.items():
        asked = parameters({"category": "1", "ContentsCode": "n"}) | {
            "lang": "en",
            "outputFormat": "csv",
        }
        lines = client.get(URL, params={**asked, "outputFormatParams": parameter}).text.splitlines()
        assert lines[0].startswith(first)
        assert lines[0].endswith(",value,status,simulated,basis")
    spread = client.get(
        URL, params={**asked, "outputFormatParams": ["SeparatorTab", "IncludeTitle"]}
    )
    assert spread.text.splitlines()[1].count("\t") == 5


def test_a_px_file_has_its_figures_in_the_order_of_its_placement(client):
    asked = parameters({"gender": "*", "category": "1,2", "ContentsCode": "n", "year": "*"})
    placed = asked | {"lang": "en", "stub": "year,category", "heading": "gender,ContentsCode"}
    dataset = client.get(URL, params=placed).json()
    values = {tuple(sorted(place.items())): value for place, value, _ in cells(dataset)}
    text = client.get(URL, params={**placed, "outputFormat": "px"}).text
    figures = [row.split() for row in text.partition("DATA=\n")[2].rstrip(";\n").splitlines()]
    wanted = [
        [
            str(
                values[
                    tuple(
                        sorted(
                            {
                                "gender": gender,
                                "category": answer,
                                "ContentsCode": "n",
                                "year": year,
                            }.items()
                        )
                    )
                ]
            )
            for gender in ("_T", "1", "2")
        ]
        for year in ("2019", "2020", "2021")
        for answer in "12"
    ]
    assert figures == wanted
    assert 'NOTEX="Simulated answers.' in text
    assert 'STUB="Year",\n"Answer";' in text


def test_a_hidden_figure_is_told_by_its_mark_in_every_format(client):
    url = DATA.format("health_personnel.trust_need_to_know")
    asked = parameters({"occupation": "*", "gender": "2", "category": "1", "ContentsCode": "n"})
    dataset = client.get(url, params=asked).json()
    hidden = [place for place, (_, value, _) in enumerate(cells(dataset)) if value is None]
    assert {dataset["status"][str(place)] for place in hidden} == {":"}
    csv = client.get(url, params={**asked, "outputFormat": "csv"}).text
    assert csv.count(",,:,true,") == len(hidden)
    assert client.get(url, params={**asked, "outputFormat": "px"}).text.count('":"') == len(hidden)


REFUSALS = [
    (400, "Missing selection for mandantory variable", {"gender": "1"}, {}),
    (400, "Non-existent variable", {**SHARE, "nothing": "1"}, {}),
    (400, "Non-existent value", {**SHARE, "gender": "77"}, {}),
    (400, "Non-existent value", {**SHARE, "year": "top(1,5)"}, {}),
    (400, "Illegal selection expression", {**SHARE, "year": "top(0)"}, {}),
    (400, "Illegal selection expression", {**SHARE, "year": "2*1"}, {}),
    (400, "Illegal selection expression", {**SHARE, "year": "range(2019)"}, {}),
    (400, "Non-existent codelist", SHARE, {"codelist[category]": "vs_nothing"}),
    (400, "Non-existent codelist", SHARE, {"codelist[gender]": f"agg_{TRUST}.nets"}),
    (400, "Unsupported language", SHARE, {"lang": "xx"}),
    (400, "Unsupported output format", SHARE, {"outputFormat": "sdmx"}),
    (400, "Non-existent variable", SHARE, {"heading": "nothing"}),
    (
        400,
        "Too many variables broken down",
        {**SHARE, "gender": "*", "age_group": "*", "carer": "*"},
        {},
    ),
]


@pytest.mark.parametrize(("status", "title", "chosen", "more"), REFUSALS)
def test_a_refusal_is_a_problem_with_the_title_that_clients_know(
    client, status, title, chosen, more
):
    answer = client.get(URL, params=parameters(chosen) | more)
    assert (answer.status_code, answer.json()["title"]) == (status, title)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].strip()
    assert client.get(answer.json()["type"]).json()["title"] == title


def test_more_cells_than_may_be_are_refused():
    few = api_client(Settings(most_calls=PLENTY.most_calls, most_cells=20))
    answer = few.get(URL, params=parameters({**SHARE, "gender": "*", "category": "*", "year": "*"}))
    assert (answer.status_code, answer.json()["title"]) == (403, "Too many cells selected")


BODIES = [
    b"",
    b"{",
    b"[]",
    b"\0",
    b"[" * 50_000,
    b'{"selection": 1}',
    b'{"selection": [1]}',
    b'{"a": NaN}',
]
BODIES += [b'{"selection": [{"variableCode": 1}]}', b'{"placement": {"stub": 1}}', b"9" * 5_000]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
def test_a_body_that_is_no_query_is_refused(client, body):
    for url in (URL, "/api/v2/savedqueries"):
        answer = client.post(url, content=body)
        assert (answer.status_code, answer.json()["status"]) in ((400, 400), (404, 404))


def test_a_body_is_read_to_a_limit(client):
    assert client.post(URL, content=json.dumps({"a": "b" * 200_000})).status_code == 413


@pytest.mark.parametrize(
    "address", ["/api/nothing", "/api/v2", "/api/v2/tables/a/b/c", "/api/v2/tables/none"]
)
def test_where_there_is_nothing_that_is_a_problem_too(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_other_methods_are_refused_with_those_that_there_are_and_head_is_not(client):
    assert client.delete(URL).status_code == 405
    assert client.put("/api/v2/config").json()["title"] == "Method not allowed"
    assert client.head("/api/v2/config/").status_code == 200
    for path, *_ in ADDRESSES:
        there = {method for address, method, *_ in ADDRESSES if address == path}
        told = sorted(there | {"HEAD"}) if "GET" in there else sorted(there)
        for method in {"DELETE", "PUT", "PATCH", "HEAD", "GET", "POST"} - {*told}:
            answer = client.request(method, f"/api{path}")
            assert answer.status_code == 405
            assert answer.headers["allow"] == ", ".join(told)
