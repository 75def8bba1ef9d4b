"""Native charts: the figures of the tables to the last digit, and nothing of what is hidden."""

import pytest
from opened_slides import opened, page_of, words_of
from shown_answer import answer_of
from survey_folder import segment, single, write_survey
from visitor import TRUST_ITEM, asked, bundled

from insight import open_survey
from insight.exports.reports.native_charts.answer_charts import native_charts
from insight.language.catalogue import say


def test_bars_are_the_shares_of_the_answers_and_beside_them_the_measure_with_its_interval():
    _, shown = answer_of(TRUST_ITEM, "age_group", show="bars", language="en")
    stack, measure = native_charts(shown.answer, "en")
    table = asked(bundled("citizens"), TRUST_ITEM, "year=2021", by=("age_group",))
    groups = table.request.groups
    assert stack.categories == measure.categories
    assert [*stack.categories[stack.references :]] == ["Under 30", "30–44", "45–59", "60 or over"]
    codes = [one.key for one in table.item.categories]
    assert len(stack.series) == len(codes)
    for series, code in zip(stack.series, codes, strict=True):
        told = [point.value for point in series.points[stack.references :]]
        assert told == [table.at(group, code).value for group in groups]
    [points] = [series.points[measure.references :] for series in measure.series]
    for point, group in zip(points, groups, strict=True):
        estimate = table.at(group, "high")
        assert (point.value, point.low, point.upp) == (estimate.value, estimate.low, estimate.upp)
    for place in range(len(stack.categories)):
        assert sum(one.points[place].value for one in stack.series) == pytest.approx(1)
    assert measure.axis[0] == 0  # the length of a bar is its figure
    rust = [place for place, point in enumerate(measure.series[0].points) if point.colour]
    assert [measure.categories[place] for place in rust] == ["Health personnel, all"]


def test_lines_are_the_figures_of_each_survey_with_what_was_printed_beneath():
    _, shown = answer_of(TRUST_ITEM, show="trend", language="en")
    [chart] = native_charts(shown.answer, "en")
    assert [*chart.categories] == ["2019", "2020", "2021"]
    own = {series.name: series for series in chart.series if not series.printed}
    for name, survey in (("Citizens", "citizens"), ("Health personnel", "health_personnel")):
        table = asked(bundled(survey), TRUST_ITEM, by=("year",))
        points = own[name].points
        told = [(point.value, point.low, point.upp) for point in points]
        assert told == [(one.value, one.low, one.upp) for one in table.of("high")]
        assert [one.assumed for one in points] == [
            one.basis == "assumed" for one in table.of("high")
        ]
    assert [series.printed for series in chart.series] == [True, False, True, False]
    [citizens, *_] = chart.series
    assert [point.value for point in citizens.points] == [0.54, 0.61, 0.68]
    assert chart.note == "The axis starts at 50%"


def test_a_line_has_the_colour_of_its_place_in_an_order():
    _, shown = answer_of(TRUST_ITEM, "age_group", show="trend", language="en")
    [chart] = native_charts(shown.answer, "en")
    table = asked(bundled("citizens"), TRUST_ITEM, by=("age_group", "year"))
    assert len({series.colour for series in chart.series}) == 4
    for series, age in zip(chart.series, table.request.levels[0], strict=True):
        told = [table.at((age, wave), "high").value for wave in table.request.levels[1]]
        assert [point.value for point in series.points] == told


def test_a_hidden_group_keeps_its_row_with_the_reason_and_has_no_figure():
    _, shown = answer_of(
        "sdg_networks", "org_type", show="bars", survey="organisations", language="nb"
    )
    charts = native_charts(shown.answer, "nb")
    hidden = [row.name for row in shown.answer.rows.rows if row.hidden]
    assert hidden
    for chart in charts:
        for place, name in enumerate(chart.categories):
            if name.endswith("(skjult: færre enn 10 svar)"):
                assert name.partition(" (")[0] in hidden
                assert {series.points[place].value for series in chart.series} == {None}
                assert {series.points[place].low for series in chart.series} == {None}
            else:
                assert None not in {series.points[place].value for series in chart.series}


def test_nobody_has_published_a_level_of_organisations_so_all_of_it_is_assumed():
    _, shown = answer_of(
        "sdg_networks", "org_type", show="bars", survey="organisations", language="nb"
    )
    for chart in native_charts(shown.answer, "nb"):
        assert all(p.assumed for s in chart.series for p in s.points if p.value is not None)


def test_no_line_crosses_a_break(tmp_path):
    frame = {
        "year": [2019] * 4 + [2020] * 4 + [2021] * 4,
        "q": [1, 2, 2, 2, 1, 1, 2, 2, 1, 1, 1, 2],
    }
    broken = {"wave": 2021, "nb": "nytt spørsmål", "en": "a new question"}
    item = single(1, 2, breaks=[broken])
    write_survey(
        tmp_path, "own", frame, {"year": segment(2019, 2020, 2021), "q": item},
        design={"wave": "year"},
    )  # fmt: skip
    _, shown = answer_of("q", show="trend", survey="own", among=[open_survey("own", tmp_path)])
    [chart] = native_charts(shown.answer, "nb")
    told = [[point.value for point in series.points] for series in chart.series]
    assert told == [[0.25, 0.5, None], [None, None, 0.75]]
    assert len({(series.name, series.colour) for series in chart.series}) == 1


@pytest.mark.parametrize(
    ("waves", "uneven"), [((2019, 2020, 2021), False), ((2010, 2012, 2020), True)]
)
def test_a_slide_says_where_waves_that_were_not_evenly_spaced_stand_evenly(tmp_path, waves, uneven):
    frame = {"year": [wave for wave in waves for _ in range(4)], "q": [1, 2, 2, 2] * len(waves)}
    variables = {"year": segment(*waves), "q": single(1, 2)}
    write_survey(tmp_path, "own", frame, variables, design={"wave": "year"})
    own = [open_survey("own", tmp_path)]
    page, shown = page_of("q", show="trend", survey="own", among=own, language="nb")
    [chart] = native_charts(shown.answer, "nb")
    assert chart.uneven is uneven
    slide, *_ = opened(page).slides
    assert (say("nb", "slide.uneven") in words_of(slide)) is uneven


def test_the_mean_of_a_scale_is_a_bar_from_where_the_scale_begins():
    _, shown = answer_of(TRUST_ITEM, "age_group", show="dots", follows="mean")
    [chart] = native_charts(shown.answer, "nb")
    assert chart.axis == (1.0, 5.0)
    assert not chart.share
    table = asked(bundled("citizens"), TRUST_ITEM, "year=2021", by=("age_group",), statistic="mean")
    told = [point.value for point in chart.series[0].points[chart.references :]]
    assert told == [estimate.value for estimate in table.estimates]


def test_what_no_program_draws_is_no_native_chart():
    for show, by in (("heat", ("age_group",)), ("panels", ("age_group", "gender"))):
        _, shown = answer_of(TRUST_ITEM, *by, show=show)
        assert native_charts(shown.answer, "nb") == []
