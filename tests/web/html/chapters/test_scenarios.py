"""The scenarios as HTML: on their axes, states beside criteria, and who says the same."""

import re
from dataclasses import replace

import pytest
from facts_in_html import KNOWN, assert_words_stay_words, facts_saying, ids, plain, reading
from fixtures_folder import shared_file
from visitor import compact

from insight.language.catalogue import say
from insight.web.html.chapters.scenarios import (
    LISTS,
    MAP,
    SCENARIOS,
    common_lists,
    comparison,
    resources,
    scenario_map,
    states,
)

LINK = "strategy?scenario={}".format


def one_scenario(name):
    return [entry for entry in KNOWN.scenarios if entry.scenario == name]


def test_scenarios_of_a_row_share_the_revolution_and_those_of_a_column_the_provider():
    first = {entry.scenario: entry for entry in reversed(KNOWN.scenarios)}
    assert set(SCENARIOS) == set(first) - {"all"}
    for row in MAP:
        assert len({first[scenario].transformation for scenario in row}) == 1
    for column in zip(*MAP, strict=True):
        assert len({first[scenario].provision for scenario in column}) == 1
    ends = [first[row[0]].transformation["nb"] for row in MAP]
    assert ends == ["digital revolusjon", "digital evolusjon"]


def test_the_map_links_to_each_scenario_and_marks_the_chosen_one():
    markup = scenario_map(KNOWN.scenarios, reading("en"), LINK, "helseoyene")
    assert re.findall(r'href="strategy\?scenario=(\w+)"', markup) == list(SCENARIOS)
    assert re.findall(r'aria-current="true" href="strategy\?scenario=(\w+)"', markup) == [
        "helseoyene"
    ]
    assert re.findall(r'<td class="chosen">\s*<a [^>]*scenario=(\w+)', markup) == ["helseoyene"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_sentence_on_the_map_stands_in_the_story(name):
    document = shared_file(f"documents/{KNOWN.sources['scenario_analysis'].file}")
    assert say("nb", f"strategy.essence_{name}") in document.read_text("utf-8")


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_state_stands_beside_its_success_criterion(name):
    own = one_scenario(name)
    markup = compact(states(own, reading()))
    rows = re.findall(r'<tr>(<th scope="row">.*?)</tr>', markup)
    of_kind = [entry for entry in own if entry.kind == "state"]
    criterion = {entry.pair: entry for entry in own if entry.kind == "success_criterion"}
    assert len(rows) == len(of_kind) == len(criterion)
    for row, state in zip(rows, of_kind, strict=True):
        assert list(ids(row)) == [state.id, criterion[state.pair].id]


def test_a_table_has_a_cell_for_every_category_and_scenario_and_says_which_are_empty():
    markup = comparison(KNOWN.scenarios, ["state"], reading())
    of_kind = [entry for entry in KNOWN.scenarios if entry.kind == "state"]
    rows = len({entry.category for entry in of_kind})
    assert markup.count("<td>") + markup.count('<td class="none">') == 4 * rows + 1
    assert markup.count(say("nb", "strategy.not_mentioned")) == 4 * rows - len(of_kind)


def test_what_is_worded_alike_in_several_scenarios_says_in_how_many():
    markup = compact(comparison(KNOWN.scenarios, ["resource"], reading("en")))
    volunteers = re.findall(
        r'<details[^>]*id="\w+"><summary><small>([^<]*)</small><span>[^<]*voluntary', markup
    )
    assert volunteers == ["the same in 4 scenarios"] * 4


def test_the_two_lists_of_opportunities_stand_beside_each_other_with_what_tells_them_apart():
    markup = common_lists(KNOWN.scenarios, "opportunity", reading())
    assert re.findall(r"<h3>.*\((\d)\)</h3>", markup) == ["8", "9"]
    outside = re.sub(r"<details.*?</details>", "", markup, flags=re.DOTALL)
    assert "«Godkjenningsordning» er bare her" in plain(outside)


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        own = reading(known=facts_saying(word))
        entries = [
            replace(
                entry,
                text=text,
                note=text,
                scenario_name=text,
                provision=entry.provision and text,
                transformation=entry.transformation and text,
            )
            for entry in KNOWN.scenarios
        ]
        return "".join(
            [
                scenario_map(entries, own, lambda scenario: f"?{word}", "helseoyene"),
                states(entries, own),
                resources(entries, own),
                comparison(entries, ["state", "success_criterion"], own),
                comparison(entries, ["resource"], own),
                *(common_lists(entries, kind, own) for kind in LISTS),
            ]
        )

    assert_words_stay_words(draw)
