"""The tools of an assistant: what they tell, what they refuse, and in which words."""

import math
from urllib.parse import parse_qs, urlsplit

import pytest
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import numeric, segment, single, write_survey
from visitor import opened, warnings, words

from insight.api.assistant import codebook_tool, table_tool
from insight.api.assistant.tools_of_assistant import TOOLS, Assistant
from insight.api.settings import Settings
from insight.language.catalogue import LANGUAGES

OPEN = {**GATES, "microdata": "open"}
WAVES = {"year": segment(2020, 2021)}
TRUST = {"survey": "citizens", "item": "trust_need_to_know"}


@pytest.fixture(scope="module")
def bundled():
    return Assistant(Settings(), "en")


@pytest.fixture
def small(tmp_path):
    """Two waves of 300 respondents, of whom few are women, beside a survey that is broken."""
    frame = answers(600) | {"year": [2020 + row // 300 for row in range(600)]}
    frame["gender"] = [1 if row % 40 else 2 for row in range(600)]
    frame["age"] = [20 + row % 50 for row in range(600)]
    named = {f"g{number}": segment(1, 2) for number in range(9)}
    frame |= {name: [1 + row % 2 for row in range(600)] for name in named}
    variables = SCALE | GENDER | WAVES | named | {"age": numeric(), "loose": single(1, 2)}
    frame["loose"] = frame["g1"]
    write_survey(tmp_path, "s", frame, variables, design={"wave": "year"}, disclosure=OPEN)
    broken = write_survey(tmp_path, "broken", answers(300), SCALE | GENDER, disclosure=OPEN)
    (broken / "responses.parquet").write_bytes(b"nothing")
    return Assistant(Settings(), "en", tmp_path)


def test_surveys_are_those_of_the_folder_that_can_be_used(small, bundled, tmp_path):
    assert [each["survey"] for each in small.answer("surveys", {}).data["surveys"]] == ["s"]
    refused = small.answer("codebook", {"survey": "broken"})
    assert (refused.text, refused.data) == (
        "There is no survey called “broken”. Known: s.",
        None,
    )
    assert str(tmp_path) not in refused.text
    told = bundled.answer("surveys", {})
    assert told.text.count("simulated responses") == len(told.data["surveys"]) == 3
    assert all(each["warning"].startswith("Simulated answers.") for each in told.data["surveys"])
    found = bundled.answer("surveys", {"search": "gps helsepersonell"})
    assert [each["survey"] for each in found.data["surveys"]] == ["health_personnel"]
    assert bundled.answer("surveys", {"search": "nowhere"}).text == "There are no such surveys."


def test_a_codebook_tells_the_codes_that_a_table_takes(bundled, monkeypatch):
    told = bundled.answer("codebook", {"survey": "citizens"}).data
    assert [each["id"] for each in told["background"]][:2] == ["year", "gender"]
    assert told["background"][1]["codes"][0] == {"code": "1", "label": "Woman", "missing": False}
    one = bundled.answer("codebook", TRUST)
    assert one.data["variable"]["nets"] == [
        {"id": "high", "label": "High trust", "codes": ["4", "5"]}
    ]
    assert "Published: High trust 2019: published level" in one.text
    monkeypatch.setattr(codebook_tool, "MOST_VARIABLES", 2)
    found = bundled.answer("codebook", {"survey": "citizens", "search": "digital helsenorge"})
    assert found.data["more"] == []
    assert "2 of 7 are told." in bundled.answer("codebook", {"survey": "citizens"}).text


def test_a_table_is_of_the_newest_wave_unless_one_is_named(small):
    asked = {"survey": "s", "item": "q"}
    waves = [{}, {"where": "year=2020"}, {"by": "year"}]
    told = [small.answer("table", asked | wave).data for wave in waves]
    assert [each["where"] for each in told] == [["year=2021"], ["year=2020"], []]


def test_what_is_hidden_is_told_in_words_and_has_no_figure(small):
    told = small.answer("table", {"survey": "s", "item": "q", "by": "gender"})
    for row in told.data["rows"]:
        assert (row["share"], row["n"], row["base"], row["flag"]) == (
            None,
            None,
            None,
            "suppressed",
        )
        assert row["remark"] == "hidden to protect groups of under 10 answers"
    assert told.text.count("hidden to protect groups of under 10 answers") == 14
    assert "14 figures are not shown. They are not 0, and must not be guessed." in told.text


SHOWN = [
    ({"by": "age_group", "where": ["gender=1", "year=2020"], "answers": "high", "base": "valid"},
     {"where": ["gender=1"], "wave": ["2020"], "base": ["valid"], "target": ["high"],
      "by": ["age_group"]}),
    ({"by": ["gender", "year"], "statistic": "mean"},
     {"target": ["mean"], "by": ["gender"], "by2": ["year"]}),
    ({"by": "gender", "where": "gender=1"},
     {"where": ["gender=1"], "wave": ["2021"], "by": ["none"]}),
    ({"where": "year=2019,2020"}, {"by": ["year"]}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "linked"), SHOWN)
def test_a_link_asks_the_page_for_the_same(bundled, asked, linked):
    told = bundled.answer("table", TRUST | asked)
    view = {"lang": ["en"], "survey": ["citizens"], "item": ["trust_need_to_know"]}
    assert parse_qs(urlsplit(told.data["link"]).query) == view | linked
    together = asked.get("where") == "year=2019,2020"
    said = "The page shows one wave at a time: " if together else "The same on a page: "
    assert f"{said}{told.data['link']}" in told.text


def test_the_page_behind_a_link_shows_the_figures(bundled):
    asked, _ = SHOWN[0]
    told = bundled.answer("table", TRUST | asked).data
    page = opened("answers", **parse_qs(urlsplit(told["link"]).query))
    assert warnings(page) == []
    shown = words(page)
    for row in told["rows"]:
        ends = f"{row['share_low']:.0%}".rstrip("%") + f"–{row['share_upp']:.0%}"
        assert f"{row['age_group_label']}: {row['share']:.0%} ({ends})" in shown


EIGHT = [f"g{number}=1" for number in range(8)]
REFUSED = [
    ("tabel", {}, "There is no tool “tabel”. Did you mean table?"),
    ("table", {"item": None}, "“item” is missing."),
    ("table", {"itme": "q"}, "The tool “table” takes nothing called “itme”. Did you mean item?"),
    ("table", {"item": ["q"]}, "“item” must be a text."),
    ("table", {"by": {"gender": 1}}, "“by” must be a list of texts."),
    ("table", {"by": [["gender"]]}, "“by” must be a list of texts."),
    ("table", {"by": ["gender", "year", "g1"]},
     "“by” has 3 entries, and may have 2. Leave some out."),
    ("table", {"where": [*EIGHT, "g8=1"]},
     "“where” has 9 entries, and may have 8. Leave some out."),
    ("table", {"where": EIGHT, "by": "gender"}, "At most 8 variables can narrow or divide"),
    ("table", {"where": "q=1"}, "“q” is no background variable of the survey s, nor its wave."),
    ("table", {"by": "q"}, "“q” is no background variable of the survey s, nor its wave."),
    ("table", {"where": "gender"}, "“gender” is not a filter. Write VARIABLE=CODE"),
    ("table", {"where": "gender=3"}, "“gender” has no code “3”. Known: 1, 2."),
    ("table", {"item": "gender"}, "“gender” is no question of the survey s."),
    ("table", {"item": "x" * 1001}, "“item” is longer than 1000 characters."),
    ("table", {"answers": ["7"]}, "“q” has no category or net “7”."),
    ("table", {"answers": [9], "base": "valid"}, "“q” has no category or net “9”."),
    ("table", {"item": "loose", "statistic": "mean"}, "“loose” has no mean, for its answers"),
    ("table", {"statistic": "sum"}, "“sum” is not a value for statistic."),
    ("table", {"base": math.inf}, "“base” must be a text."),
    ("table", {"language": "fr"}, "“fr” is not a value for language. Known: nb, en."),
    ("table", {"survey": "../s"}, "There is no survey called “../s”. Known: s."),
    ("codebook", {"item": "\udcff\n"}, "The survey s has no variable “\\udcff”."),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "asked", "sentence"), REFUSED, ids=lambda each: str(each)[:30])
def test_what_is_wrong_is_one_sentence(small, tool, asked, sentence):
    usual = {"survey": "s", **({"item": "q"} if tool == "table" else {})}
    reply = small.answer(tool, usual | asked)
    assert reply.data is None
    assert reply.text.startswith(sentence)
    assert "\n" not in reply.text


def test_a_table_of_too_many_rows_is_refused(small, monkeypatch):
    monkeypatch.setattr(table_tool, "MOST_ROWS", 10)
    asked = {"survey": "s", "item": "q", "by": "gender"}
    assert small.answer("table", asked).text.startswith("14 figures are asked for, and at most 10")
    assert len(small.answer("table", asked | {"answers": ["high", "1"]}).data["rows"]) == 4


def test_a_fault_of_ours_is_said_to_be_ours(bundled, monkeypatch):
    monkeypatch.setattr(table_tool, "_estimated", lambda *_, **__: 1 / 0)
    sentence = "Svaret kunne ikke lages. Feilen er her, ikke i spørringen."
    assert bundled.answer("table", TRUST | {"language": "no"}).text == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_is_described_in_both_languages(language):
    for tool in TOOLS.values():
        parameters = tool.schema(language)["properties"]
        assert [*parameters] == [parameter.name for parameter in tool.parameters]
        assert all(each["description"] for each in parameters.values())
