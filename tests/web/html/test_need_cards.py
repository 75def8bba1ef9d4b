"""The card of a need: its source, and each published figure or answer that bears on it."""

import re
from dataclasses import replace

import pytest
from needs_in_html import SILENT, TRUST, addresses, words
from survey_folder import net, segment, single, write_survey
from visitor import asked, bundled, compact, surveys_in, view_of

from insight.documents import printed
from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.web.html.evidence_pieces import MARKS, evidence
from insight.web.html.needs import need_card

KNOWN = facts()


def pieces(drawn: str) -> list[str]:
    """The pieces of evidence of a card."""
    return re.findall(r"<li class=.*?</li>", compact(drawn))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("need", [TRUST, SILENT], ids=lambda one: one.id)
def test_a_card_has_the_need_whose_it_is_its_themes_its_quote_and_its_source(need, language):
    found = words(need_card(view_of(language=language), need, KNOWN, ""))
    assert need.text[language] in found
    for name in KNOWN.segments.names(need.id):
        assert name[language] in found
    for theme in need.themes:
        assert KNOWN.themes[theme].name[language] in found
    assert f"«{words(need.quote)}»" in found
    assert KNOWN.sources[need.source].short[language] in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_piece_of_evidence_says_how_it_bears_what_was_published_and_why(language):
    drawn = pieces(need_card(view_of(language=language), TRUST, KNOWN, ""))
    trust, storage, worried, *figures = KNOWN.evidence_of[TRUST.id]
    assert [link.figure for link in figures] == [
        "citizen_trust_access_2021",
        "citizen_worry_emergency_access",
    ], "the figures that were published of the first question and the third"
    for piece, link in zip(map(words, drawn), [storage, *figures], strict=True):
        relation = say(language, f"relation.{link.relation}")
        assert piece.startswith(f"{MARKS[link.relation]} {relation} ")
        assert link.reason[language] in piece
    for piece, figure in zip(map(words, drawn[1:]), figures, strict=True):
        assert words(printed.value(KNOWN.figure[figure.figure], KNOWN, language)) in piece
    for link in (trust, worried):
        assert link.reason[language] not in "".join(map(words, drawn))


def test_a_published_answer_is_told_as_it_was_printed_and_never_as_the_share_fitted_to_it():
    about, *_ = pieces(need_card(view_of(), TRUST, KNOWN, ""))
    figures = asked(bundled("citizens"), "trust_secure_storage", "year=2021")
    assert f"{figures.item.label.en} Citizens 2021: " in words(about)
    assert "High trust: about 70%." in words(about)
    assert re.findall(r"\d+%", words(about).partition("«")[0]) == ["70%"]
    assert say("en", "fact.source", source="E-helsetrender: Utviklingstrekk 2022") in words(about)


def every_link_to_answers() -> list[tuple[str, str, str]]:
    """Each need with each survey question that bears on it."""
    return [
        (need, link.survey, link.item)
        for need, links in KNOWN.evidence_of.items()
        for link in links
        if link.kind == "item" and link.bears
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_need_shows_a_share_of_simulated_respondents_or_its_interval(language):
    for need in dict.fromkeys(need for need, *_ in every_link_to_answers()):
        drawn = need_card(view_of(language=language), KNOWN.need[need], KNOWN, "")
        told = " ".join(words(piece).partition("«")[0] for piece in pieces(drawn))
        for _, survey, item in (each for each in every_link_to_answers() if each[0] == need):
            figures = asked(bundled(survey), item)
            for estimate in figures.estimates:
                sentence = labels.level_sentence(figures, estimate.key, (), language)
                assert words(sentence) not in told
        assert not re.search(r"\d\s?[–-]\s?\d+\s?%", told), "no interval"


def test_a_figure_leads_to_the_question_of_which_it_was_published():
    drawn = pieces(need_card(view_of(), TRUST, KNOWN, ""))
    found = [[page for page, _ in addresses(piece)] for piece in drawn]
    assert [pages.count("answers") for pages in found] == [1, 1, 1]
    assert [pages.count("figures") for pages in found] == [0, 1, 1]


def test_a_figure_that_bears_otherwise_than_its_question_stands_beside_it():
    """Who answers that he is satisfied may support what the bare figure only nuances."""
    need = KNOWN.need["c_trust_and_safety"]
    links = KNOWN.evidence_of[need.id]
    apart = [
        replace(link, relation="nuances" if link.kind == "figure" else "supports") for link in links
    ]
    drawn = evidence(view_of(), apart, KNOWN)
    assert len(pieces(drawn)) == len(apart)


@pytest.mark.parametrize(("language", "told"), [("nb", "over 50 %"), ("en", "over 50%")])
def test_a_bound_is_told_as_a_bound_and_never_as_the_level_fitted_to_it(language, told):
    drawn = need_card(view_of(language=language), KNOWN.need["s3_hcp_find_information"], KNOWN, "")
    [piece, *_] = pieces(drawn)
    label = labels.target_label(
        asked(bundled("health_personnel"), "access_others_information", "year=2020"),
        "low",
        language,
    )
    assert f"{label}: {told}." in words(piece)
    assert re.findall(r"\d+\s?%", words(piece).partition("«")[0]) == [told[5:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_under_a_filter_a_simulated_answer_claims_nothing_and_stands_apart(language):
    drawn = need_card(view_of("carer=1", language=language), TRUST, KNOWN, "")
    assert [link.figure for link in KNOWN.evidence_of[TRUST.id]][3:] == [
        "citizen_trust_access_2021",
        "citizen_worry_emergency_access",
    ]
    assert len(pieces(drawn)) == 2, "the printed figures stay"
    apart = words(re.search(r'<section class="measured-by">.*?</section>', drawn, re.DOTALL)[0])
    assert apart.strip().startswith(
        f"{say(language, 'tag.assumed')} {say(language, 'needs.measured_by')}"
    )
    assert say(language, "needs.assumed_of_these") in apart
    assert not re.search(r"\d+\s?%", apart), "an assumed level is no evidence"
    for link in KNOWN.evidence_of[TRUST.id][:3]:
        assert link.reason[language] not in apart
        assert bundled("citizens").codebook.variable(link.item).label[language] in apart


def test_what_was_only_asked_has_its_reason_and_neither_mark_nor_number():
    drawn = need_card(view_of(), KNOWN.need["g_usability_for_all"], KNOWN, "")
    assert pieces(drawn) == []
    assert say("en", "needs.nothing_published") in words(drawn)
    apart = words(re.search(r'<section class="measured-by">.*?</section>', drawn, re.DOTALL)[0])
    for link in KNOWN.evidence_of["g_usability_for_all"]:
        assert link.reason.en in apart
    assert not set(MARKS.values()) & set(apart)
    assert not re.search(r"\d+%", apart)


def test_what_a_document_says_without_a_figure_has_no_mark_and_its_year_is_no_evidence():
    drawn = need_card(view_of(), KNOWN.need["h_safe_decisions"], KNOWN, "")
    assert pieces(drawn) == []
    [link] = KNOWN.evidence_of["h_safe_decisions"]
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    assert f"{KNOWN.figure[link.figure].indicator.en}. {say('en', 'needs.mentioned')}" in folded
    assert link.reason.en in folded
    assert say("en", "needs.see_mentioned") in folded
    assert say("en", "needs.see_figure") not in folded
    assert "2021" not in folded.removesuffix(link.reason.en)


def test_an_answer_of_another_survey_says_that_a_part_of_the_filter_is_not_there():
    need = KNOWN.need["s3_hcp_frustrated"]
    whole, part = (
        words(need_card(view_of(*where), need, KNOWN, "")) for where in ((), ["carer=1"])
    )
    assert say("en", "needs.aside") not in whole
    assert say("en", "needs.aside") in part


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_need_without_evidence_says_so(language):
    drawn = need_card(view_of(language=language), SILENT, KNOWN, "")
    assert say(language, "needs.none") in words(drawn)
    assert pieces(drawn) == []


def test_an_item_of_a_survey_that_is_not_there_is_said_to_be_missing_and_links_nowhere():
    there = view_of(survey="health_personnel", among=[bundled("health_personnel")])
    drawn = need_card(there, TRUST, KNOWN, "")
    assert len(pieces(drawn)) == 2
    assert words(drawn).count(say("en", "needs.survey_absent")) == 3
    assert [page for page, _ in addresses(drawn)][:3] == ["figures", "figures", "needs"]


def test_too_few_answers_are_told_in_words_and_have_no_bar(tmp_path):
    gates = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
    scale = single(1, 2, nets=[net("high", 1)])
    variables = {"trust_need_to_know": scale, "g": segment(1, 2)}
    frame = {"trust_need_to_know": [1, 2] * 100, "g": [1] * 195 + [2] * 5}
    write_survey(tmp_path, "citizens", frame, variables, disclosure=gates)
    few = view_of("g=2", among=surveys_in(tmp_path))
    drawn = need_card(few, TRUST, KNOWN, "")
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    assert say("en", "flag.suppressed", limit=10) in folded
    assert not re.search(r"\d+%|n =", folded)


def test_answers_of_a_survey_that_is_not_simulated_are_shown_and_nothing_is_claimed_of_them(
    tmp_path,
):
    scale = single(1, 2, nets=[net("high", 1)])
    frame = {"trust_need_to_know": [1] * 90 + [2] * 110}
    write_survey(tmp_path, "citizens", frame, {"trust_need_to_know": scale})
    drawn = need_card(view_of(among=surveys_in(tmp_path)), TRUST, KNOWN, "")
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    assert "45% (" in folded
    assert not set(MARKS.values()) & set(folded)
    assert KNOWN.evidence_of[TRUST.id][0].reason.en not in words(drawn)
    assert len(pieces(drawn)) == 2, "the printed figures stay"
