"""What the documents say about strategy: every entry in one group, found by theme and by words."""

import pytest

from insight.documents import strategy
from insight.documents.facts import facts

KNOWN = facts()


def by_group(theme="", find=""):
    return strategy.by_group(KNOWN, theme, find)


def test_everything_is_in_one_group():
    everything = by_group()
    assert set(everything) == set(strategy.GROUPS)
    assert sum(map(len, everything.values())) == len(strategy.entries(KNOWN))
    groups = [group for part in strategy.PARTS.values() for group in part]
    assert sorted(groups) == sorted(strategy.GROUPS)


@pytest.mark.parametrize("theme", KNOWN.themes)
def test_a_theme_has_as_many_entries_as_it_says(theme):
    entries = [entry for listed in by_group(theme).values() for entry in listed]
    assert len(entries) == strategy.theme_counts(KNOWN)[theme] > 0
    assert all(theme in entry.themes for entry in entries)


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        ("Smittstopp", {"areas": 1}),
        ("tung legacy", {"internal_pairs": 1}),
        ("fake news", {"SWOT": 1, "pandemic_effects": 1}),  # the English words
        ("stein-på-stein tempoet", {"scenarios": 1}),  # where it stands, and what it says
        ("pestel juridiske", {"process": 1, "PESTEL": 3}),
        ("handlingsplanen forankret", {"evaluation": 1}),
        ("motstridende føringer", {"guiding": 1}),
        ("xyzzy", {}),
    ],
)
def test_a_search_finds_words_in_text_name_and_place(find, expected):
    assert {group: len(listed) for group, listed in by_group(find=find).items()} == expected


def test_theme_and_search_narrow_each_other():
    both = by_group("trust_privacy", "tillit")
    assert both
    for group, entries in both.items():
        assert set(entries) <= set(by_group("trust_privacy")[group])
        assert set(entries) <= set(by_group(find="tillit")[group])


def test_every_pair_has_two_and_each_is_the_other_of_the_other():
    others = strategy.partners(KNOWN)
    assert all(others[other.id].id == entry for entry, other in others.items())
    assert len(others) == 2 * (12 + 26)


def test_the_table_to_take_away_has_every_row_with_codes_words_source_and_figures():
    everything = strategy.entries(KNOWN)
    frame = strategy.table(everything, KNOWN, "en").set_index("id")
    assert list(frame.index) == [entry.id for entry in everything]
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
