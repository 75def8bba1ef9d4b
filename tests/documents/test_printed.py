"""How a printed figure is written, in both languages."""

import dataclasses

import pytest

from insight.documents import printed
from insight.documents.facts import facts
from insight.documents.published import published_figures

KNOWN = facts()
SPACE = "\N{NO-BREAK SPACE}"
SHARES = {one.figure_id: one for one in published_figures() if one.measure == "share"}


@pytest.mark.parametrize(
    ("amount", "unit", "nb", "en"),
    [
        (68, "percent", f"68{SPACE}%", "68%"),
        (8.5, "percent", f"8,5{SPACE}%", "8.5%"),
        (85, "percent_change", f"+85{SPACE}%", "+85%"),
        (-3, "percent_change", f"-3{SPACE}%", "-3%"),
        (15541819, "count", f"15{SPACE}541{SPACE}819", "15,541,819"),
        (77.5, "million_logins", "77,5", "77.5"),
        (2021, "year", "2021", "2021"),
        (1, "version", "1.0", "1.0"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(amount, unit, nb, en):
    assert printed.number(amount, unit, "nb").replace("\N{MINUS SIGN}", "-") == nb
    assert printed.number(amount, unit, "en").replace("\N{MINUS SIGN}", "-") == en


@pytest.mark.parametrize(
    ("figure", "nb", "en"),
    [
        ("helsenorge_visits_2020_ut2021", "over 70 millioner besøk", "over 70 million visits"),
        (
            "helsenorge_logins_2020_ch4",
            "nesten 43 millioner innlogginger",
            "almost 43 million logins",
        ),
        ("gp_econsultation_share_2019_01", f"under 2{SPACE}%", "under 2%"),
        ("helsenorge_doubling_2020_2021", "2 ganger", "2 times"),
        ("fte_gp_2020", f"5{SPACE}133 årsverk", "5,133 full-time equivalents"),
    ],
)
def test_a_value_has_its_unit_and_what_the_document_says_of_it(figure, nb, en):
    assert printed.value(KNOWN.figure[figure], KNOWN, "nb") == nb
    assert printed.value(KNOWN.figure[figure], KNOWN, "en") == en


def test_at_a_mark_a_value_stands_without_its_units_word():
    short = {
        figure: printed.short(KNOWN.figure[figure], KNOWN, "en")
        for figure in ("helsenorge_visits_2020_ut2021", "fte_gp_2020", "hcp_trust_access_2021")
    }
    assert list(short.values()) == ["over 70", "5,133", "84%"]


@pytest.mark.parametrize(
    ("year", "inferred", "nb", "en"),
    [
        ("2021", None, "2021", "2021"),
        ("2021-05", None, "mai 2021", "May 2021"),
        ("2021-Q4", None, "4. kvartal 2021", "Q4 2021"),
        (None, "2020", "2020*", "2020*"),
        (None, None, "uten årstall", "undated"),
    ],
)
def test_a_time_has_a_star_where_it_is_not_printed(year, inferred, nb, en):
    figure = dataclasses.replace(
        KNOWN.figure["hcp_trust_access_2021"], year=year, year_inferred=inferred
    )
    assert (printed.when(figure, "nb"), printed.when(figure, "en")) == (nb, en)


@pytest.mark.parametrize(
    ("year", "place"),
    [("2020", 2020.5), ("2019-01", 2019 + 0.5 / 12), ("2021-Q4", 2021.875), (None, None)],
)
def test_a_figure_stands_in_the_middle_of_its_time(year, place):
    figure = dataclasses.replace(KNOWN.figure["hcp_trust_access_2021"], year=year)
    assert printed.place(figure) == (pytest.approx(place) if place else None)


@pytest.mark.parametrize(
    ("figure", "nb", "en"),
    [
        ("citizen_trust_access_2021", f"68{SPACE}%", "68%"),
        ("citizen_trust_storage_2021", f"om lag 70{SPACE}%", "about 70%"),
        ("hcp_satisfaction_ehr", f"under 50{SPACE}%", "under 50%"),
        (
            "hcp_satisfaction_digital_2019",
            f"om lag 47{SPACE}% (regnet ut av publiserte tall)",
            "about 47% (worked out from published figures)",
        ),
        (
            "org_engagement",
            (
                "«De fleste opplever at ansatte viser engasjement for bærekraft», "
                f"som vi leser som over 50{SPACE}%"
            ),
            "“Most find that staff are engaged”, which we read as over 50%",
        ),
    ],
)
def test_a_share_is_told_as_it_was_published(figure, nb, en):
    assert printed.share(SHARES[figure], KNOWN, "nb") == nb
    assert printed.share(SHARES[figure], KNOWN, "en") == en


def test_words_without_a_translation_stand_in_norwegian_and_are_marked():
    figure = dataclasses.replace(SHARES["org_engagement"], quote="De fleste er enige.")
    assert printed.share(figure, KNOWN, "en") == (
        "In Norwegian: «De fleste er enige», which we read as over 50%"
    )


def test_all_bundled_words_have_a_translation():
    for figure in SHARES.values():
        if figure.in_words:
            assert "Norwegian" not in printed.share(figure, KNOWN, "en")
