"""Analyses by address: the rows of the commands, to the last digit, with the API's codes."""

import csv
import io
from dataclasses import replace

import pytest
from asked_api import ANALYSIS, PLENTY, api_client
from recoded_survey import LABEL, recipe
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, single, write_survey

from insight import adjust, compare_surveys, open_survey
from insight.__main__ import main
from insight.api.asking.analyses_by_name import ANALYSES
from insight.api.formats.analysis_rows import left_out
from insight.exports.files import tidy_bytes

TRUST = "citizens.trust_need_to_know"
ITEM = ["citizens", "--item", "trust_need_to_know"]


@pytest.fixture(scope="module")
def client():
    return api_client()


@pytest.fixture
def by_command(capfdbinary):
    """What a command writes: the columns, and the rows as they stand in CSV.

    What no command gives, such as the adjusted means of a scale, is what Python gives.
    """

    def run(command):
        if not isinstance(command, list):
            return read(tidy_bytes(command().tidy("en")).decode())
        assert main([*command, "--lang", "en"]) == 0
        return read(capfdbinary.readouterr().out.decode())

    return run


def read(text):
    reader = csv.DictReader(io.StringIO(text))
    return reader.fieldnames, [*reader]


def by_address(client, table, name, asked):
    asked = {"lang": "en", **asked}
    answer = client.get(ANALYSIS.format(table, name), params={**asked, "outputFormat": "csv"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'.{name}.csv"')
    document = client.get(ANALYSIS.format(table, name), params=asked).json()
    return *read(answer.text), document


# Of which table what is asked by address, and of the command.
GENDERS = {"between": "gender", "category": "net.high", "valueCodes[year]": "2021"}
ADJUSTED = ["adjust", *ITEM, "--between", "gender", "--where", "year=2021"]
STANDARDISED = ["table", *ITEM, "--nets", "--standardise"]
MEASURED = ["table", *ITEM, "--statistic"]
SAME = [
    (TRUST, "adjusted", {**GENDERS, "given": "age_group,education"},
     [*ADJUSTED, "--given", "age_group,education", "--net", "high"]),
    (f"{TRUST}.mean", "adjusted", {"between": "year", "given": "gender", "adjustment": "bh"},
     lambda: adjust(open_survey("citizens"), "trust_need_to_know", "", "year", "gender",
                    statistic="mean", adjustment="bh")),
    (TRUST, "adjusted",
     {"between": "gender", "category": "4", "given": "education", "base": "valid",
      "valueCodes[education]": "2,3"},
     ["adjust", *ITEM, "--between", "gender", "--net", "4", "--given", "education",
      "--base", "valid", "--where", "education=2,3"]),
    (TRUST, "standardised", {"by": "health_region", "over": "age_group", "to": "2020"},
     [*STANDARDISED, "age_group", "--by", "health_region", "--population-wave", "2020"]),
    (TRUST, "standardised",
     {"by": "year,carer", "over": "age_group,gender", "category": "net.high"},
     [*STANDARDISED, "age_group,gender", "--by", "year,carer", "--population-all"]),
    (f"{TRUST}.mean", "standardised", {"by": "year", "over": "gender", "to": "top(1)"},
     [*STANDARDISED, "gender", "--by", "year", "--statistic", "mean",
      "--population-wave", "2021"]),
    (TRUST, "standardised", {"waves": "alike", "by": "gender", "valueCodes[tid]": "2020,2021"},
     ["table", *ITEM, "--nets", "--waves-alike", "--by", "gender", "--where", "year=2020,2021"]),
    (TRUST, "standardised", {"by": "year", "over": "gender", "numbers": "1:30, 2:70"},
     [*STANDARDISED, "gender=1:30,2:70", "--by", "year"]),
    (TRUST, "beside", {"survey": "health_personnel", "category": "net.high"},
     ["compare", *ITEM, "--net", "high", "--beside", "health_personnel"]),
    (TRUST, "beside",
     {"survey": "Health_personnel", "category": "1", "base": "valid", "valueCodes[year]": "2020",
      "otherCodes[year]": "2021"},
     ["compare", *ITEM, "--net", "1", "--beside", "health_personnel", "--base", "valid",
      "--where", "year=2020", "--where-beside", "year=2021"]),
    (f"{TRUST}.mean", "measure", {"statistic": "spearman", "others": "trust_secure_storage"},
     [*MEASURED, "spearman:trust_secure_storage"]),
    (f"{TRUST}.mean", "measure",
     {"statistic": "pearson", "others": "trust_secure_storage", "by": "gender,year",
      "valueCodes[age_group]": "1"},
     [*MEASURED, "pearson:trust_secure_storage", "--by", "gender,year", "--where", "age_group=1"]),
    (f"{TRUST}.mean", "measure",
     {"statistic": "ratio", "others": "trust_secure_storage", "by": "education"},
     [*MEASURED, "ratio:trust_secure_storage", "--by", "education"]),
    (f"{TRUST}.mean", "measure",
     {"statistic": "alpha", "others": "trust_secure_storage,satisfaction_digital",
      "turned": "satisfaction_digital", "by": "year"},
     [*MEASURED, "alpha:trust_secure_storage,satisfaction_digital",
      "--turned", "satisfaction_digital", "--by", "year"]),
    (f"{TRUST}.mean", "beside", {"survey": "health_personnel"},
     lambda: compare_surveys(open_survey("citizens"), open_survey("health_personnel"),
                             "trust_need_to_know", statistic="mean")),
]  # fmt: skip


@pytest.mark.parametrize(("table", "name", "asked", "command"), SAME)
def test_the_rows_are_those_of_the_command(client, by_command, table, name, asked, command):
    columns, wanted = by_command(command)
    if name == "standardised" and "category" in asked:
        wanted = [row for row in wanted if f"net.{row['category']}" == asked["category"]]
    told, rows, document = by_address(client, table, name, asked)
    assert [column for column in told if column != "status"] == columns
    assert len(rows) == len(wanted) == len(document["rows"]) > 0
    shared = left_out(told)
    for row, other, as_json in zip(rows, wanted, document["rows"], strict=True):
        of_answer = other.get("category")
        assert row.get("category") in (of_answer, f"net.{of_answer}")
        assert row | {"category": "", "status": ""} == other | {"category": "", "status": ""}
        assert {*row} - {*as_json} == {*shared} & {*told}
        assert {key: written(value) for key, value in as_json.items()} == {
            key: row[key] for key in as_json
        }


def written(value):
    """A value of JSON as it stands in CSV."""
    return "" if value is None else str(value)


@pytest.mark.parametrize("language", ["en", "no"])
@pytest.mark.parametrize(("table", "name", "asked"), [each[:3] for each in SAME])
def test_what_is_told_stands_in_both_languages(client, table, name, asked, language):
    document = client.get(ANALYSIS.format(table, name), params={**asked, "lang": language}).json()
    assert document["language"] == language
    assert document["note"][0].startswith({"en": "Simulated", "no": "Simulert"}[language])
    assert document["simulated"] is True
    for column in (*ANALYSES[name].words, "basis"):
        found = {row[column] for row in document["rows"]} - {""}
        assert found <= document["words"][column].keys(), column
    assert "" not in {row["basis"] for row in document["rows"]}
    assert all(document["words"]["status"].values())


def test_a_sentence_says_what_stays_of_a_difference(client):
    asked = {**GENDERS, "given": "age_group", "lang": "en"}
    told = client.get(ANALYSIS.format(TRUST, "adjusted"), params=asked).json()["told"]
    assert told[0].startswith("With age held alike, woman is ")
    assert "because" not in " ".join(told)


def test_a_sentence_says_what_is_told_of_groups_and_of_two_surveys(client):
    def told(name, **asked):
        asked |= {"category": "net.high", "lang": "en"}
        return client.get(ANALYSIS.format(TRUST, name), params=asked).json()

    groups = told("standardised", by="carer", over="age_group", to="2021")["told"]
    assert groups[0].startswith("Yes has no answers or too few here, and so no standardised figure")
    assert groups[1].startswith("No: 62% (")
    surveys = told("beside", survey="health_personnel")
    assert surveys["told"][0].startswith(
        "Citizens, compared with Health personnel: −16 percentage points ("
    )
    assert surveys["asked"]["filter"] == surveys["asked"]["filter_other"] == "Year: 2021"
    assert "Health personnel survey" in surveys["source"]


def test_a_correlation_that_would_tell_everybodys_answer_is_null_with_a_status(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    frame = answers(600)
    frame |= {"p": frame["q"], "r": [1 + row // 6 % 3 for row in range(600)]}
    variables = SCALE | GENDER | {"p": SCALE["q"], "r": single(1, 2, 3, ordered=True)}
    write_survey(tmp_path, "s", frame, variables, disclosure={**GATES, "microdata": "closed"})
    client, asked = api_client(), {"statistic": "pearson", "lang": "en"}
    same = by_address(client, "s.q.mean", "measure", {**asked, "others": "p"})[2]
    assert [(row["value"], row["status"]) for row in same["rows"]] == [(None, ":")]
    assert same["told"] == ["All: hidden."]
    other = by_address(client, "s.q.mean", "measure", {**asked, "others": "r"})[2]
    assert [(row["value"], row["status"]) for row in other["rows"]] == [(0.0, "")]


def test_alpha_of_an_index_that_a_recipe_has_made_knows_its_questions(
    tmp_path, monkeypatch, by_command
):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    frame = answers(600) | {"r": [1 + row // 4 % 5 for row in range(600)]}
    variables = SCALE | GENDER | {"r": single(*range(1, 6), ordered=True)}
    folder = write_survey(tmp_path, "s", frame, variables, disclosure=GATES)
    index = 'do = "index"\nas = "i"\nvariables = ["q", "r"]\nreversed = ["r"]\nat_least = 2\n'
    (folder / "recipe.toml").write_text(recipe(index + LABEL), "utf-8")
    asked = {"statistic": "alpha", "by": "gender"}
    _, wanted = by_command(["table", "s", "--item", "i", "--statistic", "alpha", "--by", "gender"])
    _, rows, document = by_address(api_client(), "s.i", "measure", asked)
    assert [row | {"status": ""} for row in rows] == [row | {"status": ""} for row in wanted]
    assert len(document["told"]) == 2


def test_codes_stand_as_in_addresses_and_groups_that_are_few_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    frame = answers(600) | {"the size": ["a,b" if row // 6 % 3 else "c~" for row in range(600)]}
    frame |= {"few": [1 if row < 4 else 2 for row in range(600)]}
    own = {"the size": segment("a,b", "c~"), "few": segment(1, 2)}
    write_survey(tmp_path, "s", frame, SCALE | GENDER | own, disclosure=GATES)
    client, url = api_client(), ANALYSIS.format("s.q", "adjusted")
    asked = {"between": "the~20size", "given": "gender", "category": "1"}
    answer = client.get(url, params=asked)
    document = answer.json()
    assert document["asked"]["between"] == "the~20size"
    assert [row["group"] for row in document["rows"]] == ["a~2Cb", "c~7E", "a~2Cb", ""]
    _, rows, _ = by_address(client, "s.q", "adjusted", asked)
    assert {row["between"] for row in rows} == {"the~20size"}
    few = client.get(url, params={**asked, "given": "few"})
    assert (few.status_code, few.json()["title"]) == (400, "Cannot be answered")
    assert "few" in few.json()["detail"]


def test_a_population_of_numbers_is_that_of_the_command_where_figures_are_exact(
    tmp_path, monkeypatch, by_command
):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    frame = answers(600) | {"the=age": ["a,b" if row // 6 % 3 else "c" for row in range(600)]}
    variables = SCALE | GENDER | {"the=age": segment("a,b", "c")}
    write_survey(tmp_path, "s", frame, variables, disclosure={**GATES, "microdata": "open"})
    command = ["table", "s", "--item", "q", "--nets", "--standardise", r"the\=age=a\,b:30,c:70"]
    _, wanted = by_command(command)
    asked = {"over": "the~3Dage", "numbers": "a~2Cb:30,c:70"}
    _, rows, document = by_address(api_client(), "s.q", "standardised", asked)
    assert [row["share"] for row in rows] == [row["share"] for row in wanted]
    assert [row["category"] for row in rows][-2:] == ["9", "net.high"]
    assert document["asked"]["over"] == ["the~3Dage"]
    assert document["simulated"] is False
    weighted = {**frame, "w": [1 + row % 7 for row in range(600)]}
    write_survey(tmp_path, "t", weighted, variables, design={"weight": "w"}, disclosure=GATES)
    refused = api_client().get(ANALYSIS.format("t.q", "standardised"), params=asked)
    assert (refused.status_code, refused.json()["title"]) == (400, "Cannot be answered")
    assert "one of its waves" in refused.json()["detail"]
    assert "--" not in refused.json()["detail"]


def test_a_group_without_somebody_in_a_stratum_is_null_with_a_status(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    frame = answers(600) | {"age": [1 if row % 20 else 2 for row in range(600)]}
    frame["gender"] = [1 if row % 20 or row % 40 else 2 for row in range(600)]
    variables = SCALE | GENDER | {"age": segment(1, 2)}
    write_survey(tmp_path, "s", frame, variables, disclosure=GATES)
    rows = by_address(api_client(), "s.q", "standardised", {"by": "gender", "over": "age"})[2]
    of_two = [row for row in rows["rows"] if row["gender"] == "2"]
    assert {(row["share"], row["status"], row["lacking"]) for row in of_two} == {
        (None, ":", "age=1")
    }
    assert ":" in rows["words"]["status"]


def test_an_analysis_is_a_table_of_those_that_a_client_may_have():
    client = api_client(replace(PLENTY, most_tables=1))
    asked = {**GENDERS, "given": "age_group"}
    first = client.get(ANALYSIS.format(TRUST, "adjusted"), params=asked)
    again = client.get(ANALYSIS.format(TRUST, "adjusted"), params={**asked, "outputFormat": "csv"})
    assert (first.status_code, again.status_code) == (200, 200)
    others = [("adjusted", {**asked, "given": "education"}), ("comparison", GENDERS)]
    for name, other in others:
        assert client.get(ANALYSIS.format(TRUST, name), params=other).status_code == 429


def test_a_mark_changes_with_either_survey(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    variables = {"q": {**SCALE["q"], "construct": "trust"}}
    folders = [write_survey(tmp_path, name, answers(400), variables) for name in ("s", "t")]
    url, asked = ANALYSIS.format("s.q", "beside"), {"survey": "t", "category": "1"}
    marks = set()
    for folder in (None, *folders):
        if folder:
            book = folder / "codebook.toml"
            book.write_text(book.read_text("utf-8") + "\n", "utf-8")
        answer = api_client().get(url, params=asked)
        assert answer.status_code == 200, answer.text
        marks.add(answer.headers["etag"])
        known = {"If-None-Match": answer.headers["etag"]}
        assert api_client().get(url, params=asked, headers=known).status_code == 304
    assert len(marks) == 3
