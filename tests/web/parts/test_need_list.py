"""The list of needs: a published figure counts once, and only while it bears on the need."""

from dataclasses import replace

import pytest
from survey_folder import net, single, write_survey
from visitor import bundled, surveys_in, view_of

from insight.documents.facts import facts
from insight.web.evidence import claims, estimate_answer
from insight.web.parts.need_list import bearing_figure, figures_of

KNOWN = facts()
TRUST = KNOWN.need["c_trust_and_safety"]
VIEWS = {
    "everyone": view_of(),
    "an earlier year": view_of(wave="2019"),
    "a group": view_of("gender=1"),
    "a group that the other survey does not have": view_of("carer=1"),
    "don't know left out": replace(view_of(), base="valid"),
    "another survey": view_of(survey="health_personnel"),
    "a group of organisations": view_of("org_type=1", survey="organisations"),
    "one survey alone": view_of(among=[bundled("citizens")]),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_what_counts_without_an_estimate_is_what_the_estimated_answer_claims(view):
    for link in KNOWN.evidence:
        answer = estimate_answer(view, link) if link.kind == "item" else None
        figure = bearing_figure(view, link)
        assert (figure is not None) is claims(link, answer), link
        if answer and figure:
            assert figure == answer.published.figure_id


def test_a_figure_behind_an_answer_and_for_itself_is_counted_once():
    assert len(KNOWN.evidence_of[TRUST.id]) == 5
    assert figures_of(view_of(), TRUST, KNOWN) == {"supports": 1, "nuances": 2}


def test_answers_of_people_who_were_really_asked_count_as_no_published_figure(tmp_path):
    scale = single(1, 2, nets=[net("high", 1)])
    write_survey(
        tmp_path, "citizens", {"trust_need_to_know": [1, 2] * 100}, {"trust_need_to_know": scale}
    )
    view = view_of(among=surveys_in(tmp_path))
    figures = [link.figure for link in KNOWN.evidence_of[TRUST.id] if link.kind == "figure"]
    assert sum(figures_of(view, TRUST, KNOWN).values()) == len(figures)
