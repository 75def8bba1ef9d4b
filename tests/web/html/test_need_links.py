"""Where the card of a need leads, and how an item leads to its needs."""

import pytest
from needs_in_html import SILENT, TRUST, addresses, words
from visitor import view_of

from insight.documents.facts import facts
from insight.documents.passages.about import areas_about, passages_about, trends_about
from insight.language.catalogue import LANGUAGES, say
from insight.web.html import cards
from insight.web.html.needs import links, need_card

KNOWN = facts()
UNSAID = next(one for one in KNOWN.needs if not passages_about(one.id, KNOWN))


def test_the_need_and_each_printed_figure_can_be_read_in_place():
    drawn = need_card(view_of(), TRUST, KNOWN, "")
    printed = [link.figure for link in KNOWN.evidence_of[TRUST.id] if link.kind == "figure"]
    assert printed
    for fact in (TRUST.id, *printed):
        assert f"at={fact}" in drawn


def test_links_lead_to_the_item_the_figure_and_the_theme_with_the_same_view():
    reader = {"lang": ["en"], "survey": ["citizens"], "wave": ["2021"], "where": ["gender=1"]}
    found = addresses(need_card(view_of("gender=1"), TRUST, KNOWN, ""))
    items = (
        ("trust_need_to_know", "high"),
        ("trust_secure_storage", "high"),
        (
            "worried_emergency",
            "worried",
        ),
    )
    assert found[:6] == [
        ("figures", reader | {"figure": ["citizen_trust_access_2021"]}),
        ("figures", reader | {"figure": ["citizen_worry_emergency_access"]}),
        *(("answers", reader | {"item": [item], "target": [target]}) for item, target in items),
        ("needs", reader | {"theme": ["trust_privacy"]}),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_a_need_elsewhere_can_be_read_in_its_place(language):
    drawn = need_card(view_of(language=language), TRUST, KNOWN, "")
    said = passages_about(TRUST.id, KNOWN)
    assert said
    assert say(language, "needs.said", count=len(said)) in words(drawn)
    for passage in said:
        assert KNOWN.word("passage_kind", passage.kind)[language] in words(drawn)
        assert words(cards.without_markup(passage.text[language])) in words(drawn)
        assert f"at={passage.id}" in drawn
    assert say(language, "needs.said", count="").rstrip("()") not in words(
        need_card(view_of(language=language), UNSAID, KNOWN, "")
    )


def test_a_need_leads_to_the_areas_and_the_trends_that_have_a_theme_of_it():
    found = addresses(need_card(view_of(), TRUST, KNOWN, ""))
    areas = [query["area"] for path, query in found if path == "strategy" and "area" in query]
    assert areas == [[one.area] for one in areas_about(TRUST.themes, KNOWN)]
    drawn = words(need_card(view_of(), TRUST, KNOWN, ""))
    trends = [query["trend"] for path, query in found if path == "trends"]
    assert trends == [[one.id] for one in trends_about(TRUST, KNOWN)]
    for trend in trends_about(TRUST, KNOWN):
        assert trend.name.en in drawn


def test_an_item_of_another_survey_is_linked_to_without_the_filter():
    [*_, item, _] = addresses(
        need_card(view_of("gender=1"), KNOWN.need["h_head_simplicity"], KNOWN, "")
    )[:3]
    assert item == (
        "answers",
        {
            "lang": ["en"],
            "survey": ["health_personnel"],
            "item": ["satisfaction_ehr"],
            "target": ["satisfied"],
        },
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_to_a_figure_leads_to_that_figure(language):
    for need, evidence in KNOWN.evidence_of.items():
        card = need_card(view_of(language=language), KNOWN.need[need], KNOWN, "")
        found = [query["figure"] for path, query in addresses(card) if path == "figures"]
        assert found == [[one.figure] for one in evidence if one.figure]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_an_item_one_is_led_to_each_of_its_needs_by_the_need_s_own_words(language):
    view = view_of(language=language)
    drawn = links(view, [TRUST, SILENT])
    for need, (path, query) in zip((TRUST, SILENT), addresses(drawn), strict=True):
        assert path == "needs"
        assert need.text[language] in words(drawn)
        assert query["need"] == [need.id]
    assert links(view, []) == ""


def test_from_an_item_one_is_led_to_its_needs_whoever_the_respondents_are():
    [(_, whole)], [(_, of_carers)] = (
        addresses(links(view_of(*where), [SILENT])) for where in ((), ["carer=1"])
    )
    assert "follow" not in whole
    assert of_carers["follow"] == ["off"], "no need of carers, and yet the one that was meant"
