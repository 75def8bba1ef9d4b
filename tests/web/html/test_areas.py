"""The strategic areas as HTML: each with its goal, and its indicators with figures as printed."""

import re
from dataclasses import replace

import pytest
from facts_in_html import HOSTILE, KNOWN, assert_words_stay_words, facts_saying, plain, reading
from visitor import compact

from insight.language.catalogue import LANGUAGES, Text, say
from insight.web.html.areas import areas, figure_html, jumps

NUMBER = KNOWN.figure["hcp_trust_access_2021"]


def area(name: str, language="nb") -> str:
    own = [entry for entry in KNOWN.areas if entry.area == name]
    return compact(areas(own, reading(language)))


def indicators(markup: str) -> list[str]:
    """Each indicator: its figures, then the sentence."""
    listed = re.findall(r'<li><div class="values">(.*?)</div>.*?<summary>(.*?)</summary>', markup)
    return [f"{plain(values).strip()} | {plain(sentence).strip()}" for values, sentence in listed]


def test_each_area_has_its_number_and_six_links_lead_to_the_six():
    markup = compact(areas(KNOWN.areas, reading()))
    targets = re.findall(r'href="#([^"]+)"', jumps(KNOWN.areas, reading()))
    assert re.findall(r'<section class="sy-area" id="([^"]+)"', markup) == targets
    assert re.findall(r"<h3><span>(\d)</span>", markup) == list("123456")


def test_a_sentence_about_two_populations_has_a_figure_for_each_and_bounds_stay_bounds():
    first, second, *_ = indicators(area("digital_work_processes"))
    assert first.startswith("under 50 % Innbyggere · 2020* under 50 % Helsepersonell · 2020* | ")
    assert second.startswith("over 50 % 2020* | Over 50% av helsepersonell")


def test_a_sentence_about_two_years_has_a_figure_for_each():
    assert (
        "om lag 30 % 2017 80 % 2020 | Elektroniske søknader i Pasientreiser HF har gått fra "
        "rundt 30% i 2017 til 80% i 2020"
    ) in indicators(area("digital_work_processes"))


def test_figures_of_one_year_and_population_are_told_apart_by_what_they_measure():
    visits = next(row for row in indicators(area("new_ways_of_care")) if "besøker" in row)
    assert "6 ganger per år Besøk på Helsenorge per innbygger per år, nedre · 2021*" in visits
    assert "9 ganger per år Innlogginger på Helsenorge per innbygger per år, øvre" in visits


def test_an_indicator_without_a_number_says_so():
    assert [row.split(" | ")[0] for row in indicators(area("common_foundation", "en"))] == [
        say("en", "strategy.no_number"),
        say("en", "strategy.no_number"),
    ]


def test_a_goal_with_two_wordings_says_where_each_stands():
    words = plain(area("common_foundation"))
    assert say("nb", "strategy.wordings") in words
    assert words.index("Ordlyden på oversiktssiden") < words.index("Ordlyden på områdesiden.")
    assert say("nb", "strategy.wordings") not in plain(area("coherent_pathways"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_marker_that_is_a_picture_leaves_no_hole(language):
    words = plain(areas(KNOWN.areas, reading(language)))
    assert words.count(say(language, "strategy.picture")) == 6


def test_no_space_comes_between_a_figure_and_what_it_is_about_but_the_one():
    assert figure_html(NUMBER, reading("en")) == "<strong>84%</strong> <small>2021</small>"
    undated = replace(NUMBER, year=None, year_inferred=None)
    assert figure_html(undated, reading("en")) == "<strong>84%</strong>"


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        own = reading(known=facts_saying(word))
        entries = [
            replace(entry, id=word, area=word, area_name=text, text=entry.text and text, note=text)
            if entry.area == "common_foundation"
            else entry
            for entry in KNOWN.areas
        ]
        figure = figure_html(replace(NUMBER, unit="factor", year=word), own, word)
        return areas(entries, own) + jumps(entries, own) + figure

    assert_words_stay_words(draw)


def test_a_hostile_search_marks_words_and_adds_no_other_tag():
    hostile = Text(HOSTILE, HOSTILE)
    entries = [
        replace(entry, text=entry.text and hostile, note=hostile, quote=HOSTILE)
        for entry in KNOWN.areas
    ]
    markup = areas(entries, reading(find=HOSTILE))
    assert "<script" not in markup
    assert "<small><mark>&lt;script&gt;" in markup
    assert "<span><mark>&lt;script&gt;" in markup
