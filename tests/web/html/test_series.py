"""Series as HTML: cards, values side by side, and links to where something is odd."""

import re
from dataclasses import replace

import pytest
from facts_in_html import HOSTILE, KNOWN, assert_words_stay_words, facts_saying, plain, reading
from visitor import compact

from insight.documents.series import Series, checks_of, gather_series, growths
from insight.documents.series_words import Beside, Row, Wording, beside
from insight.language.catalogue import LANGUAGES
from insight.web.html.series import (
    comparison_tables,
    disagreements,
    figure_card,
    oddities,
    statement_card,
)

SERIES = gather_series(KNOWN.figures)
CHECKS = growths(KNOWN.figure, SERIES)
VISITS = KNOWN.figure["helsenorge_visits_2020_ut2021"]
STATEMENT = next(statement for statement in KNOWN.statements if statement.year)


def to(key: str) -> str:
    return f"?to={key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_side_by_side_say_who_gives_them_in_which_words_and_whether_they_agree(language):
    wording = Wording(KNOWN, language)
    series = SERIES["helsenorge_visits_annual"]
    comparisons = beside(series, checks_of(series, CHECKS), wording)
    markup = compact(comparison_tables(comparisons, wording))
    assert re.findall(r'<details class="fold beside-(\w+)">', markup) == [
        comparison.verdict for comparison in comparisons
    ]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td><strong>(.*?)</strong></td>', markup)
    assert rows == [(row.who, row.value) for values in comparisons for row in values.rows]
    assert '<td lang="nb">«mot 72 millioner besøk i 2020»</td>' in markup
    assert wording.say("series.is_differ") in plain(markup)


def test_what_is_computed_has_no_quote():
    wording = Wording(KNOWN, "en")
    row = Row("Computed", "+94%", "", "From 72 to 140")
    markup = compact(comparison_tables([Beside("Growth", "differ", (row,))], wording))
    assert "<td></td><td>From 72 to 140</td></tr>" in markup
    assert "«" not in markup


def test_a_card_leads_to_its_series_where_there_is_one():
    linked = compact(figure_card(VISITS, reading("en"), to))
    value = '<p class="value"><strong>over 70 million visits</strong> <span>2020</span>'
    assert f'{value} <a target="_self" href="?to=helsenorge_visits_annual">' in linked
    assert f"{value}</p>" in compact(figure_card(VISITS, reading("en"), None))
    single = replace(VISITS, series=None)
    assert f"{value}</p>" in compact(figure_card(single, reading("en"), to))


def test_a_statement_says_its_year_where_one_is_printed():
    dated = compact(statement_card(STATEMENT, reading("en")))
    assert f'<p class="value"><span>{STATEMENT.year}</span></p>' in dated
    undated = statement_card(replace(STATEMENT, year=None), reading("en"))
    assert 'class="value"' not in undated


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        known = facts_saying(word)
        wording = Wording(known, "nb")
        figure = replace(VISITS, indicator=text, quote=word, note=text, year=word)
        rows = (Row(word, word, word, word, word), Row(word, word, "", word))
        odd = {
            key: Series(key, tuple(replace(own, indicator=text, note=text) for own in some.figures))
            for key, some in SERIES.items()
        }
        return "".join(
            [
                figure_card(figure, reading(known=known), lambda key: f"?{word}"),
                statement_card(replace(STATEMENT, text=text, year=word), reading(known=known)),
                comparison_tables([Beside(word, "differ", rows)], wording),
                disagreements(odd, CHECKS, wording, lambda key: f"?{word}"),
                oddities(odd, wording, lambda key: f"?{word}"),
            ]
        )

    assert_words_stay_words(draw)


def test_a_hostile_search_marks_words_and_adds_no_other_tag():
    figure = replace(VISITS, quote=HOSTILE)
    markup = figure_card(figure, reading(find=HOSTILE), to)
    assert "<script" not in markup
    assert "<mark>&lt;script&gt;" in markup
