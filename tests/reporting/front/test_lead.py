"""The leading finding in words and places, from small surveys whose answers are known."""

import re
from itertools import pairwise

import pytest
from survey_folder import net, numeric, segment, single, write_survey
from visitor import bundled, surveys_in

from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.front import lead_words
from insight.reporting.front.lead import Lead
from insight.reporting.front.lead_chart import lead_chart, table_rows
from insight.web.findings import lead

BUNDLED = [bundled(name) for name in ("citizens", "health_personnel", "organisations")]
YES_NO = single(1, 2, nets=[net("yes", 1)])
DESIGN = {"wave": "year"}


def of_shares(root, *shares: float, of: int = 300, first: int = 2020, **more) -> Lead:
    """The finding of a survey in whose waves these shares say yes."""
    frame = {
        "q": [1 if n < share * of else 2 for share in shares for n in range(of)],
        "year": [first + wave for wave in range(len(shares)) for _ in range(of)],
    }
    codes = [first + wave for wave in range(len(shares))]
    labels = [{"code": code, "nb": str(code), "en": str(code)} for code in codes]
    described = {"q": YES_NO | more, "year": segment() | {"categories": labels}}
    write_survey(root, "own", frame, described, design=DESIGN)
    surveys = surveys_in(root)
    found = lead(surveys, surveys)
    assert found
    return found


@pytest.mark.parametrize(
    ("shares", "short", "nb", "en"),
    [
        (
            (0.5, 0.7),
            {"short": {"nb": "Tilliten", "en": "Trust"}},
            "Tilliten har økt fra 50 til 70 prosent på ett år",
            "Trust has risen from 50 to 70 per cent in one year",
        ),
        (
            (0.7, 0.6, 0.5),
            {},
            "Andelen som svarer «yes nb» har gått ned fra 70 til 50 prosent på to år",
            "The share answering “yes en” has fallen from 70 to 50 per cent in two years",
        ),
        (
            (0.5, 0.5),
            {},
            "Andelen som svarer «yes nb»: ingen påvist endring siden 2020",
            "The share answering “yes en”: no change detected since 2020",
        ),
    ],
)
def test_a_title_says_what_the_test_says(tmp_path, shares, short, nb, en):
    found = of_shares(tmp_path, *shares, **short)
    assert (lead_words.title(found, "nb"), lead_words.title(found, "en")) == (nb, en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_answers_are_called_few_and_no_change_is_claimed(tmp_path, language):
    found = of_shares(tmp_path, 0.5, 0.6, of=20)
    subject = say(language, "answers.subject", label={"nb": "yes nb", "en": "yes en"}[language])
    expected = say(language, "front.few", subject=subject, since="2020")
    assert lead_words.title(found, language) == expected


def test_a_title_holds_no_interval_and_no_test():
    title = lead_words.title(lead(BUNDLED, BUNDLED), "nb")
    assert not re.search(r"–|\(|±|p =|n =", title)


def test_a_number_has_its_sign_interval_and_verdict(tmp_path):
    [number] = lead_words.large_numbers(of_shares(tmp_path, 0.7, 0.5), "nb")
    assert (number.value, number.unit) == ("\N{MINUS SIGN}20", "prosentpoeng")
    assert number.words.startswith("own nb, 70 → 50\xa0%. Påvist nedgang, intervall \N{MINUS SIGN}")


def test_of_many_waves_the_first_and_the_last_are_told(tmp_path):
    [number] = lead_words.large_numbers(of_shares(tmp_path, 0.5, 0.55, 0.6, 0.65, 0.7), "en")
    assert number.words.startswith("own en, 50 → 70%.")


@pytest.mark.parametrize(
    ("shares", "first", "last"),
    [((0.5, 0.7), 0.4, 0.8), ((0.05, 0.3), 0.0, 0.4), ((0.9, 0.99), 0.85, 1.0)],
)
def test_the_axis_holds_the_figures_and_says_where_it_starts(tmp_path, shares, first, last):
    found = of_shares(tmp_path, *shares)
    chart = lead_chart(found, "en")
    values = [float(name.rstrip("%")) / 100 for _, name in chart.ticks]
    assert (values[0], values[-1]) == (first, last)
    assert (chart.axis == "") is (first == 0)
    assert all(0 <= point.y <= 100 for trace in chart.traces for point in trace.points)
    assert [point.x for point in chart.traces[0].points] == [4.0, 96.0]


def test_a_line_is_not_drawn_over_a_break(tmp_path):
    breaks = [{"wave": 2021, "nb": "Nytt", "en": "New"}]
    found = of_shares(tmp_path, 0.5, 0.5, 0.7, breaks=breaks)
    [trace] = lead_chart(found, "en").traces
    assert (len(trace.points), len(trace.lines)) == (3, 1)


def test_what_is_assumed_has_neither_band_nor_number():
    _, personnel = lead_chart(lead(BUNDLED, BUNDLED), "nb").traces
    assert [point.firm for point in personnel.points] == [False, True, True]
    assert [point.number for point in personnel.points] == ["", "85\xa0%", "84\xa0%"]
    assert (len(personnel.guesses), len(personnel.lines), len(personnel.bands)) == (1, 1, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_has_six_rows_at_most_and_the_table_the_same_figures(language):
    found = lead(BUNDLED, BUNDLED)
    chart = lead_chart(found, language)
    rows = [*table_rows(found, language)]
    for year in chart.years:
        assert 3 <= len(year.box.lines) <= 6
        for name, figure in year.box.lines[:2]:
            assert (name, year.name, figure) in [row[:3] for row in rows]


def test_names_at_the_end_of_lines_do_not_meet(tmp_path):
    shared = YES_NO | {"construct": "same"}
    for name, share in (("first", 0.7), ("second", 0.705), ("third", 0.71)):
        frame = {
            "q": [1 if n < part * 300 else 2 for part in (0.5, share) for n in range(300)],
            "year": [2020] * 300 + [2021] * 300,
        }
        described = {"q": shared, "year": segment(2020, 2021)}
        write_survey(tmp_path, name, frame, described, design=DESIGN)
    surveys = surveys_in(tmp_path)
    ends = sorted(trace.end_y for trace in lead_chart(lead(surveys, surveys), "en").traces)
    assert len(ends) == 3
    assert all(later - earlier > 8.9 for earlier, later in pairwise(ends))


def test_means_have_an_axis_of_their_own(tmp_path):
    hours = [1.0, 2.0, 3.0] * 50 + [3.0, 4.0, 5.0] * 50
    frame = {"hours": hours, "year": [2020] * 150 + [2021] * 150}
    described = {"hours": numeric(), "year": segment(2020, 2021)}
    write_survey(tmp_path, "own", frame, described, design=DESIGN)
    surveys = surveys_in(tmp_path)
    found = lead(surveys, surveys)
    chart = lead_chart(found, "en")
    assert "%" not in "".join(name for _, name in chart.ticks)
    assert lead_words.large_numbers(found, "en")[0].value == "+2.00"
    assert lead_words.legend(found, chart.axis, facts(), "en")
