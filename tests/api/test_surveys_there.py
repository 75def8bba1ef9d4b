"""Surveys by address: those of the data folder, and nothing of others."""

import pytest
from asked_api import DATA, api_client, cells, parameters
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import numeric, segment, single, write_survey

OPEN = {**GATES, "microdata": "open"}


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    return api_client()


def ids(client, **asked):
    return [table["id"] for table in client.get("/api/v2/tables", params=asked).json()["tables"]]


def test_surveys_are_there_whatever_may_be_downloaded_of_them_but_no_broken_one(client, tmp_path):
    for name, rules in (("open", OPEN), ("shut", {"microdata": "closed"}), ("unsaid", {})):
        write_survey(tmp_path, name, answers(300), SCALE | GENDER, disclosure=rules)
    broken = write_survey(tmp_path, "broken", answers(300), SCALE | GENDER, disclosure=OPEN)
    (broken / "responses.parquet").write_bytes(b"nothing")
    of_each = ("q", "q.mean", "q.quartiles")
    assert ids(client) == [
        f"{name}.{item}" for name in ("open", "shut", "unsaid") for item in of_each
    ]
    for name in ("broken", "nowhere"):
        answer = client.get(DATA.format(f"{name}.q"))
        assert answer.status_code == 404
        assert answer.json()["detail"].startswith(f"There is no table “{name}.q”.")
        assert str(tmp_path) not in answer.text
        assert client.get(f"/api/v1/en/{name}").status_code == 404


def test_an_empty_data_folder_has_no_tables(client):
    assert ids(client) == []
    assert client.get("/api/v1/en").json() == []


def test_a_changed_survey_is_told_anew_and_has_another_mark(client, tmp_path):
    folder = write_survey(tmp_path, "s", answers(300), SCALE | GENDER, disclosure=OPEN)
    url, asked = DATA.format("s.q"), parameters({"category": "1", "ContentsCode": "base"})
    before = client.get(url, params=asked)
    known = {"If-None-Match": before.headers["etag"]}
    assert before.json()["value"] == [300]
    same = client.get(url, params=asked, headers=known)
    assert (same.status_code, same.content) == (304, b"")
    (folder / "responses.parquet").unlink()
    write_survey(tmp_path / "new", "s", answers(600), SCALE | GENDER, disclosure=OPEN)
    (tmp_path / "new" / "surveys" / "s" / "responses.parquet").rename(folder / "responses.parquet")
    assert client.get(url, params=asked, headers=known).json()["value"] == [600]


STRANGE = ["yes, often", "top(2)", "*", "_T", "net.high", "a~b", "Ål", "a b", "x" * 300, "a", "A"]


def test_any_code_and_any_name_can_be_asked_for(client, tmp_path):
    frame = {"q": STRANGE * 20, "value": STRANGE * 20, "age group": [1, 2] * 110}
    variables = {
        "q": single(*STRANGE),
        "value": segment(*STRANGE),
        "age group": segment(1, 2, label={"nb": "value", "en": "value"}),
    }
    write_survey(tmp_path, "s", frame, variables, disclosure={"microdata": "open"})
    told = client.get("/api/v2/tables/s.q/metadata").json()
    labels = [dimension["label"] for dimension in told["dimension"].values()]
    assert len({*labels, "value"}) == len(labels) + 1
    assert len(told["dimension"]["category"]["category"]["index"]) == len(STRANGE)
    for name in ("~76alue", "category"):
        for code in told["dimension"][name]["category"]["index"]:
            assert not set(code) & set(",*?()[] ")
            chosen = {"category": "*", "ContentsCode": "n", name: code}
            answer = client.get(DATA.format("s.q"), params=parameters(chosen))
            assert [*answer.json()["dimension"][name]["category"]["index"]] == [code]


def test_numbers_and_scored_answers_have_means_and_quartiles(client, tmp_path):
    frame = answers(300) | {"age": [20 + row % 50 for row in range(300)]}
    write_survey(tmp_path, "s", frame, SCALE | GENDER | {"age": numeric()}, disclosure=OPEN)
    tables = {"s.age": "mean", "s.q.mean": "mean"}
    tables |= {"s.age.quartiles": "median", "s.q.quartiles": "median"}
    for name, content in tables.items():
        told = client.get(DATA.format(name)).json()
        assert [codes["ContentsCode"] for codes, _, _ in cells(told)] == [content]
        assert "category" not in told["id"]


def test_a_survey_without_waves_has_no_time(client, tmp_path):
    write_survey(tmp_path, "s", answers(300), SCALE | GENDER, disclosure=OPEN)
    assert "time" not in client.get("/api/v2/tables/s.q/metadata").json()["role"]
    listed = client.get("/api/v2/tables/s.q").json()
    assert (listed["firstPeriod"], listed["lastPeriod"], listed["timeUnit"]) == ("", "", "Other")


def test_a_break_is_told_of_its_wave_and_must_be_read(client, tmp_path):
    frame = answers(400) | {"year": [2020 + row % 2 for row in range(400)]}
    item = SCALE["q"] | {"breaks": [{"wave": 2021, "nb": "Ny ordlyd.", "en": "New wording."}]}
    variables = {"q": item, "year": segment(2020, 2021)} | GENDER
    write_survey(tmp_path, "s", frame, variables, design={"wave": "year"}, disclosure=OPEN)
    year = client.get("/api/v2/tables/s.q/metadata", params={"lang": "en"}).json()["dimension"][
        "year"
    ]
    assert "New wording." in year["category"]["note"]["2021"][0]
    assert year["extension"]["categoryNoteMandatory"] == {"2021": {"0": True}}


def test_tables_are_found_by_words_and_by_day_a_page_at_a_time(client, tmp_path):
    for name in ("a", "b"):
        write_survey(tmp_path, name, answers(300), SCALE | GENDER, disclosure=OPEN)
    assert ids(client, query="kode 3 a.q") == ["a.q"]
    assert ids(client, query="nowhere") == []
    assert len(ids(client, pastDays=1)) == 6
    assert [ids(client, pageSize=4, pageNumber=page) for page in (1, 2)] == [
        ["a.q", "a.q.mean", "a.q.quartiles", "b.q"],
        ["b.q.mean", "b.q.quartiles"],
    ]
    wrong = {"pageNumber": 3, "pageSize": 3}, {"pageSize": 0}, {"pageNumber": 0}, {"pageSize": "x"}
    statuses = [client.get("/api/v2/tables", params=asked).status_code for asked in wrong]
    assert statuses == [404, 400, 404, 400]
    assert client.get("/api/v2/tables", params={"pastDays": 999_999_999}).status_code == 200
