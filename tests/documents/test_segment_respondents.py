"""Needs that follow the respondents: what a filter narrows them to, and what narrows nothing."""

import pytest
from survey_folder import segment, single, write_survey
from visitor import bundled, surveys_in

from insight.documents.facts import facts
from insight.documents.segment_respondents import narrowing, respondents_of, with_needs
from insight.survey.filters import parse_filter

KNOWN = facts()
NARROWED = {
    # survey, filter; segments, needs that name them, needs of all; conditions that narrow nothing
    "carers": ("citizens", ["carer=1"], ["carers"], 10, 23, []),
    "GPs": ("health_personnel", ["target_group=1"], ["gps"], 1, 35, []),
    "a group that no need names": (
        "health_personnel", ["target_group=2"], ["municipal_personnel"], 0, 35, [],
    ),
    "two groups": (
        "health_personnel", ["target_group=1,3"], ["gps", "hospital_trust_personnel"], 1, 35, [],
    ),
    "every group": (
        "health_personnel", ["target_group=1,2,3"], [], 0, 0, ["target_group=1,2,3"],
    ),
    "organisations have no needs": ("organisations", [], ["organisations"], 0, 0, []),
    "nor has one kind of them": ("organisations", ["org_type=5"], ["business"], 0, 0, []),
    "nor a kind that is no segment": ("organisations", ["org_type=1"], ["organisations"], 0, 0, []),
    "everyone of citizens": ("citizens", [], [], 0, 0, []),
    "everyone of health personnel": ("health_personnel", [], [], 0, 0, []),
    "those who are no carers": ("citizens", ["carer=2"], [], 0, 0, ["carer=2"]),
    "carers and those who are none": ("citizens", ["carer=1,2"], [], 0, 0, ["carer=1,2"]),
    "an age is no segment": ("citizens", ["age_group=1"], [], 0, 0, ["age_group=1"]),
    "an illness that is only nearly one": (
        "citizens", ["long_term_health_problem=1"], [], 0, 0, ["long_term_health_problem=1"],
    ),
    "young carers": (
        "citizens", ["age_group=1", "carer=1"], ["carers"], 10, 23, ["age_group=1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("survey", "where", "segments", "named", "included", "aside"), NARROWED.values(), ids=NARROWED
)
def test_a_filter_narrows_needs_to_those_of_the_segments_it_stands_for(
    survey, where, segments, named, included, aside
):
    codebook = bundled(survey).codebook
    found = narrowing(codebook, parse_filter(where, codebook), KNOWN)
    assert [one.id for one in found.segments] == segments
    assert found.narrows is bool(segments)
    assert [one.written for one in found.aside] == aside
    assert len(found.named(KNOWN.needs, KNOWN)) == named
    assert len(found.included(KNOWN.needs, KNOWN)) == included
    assert not {one.id for one in found.named(KNOWN.needs, KNOWN)} & {
        one.id for one in found.included(KNOWN.needs, KNOWN)
    }


def test_carers_have_the_needs_that_name_them_and_those_of_carers_at_home_and_elsewhere():
    codebook = bundled("citizens").codebook
    found = narrowing(codebook, parse_filter(["carer=1"], codebook), KNOWN)
    named = {one.id for one in found.named(KNOWN.needs, KNOWN)}
    included = {one.id for one in found.included(KNOWN.needs, KNOWN)}
    assert {"g_simplify_carer_role", "c_home_treatment_dynamics"} <= named
    assert "c_remote_carers_flexibility" in named
    assert "g_citizen_as_resource" in included, "a need of all citizens is one of carers"
    assert not {"c_var_complexity", "h_admin_burden", "u_safety"} & (named | included)


@pytest.mark.parametrize("one", KNOWN.segments.by_id.values(), ids=lambda one: one.id)
def test_the_place_of_a_segment_in_a_survey_is_there(one):
    if one.survey:
        condition = respondents_of(one, bundled(one.survey).codebook)
        assert (condition.written if condition else None) == one.where
    else:
        assert one.where is None


OTHERS = {
    "without the variable": {"g": segment(1, 2)},
    "without the answer": {"carer": segment(2, 3)},
}


@pytest.mark.parametrize("variables", OTHERS.values(), ids=OTHERS)
def test_a_survey_of_others_with_the_same_name_has_no_place_for_a_segment(tmp_path, variables):
    [(name, variable)] = variables.items()
    codes = [category["code"] for category in variable["categories"]]
    frame = {"q": [1, 2] * 50, name: codes * 50}
    write_survey(tmp_path, "citizens", frame, {"q": single(1, 2), **variables})
    [survey] = surveys_in(tmp_path)
    assert respondents_of(KNOWN.segments.by_id["carers"], survey.codebook) is None
    where = parse_filter([f"{name}=2"], survey.codebook)
    assert not narrowing(survey.codebook, where, KNOWN).narrows


def test_subgroups_to_choose_have_needs_and_stand_below_what_they_are_part_of():
    offered = [(one.id, count) for one, count in with_needs(KNOWN)]
    assert offered == [
        ("without_illness", 3),
        ("with_illness", 13),
        ("patients", 9),
        ("patients_home_treatment", 1),
        ("complex_conditions", 2),
        ("weakest_most_ill", 1),
        ("carers", 10),
        ("carers_home_treatment", 1),
        ("carers_not_colocated", 1),
        ("low_need_awareness", 2),
        ("low_digital_ability", 6),
        ("low_digital_motivation", 2),
        ("high_digital_ability", 1),
        ("digitally_excluded", 2),
        ("low_socioeconomic_status", 1),
        ("personnel_in_institution", 1),
        ("gps", 1),
    ]
