"""A family of reports: each view narrowed to its group, and nothing given away by the others."""

import random

import pytest
from small_reports import TRUST, day_of, plan_of, small_survey

from insight import table
from insight.exports.reports.report import RefusedPage, Report, ViewPage
from insight.language.errors import UnknownNameError
from insight.views.reports.group_reports import compose_of_group, groups_of
from insight.views.reports.report_link import WORDS
from insight.views.reports.report_plan import PlannedView, ReportPlan

BY_GENDER = TRUST | {"by": ("gender",), "show": ("bars",)}
BY_REGION = TRUST | {"by": ("region",), "show": ("bars",)}
OF_ONE = TRUST | {"where": ("region=1",)}


def family(survey, *links, segment="region", **words) -> dict[str, Report]:
    plan, on = plan_of(*links, **words), day_of(survey)
    groups = groups_of(plan, segment, on.surveys)
    return {group.code: compose_of_group(plan, group, on) for group in groups}


def all_bases(page) -> set[int | None]:
    """The bases of a view of all in a group, without those beside."""
    first = page.answer.tables[0]
    return {estimate.base for estimate in first.estimates}


def test_every_view_is_narrowed_to_its_group(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 60})
    reports = family(survey, TRUST, BY_GENDER, title="Trust")
    assert reports["2"].title == "Trust – kode 2 en"
    for code, size in (("1", 40), ("2", 60)):
        alone, split = reports[code].pages
        assert all_bases(alone) == {size}
        assert all_bases(split) == {size // 2}


def test_a_view_divided_by_the_segment_stays_whole_and_marks_the_group(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 60})
    [page] = family(survey, BY_REGION)["2"].pages
    assert all_bases(page) == {40, 60}
    assert "kode 2 en marked" in page.comment
    assert [row.name for row in page.answer.rows.rows if row.marked] == ["kode 2 en"]


def test_a_view_of_other_groups_says_of_whom_it_is(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 60})
    reports = family(survey, OF_ONE)
    assert isinstance(reports["1"].pages[0], ViewPage)
    refused = reports["2"].pages[0]
    assert isinstance(refused, RefusedPage)
    assert "of kode 1 en only" in refused.reason
    assert "too few" not in reports["2"].introduction


def test_a_title_written_of_all_does_not_stand_above_a_group(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 60})
    plan = plan_of(TRUST)
    own = plan.views[0].__class__(TRUST, title="Half of all")
    groups = groups_of(plan, "region", [survey])
    report = compose_of_group(plan.__class__("en", (own,)), groups[0], day_of(survey))
    assert report.pages[0].title != "Half of all"


def test_an_unknown_segment_is_refused_with_the_nearest(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 60})
    with pytest.raises(UnknownNameError, match="Did you mean region"):
        family(survey, TRUST, segment="regions")


def shown(report: Report) -> dict[int, int]:
    """The bases of the views of a report that are shown, by their place."""
    return {
        at: base
        for at, page in enumerate(report.pages)
        if isinstance(page, ViewPage)
        for base in [page.answer.tables[0].estimates[0].base]
        if base is not None
    }


def test_a_group_under_the_gates_gets_a_report_that_says_so(tmp_path):
    survey = small_survey(tmp_path, {1: 60, 2: 40, 3: 30, 4: 6})
    reports = family(survey, TRUST, BY_GENDER)
    hidden = reports["4"]
    assert all(isinstance(page, RefusedPage) for page in hidden.pages)
    assert "kode 4 en" in hidden.introduction


def test_views_of_facts_stay_whole_which_is_said_once(tmp_path):
    survey = small_survey(tmp_path, {1: 60, 2: 40, 3: 30, 4: 6})
    events = PlannedView({"from": ("2019",)}, page="timeline")
    series = PlannedView({"series": ("trust_storage",), "kind": ("any",)}, page="figures")
    plan = ReportPlan("en", (PlannedView(TRUST), events, series))
    groups, on = groups_of(plan, "region", [survey]), day_of(survey)
    shown, hidden = (compose_of_group(plan, groups[at], on) for at in (0, 3))
    for report in (shown, hidden):
        assert [isinstance(page, ViewPage) for page in report.pages[1:]] == [True, True]
        assert report.introduction.count("the same in the report of every group") == 1
        assert not any(page.comment for page in report.pages)
    assert isinstance(hidden.pages[0], RefusedPage)
    assert "kode 4 en, and each view of a survey says why" in hidden.introduction


@pytest.mark.parametrize("of", ["introduction", "heading", "comment", ""])
def test_an_authors_words_are_said_once_to_be_the_same_for_every_group(tmp_path, of):
    survey = small_survey(tmp_path, {1: 60, 2: 40})
    own = {of: "Half of all agree"} if of else {}
    view = PlannedView(TRUST, **{name: words for name, words in own.items() if name in WORDS})
    plan = ReportPlan("en", (view, view), "Trust", own.get("introduction", ""))
    [group, _] = groups_of(plan, "region", [survey])
    told = compose_of_group(plan, group, day_of(survey)).introduction
    assert told.count("is the same in the report of every group") == bool(of)
    assert told.endswith("Half of all agree") == (of == "introduction")


@pytest.mark.parametrize("seed", range(12))
def test_reports_side_by_side_give_no_small_group_away(tmp_path, seed):
    """All less those shown is nobody, or so many that nothing is told of a few."""
    draw = random.Random(seed)
    sizes = {code: draw.choice([3, 6, 9, 12, 30, 80]) for code in range(1, draw.choice([4, 6, 9]))}
    survey = small_survey(tmp_path, sizes)
    reports = family(survey, TRUST, BY_REGION, BY_GENDER)
    bases = {int(code): shown(report)[0] for code, report in reports.items() if 0 in shown(report)}
    protected = table(survey, "trust", by=["region"])
    of_table = {
        int(each.group[0]): each.base for each in protected.of("1") if each.base is not None
    }
    assert bases == of_table  # narrowing by the filter shows what the table shows, and no more
    hidden = sum(sizes.values()) - sum(bases.values())
    assert hidden == 0 or hidden >= 10
    assert len(sizes) - len(bases) != 1
    cells = table(survey, "trust", by=["region", "gender"])
    of_cells = {each.group: each.base for each in cells.of("1") if each.base is not None}
    told_cells = {
        (code, *each.group): each.base
        for code, report in reports.items()
        if isinstance(report.pages[2], ViewPage)
        for each in report.pages[2].answer.tables[0].of("1")
        if each.base is not None
    }
    assert told_cells == of_cells  # as of groups by another variable
    for report in reports.values():  # nor does the view that stays whole
        whole = report.pages[1]
        if isinstance(whole, ViewPage):
            told = {each.group: each.base for each in whole.answer.tables[0].of("high")}
            assert {int(group[0]): base for group, base in told.items() if base} == of_table
