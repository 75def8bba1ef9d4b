"""The strategy as HTML: every entry once, pairs together, hits marked, nothing unescaped."""

import re
from dataclasses import replace

import pytest
from facts_in_html import HOSTILE, KNOWN, assert_words_stay_words, facts_saying, ids, plain, reading
from fixtures_folder import shared_file
from visitor import compact

from insight.documents import strategy
from insight.documents.passages.of_strategy.areas import areas
from insight.documents.passages.of_strategy.evaluation import evaluation
from insight.documents.passages.of_strategy.guidance import guiding
from insight.documents.passages.of_strategy.process import findings, process
from insight.documents.references import Theme
from insight.language.catalogue import LANGUAGES, Text, say
from insight.web.html import strategy as strategy_html
from insight.web.html.cards import typeset, without_markup
from insight.web.html.chapters import areas as areas_html
from insight.web.html.chapters import evaluation as evaluation_html
from insight.web.html.chapters import guidance as guidance_html
from insight.web.html.chapters import process as process_html
from insight.web.html.chapters import scenarios as scenarios_html

QUADRANTS = ("strength", "weakness", "opportunity", "threat")


def framework(name):
    """The entries of an analysis, its passages among them."""
    return [entry for entry in strategy.entries(KNOWN) if strategy.group(entry) == name]


def hits(find, language="nb") -> str:
    groups = strategy.by_group(KNOWN, find=find)
    return compact(strategy_html.hits(groups, reading(language, find)))


def drawn_whole(language, find="") -> str:
    """Everything that the page can draw without a search, all its parts together."""
    own = reading(language, find)
    link = "strategy?scenario={}".format
    matrices = {
        "SWOT": strategy_html.swot,
        "PESTEL": strategy_html.pestel,
        "internal_pairs": strategy_html.pairs,
        "external_implication": strategy_html.parts_with_headings,
    }
    frameworks = dict.fromkeys(entry.framework for entry in KNOWN.analysis)
    return "".join(
        [
            *(areas_html.whole(area, own) for area in areas(KNOWN).values()),
            evaluation_html.evaluation(evaluation(KNOWN), own),
            process_html.story(process(KNOWN), findings(KNOWN), own),
            guidance_html.guidance(guiding(KNOWN), own),
            guidance_html.lists(guiding(KNOWN), own),
            *(
                matrices.get(name, strategy_html.blocks)(framework(name), own)
                for name in frameworks
            ),
            scenarios_html.scenario_map(KNOWN.scenarios, own, link),
            *(
                scenarios_html.common_lists(KNOWN.scenarios, kind, own)
                for kind in scenarios_html.LISTS
            ),
            scenarios_html.comparison(KNOWN.scenarios, ["state", "success_criterion"], own),
            scenarios_html.comparison(KNOWN.scenarios, ["resource"], own),
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_drawn_once_with_its_words_and_its_quote_or_the_way_to_it(language):
    drawn = drawn_whole(language)
    times = ids(drawn)
    text = plain(re.sub(r'<span class="term"[^>]*>(.*?)</span>', r"\1", drawn))
    for entry in strategy.entries(KNOWN):
        assert times[entry.id] == 1, entry.id
        words = typeset(strategy.words(entry)[language], language)
        assert plain(without_markup(words)) in text, entry.id
        is_linked = f'"sources?at={entry.id}"' in drawn
        assert is_linked or plain(without_markup(entry.quote)) in text, entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_opened_is_closed(language):
    drawn = drawn_whole(language, find="a")
    for tag in ("details", "summary", "section", "table", "tr", "td", "li", "ul", "div", "mark"):
        assert len(re.findall(rf"<{tag}[ >]", drawn)) == drawn.count(f"</{tag}>"), tag


def test_the_swot_is_two_by_two_and_says_once_that_it_is_a_draft():
    drawn = strategy_html.swot(framework("SWOT"), reading())
    assert re.findall(r'<section class="(\w+)">', drawn) == list(QUADRANTS)
    outside = re.sub(r"<details.*?</details>", "", drawn, flags=re.DOTALL)
    assert plain(outside).count("Utkast") == 1
    assert drawn.count("med merknad") == 2  # the two misprints have remarks of their own


def test_the_words_of_the_swot_stand_in_the_document():
    document = shared_file(f"documents/{KNOWN.sources['knowledge_base'].file}").read_text("utf-8")
    for name in ("internal", "external"):
        assert say("nb", f"strategy.{name}") in document


def test_what_to_do_with_strengths_and_weaknesses_stands_over_each():
    drawn = compact(strategy_html.swot(framework("SWOT"), reading()))
    heads = re.findall(r'<div class="sy-head"><details[^>]*><summary><span>(.*?)</span>', drawn)
    assert heads == [
        "Utforske og dra nytte av",
        "Forbedre og redusere konsekvensen av",
        "Gripe og utnytte",
        "Minimere konsekvensen av",
    ]


def test_a_dilemma_is_explained_below_its_question():
    drawn = strategy_html.blocks(framework("strategic_dilemma"), reading())
    own = [entry for entry in ids(drawn) if "1748" in entry or entry.endswith("question_05")]
    assert own == ["strategic_dilemma_question_05", "k_dilemma_explanation_1748"]
    assert drawn.count('<div class="sy-under">') == 6


def test_the_internal_analysis_has_the_headings_of_the_document_in_both_wordings():
    drawn = list(ids(strategy_html.blocks(framework("internal_observation"), reading())))
    first = drawn.index("internal_observation_organisation_governance_01")
    assert drawn[first - 2 : first] == ["k_internal_heading_967", "k_internal_heading_1026"]
    assert drawn[0] == "k_internal_heading_962"


def test_the_pestel_has_its_six_sides_in_order():
    drawn = strategy_html.pestel(framework("PESTEL"), reading())
    assert re.findall(r'<section class="(\w+)">', drawn) == [
        "political",
        "economic",
        "sociocultural",
        "technological",
        "environmental",
        "legal",
    ]


@pytest.mark.parametrize(("language", "but"), [("nb", "men"), ("en", "but")])
def test_each_strength_is_joined_to_its_own_weakness(language, but):
    own = framework("internal_pairs")
    drawn = compact(strategy_html.pairs(own, reading(language)))
    rows = re.findall(r"<li>(.*?)</li>", drawn)
    weakness = {entry.pair: entry for entry in own if entry.part == "weakness"}
    strengths = [entry for entry in own if entry.part == "strength"]
    assert len(rows) == len(strengths) == len(weakness) == 12
    for row, strength in zip(rows, strengths, strict=True):
        assert list(ids(row)) == [strength.id, weakness[strength.pair].id]
        assert f"</details><span>{but}</span><details" in row


def test_an_implication_stands_under_its_heading_in_the_document():
    drawn = compact(
        strategy_html.parts_with_headings(framework("external_implication"), reading("en"))
    )
    found, *heads = re.findall(r'<div class="sy-head">(.*?)</div>', drawn)
    assert "k_section_finding_1127" in found
    assert len(heads) == 7
    assert all("This is a heading." in head for head in heads)


def test_an_analysis_of_one_part_has_the_whole_width():
    whole = strategy_html.blocks(framework("strategic_dilemma"), reading())
    assert '<div class="sy-matrix alone">' in whole
    assert '<div class="sy-matrix">' in strategy_html.pestel(framework("PESTEL"), reading())


@pytest.mark.parametrize("language", LANGUAGES)
def test_hits_are_counted_and_marked_and_open_where_the_line_itself_lacks_the_words(language):
    drawn = hits("tillit", language)
    counts = [len(listed) for listed in strategy.by_group(KNOWN, find="tillit").values()]
    assert [int(count) for count in re.findall(r"\((\d+)\)</h2>", drawn)] == counts
    lines = re.findall(r'<details class="fact-line".*?</details>', drawn)
    assert len(lines) == sum(counts)
    for line in lines:
        summary, _ = line.split("</summary>")
        assert ("<mark>" in summary) is (" open>" not in summary)


def test_a_hit_of_a_pair_shows_what_it_stands_with():
    assert say("nb", "strategy.paired", words="Mye er digitalisert") in plain(hits("tung legacy"))


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        own = reading(known=facts_saying(word))
        swot, pairs, headed = (
            [replace(entry, text=text, note=text, quote=word) for entry in framework(name)]
            for name in ("SWOT", "internal_pairs", "external_implication")
        )
        areas = [replace(entry, area_name=text, text=text) for entry in KNOWN.areas]
        groups = {"SWOT": swot, "areas": areas}
        return "".join(
            [
                strategy_html.swot(swot, own),
                strategy_html.blocks([replace(entry, part=word) for entry in swot], own),
                strategy_html.pairs(pairs, own),
                strategy_html.parts_with_headings(headed, own),
                strategy_html.theme_html(Theme("t", word, word, text), [(word, f"?{word}")], own),
                strategy_html.status_html(word),
                strategy_html.hits(groups, own),
            ]
        )

    assert_words_stay_words(draw)


def test_a_hostile_search_marks_words_and_adds_no_other_tag():
    text = Text(HOSTILE, HOSTILE)
    area = [replace(entry, area_name=text, text=entry.text and text) for entry in KNOWN.areas]
    swot = [replace(entry, text=text, note=text) for entry in framework("SWOT")]
    pairs = [replace(entry, text=text) for entry in framework("internal_pairs")]
    scenarios = [
        replace(entry, text=text, scenario_name=text, provision=entry.provision and text)
        for entry in KNOWN.scenarios
    ]
    own, link = reading(find=HOSTILE), lambda scenario: f"'{HOSTILE}"
    drawn = [
        strategy_html.swot(swot, own),
        strategy_html.pairs(pairs, own),
        strategy_html.hits({"SWOT": swot, "areas": area}, own),
        scenarios_html.scenario_map(scenarios, own, link, "helseoyene"),
        scenarios_html.states(scenarios, own),
        scenarios_html.resources(scenarios, own),
        scenarios_html.comparison(scenarios, ["resource"], own),
        scenarios_html.common_lists(scenarios, "opportunity", own),
    ]
    for part in drawn:
        assert "<script" not in part
        assert "&lt;script" in part
