"""Boxes of marks: a heading, lines in their order, and the very words of the chart's table."""

import re

import pandas as pd
import pytest
from breakdown_survey import drawn, figures_of, survey_of
from visitor import asked, bundled

from insight.documents.later.later_figures import all_facts
from insight.documents.later.series_breaks import series_breaks
from insight.documents.series import gather_series
from insight.documents.series_words import Wording
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import boxes, labels
from insight.reporting.charts import series_rows, trend_rows
from insight.reporting.charts.elements import HEADING, rows_of_chart
from insight.reporting.layout import Layout
from insight.web.html import tables as html_tables

TRUST = "trust_need_to_know"
SHARES = {"a": 0.3, "b": 0.5, "c": 0.8}


def said(rows: pd.DataFrame) -> list[dict[str, str]]:
    """The boxes of a chart's rows, heading first."""
    return [dict(box) for box in rows["said"] if isinstance(box, list)]


@pytest.fixture
def by_group(tmp_path):
    return figures_of(survey_of(tmp_path, lambda g, s, y: SHARES[g]), "q", "g")


def test_a_figure_has_its_group_and_year_and_lines_in_their_order():
    figures = figures_of(bundled("citizens"), TRUST, "age_group", where=("year=2021",))
    box = boxes.of_figure(figures.grouped, "high", ("1",), "nb")
    estimate = figures.grouped.at(("1",), "high")
    assert box.heading == "Under 30 år, 2021"
    assert box.lines == (
        ("Stor tillit", labels.value_of(estimate, figures.grouped, "nb")),
        ("95\N{NO-BREAK SPACE}% intervall", labels.interval(estimate, figures.grouped, "nb")),
        ("Svar i gruppen", "225"),
        ("Nivå", "antatt"),
    )
    whole = boxes.of_figure(figures.whole, "high", (), "nb")
    assert whole.heading == "Alle, 2021"
    assert dict(whole.lines)["Nivå"] == "publisert"


def test_every_number_in_a_box_stands_in_the_table(by_group):
    chart = drawn(by_group, "heat")
    words = set(chart.table.to_numpy().ravel())
    there = said(chart.rows)
    assert len(there) >= 4
    for box in there:
        name, value = list(box.items())[1]
        assert value in words
        assert box["Answers" if box[HEADING].startswith("All") else "Answers in the group"] in words
        assert len(box) <= 1 + boxes.MOST_LINES
        assert name in chart.table.columns


def test_what_a_test_found_is_said_with_its_size_and_an_interval_as_strict_as_the_test(by_group):
    there = said(drawn(by_group, "heat").rows)
    found = {box[HEADING]: box for box in there if "yes en" in box}
    name = say("en", "box.against")
    whole, *groups = found
    assert name not in found[whole]
    assert groups == [f"kode {code} en, kode 2021 en" for code in "abc"]
    minus = "\N{MINUS SIGN}"
    assert found[groups[0]][name] == f"{minus}35 ({minus}42 to {minus}28), detected"
    size, low, upp = re.findall(r"[+\d]+", found[groups[1]][name])
    assert found[groups[1]][name] == (
        f"{minus}{size} ({minus}{low} to {upp}), {say('en', 'breakdown.alike')}"
    )


def test_a_hidden_figure_has_the_reason_and_no_number(tmp_path):
    few = survey_of(tmp_path, lambda *_: 0.5, lambda g, s, y: 2 if g == "a" else 200)
    figures = figures_of(few, "q", "g", "s")
    there = said(drawn(figures, "heat").rows)
    hidden = [box for box in there if box[HEADING].startswith("kode a en")]
    assert len(hidden) == 2
    for box in hidden:
        assert list(box.values())[1:] == [say("en", "flag.suppressed", limit=10)]


def test_few_answers_are_called_few(tmp_path):
    some = survey_of(tmp_path, lambda *_: 0.5, lambda g, s, y: 10 if g == "a" else 200)
    box = boxes.of_figure(figures_of(some, "q", "g").grouped, "yes", ("a",), "en")
    assert dict(box.lines)["Answers in the group"] == "20 (fewer than 100 answers)"


# --- Over time -----------------------------------------------------------------------------------


def test_a_wave_has_all_lines_of_its_year():
    found = [
        asked(bundled(survey), TRUST, by=("year",)) for survey in ("citizens", "health_personnel")
    ]
    layout = Layout(told={("2020",): [("Endring fra 2019", "+7, påvist")]})
    rows = trend_rows.trend_rows(found, "high", (), "nb", [layout])
    there = {box.pop(HEADING): box for box in said(rows)}
    assert list(there) == ["2019", "2020", "2021"]
    nbsp = "\N{NO-BREAK SPACE}"
    assert there["2020"] == {
        "Innbyggere": f"61{nbsp}% (58–64)",
        "Helsepersonell": f"85{nbsp}% (84–86)",
        "Endring fra 2019, innbyggere": "+7, påvist",
        "Svar": f"1{nbsp}614 og 2{nbsp}503",
        "Nivå": "publisert",
    }
    assert there["2019"]["Helsepersonell"] == f"84{nbsp}% (83–85), antatt"


def test_one_line_has_all_there_is_to_say_of_it():
    figures = figures_of(bundled("citizens"), TRUST, "year")
    *_, last = said(drawn(figures, "trend", "nb").rows)
    assert list(last)[1:] == [
        "Stor tillit",
        "95\N{NO-BREAK SPACE}% intervall",
        "Endring fra 2020",
        "Publisert tall",
        "Svar",
        "Nivå",
    ]


@pytest.mark.parametrize("by", ["age_group", "gender"])
def test_lines_of_groups_share_a_box_of_six_lines_at_most(by):
    figures = figures_of(bundled("citizens"), TRUST, by, "year")
    for show in ("trend", "panels"):
        rows = drawn(figures, show, "nb").rows
        there = said(rows)
        assert all(1 < len(box) <= 1 + boxes.MOST_LINES for box in there)
        groups = len(figures.grouped.request.levels[0])
        assert len(there) == (3 if show == "trend" else 3 * groups)
        assert not rows[rows["mark"].isin(["line", "band", "end", "number"])]["said"].notna().any()


# --- Figures that were printed -------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_figure_has_the_value_of_the_table_and_its_source(language):
    wording = Wording(all_facts(), language)
    for series in gather_series(all_facts().figures, series_breaks()).values():
        if series.is_dates:
            continue
        table = html_tables.series_table(series, wording)
        for box in said(series_rows.series_rows(series, wording)):
            _, value, *_ = box.values()
            assert f">{value}<" in table.replace("&#39;", "'")
            assert box[say(language, "table.source")]


# --- For what draws it ---------------------------------------------------------------------------


def test_no_name_is_taken_for_a_heading_a_picture_or_a_number():
    box = boxes.make(
        "H", [("title", "1"), ("image", "2"), ("3", "4"), ("Name", "5"), ("Empty", "")]
    )
    [[*entries]] = rows_of_chart([{"mark": "point", "said": box}])["said"]
    assert [name for name, _ in entries] == [
        "title",
        "title\N{NO-BREAK SPACE}",
        "image\N{NO-BREAK SPACE}",
        "3\N{NO-BREAK SPACE}",
        "Name",
    ]


def test_groups_of_one_name_keep_a_line_each(tmp_path):
    table = figures_of(survey_of(tmp_path, lambda g, s, y: SHARES[g]), "q", "g").grouped
    entries = [boxes.Entry("Same", table, table.at((code,), "yes")) for code in "ab"]
    assert [name for name, _ in boxes.of_wave("2020", entries, "en").lines][:2] == [
        "Same (1)",
        "Same (2)",
    ]
