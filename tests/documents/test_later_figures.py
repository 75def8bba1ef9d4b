"""Later figures: read on the web in excerpt, beside those of the documents and never instead."""

import csv
import itertools
import re
from collections import Counter

import pytest
from fixtures_folder import shared_file

from insight.documents.facts import FOLDER, facts
from insight.documents.later.later_figures import LaterFigure, WebPage, add_later, all_facts
from insight.documents.later.lines import lines
from insight.documents.later.series_breaks import read_breaks, series_breaks
from insight.documents.series import Series, gather_series
from insight.documents.series_words import Wording, break_sentences, describe_chart, development
from insight.language.catalogue import LANGUAGES
from insight.reporting.charts.series_marks import marks
from insight.reporting.charts.series_rows import documents, how_to_read, series_rows
from insight.web.html.tables import series_table

KNOWN = all_facts()
LATER = {one.id: one for one in KNOWN.figures if isinstance(one, LaterFigure)}
SERIES = gather_series(KNOWN.figures, series_breaks())
PAGES = {key: one for key, one in KNOWN.sources.items() if isinstance(one, WebPage)}


# Times that were taken down more roughly, or as if they were printed.
TIMES = {
    "hp_fieldwork_end_2024": "2024-11",
    "hp_hplattform_municipalities_2023": "2024-01-03",
    "hp_hplattform_municipalities_2024": "2024-11-06",
}


def joined(key: str) -> list[tuple[str, str]]:
    return [
        (one.when, later.when)
        for line in lines(SERIES[key])
        for one, later in itertools.pairwise(line.figures)
    ]


def verdict(key: str, when: str) -> str:
    [moment] = [one for one in SERIES[key].moments if one.when == when]
    return moment.verdict


# --- The rows -------------------------------------------------------------------------------------


def test_every_row_taken_down_is_there_with_its_value_quote_and_address():
    with shared_file("facts/later_figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one = LATER[row["id"]]
            if row["unit"] != "date":
                assert (one.value, one.unit) == (float(row["value"]), row["unit"]), one.id
            assert one.when == TIMES.get(one.id, row["year"]), one.id
            assert one.qualifier.removeprefix("just_") == row["qualifier"], one.id
            page = PAGES[one.source]
            assert (one.quote, page.url) == (row["quote_nb"], row["url"]), one.id
            assert (page.published or "") == row["page_date"], one.id
            assert str(one.respondents or "") == row["n"], one.id
            assert ("" if one.wording is None else one.wording.nb) == row["wording_nb"], one.id


def test_a_year_that_neither_the_quote_nor_the_title_has_is_inferred():
    for one in LATER.values():
        spans = re.findall(r"årene (20\d\d) ?[-–] ?(20\d\d)", one.quote)
        told = {str(year) for low, upp in spans for year in range(int(low), int(upp) + 1)}
        told |= set(re.findall(r"20\d\d", f"{one.quote} {PAGES[one.source].title}"))
        assert bool(one.year) == (one.when[:4] in told or one.id in TIMES), one.id


def test_what_a_system_or_the_publisher_counted_is_no_answer_of_a_survey():
    counted = [one for one in LATER.values() if one.population == "municipalities"]
    counted += [one for one in LATER.values() if one.group.nb == "Logg"]
    assert len(counted) == 16
    assert {(one.survey, one.survey_basis) for one in counted} == {(None, "")}


def test_every_page_is_cited_and_has_a_short_name_of_its_own():
    assert set(PAGES) == {one.source for one in LATER.values()} | {"inn2023_3_9"}
    for language in LANGUAGES:
        assert Counter(page.short[language] for page in PAGES.values()).most_common(1)[0][1] <= 2


def test_the_documents_keep_their_figures_apart():
    assert not set(LATER) & set(facts().figure)
    assert len(KNOWN.figures) == len(facts().figures) + len(LATER)


def test_none_of_them_says_how_simulated_responses_should_be():
    with (FOLDER / "calibration.csv").open(encoding="utf-8", newline="") as file:
        named = {cell for row in csv.DictReader(file) for cell in row.values()}
    assert not named & set(LATER)
    assert not set(LATER) & set((FOLDER / "simulation.toml").read_text("utf-8").split('"'))


def test_no_remark_is_about_how_they_were_taken_down():
    for one in LATER.values():
        said = f"{one.note.nb} {one.note.en}" if one.note else ""
        assert not [word for word in (".md", "MOTSTRID", "GitHub", "fil-id") if word in said], (
            one.id
        )


# --- Series ---------------------------------------------------------------------------------------


def test_a_series_goes_on_where_the_publisher_measures_alike():
    assert joined("contact_digital") == [
        ("2019", "2020"),
        ("2020", "2021"),
        ("2021", "2022"),
        ("2022", "2023"),
    ]
    assert joined("hp_nps_helsenorge")[-1] == ("2022", "2023")


BROKEN = {
    "helsenorge_awareness": "wording",
    "want_more_digital_services": "wording",
    "hp_easier_contact_agree": "filter",
    "hp_secure_access": "unknown",
    "gp_econsultations_per_100": "definition",
}


@pytest.mark.parametrize(("key", "change"), BROKEN.items())
def test_a_change_ends_a_line_and_says_why_under_the_chart_and_in_the_table(key, change):
    assert joined(key) == []
    assert [one.change for one in SERIES[key].breaks] == [change]
    for language in LANGUAGES:
        wording = Wording(KNOWN, language)
        [said] = break_sentences(SERIES[key], wording)
        assert said in how_to_read(SERIES[key], wording)
        assert said.partition("«")[0] in series_table(SERIES[key], wording)


def test_the_visits_of_one_report_are_one_line_and_each_year_tells_all_that_is_drawn():
    series, wording = SERIES["helsenorge_visits_annual"], Wording(KNOWN, "nb")
    [line] = lines(series)
    assert [one.value for one in line.figures] == [37.2, 72.9, 140.9, 115.9, 109.5]
    assert {one.source for one in line.figures} == {"inn2023_3_9"}
    drawn = {one.label for one in marks(series, wording) if one.x == 2021.5}
    assert drawn == {"140,9", "140", "over 140"}
    assert "140,9 eller 140 eller over 140 millioner besøk i 2021" in development(series, wording)


def test_no_label_stands_where_the_axis_has_its_words():
    found = marks(SERIES["gp_econsultation_share"], Wording(KNOWN, "nb"))
    first, second = sorted(found, key=lambda mark: mark.x)[:2]
    assert (first.side, second.side) == ("above", "right")


def test_a_break_before_the_first_figure_is_not_told():
    series = SERIES["hp_easier_contact_agree"]
    assert {one.year for one in series.all_breaks} == {2022, 2023}
    assert [one.year for one in series.breaks] == [2023]


def test_contact_with_colleagues_and_with_patients_are_never_one_series():
    for kind in ("phone", "written", "video"):
        among, patients = LATER[f"hp_colleague_{kind}_2022"], LATER[f"hp_pat_{kind}_high_2023"]
        assert (among.series, patients.series) == (None, None)


def test_a_secondary_source_makes_no_series():
    secondary = [one for one in LATER.values() if PAGES[one.source].is_secondary]
    assert secondary
    assert {one.series for one in secondary} == {None}


def test_one_group_at_two_times_is_a_series_and_two_groups_are_not():
    for series in SERIES.values():
        later = [one for one in series.figures if isinstance(one, LaterFigure)]
        if not series.breaks and len(later) == len(series.figures):
            assert len({one.group for one in later}) == 1, series.key


@pytest.mark.parametrize(
    ("key", "when", "expected"),
    [
        ("helsenorge_logins_annual", "2021", "differ"),  # 77.5 or 90.9 million
        ("helsenorge_visits_annual", "2023", "differ"),  # 109.5 or just over 110
        ("gp_econsultation_share", "2023", "differ"),  # every fourth or a good fifth
        ("helsenorge_visits_annual", "2020", "differ"),  # 72 or 72.9
        ("helsenorge_visits_annual", "2021", "compatible"),  # 140, 140.9 and 141
        ("gp_econsultation_share", "2021", "compatible"),  # 27 and every fourth
    ],
)
def test_what_does_not_agree_stands_side_by_side(key, when, expected):
    assert verdict(key, when) == expected


# --- The chart ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [key for key, one in SERIES.items() if not one.is_dates])
def test_words_and_bounds_are_never_drawn_as_points(key):
    wording = Wording(KNOWN, "nb")
    drawn = marks(SERIES[key], wording)
    assert all(mark.figure.how != "words" for mark in drawn)
    rows = series_rows(SERIES[key], wording).to_dict("records")
    for mark, row in zip(drawn, rows[-len(drawn) :], strict=True):
        assert (row["mark"] in ("over", "under")) == mark.figure.is_bound
        told = row["mark"] in ("approximate", "goal") or mark.figure.how != "derived"
        assert told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chart_is_described_longer_than_one_listens(language):
    wording = Wording(KNOWN, language)
    drawn = [one for one in SERIES.values() if not one.is_dates]
    assert max(len(describe_chart(one, wording)) for one in drawn) <= 900


def test_what_was_read_on_the_web_has_a_mark_and_a_name_of_its_own():
    wording = Wording(KNOWN, "en")
    names = [name for _, name in documents(SERIES["helsenorge_visits_annual"], wording)]
    assert names == ["E-health trends 2021", "E-health trends 2022", "On the web, read in excerpt"]
    places = [place for place, _ in documents(SERIES["contact_digital"], wording)]
    assert places == [len(facts().sources)]


# --- The folder -----------------------------------------------------------------------------------

FAULTS = {
    "an address that is none": ("web_pages.csv", "https://www.ssb.no", "www.ssb.no", "column url"),
    "a day that is none": ("web_pages.csv", "2023-10-20", "October", "column published"),
    "a day that no month has": ("web_pages.csv", "2023-10-20", "2023-02-30", "column published"),
    "an unknown page": ("later_figures.csv", ",inn2023_3_9,", ",hearsay,", "column source"),
    "an unknown theme": (
        "later_figures.csv", ",self_management\n", ",gossip\n", "column theme_ids",
    ),
    "an odd time": ("later_figures.csv", ",2023-H1,", ",2023-H3,", "column year"),
    "an unknown unit": ("later_figures.csv", ",nps,", ",points,", "column unit"),
    "an id of a document's figure": (
        "later_figures.csv", "\nmon_logins_2021,", "\nhelsenorge_visits_2020_ch4,", "column id",
    ),
    "a break of nothing": ("series_breaks.csv", "\nhp_secure_access,", "\nx,", "column series"),
    "a break of no kind": ("series_breaks.csv", ",filter,", ",mood,", "column change"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_row_is_refused_with_its_file_row_and_column(tmp_path, name, old, new, fault):
    for file in ("web_pages", "later_figures", "series_breaks"):
        text = (FOLDER / f"{file}.csv").read_text("utf-8")
        assert name != f"{file}.csv" or old in text
        (tmp_path / f"{file}.csv").write_text(
            text.replace(old, new, 1) if name == f"{file}.csv" else text, "utf-8"
        )
    with pytest.raises(ValueError, match=rf"^{name}, row \d+, {fault}"):
        read_breaks(tmp_path, add_later(facts(), tmp_path))


def test_a_series_without_breaks_is_whole():
    assert Series("one", ()).breaks == ()
