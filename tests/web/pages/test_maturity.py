"""The page on organisations and the UN goals, as a visitor's session runs it."""

import html
import re
import shutil

import pandas as pd
import pytest
from checkout import SHELL
from streamlit.testing.v1 import AppTest
from survey_folder import segment, single, write_survey
from visitor import PATIENCE, alternatives, answer_rows, bodies, box, tables
from visitor import opened as page_of

from insight import Table, compare, open_survey, table
from insight.analysis.corrections import corrected_intervals
from insight.analysis.significance import between
from insight.documents.facts import facts
from insight.documents.passages.sustainability import headlines
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import signed
from insight.survey.filters import parse_filter
from insight.survey.folders import bundled_data

SURVEY = open_survey("organisations", bundled_data())
BOOK = SURVEY.codebook
KNOWN = facts()
SEGMENTS = [one.id for one in BOOK.segments]


def opened(**link: str | list[str]) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=PATIENCE).run()
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
    assert say(language, "shell.simulated_means") in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_published_stands_apart_and_before_what_is_assumed(language):
    drawn = "".join(one.proto.body for one in opened(lang=language).get("html"))
    published, assumed = drawn.split('<h2 class="finding av-title">')
    for headline in headlines(KNOWN):
        assert html.escape(headline.words["nb"]) in published
        assert f"at={headline.fact.id}" in published
        assert headline.item is None or f"item={headline.item}" in published
    assert not re.search(r"\d+ ?%", re.sub(r"<[^>]+>", " ", published.partition("</h1>")[2]))
    assert say(language, "answers.assumed_level") in html.unescape(assumed)


def test_every_mark_of_a_level_that_nobody_published_is_hatched():
    app = opened(lang="nb")
    rows = re.findall(r'<tr role="row" class="(av-row[^"]*)"', bodies(app))
    assert len(rows) > 2
    assert all(" av-assumed" in one for one in rows)
    other = page_of("answers", lang="nb", survey="citizens", by="age_group")
    assert "av-assumed" not in bodies(other)


def test_the_page_tells_what_sustainability_is_and_how_norway_scores():
    found = words(opened(lang="nb", part="told"))
    for passage in KNOWN.passages:
        if passage.kind in ("sustainability_definition", "sustainability_score", "materiality"):
            assert passage.text.nb in found


@pytest.mark.parametrize("survey", ["citizens", "health_personnel"])
def test_page_is_about_organisations_whatever_survey_the_reader_comes_from(survey):
    app = opened(lang="en", survey=survey)
    assert app.query_params["survey"] == "organisations"
    assert answer_rows(app)
    answered = say("en", "maturity.answered", n="67", population="120")
    assert answered in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", [*SEGMENTS, "none"])
def test_distribution_shows_what_the_table_says(language, by):
    app = opened(lang=language, by=by)
    assert app.query_params["by"] == by
    tables = [asked("sdg_maturity")]
    if by != "none":
        tables.append(asked("sdg_maturity", by=(by,)))
    scale = [one for one in tables[0].item.categories if not one.missing]
    groups = [(one, group) for one in tables for group in one.request.groups]
    assert len(answer_rows(app)) == len(groups)
    for row, (one, group) in zip(answer_rows(app), groups, strict=True):
        net = one.at(group, "well_under_way")
        if not net.shown:
            assert row["hidden"] == say(language, "answers.hidden", limit=10)
            continue
        assert row["value"].startswith(numbers.percent(net.value, language))
        shares = [share for answer in scale if (share := one.at(group, answer.key).value)]
        assert [width > 0 for width in row["widths"]] == [True] * len(shares)
        told = zip(row["marks"], shares, strict=False)
        assert all(numbers.percent(share, language) in mark for mark, share in told)
    assert [bool(one.strip()) for one in alternatives(app)] == [True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_goals_stand_by_size_with_their_intervals(language):
    app = opened(lang=language, item="sdg_most_important")
    rows = answer_rows(app)
    whole = asked("sdg_most_important")
    goals = [one for one in whole.estimates if one.kind == "category"]
    ranked = sorted(goals, key=lambda one: -one.value)
    assert [row["name"] for row in rows] == [
        whole.item.category(one.key).label[language] for one in ranked
    ]
    assert [row["value"] for row in rows] == [
        numbers.percent(one.value, language) for one in ranked
    ]
    assert [row["name"].split()[0] for row in rows[:3]] == ["3", "10", "13"]
    assert say(language, "groups.order_unsure") in words(app)
    named = numbers.list_names([row["name"] for row in rows[:3]], language)
    assert say(language, "groups.stands_out", answers=named) in words(app)


def test_engagement_by_stage_hides_the_small_stages():
    app = opened(lang="en", item="sdg_staff_engagement", by="sdg_maturity")
    rows = {row["name"]: row for row in answer_rows(app)}
    grouped = asked("sdg_staff_engagement", by=("sdg_maturity",))
    stages = BOOK.variable("sdg_maturity")
    for one in grouped.of("high"):
        row = rows[stages.category(one.group[0]).label["en"]]
        assert ("hidden" in row) != one.shown
        assert not one.shown or row["value"].startswith(numbers.percent(one.value, "en"))
    assert "Difference detected." in words(app)


def test_who_differs_is_said_with_both_shares_and_the_difference():
    found = words(opened(lang="en", by="org_type"))
    *_, line = (one for one in found.splitlines() if "Lower than the others" in one)
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
    told = {row["name"]: row for row in answer_rows(app)}
    assert all(told[name]["hidden"] == say("en", "answers.hidden", limit=10) for name in hidden)
    assert all("n" not in told[name] for name in hidden)


def test_filter_changes_who_is_meant():
    app = opened(lang="nb", where=["org_size=3"])
    large = asked("sdg_maturity", "org_size=3").at((), "well_under_way")
    assert numbers.percent(large.value, "nb") in words(app)
    assert say("nb", "base.of", n="23", total="67") in words(app)
    assert app.query_params["where"] == "org_size=3"


def test_too_narrow_a_filter_leaves_words_only():
    app = opened(lang="en", where=["org_type=5"])
    assert say("en", "figure.too_few", limit=10) in words(app)
    assert not answer_rows(app)


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
    told, *_ = tables(app)
    assert len(told) == 17 if item == "sdg_most_important" else len(told) > 2


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
    assert not any(row.get("value") for row in answer_rows(app))


def test_data_folder_without_the_survey_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    frame = {"q": [1, 2] * 50, "g": [1, 2] * 50}
    write_survey(tmp_path, "own", frame, {"q": single(1, 2), "g": segment(1, 2)})
    app = opened(lang="en")
    assert say("en", "maturity.absent") in words(app)
    assert not answer_rows(app)


def test_the_band_says_that_answers_are_simulated_only_where_some_are():
    means = say("nb", "shell.simulated_means")
    assert means not in words(opened(lang="nb", part="told"))
    app = opened(lang="nb", part="survey")
    assert means in words(app)
    app.session_state["own:maturity_part"] = "told"
    assert means not in words(shown(app.run())), "the band is of the part that is chosen"


def test_terms_of_a_headline_are_explained_in_its_translation_and_not_in_another_language():
    body = "".join(one.proto.body for one in opened(lang="en").get("html"))
    table = re.search(r'<table class="words headlines">.*?</table>', body, re.DOTALL)[0]
    assert 'class="term"' in table
    assert 'class="term"' not in "".join(re.findall("<q .*?</q>", table, re.DOTALL))


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_groups_are_compared_and_the_hidden_ones_are_not_the_first_choice(language):
    app = opened(lang=language, item="sdg_maturity", by="org_type")
    first, second = (box(app, f"pair:organisations:org_type:{name}").value for name in PAIR)
    grouped = asked("sdg_maturity", by=("org_type",))
    codes = [*grouped.request.levels[0]]
    visible = [code for code in codes if grouped.at((code,), "well_under_way").shown]
    assert len(visible) < len(codes)
    assert (first, second) == (visible[-1], visible[0])
    assert not set(PAIR) & set(app.query_params)
    found = compare(SURVEY, "sdg_maturity", "well_under_way", "org_type")
    gap = between(found, first, second)
    assert say(language, f"pair.gap_{gap.finding(found.level, found.tests)}") in words(app)
    ends = corrected_intervals.of_pair(found, gap)
    assert f"({signed.interval(ends, found, language)})" in words(app)


PAIR = ("first", "second")


def test_a_link_says_which_two_organisations_are_compared():
    link = {"item": "sdg_maturity", "by": "org_type", "first": "2", "second": "3"}
    app = opened(**link)
    assert {name: app.query_params[name] for name in link if name != "item"} == {
        name: link[name] for name in link if name != "item"
    }


def test_answers_that_are_not_split_have_no_two_groups_to_compare():
    assert say("nb", "pair.title") not in words(opened(lang="nb", by="none"))
