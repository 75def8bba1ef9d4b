"""A report has every view with the figures of the day, or why it has none."""

import shutil
from dataclasses import replace

import pytest
from small_reports import DAY, TRUST, day_of, plan_of, small_survey

from insight.exports.reports.report import RefusedPage, ViewPage
from insight.views.reports.composing import compose, found_on
from insight.views.reports.report_plan import PlannedView, ReportPlan

BY_GENDER = TRUST | {"by": ("gender",), "show": ("bars",)}


def test_a_view_has_the_figures_of_the_table(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 40})
    report = compose(plan_of(TRUST, BY_GENDER, title="All"), day_of(survey))
    first, second = report.pages
    assert isinstance(first, ViewPage)
    assert isinstance(second, ViewPage)
    assert {e.value for table in first.answer.tables for e in table.of("high")} == {0.5}
    assert (report.title, report.made) == ("All", DAY)
    assert first.link == ""  # nobody has said where the app is seen from
    there = compose(plan_of(TRUST), replace(day_of(survey), start="https://example.no"))
    assert there.pages[0].link.startswith("https://example.no/answers?lang=en&survey=small&")


def test_an_own_title_stands_in_place_of_the_finding_which_is_kept(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 40})
    own = ReportPlan("en", (PlannedView(TRUST, "Head", "Said", "Own"),))
    [plain] = compose(plan_of(TRUST), day_of(survey)).pages
    [page] = compose(own, day_of(survey)).pages
    assert (page.title, page.finding, page.heading, page.comment) == (
        "Own",
        plain.title,
        "Head",
        "Said",
    )


def test_a_view_that_cannot_be_shown_says_why_and_the_others_stay(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 40, 3: 4})
    gone = TRUST | {"survey": ("smal",)}
    hidden = TRUST | {"where": ("region=3",)}
    wrong = TRUST | {"by": ("regoin",)}
    pages = compose(plan_of(gone, hidden, wrong, TRUST), day_of(survey)).pages
    reasons = [page.reason for page in pages if isinstance(page, RefusedPage)]
    assert "no survey called “smal”" in reasons[0]
    assert "small" in reasons[0]
    assert "regoin" in reasons[2]
    assert "region" in reasons[2]
    assert [isinstance(page, ViewPage) for page in pages] == [False, False, False, True]
    assert pages[0].title == "trust – smal"


SERIES = PlannedView({"series": ("trust_storage",), "kind": ("any",)}, page="figures")
EVENTS = PlannedView({"from": ("2019",), "to": ("2021",)}, page="timeline")


def test_charts_of_facts_have_their_picture_and_their_table():
    own = replace(EVENTS, title="Three years")
    series, events, titled = compose(ReportPlan("en", (SERIES, EVENTS, own)), day_of()).pages
    for page in (series, events, titled):
        assert isinstance(page, ViewPage)
        assert page.answer is None
        assert page.picture.words.alternative
        assert len(page.table) > 2
    assert "2019–2021" in events.title
    assert (titled.title, titled.finding) == ("Three years", events.title)
    there = replace(day_of(), start="https://example.no")
    [linked] = compose(ReportPlan("en", (EVENTS,)), there).pages
    assert linked.link == "https://example.no/timeline?lang=en&from=2019&to=2021"


@pytest.mark.parametrize(
    ("page", "link", "said"),
    [
        ("figures", {"series": ("trust_sto",)}, "trust_storage"),
        ("timeline", {"from": ("1066",)}, "1066"),
        ("timeline", {"find": ("nowhere to be found",)}, "Nothing"),
        ("maturity", {"survey": ("organisations",), "item": ("x",)}, "organisations"),
    ],
)
def test_a_view_of_another_page_that_is_gone_says_why(page, link, said):
    [refused] = compose(ReportPlan("en", (PlannedView(link, page=page),)), day_of()).pages
    assert isinstance(refused, RefusedPage)
    assert said in refused.reason


def test_printed_figures_that_are_others_than_before_are_told():
    found = found_on(SERIES, "en", day_of())
    assert found
    assert not compose(ReportPlan("en", (replace(SERIES, found=found),)), day_of()).told
    name = next(iter(found.figures))
    before = replace(found, survey="older", figures=found.figures | {name: "1%"})
    [told] = compose(ReportPlan("en", (replace(SERIES, found=before),)), day_of()).told
    assert f"{name} from 1% to {found.figures[name]}" in told


def changed(tmp_path, before: float, after: float, language="en") -> list[str]:
    survey = small_survey(tmp_path / "before", {1: 40, 2: 40}, agree=before)
    view = PlannedView(BY_GENDER)
    noted = replace(view, found=found_on(view, "en", day_of(survey)))
    assert not compose(ReportPlan("en", (noted,)), day_of(survey)).told
    later = small_survey(tmp_path / "after", {1: 40, 2: 40}, agree=after)
    return compose(ReportPlan(language, (noted,)), day_of(later)).told


def test_what_has_changed_since_is_told_with_both_figures(tmp_path):
    told = " ".join(changed(tmp_path, 0.5, 0.8))
    assert "kode 1 en from 50% to 80%" in told
    assert "2 January 2030" in told


def test_nothing_is_told_where_another_version_has_the_same_figures(tmp_path):
    assert changed(tmp_path, 0.5, 0.5) == []


def test_a_change_is_told_in_another_language_too(tmp_path):
    told = " ".join(changed(tmp_path, 0.5, 0.8, language="nb"))
    assert "fra 50% til 80%" in told


def test_a_view_that_has_gone_is_told_with_what_it_said(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 40})
    view = PlannedView(TRUST)
    found = found_on(view, "en", day_of(survey))
    shutil.rmtree(tmp_path / "surveys")
    [told] = compose(ReportPlan("en", (replace(view, found=found),)), day_of()).told
    assert found
    assert found.finding in told
