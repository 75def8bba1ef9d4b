"""Comparisons by address: the rows of ``insight compare``, to the last digit, hidden ones too."""

import csv
import io
import itertools

import pytest
from asked_api import DATA, api_client
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import both, segment, single, write_survey

from insight import compare, open_survey, ordered_trend
from insight.api.codes import escape_code, escape_id
from insight.api.listing import Listing
from insight.reporting.breakdown.slope_words import slope_sentence
from insight.survey.filters import parse_filter

URL = "/api/v2/tables/{}/comparison"
TRUST = URL.format("citizens.trust_need_to_know")
BUNDLED = ("citizens", "health_personnel", "organisations")
OWN = {"status", "category", "between", "group", "other"}  # a status, and the API's codes


@pytest.fixture(scope="module")
def client():
    return api_client()


def told(survey, cube, key, between, **more):
    """What the command writes of a comparison."""
    return compare(survey, cube.item.id, key, between, statistic=cube.statistic, **more).tidy("en")


def assert_same(rows, wanted):
    """Every row is the command's, with the codes of the API; what has no figure has a status."""
    assert len(rows) == len(wanted)
    for row, other in zip(rows, wanted, strict=True):
        assert {name: row[name] for name in row if name not in OWN} == {
            name: other[name] for name in row if name not in OWN
        }
        for name in ("group", "other"):
            assert row[name] == (escape_code(other[name]) if other[name] else "")
        if row["test"] == "difference" and row["difference"] is None:
            assert row["status"] in (":", "..", "b")


@pytest.mark.parametrize("name", BUNDLED)
def test_the_rows_are_those_of_the_command(client, name):
    survey = open_survey(name)
    waves = [survey.codebook.wave] if survey.codebook.wave else []
    groups = itertools.cycle([*survey.codebook.segments, *waves])
    tested = [cube for cube in Listing((survey,)).cubes if cube.tested]
    for cube in tested[::4]:
        between = next(groups)
        key = cube.item.categories[0].key if cube.measure == "share" else ""
        asked = {"between": escape_id(between.id), "lang": "en"}
        asked |= {"category": escape_code(key)} if key else {}
        answer = client.get(URL.format(cube.id), params=asked)
        assert answer.status_code == 200, answer.text
        assert_same(answer.json()["rows"], told(survey, cube, key, between.id).rows)


@pytest.mark.parametrize("table", ["trust_need_to_know", "trust_need_to_know.mean"])
def test_the_trend_over_an_order_is_that_of_the_command(client, table):
    asked = {"between": "age_group", "against": "order", "valueCodes[year]": "2021", "lang": "en"}
    key = "" if table.endswith("mean") else "high"
    asked |= {"category": f"net.{key}"} if key else {}
    document = client.get(URL.format(f"citizens.{table}"), params=asked).json()
    rows = document["rows"]
    statistic = "share" if key else "mean"
    how = {"where": ["year=2021"], "statistic": statistic}
    found = ordered_trend(open_survey("citizens"), "trust_need_to_know", key, "age_group", **how)
    assert [row["test"] for row in rows] == ["trend", "equality"]
    assert document["told"] == [slope_sentence(found, "en")] != [""]
    assert_same(rows, found.tidy("en").rows)


def test_groups_without_an_order_have_no_trend(client):
    asked = {"between": "gender", "against": "order", "category": "net.high"}
    answer = client.get(TRUST, params=asked)
    assert answer.status_code == 400
    assert "gender" in answer.json()["detail"]
    assert "--" not in answer.json()["detail"]


def test_quartiles_are_not_compared(client):
    answer = client.get(
        URL.format("citizens.trust_need_to_know.quartiles"), params={"between": "gender"}
    )
    assert answer.status_code == 400
    assert "Medians and quartiles" in answer.json()["detail"]


CHOICES = [
    ({"category": "net.high"}, "high", {}),
    ({"valueCodes[category]": "4", "against": "rest", "adjustment": "bh"}, "4",
     {"against": "rest", "adjustment": "bh"}),
    ({"category": "1", "valueCodes[gender]": "1", "valueCodes[Tid]": "top(1)"}, "1",
     {"where": ["gender=1", "year=2021"]}),
    ({"category": "1", "base": "valid", "adjustment": "none"}, "1",
     {"base": "valid", "adjustment": "none"}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "key", "more"), CHOICES)
def test_every_choice_is_that_of_the_command(client, asked, key, more):
    survey = open_survey("citizens")
    cube = Listing((survey,)).cube("citizens.trust_need_to_know")
    asked = {"between": "age_group", "lang": "en", **asked}
    where = parse_filter(more.get("where", ()), survey.codebook)
    wanted = told(survey, cube, key, "age_group", **{**more, "where": where})
    document = client.get(TRUST, params=asked).json()
    assert_same(document["rows"], wanted.rows)
    assert document["asked"]["filter"] == where.sentence("en")
    lines = client.get(TRUST, params={**asked, "outputFormat": "csv"})
    assert lines.headers["content-disposition"].startswith("attachment")
    rows = [*csv.DictReader(io.StringIO(lines.text))]
    assert [*rows[0]] == [
        column for name in wanted.kinds for column in (name, *["status"] * (name == "flag"))
    ]
    for row, other in zip(rows, wanted.rows, strict=True):
        for name, kind in wanted.kinds.items():
            if kind in ("number", "count"):
                assert row[name] == ("" if other[name] is None else repr(other[name]))
        assert (row["simulated"], row["basis"]) == ("true", other["basis"])


def test_a_mean_is_compared_without_an_answer(client):
    url = URL.format("citizens.trust_need_to_know.mean")
    document = client.get(url, params={"between": "year", "lang": "en"}).json()
    assert document["asked"]["measure"] == "mean"
    assert [row["test"] for row in document["rows"]][-2:] == ["trend", "equality"]
    assert client.get(url, params={"between": "year", "category": "1"}).status_code == 400


def test_what_rows_mean_is_told_in_both_languages(client):
    for language, simulated, lower in (
        ("en", "Simulated", "lower than the other"),
        ("no", "Simulert", "lavere enn den andre"),
    ):
        asked = {"between": "year", "category": "net.high", "lang": language}
        document = client.get(TRUST, params=asked).json()
        assert document["simulated"] is True
        assert simulated in document["note"][0]
        assert document["words"]["finding"]["lower"] == lower
        for kind in ("finding", "test", "basis"):
            words = {row[kind] for row in document["rows"]} - {""}
            assert words <= document["words"][kind].keys()


def test_hidden_groups_and_breaks_are_null_with_a_status(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    size = 600
    frame = answers(size)
    frame |= {
        "size": ["a" if row < 4 else "b" if row < 30 else "c~" for row in range(size)],
        "wave": [2019 + row // 200 for row in range(size)],
    }
    scale = {"q": {**SCALE["q"], "breaks": [{"wave": 2020, **both("new mode")}]}}
    own = {"size": segment("a", "b", "c~"), "wave": segment(2019, 2020, 2021)}
    rules = {**GATES, "microdata": "closed"}
    write_survey(
        tmp_path, "s", frame, scale | GENDER | own, design={"wave": "wave"}, disclosure=rules
    )
    client, url = api_client(), URL.format("s.q")
    by_size = client.get(url, params={"between": "size", "category": "1"}).json()
    rows = {(row["group"], row["other"]): row for row in by_size["rows"]}
    assert {row["status"] for pair, row in rows.items() if "a" in pair} == {":"}
    assert rows["a", "c~7E"]["base"] is rows["a", "c~7E"]["value_other"] is None
    assert rows["a", "c~7E"]["finding"] == "untested"
    by_wave = client.get(url, params={"between": "tid", "category": "1"}).json()
    status = {(row["group"], row["other"]): row["status"] for row in by_wave["rows"]}
    assert (status["2019", "2020"], status["2020", "2021"]) == ("b", "")
    assert {":", "..", "b", "u", "x"} <= by_wave["words"]["status"].keys()
    assert by_wave["simulated"] is False


def test_an_answer_is_known_by_its_mark(client):
    asked = {"between": "year", "category": "1"}
    first = client.get(TRUST, params=asked)
    known = {"If-None-Match": first.headers["etag"]}
    same = client.get(TRUST, params=asked, headers=known)
    assert (same.status_code, same.content) == (304, b"")
    assert client.get(TRUST, params=asked).content == first.content
    assert client.get(TRUST, params={"between": "x"}, headers=known).status_code == 400


def test_the_choices_of_an_address_of_figures_are_understood(client):
    asked = {"valueCodes[category]": "1", "valueCodes[ContentsCode]": "share"}
    asked |= {"valueCodes[year]": "*", "valueCodes[gender]": "_T"}
    assert client.get(DATA.format("citizens.trust_need_to_know"), params=asked).status_code == 200
    rows = client.get(TRUST, params={**asked, "between": "year"}).json()["rows"]
    plain = client.get(TRUST, params={"category": "1", "between": "year"}).json()["rows"]
    assert rows == plain


REFUSALS = [
    ("No variable of groups", {"category": "1"}),
    ("No variable of groups", {"category": "1", "between": "category"}),
    ("Non-existent variable", {"category": "1", "between": "nothing"}),
    ("Missing selection for mandantory variable", {"between": "year"}),
    ("Non-existent value", {"between": "year", "category": "77"}),
    ("More than one value", {"between": "year", "category": "1,2"}),
    ("More than one value", {"between": "year", "category": "1", "valueCodes[gender]": "*"}),
    ("Some of the groups that are compared",
     {"between": "year", "category": "1", "valueCodes[year]": "top(2)"}),
    ("Parameter error", {"between": "year", "category": "1", "base": "some"}),
    ("Parameter error", {"between": "year", "category": "1", "against": "all"}),
    ("Parameter error", {"between": "year", "category": "1", "adjustment": "fdr"}),
    ("Unsupported output format", {"between": "year", "category": "1", "outputFormat": "px"}),
    ("Unsupported language", {"between": "year", "category": "1", "lang": "xx"}),
    ("Parameter error", {"between": "year", "category": "9", "base": "valid"}),
    *(("Parameter error", {"between": "year", "category": "1", "level": level})
      for level in ("0.9", "0.99", "0.951", "95", "nan", "1e-1", "0,95")),
]  # fmt: skip


@pytest.mark.parametrize(("title", "asked"), REFUSALS)
def test_a_refusal_is_a_problem_that_says_what_to_do(client, title, asked):
    answer = client.get(TRUST, params=asked)
    assert (answer.status_code, answer.json()["title"]) == (400, title)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].strip()
    assert client.get(answer.json()["type"]).json()["title"] == title


def test_more_differences_than_may_be_are_refused_and_those_from_the_rest_are_not(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    codes = range(1, 51)
    frame = {"q": [1 + row // 50 % 2 for row in range(1000)], "g": [*codes] * 20}
    variables = {"q": single(1, 2), "g": segment(*codes)}
    write_survey(tmp_path, "s", frame, variables, disclosure=GATES)
    client, asked = api_client(), {"between": "g", "category": "1"}
    answer = client.get(URL.format("s.q"), params=asked)
    assert (answer.status_code, answer.json()["title"]) == (400, "Too many differences")
    assert "against=rest" in answer.json()["detail"]
    rows = client.get(URL.format("s.q"), params={**asked, "against": "rest"}).json()["rows"]
    assert sum(row["test"] == "difference" for row in rows) == 50
