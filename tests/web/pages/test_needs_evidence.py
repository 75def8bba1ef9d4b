"""The evidence beside a need, and the way from an answer or a figure to its needs and back."""

import html
import re
from urllib.parse import parse_qs

import pytest
from needs_page import ALL, KNOWN, card, listed
from survey_folder import net, segment, single, write_survey
from visitor import asked, bodies, bundled, opened, pills, shown, surveys_in

from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels

# --- Evidence -------------------------------------------------------------------------------------


def printed_level(survey: str, item: str, target: str, words: str, language="en") -> str:
    """What a need says of an answer: its name, and the level as it was published."""
    label = labels.target_label(asked(bundled(survey), item), target, language)
    return say(language, "needs.printed", label=label, value=words)


TRUST_2021 = printed_level("citizens", "trust_need_to_know", "high", "68%")
ONLY_ASKED = "s_all_protect_from_overuse"  # the figure of the question bears on it by no other way


def test_an_answer_bears_on_a_need_only_while_its_level_was_published_of_whom_is_meant():
    app = listed(lang="en")
    assert TRUST_2021 in card(app, ONLY_ASKED)
    pills(app, "citizens", "gender").set_value(["1"])
    shown(app.run())
    for need in (ONLY_ASKED, "c_trust_and_safety", "h_head_simplicity"):
        assert say("en", "needs.assumed_of_these") in card(app, need)
    assert TRUST_2021 not in card(app, ONLY_ASKED)


def test_an_answer_is_of_the_chosen_year_where_a_level_of_it_was_published():
    app = listed(lang="en", wave="2019")
    drawn = card(app, "c_trust_and_safety")
    assert printed_level("citizens", "trust_need_to_know", "high", "54%") in drawn
    assert "Citizens 2019" in drawn
    assert "Citizens 2021" in drawn, "of storage no figure is published for 2019"
    assert say("en", "needs.other_wave", wave="2019") in drawn


def test_with_dont_know_left_out_no_level_was_published():
    drawn = card(listed(lang="en", base="valid"), "c_trust_and_safety")
    assert say("en", "needs.assumed_of_these") in drawn


def test_figures_of_documents_do_not_follow_the_respondent_group():
    whole, part = (
        re.findall(r"<strong>48%</strong>.*?</p>", card(app, "c_trust_and_safety"))
        for app in (listed(lang="en"), listed(lang="en", where=["gender=1"]))
    )
    assert whole == part
    assert len(whole) == 1


def test_condition_that_the_survey_lacks_is_told_beside_its_answer():
    app = listed(lang="en", where=["carer=1"], follow="off")
    assert say("en", "needs.aside") in card(app, "s3_hcp_frustrated")
    assert say("en", "needs.aside") not in card(app, "c_trust_and_safety")


def test_seen_from_organisations_the_other_surveys_answer_for_everyone():
    app = listed(lang="en", survey="organisations", where=["org_type=1"], follow="off")
    assert TRUST_2021 in card(app, ONLY_ASKED)
    assert say("en", "needs.aside") in card(app, "c_trust_and_safety")


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_answers_are_told_in_words(data, language):
    gates = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
    scale = single(1, 2, nets=[net("high", 1)])
    frame = {"trust_need_to_know": [1, 2] * 100, "g": [1] * 195 + [2] * 5}
    variables = {"trust_need_to_know": scale, "g": segment(1, 2)}
    write_survey(data, "citizens", frame, variables, disclosure=gates)
    app = listed(lang=language, where=["g=2"])
    drawn = card(app, "c_trust_and_safety")
    assert say(language, "flag.suppressed", limit=10) in drawn
    assert say(language, "needs.survey_absent") in drawn, "the other items are not in this survey"
    whole = card(listed(lang=language), "c_trust_and_safety")
    assert say(language, "flag.suppressed", limit=10) not in whole
    [survey] = surveys_in(data)
    told = labels.level_sentence(asked(survey, "trust_need_to_know"), "high", (), language)
    assert told in whole


# --- From here to there and back ------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_item_leads_to_the_needs_that_it_bears_on(language):
    app = opened("answers", lang=language, survey="health_personnel", item="satisfaction_ehr")
    [drawn] = re.findall(r'<ul class="links">.*?</ul>', bodies(app))
    bears_on = [
        need
        for need, links in KNOWN.evidence_of.items()
        if any((one.survey, one.item) == ("health_personnel", "satisfaction_ehr") for one in links)
    ]
    assert drawn.count("<li>") == len(bears_on)
    for need in bears_on:
        assert ALL[need].text[language] in drawn


def test_an_item_that_bears_on_no_need_leads_nowhere():
    item = next(
        one.id
        for one in bundled("organisations").codebook.items
        if not any(link.item == one.id for link in KNOWN.evidence)
    )
    app = opened("answers", lang="en", survey="organisations", item=item)
    assert '<ul class="links">' not in bodies(app)


@pytest.mark.parametrize(
    ("need", "figure"),
    [
        ("c_trust_and_safety", "citizen_trust_access_2021"),  # one of a series
        ("c_trust_and_safety", "citizen_worry_emergency_access"),  # on its own
        ("h_safe_decisions", "document_sharing_evaluation"),  # a date
    ],
)
def test_a_figure_beside_a_need_is_one_click_away(need, figure):
    figures = [one.figure for one in KNOWN.evidence_of[need] if one.figure]
    links = re.findall(r'href="figures\?([^"]*)"', card(listed(lang="en"), need))
    query = html.unescape(dict(zip(figures, links, strict=True))[figure])
    app = opened("figures", **parse_qs(query))
    assert not app.warning
    assert f'id="{figure}"' in bodies(app)
