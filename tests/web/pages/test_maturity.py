"""The page on organisations and the UN goals, as a visitor's session runs it."""

import html
import json
import re
import shutil

import pandas as pd
import pyarrow as pa
import pytest
from checkout import SHELL
from streamlit.testing.v1 import AppTest
from survey_folder import segment, single, write_survey
from visitor import alternatives, tables

from insight import Table, open_survey, table
from insight.documents.facts import facts
from insight.documents.passages.sustainability import headlines
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.survey.filters import parse_filter
from insight.survey.folders import bundled_data

SURVEY = open_survey("organisations", bundled_data())
BOOK = SURVEY.codebook
KNOWN = facts()
SEGMENTS = [one.id for one in BOOK.segments]


def opened(**link: str | list[str]) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=30).run()
    app.query_params = link
    return shown(app.switch_page("../../../pages/maturity.py").run())


def shown(app: AppTest) -> AppTest:
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error
    return app


def words(app: AppTest) -> str:
    """Everything that stands on the page as text, with tags and escapes taken away."""
    joined = (
        re.sub(r'<span lang="nb">(.*?)</span>', r"\1", one.proto.body) for one in app.get("html")
    )
    bodies = (re.sub(r"<[^>]+>", "\n", one) for one in joined)
    boxes = [one.value for kind in ("info", "warning", "markdown") for one in app.get(kind)]
    plain = [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", box) for box in boxes]
    return "\n".join([*(html.unescape(body) for body in bodies), *plain])


ITEMS = ["sdg_maturity", "sdg_most_important", "sdg_initiatives", "sdg_staff_engagement",
         "sdg_role_in_strategy", "sdg_networks"]  # fmt: skip


def charts(app: AppTest) -> list:
    """The answers to the question that is chosen."""
    return list(app.get("vega_lite_chart"))


def rows_of(chart, mark: str) -> pd.DataFrame:
    rows = pa.ipc.open_stream(chart.proto.data.data).read_pandas()
    return rows[rows["mark"] == mark]


def asked(item: str, *where: str, by: tuple[str, ...] = (), **more) -> Table:
    found = parse_filter(where, BOOK)
    return table(SURVEY, item, by=by, where=found, nets=True, **more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", ITEMS)
def test_page_says_first_of_all_that_every_number_is_assumed(item, language):
    app = opened(lang=language, item=item)
    assert not app.warning
    assert say(language, "maturity.lead") in words(app)
    found = words(app)
    assert BOOK.assumption[language] in found
    variable = BOOK.variable(item)
    assert variable.note[language] in found
    assert variable.assumption[language] in found
    assert say(language, "shell.simulated") in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_published_stands_apart_and_before_what_is_assumed(language):
    drawn = "".join(one.proto.body for one in opened(lang=language).get("html"))
    published, assumed = drawn.split(html.escape(say(language, "maturity.assumed")))
    for headline in headlines(KNOWN):
        assert html.escape(headline.words["nb"]) in published
        assert f"at={headline.fact.id}" in published
        assert headline.item is None or f"item={headline.item}" in published
    assert not re.search(r"\d+ ?%", re.sub(r"<[^>]+>", " ", published.partition("</h1>")[2]))
    assert say(language, "maturity.assumed_line") in html.unescape(assumed)


def test_the_page_tells_what_sustainability_is_and_how_norway_scores():
    found = words(opened(lang="nb", part="told"))
    for passage in KNOWN.passages:
        if passage.kind in ("sustainability_definition", "sustainability_score", "materiality"):
            assert passage.text.nb in found


@pytest.mark.parametrize("survey", ["citizens", "health_personnel"])
def test_page_is_about_organisations_whatever_survey_the_reader_comes_from(survey):
    app = opened(lang="en", survey=survey)
    assert app.query_params["survey"] == "organisations"
    assert len(charts(app)) == 1
    answered = say("en", "maturity.answered", n="67", population="120")
    assert answered in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", [*SEGMENTS, "none"])
def test_distribution_shows_what_the_table_says(language, by):
    app = opened(lang=language, by=by)
    assert app.query_params["by"] == by
    drawn = rows_of(charts(app)[0], "bar")
    tables = [asked("sdg_maturity")]
    if by != "none":
        tables.append(asked("sdg_maturity", by=(by,)))
    scale = [one for one in tables[0].item.categories if not one.missing]
    expected = [
        (labels.group_label(one, group, language), answer.label[language], share.value)
        for one in tables
        for group in one.request.groups
        for answer in scale
        if (share := one.at(group, answer.key)).shown
    ]
    names = zip(drawn["group_line"], drawn["answer"], strict=True)
    assert list(names) == [(group, answer) for group, answer, _ in expected]
    lengths = drawn["x1"] - drawn["x0"]
    assert lengths.tolist() == pytest.approx([share for *_, share in expected])
    assert [bool(one.strip()) for one in alternatives(app)] == [True] * len(charts(app))
    for chart in charts(app):
        json.loads(chart.proto.spec)


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_stand_by_size_with_their_intervals(language):
    app = opened(lang=language, item="sdg_most_important")
    drawn = rows_of(charts(app)[0], "point")
    whole = asked("sdg_most_important")
    goals = [one for one in whole.estimates if one.kind == "category"]
    ranked = sorted(goals, key=lambda one: -one.value)
    assert len(drawn) == 17
    assert drawn["value"].tolist() == [one.value for one in ranked]
    assert drawn["low"].tolist() == [one.low for one in ranked]
    assert [name.split()[0] for name in drawn["group_line"][:3]] == ["3", "10", "13"]
    assert drawn["group_line"].tolist() == [
        whole.item.category(one.key).label[language] for one in ranked
    ]
    assert say(language, "groups.order_unsure") in words(app)


def test_engagement_by_stage_hides_the_small_stages():
    app = opened(lang="en", item="sdg_staff_engagement", by="sdg_maturity")
    drawn = rows_of(charts(app)[0], "point").set_index("group_line")
    grouped = asked("sdg_staff_engagement", by=("sdg_maturity",))
    stages = BOOK.variable("sdg_maturity")
    for one in grouped.of("high"):
        value = drawn.loc[stages.category(one.group[0]).label["en"], "value"]
        assert value == one.value if one.shown else pd.isna(value)
    assert "The difference is shown:" in words(app)


def test_who_differs_is_said_with_both_shares_and_the_difference():
    found = words(opened(lang="en", by="org_type"))
    line = next(one for one in found.splitlines() if "Lower than the others" in one)
    lower, higher = line.split("Higher than the others: ")
    assert "Interest groups and professional associations: 19 against 45%, 26 percentage" in lower
    assert "Government agencies: 70 against 35%, 35 percentage points (" in higher
    assert "Suppliers" not in line


@pytest.mark.parametrize(("by", "joined"), [("org_type", "; "), ("org_region", " and ")])
def test_hidden_groups_are_named_with_the_reason_and_nothing_else(by, joined):
    app = opened(lang="en", by=by)
    hidden = [
        BOOK.variable(by).category(one.group[0]).label["en"]
        for one in asked("sdg_maturity", by=(by,)).of("well_under_way")
        if not one.shown
    ]
    assert len(hidden) == 2
    assert say("en", "groups.hidden", limit=10, groups=joined.join(hidden)) in words(app)
    drawn = rows_of(charts(app)[0], "words").set_index("group_line")
    assert all(drawn.loc[hidden, "reason"] == say("en", "flag.suppressed", limit=10))
    assert all(drawn.loc[hidden, "n"] == "")


def test_filter_changes_who_is_meant():
    app = opened(lang="nb", where=["org_size=3"])
    large = asked("sdg_maturity", "org_size=3").at((), "well_under_way")
    assert numbers.percent(large.value, "nb") in words(app)
    assert say("nb", "base.of", n="23", total="67") in words(app)
    assert app.query_params["where"] == "org_size=3"


def test_too_narrow_a_filter_leaves_words_only():
    app = opened(lang="en", where=["org_type=5"])
    assert say("en", "figure.too_few", limit=10) in words(app)
    assert not charts(app)


def test_valid_answers_leave_dont_know_out():
    app = opened(lang="en", base="valid")
    valid = asked("sdg_maturity", base="valid").at((), "well_under_way")
    assert numbers.percent(valid.value, "en") in words(app)
    assert say("en", "filter.valid_only") in words(app)


@pytest.mark.parametrize("item", ITEMS)
def test_every_chart_has_its_table_and_file(item):
    app = opened(lang="en", item=item)
    buttons = [one.proto.label for one in app.get("download_button")]
    for kind in ("csv", "norwegian", "workbook", "png", "svg", "responses_csv"):
        assert buttons.count(say("en", f"download.{kind}")) == 1
    answers, *few = tables(app)
    assert len(answers) == 17 if item == "sdg_most_important" else len(answers) > 2
    assert len(few) == (item != "sdg_most_important")


def test_a_stale_breakdown_is_told():
    app = opened(lang="en", by="org_kind")
    [warning] = app.warning
    assert "org_kind" in warning.value.replace("\\", "")
    assert app.query_params["by"] == "org_type"


def test_goals_that_nobody_has_marked_are_drawn_without_figures(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    folder = shutil.copytree(SURVEY.folder, tmp_path / "surveys" / SURVEY.id)
    columns = [one.column for one in BOOK.variable("sdg_most_important").categories]
    responses = pd.read_parquet(folder / "responses.parquet")
    nobody = pd.array([pd.NA] * len(responses), "Int64")
    responses.assign(**dict.fromkeys(columns, nobody)).to_parquet(folder / "responses.parquet")
    app = opened(lang="en", item="sdg_most_important")
    assert say("en", "groups.none_leads") in words(app)
    points = rows_of(charts(app)[0], "point")
    assert len(points) == 17
    assert points["value"].isna().all()


def test_data_folder_without_the_survey_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    frame = {"q": [1, 2] * 50, "g": [1, 2] * 50}
    write_survey(tmp_path, "own", frame, {"q": single(1, 2), "g": segment(1, 2)})
    app = opened(lang="en")
    assert say("en", "maturity.absent") in words(app)
    assert not charts(app)


@pytest.mark.parametrize(("part", "key"), [("told", "published"), ("survey", "simulated")])
def test_the_band_says_that_answers_are_simulated_only_where_some_are(part, key):
    said = words(opened(lang="nb", part=part))
    assert say("nb", f"shell.{key}_means") in said
    other = {"published": "simulated", "simulated": "published"}[key]
    assert say("nb", f"shell.{other}_means") not in said


def test_terms_of_a_headline_are_explained_in_its_translation_and_not_in_another_language():
    body = "".join(one.proto.body for one in opened(lang="en").get("html"))
    table = re.search(r'<table class="words headlines">.*?</table>', body, re.DOTALL)[0]
    assert 'class="term"' in table
    assert 'class="term"' not in "".join(re.findall("<q .*?</q>", table, re.DOTALL))
