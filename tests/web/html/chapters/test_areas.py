"""The strategic areas as HTML: a list, and each whole with evaluation and figures as printed."""

import re
from dataclasses import replace

import pytest
from facts_in_html import HOSTILE, KNOWN, assert_words_stay_words, facts_saying, plain, reading
from visitor import compact

from insight.documents.passages.of_strategy.areas import areas
from insight.language.catalogue import LANGUAGES, Text, say
from insight.web.html.chapters.areas import area_list, figure_html, steps, whole

NUMBER = KNOWN.figure["hcp_trust_access_2021"]


KNOWN_AREAS = areas(KNOWN)
LINK = "?area={}".format


def area(name: str, language="nb") -> str:
    return compact(whole(KNOWN_AREAS[name], reading(language)))


def indicators(markup: str) -> list[str]:
    """Each indicator: its figures, then the sentence."""
    listed = re.findall(r'<li><div class="values">(.*?)</div>.*?<summary>(.*?)</summary>', markup)
    return [f"{plain(values).strip()} | {plain(sentence).strip()}" for values, sentence in listed]


def test_the_list_has_each_area_with_number_goal_counts_and_link():
    markup = compact(area_list(KNOWN_AREAS.values(), reading("en"), LINK))
    assert re.findall(r'<h3><a target="_self" href="([^"]+)"><span>(\d)', markup) == [
        (LINK(code), str(number)) for number, code in enumerate(KNOWN_AREAS, 1)
    ]
    assert "9 milestones · 5 points on national focus · 5 KPIs · Line 525" in plain(markup)


def test_an_area_leads_to_the_list_and_to_its_neighbours():
    drawn = steps(KNOWN_AREAS, "health_data_use", reading(), LINK)
    links = re.findall(r'href="([^"]+)"', drawn)
    assert links == ["?area=", LINK("coherent_pathways"), LINK("new_ways_of_care")]
    assert steps(KNOWN_AREAS, next(iter(KNOWN_AREAS)), reading(), LINK).count("href") == 2


def test_an_area_says_what_the_evaluation_says_before_what_it_rests_on():
    words = plain(area("health_data_use"))
    told = [
        "Hva kan vi si overordnet om måloppnåelse",
        "Helsedataområdet er svært viktig også fremover.",
        "Hva har skjedd siden strategien ble lansert?",
        "Helsedataservice er etablert.",
        "Er det i nasjonalt fokus nå",
        "budsjett på 275 millioner kroner",
        "Hvordan har bevisstheten om dette området vært",
        "Proaktivt arbeid gjennom Helsedataprogrammet",
    ]
    assert sorted(told, key=words.index) == told


def test_milestones_stand_in_time_and_what_has_no_date_comes_last():
    rows = re.findall(r"<dt>(.*?)</dt>", area("coherent_pathways"))
    assert rows == ["2017", "2025", say("nb", "strategy.undated")]
    undated = area("new_ways_of_care")
    assert "<dt>" not in undated
    assert say("nb", "strategy.none_dated") in undated


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
    words = [plain(area(code, language)) for code in KNOWN_AREAS]
    assert [each.count(say(language, "strategy.picture")) for each in words] == [1] * 6


def test_no_space_comes_between_a_figure_and_what_it_is_about_but_the_one():
    assert figure_html(NUMBER, reading("en")) == "<strong>84%</strong> <small>2021</small>"
    undated = replace(NUMBER, year=None, year_inferred=None)
    assert figure_html(undated, reading("en")) == "<strong>84%</strong>"


def saying(word: str, text: Text):
    """An area in which every word of a file is the same."""
    own = KNOWN_AREAS["national_governance"]
    entries = {
        kind: [
            replace(each, id=word, text=each.text and text, note=text, quote=word) for each in some
        ]
        for kind, some in own.entries.items()
    }
    passages = {
        kind: [replace(each, text=text, note=text, quote=word) for each in some]
        for kind, some in own.passages.items()
    }
    return replace(own, code=word, name=text, entries=entries, passages=passages)


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        own, hostile = reading(known=facts_saying(word)), saying(word, text)
        figure = figure_html(replace(NUMBER, unit="factor", year=word), own, word)
        link = "?{}".format
        return (
            whole(hostile, own)
            + area_list([hostile], own, link)
            + steps({"a": hostile, "b": hostile}, "a", own, link)
            + figure
        )

    assert_words_stay_words(draw)


def test_a_hostile_search_marks_words_and_adds_no_other_tag():
    markup = whole(saying(HOSTILE, Text(HOSTILE, HOSTILE)), reading(find=HOSTILE))
    assert "<script" not in markup
    assert "<span><mark>&lt;script&gt;" in markup
