"""The strategy as HTML: every entry once, pairs together, figures as printed, nothing unescaped."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape

import pytest
from fixtures_folder import shared_file

from insight.documents import strategy
from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, Text, say
from insight.web.html import areas as areas_html
from insight.web.html import scenarios as scenarios_html
from insight.web.html import strategy as strategy_html
from insight.web.html.cards import Reading, typeset, without_markup

KNOWN = facts()
HOSTILE = "<script>alert('x')</script>"
QUADRANTS = ("strength", "weakness", "opportunity", "threat")


def reading(language="nb", find=""):
    return Reading(KNOWN, language, lambda theme: f"strategy?theme={theme}", find)


def framework(name):
    return [one for one in KNOWN.analysis if one.framework == name]


def plain(drawn: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", drawn)))


def ids(drawn: str) -> Counter[str]:
    return Counter(re.findall(r" id='([^']+)'", drawn))


def drawn_whole(language, find="") -> str:
    """Everything that the page can draw without a search, all its parts together."""
    own = reading(language, find)
    link = "strategy?scenario={}".format
    matrices = {
        "SWOT": strategy_html.swot,
        "PESTEL": strategy_html.pestel,
        "internal_pairs": strategy_html.pairs,
        "external_implication": strategy_html.headed,
    }
    frameworks = dict.fromkeys(one.framework for one in KNOWN.analysis)
    return "".join(
        [
            areas_html.areas(KNOWN.areas, own),
            *(matrices.get(one, strategy_html.blocks)(framework(one), own) for one in frameworks),
            scenarios_html.scenario_map(KNOWN.scenarios, own, link),
            *(scenarios_html.common(KNOWN.scenarios, one, own) for one in scenarios_html.LISTS),
            scenarios_html.side_by_side(KNOWN.scenarios, ["state", "success_criterion"], own),
            scenarios_html.side_by_side(KNOWN.scenarios, ["resource"], own),
            strategy_html.systems(KNOWN.systems, own),
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_drawn_once_with_its_words_and_its_quote(language):
    drawn = drawn_whole(language)
    found, text = ids(drawn), plain(drawn)
    for one in strategy.entries(KNOWN):
        assert found[one.id] == 1, one.id
        words = typeset(strategy.words(one)[language], language)
        assert plain(without_markup(words)) in text, one.id
        assert plain(without_markup(one.quote)) in text, one.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_opened_is_closed(language):
    drawn = drawn_whole(language, find="a")
    for tag in ("details", "summary", "section", "table", "tr", "td", "li", "ul", "div", "mark"):
        assert len(re.findall(rf"<{tag}[ >]", drawn)) == drawn.count(f"</{tag}>"), tag


def test_hostile_words_stand_as_they_are():
    text = Text(HOSTILE, HOSTILE)
    area = [replace(one, area_name=text, text=one.text and text) for one in KNOWN.areas]
    swot = [replace(one, text=text, note=text) for one in framework("SWOT")]
    pairs = [replace(one, text=text) for one in framework("internal_pairs")]
    scenarios = [
        replace(one, text=text, scenario_name=text, provision=one.provision and text)
        for one in KNOWN.scenarios
    ]
    systems = [replace(one, name=HOSTILE, text=text, note=text) for one in KNOWN.systems]
    own, link = reading(find=HOSTILE), lambda scenario: f"'{HOSTILE}"
    drawn = [
        areas_html.areas(area, own),
        areas_html.jumps(area, own),
        strategy_html.swot(swot, own),
        strategy_html.pairs(pairs, own),
        strategy_html.systems(systems, own),
        strategy_html.hits({"SWOT": swot, "systems": systems, "areas": area}, own),
        scenarios_html.scenario_map(scenarios, own, link, "helseoyene"),
        scenarios_html.states(scenarios, own),
        scenarios_html.resources(scenarios, own),
        scenarios_html.side_by_side(scenarios, ["resource"], own),
        scenarios_html.common(scenarios, "opportunity", own),
    ]
    for one in drawn:
        assert "<script" not in one
        assert "&lt;script" in one


# --- The strategic areas --------------------------------------------------------------------------


def area(name: str, language="nb") -> str:
    return areas_html.areas([one for one in KNOWN.areas if one.area == name], reading(language))


def indicators(drawn: str) -> list[str]:
    """Each indicator: its figures, then the sentence."""
    listed = re.findall(r"<li><div class='values'>(.*?)</div>.*?<summary>(.*?)</summary>", drawn)
    return [f"{plain(values).strip()} | {plain(sentence).strip()}" for values, sentence in listed]


def test_each_area_has_its_number_and_six_links_lead_to_the_six():
    drawn = areas_html.areas(KNOWN.areas, reading())
    targets = re.findall(r"href='#([^']+)'", areas_html.jumps(KNOWN.areas, reading()))
    assert re.findall(r"<section class='sy-area' id='([^']+)'", drawn) == targets
    assert re.findall(r"<h3><span>(\d)</span>", drawn) == list("123456")


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
    visits = next(one for one in indicators(area("new_ways_of_care")) if "besøker" in one)
    assert "6 ganger per år Besøk på Helsenorge per innbygger per år, nedre · 2021*" in visits
    assert "9 ganger per år Innlogginger på Helsenorge per innbygger per år, øvre" in visits


def test_an_indicator_without_a_number_says_so():
    assert [one.split(" | ")[0] for one in indicators(area("common_foundation", "en"))] == [
        say("en", "strategy.no_number"),
        say("en", "strategy.no_number"),
    ]


def test_a_goal_with_two_wordings_says_where_each_stands():
    drawn = plain(area("common_foundation"))
    assert say("nb", "strategy.wordings") in drawn
    assert drawn.index("Ordlyden på oversiktssiden") < drawn.index("Ordlyden på områdesiden.")
    assert say("nb", "strategy.wordings") not in plain(area("coherent_pathways"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_marker_that_is_a_picture_leaves_no_hole(language):
    drawn = plain(areas_html.areas(KNOWN.areas, reading(language)))
    assert drawn.count(say(language, "strategy.picture")) == 6


# --- The analyses ---------------------------------------------------------------------------------


def test_the_swot_is_two_by_two_and_says_once_that_it_is_a_draft():
    drawn = strategy_html.swot(framework("SWOT"), reading())
    assert re.findall(r"<section class='(\w+)'>", drawn) == list(QUADRANTS)
    outside = re.sub(r"<details.*?</details>", "", drawn)
    assert plain(outside).count("Utkast") == 1
    assert drawn.count("med merknad") == 2  # the two misprints have remarks of their own


def test_the_words_of_the_swot_stand_in_the_document():
    document = shared_file(f"documents/{KNOWN.sources['knowledge_base'].file}").read_text("utf-8")
    for name in ("internal", "external", *(f"do_{one}" for one in QUADRANTS)):
        assert say("nb", f"strategy.{name}") in document


def test_the_pestel_has_its_six_sides_in_order():
    drawn = strategy_html.pestel(framework("PESTEL"), reading())
    assert re.findall(r"<section class='(\w+)'>", drawn) == [
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
    drawn = strategy_html.pairs(own, reading(language))
    rows = re.findall(r"<li>(.*?)</li>", drawn)
    weakness = {one.pair: one for one in own if one.part == "weakness"}
    strengths = [one for one in own if one.part == "strength"]
    assert len(rows) == len(strengths) == len(weakness) == 12
    for row, strength in zip(rows, strengths, strict=True):
        assert list(ids(row)) == [strength.id, weakness[strength.pair].id]
        assert f"</details><span>{but}</span><details" in row


def test_an_implication_stands_under_its_heading_in_the_document():
    drawn = strategy_html.headed(framework("external_implication"), reading("en"))
    heads = re.findall(r"<div class='sy-head'>(.*?)</div>", drawn)
    assert len(heads) == 7
    assert all("This is a heading." in one for one in heads)
    assert drawn.count("This is a heading.") == 7


def test_what_is_named_in_several_documents_stands_together():
    drawn = strategy_html.systems(KNOWN.systems, reading())
    entry = next(one for one in re.findall(r"<div><dt>(.*?)</dd>", drawn) if "Helsenorge " in one)
    assert len(ids(entry)) == 3
    for document in ("Utviklingstrekk 2021", "Utviklingstrekk 2022", "Kunnskapsgrunnlaget v0.7"):
        assert f" · {document}" in entry


# --- The scenarios --------------------------------------------------------------------------------


def one_scenario(name):
    return [one for one in KNOWN.scenarios if one.scenario == name]


def test_scenarios_of_a_row_share_the_revolution_and_those_of_a_column_the_provider():
    first = {one.scenario: one for one in reversed(KNOWN.scenarios)}
    assert set(scenarios_html.SCENARIOS) == set(first) - {"all"}
    for row in scenarios_html.MAP:
        assert len({first[one].transformation for one in row}) == 1
    for column in zip(*scenarios_html.MAP, strict=True):
        assert len({first[one].provision for one in column}) == 1
    ends = [first[row[0]].transformation["nb"] for row in scenarios_html.MAP]
    assert ends == ["digital revolusjon", "digital evolusjon"]


def test_the_map_links_to_each_scenario_and_marks_the_chosen_one():
    drawn = scenarios_html.scenario_map(
        KNOWN.scenarios, reading("en"), "strategy?scenario={}".format, "helseoyene"
    )
    assert re.findall(r"href='strategy\?scenario=(\w+)'", drawn) == list(scenarios_html.SCENARIOS)
    assert re.findall(r"aria-current='true' href='strategy\?scenario=(\w+)'", drawn) == [
        "helseoyene"
    ]


@pytest.mark.parametrize("name", scenarios_html.SCENARIOS)
def test_the_sentence_on_the_map_stands_in_the_story(name):
    document = shared_file(f"documents/{KNOWN.sources['scenario_analysis'].file}")
    assert say("nb", f"strategy.essence_{name}") in document.read_text("utf-8")


@pytest.mark.parametrize("name", scenarios_html.SCENARIOS)
def test_each_state_stands_beside_its_success_criterion(name):
    own = one_scenario(name)
    rows = re.findall(r"<tr>(<th scope='row'>.*?)</tr>", scenarios_html.states(own, reading()))
    states = [one for one in own if one.kind == "state"]
    criterion = {one.pair: one for one in own if one.kind == "success_criterion"}
    assert len(rows) == len(states) == len(criterion)
    for row, state in zip(rows, states, strict=True):
        assert list(ids(row)) == [state.id, criterion[state.pair].id]


def test_a_table_has_a_cell_for_every_category_and_scenario_and_says_which_are_empty():
    drawn = scenarios_html.side_by_side(KNOWN.scenarios, ["state"], reading())
    states = [one for one in KNOWN.scenarios if one.kind == "state"]
    rows = len({one.category for one in states})
    assert drawn.count("<td>") + drawn.count("<td class='none'>") == 4 * rows + 1
    assert drawn.count(say("nb", "strategy.not_mentioned")) == 4 * rows - len(states)


def test_what_is_worded_alike_in_several_scenarios_says_in_how_many():
    drawn = scenarios_html.side_by_side(KNOWN.scenarios, ["resource"], reading("en"))
    volunteers = re.findall(
        r"<details[^>]*id='\w+'><summary><small>([^<]*)</small><span>[^<]*voluntary", drawn
    )
    assert volunteers == ["the same in 4 scenarios"] * 4


def test_the_two_lists_of_opportunities_stand_beside_each_other_with_what_tells_them_apart():
    drawn = scenarios_html.common(KNOWN.scenarios, "opportunity", reading())
    assert re.findall(r"<h3>.*\((\d)\)</h3>", drawn.replace("</h3>", "</h3>\n")) == ["8", "9"]
    assert "«Godkjenningsordning» er bare her" in plain(re.sub(r"<details.*?</details>", "", drawn))


# --- What a reader asks for -----------------------------------------------------------------------


def found(theme="", find=""):
    return strategy.by_group(KNOWN, theme, find)


def test_everything_is_in_one_group():
    everything = found()
    assert set(everything) == set(strategy.GROUPS)
    assert sum(map(len, everything.values())) == len(strategy.entries(KNOWN))
    parts = [one for groups in strategy.PARTS.values() for one in groups]
    assert sorted(parts) == sorted(strategy.GROUPS)


@pytest.mark.parametrize("theme", KNOWN.themes)
def test_a_theme_has_as_many_entries_as_it_says(theme):
    entries = [one for some in found(theme).values() for one in some]
    assert len(entries) == strategy.theme_counts(KNOWN)[theme] > 0
    assert all(theme in one.themes for one in entries)


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        ("Smittstopp", {"systems": 1}),
        ("tung legacy", {"internal_pairs": 1}),
        ("fake news", {"SWOT": 1}),  # the English words
        ("stein-på-stein tempoet", {"scenarios": 1}),  # where it stands, and what it says
        ("pestel juridiske", {"PESTEL": 3}),
        ("xyzzy", {}),
    ],
)
def test_a_search_finds_words_in_text_name_and_place(find, expected):
    assert {group: len(some) for group, some in found(find=find).items()} == expected


def test_theme_and_search_narrow_each_other():
    both = found("trust_privacy", "tillit")
    assert both
    assert all(set(some) <= set(found("trust_privacy")[group]) for group, some in both.items())
    assert all(set(some) <= set(found(find="tillit")[group]) for group, some in both.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_hits_are_counted_and_marked_and_open_where_the_line_itself_lacks_the_words(language):
    some = found(find="tillit")
    drawn = strategy_html.hits(some, reading(language, "tillit"))
    counts = [len(listed) for listed in some.values()]
    assert [int(one) for one in re.findall(r"\((\d+)\)</h2>", drawn)] == counts
    lines = re.findall(r"<details.*?</details>", drawn)
    assert len(lines) == sum(counts)
    for one in lines:
        summary, _ = one.split("</summary>")
        assert ("<mark>" in summary) is (" open>" not in summary)


def test_a_hit_of_a_pair_shows_what_it_stands_with():
    drawn = plain(strategy_html.hits(found(find="tung legacy"), reading()))
    assert say("nb", "strategy.paired", words="Mye er digitalisert") in drawn


def test_every_pair_has_two_and_each_is_the_other_of_the_other():
    others = strategy.partners(KNOWN)
    assert all(others[other.id].id == one for one, other in others.items())
    assert len(others) == 2 * (12 + 26)


def test_the_table_to_take_away_has_every_row_with_codes_words_source_and_figures():
    everything = strategy.entries(KNOWN)
    frame = strategy.table(everything, KNOWN, "en").set_index("id")
    assert list(frame.index) == [one.id for one in everything]
    assert set(frame["simulated"]) == {"false"}
    assert (frame["quote"] != "").all()
    kpi = frame.loc["digital_work_processes_kpi_02"]
    assert (kpi["kind"], kpi["kind_label"], kpi["figures"]) == (
        "kpi",
        "Descriptive KPI",
        "hcp_satisfaction_digital",
    )
    assert (kpi["value"], kpi["qualifier"]) == (50, "under")
    assert frame.loc["swot_threat_06", "part_label"] == "Threats"
    assert frame.loc["helseoyene_state_06", "category"] == "innovation_market"
