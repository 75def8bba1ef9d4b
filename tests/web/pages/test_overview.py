"""The front page as a visitor's session runs it: what it says, draws and leads to."""

import html
import re
from urllib.parse import parse_qs

import pytest
from brought_survey import brought, use
from survey_folder import net, segment, single, write_survey
from visitor import (
    asked,
    bodies,
    bundled,
    charts,
    downloads,
    opened,
    shown,
    tables,
    warnings,
    words,
)

from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.web import evidence
from insight.web.findings import ANSWERS, told_series
from insight.web.routes import NAVIGATION, OF_DOCUMENTS

KNOWN = facts()
TRUST = "trust_need_to_know"
SURVEYS = ("citizens", "health_personnel", "organisations")
YES_NO = single(1, 2, nets=[net("yes", 1)])


def part(app, class_: str, tag: str = "section") -> str:
    """The HTML of the first part of the page that has a class."""
    found = re.search(rf'<{tag} class="{class_}".*?</{tag}>', bodies(app), re.DOTALL)
    return html.unescape(found[0]) if found else ""


def title(app) -> str:
    return re.search(r'<h2 class="fp-title">(.*?)</h2>', html.unescape(bodies(app)))[1]


def boxes(app) -> list[tuple[str, str]]:
    """The small charts: where each leads, and what it found."""
    found = re.findall(
        r'<h2 class="fp-head"><a target="_self" href="(.*?)">(.*?)</a></h2>', bodies(app)
    )
    return [(html.unescape(address), html.unescape(words)) for address, words in found]


# --- The chart that leads -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "finding"),
    [
        ("nb", "Tilliten blant innbyggere har økt fra 54 til 68 prosent på to år"),
        ("en", "Trust among citizens has risen from 54 to 68 per cent in two years"),
    ],
)
def test_the_finding_is_the_title_and_the_question_stands_below(language, finding):
    app = opened("overview", lang=language)
    assert title(app) == finding
    item = bundled("citizens").codebook.variable(TRUST)
    assert item.label[language] in part(app, "fp-subtitle", "p")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_drawn_are_those_of_the_answers(language):
    lead = part(opened("overview", lang=language), "fp-lead")
    for survey, waves in (("citizens", "2019 2020 2021"), ("health_personnel", "2020 2021")):
        for wave in waves.split():
            figures = asked(bundled(survey), TRUST, f"year={wave}")
            share = next(figures.of("high"))
            interval = labels.interval(share, figures, language)
            figure = numbers.percent(share.value, language)
            told = f"{figure} ({interval.rstrip('%').rstrip()})"
            assert f"{labels.short_title(figures.codebook)[language]}: {told}" in lead
            assert numbers.whole(share.base, language) in lead


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_assumed_level_is_hollow_and_has_no_number(language):
    app = opened("overview", lang=language)
    lead = part(app, "fp-lead")
    assert lead.count("fp-open") == 1
    who = bundled("health_personnel").codebook.short_title[language]
    assert f"2019. {bundled('citizens').codebook.short_title[language]}: 54" in lead
    assert re.search(rf"2019\. [^\"]*{who}: {say(language, 'basis.assumed')}\.", lead)
    assert say(language, "front.assumed_one", waves="2019") in lead
    [table] = tables(app)
    assert say(language, "basis.assumed") in table.iloc[3].tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_large_numbers_have_their_verdict_beside_them(language):
    numbers_told = part(opened("overview", lang=language), "fp-numbers", "ul")
    assert re.findall(r"<b>(.*?)</b>", numbers_told) == ["+14", "\N{MINUS SIGN}1", "16"]
    between = {"nb": "10\xa0til\xa018", "en": "10\xa0to\xa018"}[language]
    assert say(language, "front.found_higher", interval=between) in numbers_told
    assert "13\xa0" in numbers_told


@pytest.mark.parametrize("language", LANGUAGES)
def test_below_the_chart_stand_what_is_drawn_where_the_axis_starts_and_the_sources(language):
    foot = html.unescape(part(opened("overview", lang=language), "fp-foot", "div"))
    assert say(language, "answers.axis", low=numbers.whole_percent(0.4, language)) in foot
    assert KNOWN.sources["knowledge_base"].short[language] in foot
    assert say(language, "front.chosen") in foot


def test_the_finding_is_of_everyone_whatever_the_filter_is():
    whole = opened("overview", lang="en")
    narrowed = opened("overview", lang="en", where=["gender=1", "age_group=1"], wave="2020")
    assert part(narrowed, "fp-lead") == part(whole, "fp-lead")
    assert narrowed.query_params["where"] == ["gender=1", "age_group=1"]


def test_nothing_waits_for_a_chart_that_is_made_in_the_browser():
    assert not charts(opened("overview"))


def test_the_finding_leads_to_its_answers_and_can_be_taken_away():
    app = opened("overview", lang="en")
    [address] = re.findall(r'class="fp-button" target="_self" href="(.*?)"', bodies(app))
    page, _, query = html.unescape(address).partition("?")
    found = parse_qs(query)
    assert page == ANSWERS
    assert (found["survey"], found["item"], found["target"]) == (["citizens"], [TRUST], ["high"])
    assert f'data-address="{address}"' in bodies(app)
    assert {say("en", "download.csv"), say("en", "download.png")} <= set(downloads(app))


# --- The small charts -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_small_charts_each_lead_to_their_page(language):
    app = opened("overview", lang=language)
    found = boxes(app)
    pages = [address.partition("?")[0] for address, _ in found]
    assert pages == ["figures", "figures", "needs", "maturity"]
    series = [parse_qs(address)["series"] for address, _ in found[:2]]
    assert series == [[one.key] for one, _ in told_series(all_facts())]
    published = sum(evidence.standing_of(need, KNOWN) == "published" for need in KNOWN.needs)
    assert str(published) in found[2][1]
    tags = re.findall(r'<span class="tag .*?">(.*?)</span>', bodies(app))
    kinds = ("published", "published", "judged", "assumed")
    assert tags == [say(language, f"tag.{kind}") for kind in kinds]


def test_published_figures_stand_as_printed_and_years_without_any_say_so():
    told = html.unescape(bodies(opened("overview", lang="en")))
    assert "2017: 7; 2018–2019: not stated; 2020: 43" in told


def test_the_needs_are_counted_by_whose_they_are():
    counted = re.findall(
        r": published figure (\d+), only a question (\d+), none (\d+)",
        bodies(opened("overview", lang="en")),
    )
    assert len(counted) == len({need.population for need in KNOWN.needs})
    assert sum(int(number) for stack in counted for number in stack) == len(KNOWN.needs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sketch_of_maturity_has_no_number(language):
    sketch = part(opened("overview", lang=language), "fp-stacks fp-sketch", "div")
    assert sketch
    assert not re.search(r"\d", re.sub(r'style="[^"]*"', "", sketch))


# --- What is here ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_way_to_every_page_with_what_one_finds_there(language):
    app = opened("overview", lang=language)
    contents = part(app, "fp-contents")
    led_to = set(re.findall(r'href="([^"?]*)\?', contents))
    assert led_to >= {*OF_DOCUMENTS, ANSWERS}
    assert led_to >= set(NAVIGATION) - {"overview"}
    assert f"{len(KNOWN.needs)} " in contents
    assert f"{len(all_facts().figures)} " in contents


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_suggested_and_each_finds_something(language):
    suggested = say(language, "front.suggested").split("; ")
    chips = part(opened("overview", lang=language), "fp-chips", "p")
    for words_of in suggested:
        assert f">{words_of}</a>" in chips
        found = words(opened("overview", lang=language, find=words_of))
        assert say(language, "search.nothing", words=words_of) not in found


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ({"survey": "citizen"}, "citizens"),
        ({"where": "gendr=1"}, "gender"),
        ({"wave": "2031"}, "2021"),
    ],
)
def test_link_that_cannot_be_followed_is_told_and_the_page_goes_on(link, named):
    app = opened("overview", lang="en", **link)
    [sentence] = warnings(app)
    assert named in sentence
    assert len(boxes(app)) == 4
    assert not shown(app.run()).warning


def test_another_survey_chosen_changes_nothing_of_what_was_found():
    leads = [part(opened("overview", survey=survey), "fp-lead") for survey in SURVEYS]
    assert leads[0]
    assert set(leads) == {leads[0]}


# --- Other data folders ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "finding"),
    [
        ("nb", "Andelen som svarer «yes nb»: ingen påvist endring siden kode 2020"),
        ("en", "The share answering “yes en”: no change detected since kode 2020"),
    ],
)
def test_that_nothing_was_detected_is_a_finding_too(data, language, finding):
    frame = {"q": [1, 2] * 300, "year": [2020] * 300 + [2021] * 300}
    described = {"q": YES_NO, "year": segment(2020, 2021)}
    write_survey(data, "own", frame, described, design={"wave": "year"})
    app = opened("overview", lang=language)
    assert title(app).startswith(finding)
    assert say(language, "front.drawn", level=numbers.level(0.95, language)) in words(app)
    assert [address.partition("?")[0] for address, _ in boxes(app)][:3] == [
        *("figures", "figures", "needs")
    ]


def test_a_survey_without_waves_shows_its_answers_with_intervals(data):
    frame = {"q": [1, 1, 1, 2] * 75}
    write_survey(data, "own", frame, {"q": YES_NO})
    app = opened("overview", lang="en")
    assert title(app) == "The share answering “yes en”: 75 per cent"
    assert "75% (70–80%)" in part(app, "fp-lead")
    assert len(boxes(app)) == 3


def test_too_few_answers_show_no_number(data):
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    write_survey(data, "tiny", {"q": [1, 2, 1] * 3}, {"q": YES_NO}, disclosure=gates)
    app = opened("overview", lang="en")
    assert not part(app, "fp-lead")
    assert len(boxes(app)) == 3


def test_a_hidden_wave_says_why_and_has_no_number(data):
    frame = {
        "q": [1, 2, 1, 2, 1] + [1, 2] * 150 + [1] * 300,
        "year": [2019] * 5 + [2020] * 300 + [2021] * 300,
    }
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    described = {"q": YES_NO, "year": segment(2019, 2020, 2021)}
    write_survey(data, "own", frame, described, design={"wave": "year"}, disclosure=gates)
    lead = part(opened("overview", lang="en"), "fp-lead")
    assert say("en", "flag.suppressed", limit=10) in lead
    assert "60% (" not in lead
    assert lead.count("fp-point") == 2


def test_a_survey_of_one_s_own_leads_where_it_is_chosen_and_is_not_shared():
    app = brought()
    use(app, "use")
    shown(app.switch_page("../../../pages/overview.py").run())
    assert "svar" in part(app, "fp-subtitle", "p")
    assert "data-address=" not in bodies(app)
    app.session_state["survey"] = "citizens"
    shown(app.run())
    assert title(app).startswith("Trust among citizens")
    assert "data-address=" in bodies(app)
