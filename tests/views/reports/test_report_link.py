"""A report's address makes the same report again, within what an address can hold."""

from urllib.parse import parse_qs, urlencode

import pytest
from small_reports import TRUST, plan_of

from insight.language.errors import InsightError
from insight.views.reports import report_link
from insight.views.reports.report_link import LONGEST_LINK, link_of
from insight.views.reports.report_plan import PlannedView, ReportPlan


def test_a_link_leads_to_the_same_report():
    where = TRUST | {"where": ("gender=1", "region=1,2")}
    link = {name: where[name] for name in ("survey", "where", "item", "by", "show")}
    view = PlannedView(link, "Head & tail", "Two\nlines = 100 %", "Own?")
    plan = ReportPlan("en", (view, PlannedView(TRUST)), "Title", "Intro")
    sent = parse_qs(urlencode(link_of(plan), doseq=True))
    assert report_link.plan_of(sent, "en") == plan


def test_a_link_leads_to_views_of_other_pages():
    views = (
        PlannedView({"series": ("trust_storage",), "kind": ("any",)}, "Head", page="figures"),
        PlannedView({"find": ("lov & rett",), "from": ("2015",)}, page="timeline"),
        PlannedView({}, page="timeline"),
        PlannedView({"survey": ("organisations",), "item": ("x",)}, page="maturity"),
    )
    plan = ReportPlan("en", views)
    sent = parse_qs(urlencode(link_of(plan), doseq=True))
    assert report_link.plan_of(sent, "en") == plan


def test_views_of_ones_own_survey_are_left_out():
    own = PlannedView(TRUST, own=True)
    assert link_of(ReportPlan("en", (own,))) == {}
    assert len(link_of(ReportPlan("en", (own, PlannedView(TRUST))))["view"]) == 1


def test_what_no_address_can_hold_has_none():
    assert link_of(plan_of(*(60 * [TRUST]), introduction=3_000 * "x")) == {}
    assert len(urlencode(link_of(plan_of(*(40 * [TRUST]))), doseq=True)) <= LONGEST_LINK


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"view": 61 * ["survey=a&item=b"]}, "at most 60 views"),
        ({"view": ["survey=a"]}, "does not say what it is of"),
        ({"view": ["page=figures"]}, "does not say what it is of"),
        ({"view": ["page=figure&series=x"]}, "Did you mean figures"),
        ({"view": ["survey=a&item=b"], "title": [501 * "x"]}, "At most 500"),
        ({"view": [f"survey=a&item={'b' * 20_000}"]}, "characters"),
    ],
)
def test_a_hostile_link_is_refused_in_a_sentence(link, said):
    with pytest.raises(InsightError) as refused:
        report_link.plan_of(link, "en")
    assert said in refused.value.text("en")
