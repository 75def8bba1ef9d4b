"""A report takes along what groups are alike in, with its sentence, its base and its caveats."""

import io
import re
import zipfile

import docx
import pandas as pd
import pptx
import pytest
from small_reports import day_of, plan_of, small_survey
from survey_folder import net, segment, single, write_survey
from visitor import TRUST_ITEM, bundled

from insight import adjust, open_survey
from insight.exports.reports.report import RefusedPage
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.adjusted.adjusted_sentences import stays, when_alike
from insight.views.reports.composing import compose, found_on, name_of
from insight.views.reports.group_reports import compose_of_group, groups_of
from insight.views.reports.report_formats import report_bytes
from insight.views.reports.report_link import link_of
from insight.views.reports.report_link import plan_of as plan_of_link
from insight.views.reports.report_plan import PlannedView, ReportPlan
from insight.views.reports.report_reader import parse_report
from insight.views.reports.report_writer import report_toml

CITIZENS = {"survey": ("citizens",), "item": (TRUST_ITEM,), "by": ("gender",), "wave": ("2021",)}
HELD = CITIZENS | {"given": ("age_group,education",), "standard": ("age_group",), "to": ("2019",)}
SMALL = {"survey": ("small",), "item": ("trust",), "by": ("gender",), "show": ("bars",)}


def of_citizens(language, *links):
    views = tuple(PlannedView(link) for link in links)
    surveys = (bundled("citizens"), bundled("health_personnel"))
    return compose(ReportPlan(language, views), day_of(*surveys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_are_what_the_page_has_below(language):
    [page] = of_citizens(language, HELD).pages
    beside, held, over = page.further
    found = adjust(
        *(bundled("citizens"), TRUST_ITEM, "high", "gender", ["age_group", "education"]),
        where=["year=2021"],
    )
    assert held.words.title == when_alike(found.given, language)
    assert held.told == stays(found, language)
    assert held.chart.rows["value"].tolist() == [
        told.value for group in found.groups for told in (group.unadjusted, group.adjusted)
    ]
    bases = held.table[say(language, "table.base")].tolist()
    assert bases[:2] == [str(group.base) for group in found.groups]
    for part in (beside, held, over):
        tags = [tag.words for tag in part.words.tags]
        assert tags[1:] == [say(language, "answers.assumed_level")]
        assert "1" in part.words.notes[0]
    assert beside.words.title == say(language, "two_surveys.title")
    assert say(language, "two_surveys.independent") in beside.words.notes[0]
    assert (beside.chart, beside.chosen, held.chosen) == (None, False, True)


def test_what_is_not_asked_for_is_not_there():
    alone = CITIZENS | {"against": ("none",)}
    [page] = of_citizens("en", alone).pages
    assert page.further == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_has_every_part(language):
    report = of_citizens(language, HELD)
    said = {kind: report_bytes(report, kind) for kind in ("pptx", "docx", "html")}
    slides = pptx.Presentation(io.BytesIO(said["pptx"])).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    words = {
        "pptx": " ".join(one.text_frame.text for one in shapes if one.has_text_frame),
        "docx": " ".join(one.text for one in docx.Document(io.BytesIO(said["docx"])).paragraphs),
        "html": re.sub(r"<[^>]+>", " ", said["html"].decode()),
    }
    [page] = report.pages
    for kind, text in words.items():
        spaced = re.sub(r"\s+", " ", text)
        for part in page.further:
            assert part.words.title in spaced, kind
            for sentence in part.told:
                assert re.sub(r"\s+", " ", sentence) in spaced, kind
    drawn = zipfile.ZipFile(io.BytesIO(said["docx"])).namelist()
    assert len([name for name in drawn if name.startswith("word/media/")]) == 3
    assert said["html"].count(b"<svg") == 3
    assert said["html"].count(b"<caption>") == 4


def test_figures_and_tables_are_counted_by_themselves():
    """The first part has a table and no figure."""
    report = of_citizens("en", HELD, HELD)
    text = re.sub(r"<[^>]+>", " ", report_bytes(report, "html").decode())
    assert re.findall(r"Figure (\d+)\.", text) == ["1", "2", "3", "4", "5", "6"]
    assert re.findall(r"Table (\d+)\.", text) == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert re.findall(r"figures of figure (\d+)", text) == ["1", "2", "3", "4", "5", "6"]


def test_a_file_and_a_link_bring_it_again():
    plan = ReportPlan("en", (PlannedView(HELD),))
    assert parse_report(report_toml(plan)).views[0].link == HELD
    link = {name: [*values] for name, values in link_of(plan).items()}
    assert plan_of_link(link, "en").views[0].link == HELD


def test_a_view_is_called_by_what_is_held_alike():
    on = day_of(bundled("citizens"))
    name = name_of(PlannedView(HELD), "en", on)
    assert "with age and education held alike" in name
    gone = HELD | {"given": ("nothing",), "standard": ()}
    assert "held alike" not in name_of(PlannedView(gone), "en", on)


def test_what_is_told_later_of_changes_has_the_figures_that_are_held_alike(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 60})
    view = PlannedView(SMALL | {"given": ("region",)})
    figures = found_on(view, "en", day_of(survey)).figures
    named = [name for name in figures if "held alike" in name]
    assert len(named) == 2
    assert {figures[name] for name in named} == {"50%"}


def test_what_is_told_later_of_two_surveys_names_both():
    on = day_of(bundled("citizens"), bundled("health_personnel"))
    figures = found_on(PlannedView(CITIZENS), "en", on).figures
    [name] = [name for name in figures if " minus " in name]
    assert "citizens" in name.lower()
    assert "health personnel" in name.lower()
    assert figures[name].endswith(" percentage points")


def test_what_a_link_cannot_have_is_refused_in_one_sentence(tmp_path):
    survey = small_survey(tmp_path, {1: 40, 2: 60})
    wrong = SMALL | {"given": ("hat",)}
    [page] = compose(plan_of(wrong), day_of(survey)).pages
    assert isinstance(page, RefusedPage)
    assert "hat" in page.reason


def three_segments(tmp_path, sizes):
    rows = [
        {
            "region": region,
            "gender": 1 + at % 2,
            "age": 1 + (at // 2) % 2,
            "trust": 1 + (at // 4) % 2,
        }
        for region, size in sizes.items()
        for at in range(size)
    ]
    variables = {
        "region": segment(*sizes),
        "gender": segment(1, 2),
        "age": segment(1, 2),
        "trust": single(1, 2, nets=[net("high", 1)]),
    }
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    frame = pd.DataFrame(rows)
    return open_survey(write_survey(tmp_path, "small", frame, variables, disclosure=gates))


def test_a_group_keeps_the_gates_and_says_so(tmp_path):
    """Of 28 in a region 7 are women of an age: the group's report has no figure of them."""
    survey = three_segments(tmp_path, {1: 160, 2: 100, 3: 28, 4: 28})
    link = SMALL | {"given": ("age",), "standard": ("age",), "to": ("all",)}
    plan, on = plan_of(link), day_of(survey)
    groups = groups_of(plan, "region", [survey])
    large, _, few, _ = (compose_of_group(plan, group, on) for group in groups)
    assert [part.table is not None for part in large.pages[0].further] == [True, True]
    held, over = few.pages[0].further
    assert (held.table, held.chart) == (None, None)
    assert "hidden because few answered" in held.told[0]
    assert over.chart.rows.query("alike")["value"].isna().all()
    assert "too few here, and so no standardised figure" in over.told[1]


def test_in_a_group_that_is_alike_already_nothing_is_held_alike(tmp_path):
    survey = three_segments(tmp_path, {1: 160, 2: 80})
    link = SMALL | {"given": ("region,age",), "standard": ("region",), "to": ("own",)}
    plan, on = plan_of(link | {"numbers": ("1:1,2:1",)}), day_of(survey)
    [whole] = compose(plan, on).pages
    assert len(whole.further) == 2
    assert "(region)" in whole.further[1].words.title
    report = compose_of_group(plan, groups_of(plan, "region", [survey])[0], on)
    [page] = report.pages
    [held] = page.further
    assert "(age)" in held.words.title
    assert "(region)" not in held.words.title
    assert "has the same single en (region)" in page.comment
