"""What belongs with a trend: what it names, and what only shares its themes."""

import pytest

from insight.documents.facts import facts
from insight.documents.passages.related import BY_THEME, related
from insight.documents.passages.trends import main_themes, passages_of, trends

KNOWN = facts()
BY_ID = {trend.id: trend for trend in trends()}


def named(trend: str, part: str) -> list[str]:
    return [fact.id for fact in related(BY_ID[trend], KNOWN)[part].named]


def test_what_a_passage_names_belongs_with_its_trend():
    assert named("ai_own_health", "needs") == ["c_monitor_own_health"]
    assert "swot_threat_06" in named("security", "areas")
    assert "system_035" in named("home", "systems")


def test_figures_that_stand_in_its_lines_belong_with_it_but_not_years():
    assert "gp_econsultation_share_2021" in named("home", "figures")
    assert "epilepsy_followup_since" not in named("home", "figures")


def test_needs_on_which_its_figures_bear_come_after_those_that_it_names():
    needs = named("home", "needs")
    of_passages = {id for each in passages_of(BY_ID["home"], KNOWN) for id in each.relations}
    assert [need in of_passages for need in needs] == sorted(
        (need in of_passages for need in needs), reverse=True
    )
    assert {need for need in needs if need not in of_passages}


@pytest.mark.parametrize("trend", trends(), ids=lambda trend: trend.id)
def test_what_shares_its_themes_comes_with_most_themes_first_and_is_not_named(trend):
    themes = {*main_themes(passages_of(trend, KNOWN))}
    for part, found in related(trend, KNOWN).items():
        shared = [len(themes & {*fact.themes}) for fact in found.akin]
        assert shared == sorted(shared, reverse=True)
        assert all(shared)
        assert not {*found.named} & {*found.akin}
        assert part in BY_THEME or not found.akin
