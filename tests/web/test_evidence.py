"""What bears on a need: an item's answer for the reader's respondents."""

from dataclasses import replace

import pytest
from survey_folder import net, segment, single, write_survey
from visitor import asked, bundled, surveys_in, view_of

from insight.documents.fact_kinds import Evidence
from insight.documents.fact_tables import Ground
from insight.documents.facts import facts
from insight.language.catalogue import Text
from insight.web.evidence import by_theme, concerns, estimate_answer, ground, needs_of_item

KNOWN = facts()
REASON = Text("fordi", "because")


def link(survey: str, item: str, target: str) -> Evidence:
    return Evidence("c_nobody", "item", survey, item, target, None, "supports", REASON)


PERSONNEL = link("health_personnel", "satisfaction_ehr", "satisfied")
CITIZENS = link("citizens", "trust_need_to_know", "high")


# --- An answer ------------------------------------------------------------------------------------

# What the reader looks at; the link; which respondents answer it; whether a condition is set aside.
CARRIED = {
    "everyone in the last wave": ((), {}, CITIZENS, ["year=2021"], False),
    "the chosen wave": ((), {"wave": "2019"}, CITIZENS, ["year=2019"], False),
    "the chosen group": (["gender=1"], {}, CITIZENS, ["year=2021", "gender=1"], False),
    "every condition of one's own survey": (
        ["gender=1", "carer=1"], {"wave": "2020"}, CITIZENS,
        ["year=2020", "gender=1", "carer=1"], False,
    ),
    "another survey that has the condition": (
        ["gender=1"], {"wave": "2020"}, PERSONNEL, ["year=2020", "gender=1"], False,
    ),
    "another survey that lacks it": (["carer=1"], {}, PERSONNEL, ["year=2020"], True),
    "another survey that has a part of it": (
        ["gender=1", "carer=1"], {}, PERSONNEL, ["year=2020", "gender=1"], True,
    ),
    "the same codes with other words": (["age_group=2"], {}, PERSONNEL, ["year=2020"], True),
    "seen from a survey without waves": (
        ["org_type=1"], {"survey": "organisations"}, PERSONNEL, ["year=2020"], True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("where", "looks_at", "evidence", "respondents", "aside"), CARRIED.values(), ids=CARRIED
)
def test_an_answer_is_that_of_the_respondents_whom_the_survey_knows(
    where, looks_at, evidence, respondents, aside
):
    found = estimate_answer(view_of(*where, **looks_at), evidence)
    figures = asked(bundled(evidence.survey), evidence.item, *respondents)
    assert found.estimate == figures.at((), evidence.target)
    assert found.estimate.value is not None
    assert found.aside is aside


def test_dont_know_counts_as_the_reader_wishes():
    view = view_of()
    counted, valid = (
        estimate_answer(replace(view, base=base), CITIZENS).estimate.base
        for base in ("all", "valid")
    )
    assert valid < counted


def test_an_answer_of_too_few_keeps_its_reason_and_no_number(tmp_path):
    scale = single(1, 2, nets=[net("yes", 1)])
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    frame = {"q": [1, 2] * 50, "g": [1] * 95 + [2] * 5}
    write_survey(tmp_path, "own", frame, {"q": scale, "g": segment(1, 2)}, disclosure=gates)
    few = view_of("g=2", survey="own", among=surveys_in(tmp_path))
    estimate = estimate_answer(few, link("own", "q", "yes")).estimate
    assert estimate.flags == ("suppressed",)
    assert (estimate.value, estimate.base, estimate.n) == (None, None, None)


ABSENT = {
    "a survey": link("patients", "trust_need_to_know", "high"),
    "an item": link("citizens", "trust_in_nobody", "high"),
    "a target": link("citizens", "trust_need_to_know", "highest"),
    "an item, only a segment": link("citizens", "gender", "1"),
}


@pytest.mark.parametrize("evidence", ABSENT.values(), ids=ABSENT)
def test_what_is_not_there_is_no_answer(evidence):
    assert estimate_answer(view_of(), evidence) is None


def test_a_data_folder_without_the_survey_has_no_answer():
    alone = [bundled("organisations")]
    assert estimate_answer(view_of(survey="organisations", among=alone), CITIZENS) is None


def test_every_link_to_an_item_has_an_answer():
    for one in KNOWN.evidence:
        if one.kind == "item":
            assert estimate_answer(view_of(), one).estimate.value is not None, one


# --- What may bear on a need ----------------------------------------------------------------------

WORRY = link("citizens", "worried_emergency", "worried")
GROUNDS = [
    # what the reader looks at, the link, how it bears, its basis, what was published of it
    ((), {}, CITIZENS, "supports", "published", "citizen_trust_access_2021"),
    ((), {"wave": "2019"}, CITIZENS, "supports", "published", "citizen_trust_access_2019"),
    ((), {}, WORRY, "supports", "published", "citizen_worry_emergency_access"),
    ((), {}, PERSONNEL, "supports", "bound", "hcp_satisfaction_ehr"),
    (["gender=1"], {}, CITIZENS, "asked", "assumed", None),
    (["gender=1"], {}, PERSONNEL, "asked", "assumed", None),
    (["carer=1"], {}, PERSONNEL, "supports", "bound", "hcp_satisfaction_ehr"),
    ((), {}, link("citizens", "trust_need_to_know", "5"), "asked", "assumed", None),
]


@pytest.mark.parametrize(("where", "looks_at", "of", "relation", "basis", "published"), GROUNDS)
def test_only_what_was_published_of_a_simulated_survey_bears_on_a_need(
    where, looks_at, of, relation, basis, published
):
    view = view_of(*where, **looks_at)
    assert ground(view, of) == Ground(relation, basis, simulated=True, published=published)
    answer = estimate_answer(view, of)
    assert answer.bears is (published is not None)
    assert (answer.published.figure_id if answer.published else None) == published


def test_with_dont_know_left_out_nothing_was_published():
    assert ground(replace(view_of(), base="valid"), CITIZENS).relation == "asked"


def test_an_answer_that_is_not_simulated_claims_nothing_whatever_its_value(tmp_path):
    """The relation was written for what was published: here nine in ten, where that was half."""
    frame = {"satisfaction_digital": [1] * 90 + [2] * 10}
    scale = single(1, 2, nets=[net("satisfied", 1)])
    write_survey(tmp_path, "citizens", frame, {"satisfaction_digital": scale})
    view = view_of(among=surveys_in(tmp_path))
    [of] = [
        one
        for one in KNOWN.evidence_of["s_all_simple_tools"]
        if (one.survey, one.item) == ("citizens", "satisfaction_digital")
    ]
    answer = estimate_answer(view, of)
    assert answer.estimate.value == 0.9
    assert not answer.bears
    assert ground(view, of) == Ground("asked", "", simulated=False)


@pytest.mark.parametrize("evidence", ABSENT.values(), ids=ABSENT)
def test_what_is_not_there_was_at_most_asked(evidence):
    assert ground(view_of(), evidence) == Ground("asked", "", simulated=False)


def test_a_printed_figure_is_published_or_a_bound():
    of = {one.figure: ground(view_of("gender=1"), one) for one in KNOWN.evidence if one.figure}
    assert of["citizen_trust_access_2021"].basis == "published"
    assert of["document_sharing_evaluation"] == Ground("mentioned", "", simulated=False)
    assert of["hcp_low_access_other_info"] == Ground("supports", "bound", simulated=False)


# --- Whose need, about what -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need_of", "counts_for"),
    [
        ("citizens", {"any", "citizens"}),
        ("health_personnel", {"any", "health_personnel"}),
        ("both", {"any", "citizens", "health_personnel", "both"}),
        ("unassigned", {"any", "unassigned"}),
    ],
)
def test_a_common_need_counts_for_both_populations_and_no_other_does(need_of, counts_for):
    need = next(one for one in KNOWN.needs if one.population == need_of)
    asked_for = ("any", "citizens", "both", "health_personnel", "unassigned")
    assert {one for one in asked_for if concerns(need, one)} == counts_for


def test_needs_of_an_item_are_those_that_a_link_names_in_the_order_of_the_file():
    order = [one.id for one in KNOWN.needs]
    found = [one.id for one in needs_of_item("health_personnel", "satisfaction_ehr")]
    assert found == sorted(found, key=order.index)
    assert set(found) == {
        one.need for one in KNOWN.evidence
        if (one.survey, one.item) == ("health_personnel", "satisfaction_ehr")
    }  # fmt: skip
    assert needs_of_item("citizens", "satisfaction_ehr") == ()


def test_needs_sorted_by_theme_and_population_are_all_there_in_the_order_of_the_themes():
    found = by_theme(KNOWN.needs, KNOWN)
    assert list(found) == [one for one in KNOWN.themes if one in found]
    for theme, groups in found.items():
        for population, needs in groups.items():
            assert needs == [
                one for one in KNOWN.needs if theme in one.themes and one.population == population
            ]
    assert sum(len(some) for groups in found.values() for some in groups.values()) == sum(
        len(one.themes) for one in KNOWN.needs
    )
    assert by_theme([], KNOWN) == {}
