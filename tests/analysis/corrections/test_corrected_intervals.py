"""An interval beside a verdict says what the verdict says."""

import pytest
from breakdown_survey import survey_of
from visitor import bundled

from insight import compare
from insight.analysis.corrections import corrected_intervals
from insight.analysis.corrections.joined_families import join
from insight.survey.filters import parse_filter
from insight.views import answers, breakdown_answers


def family_of(survey, item, by, *where):
    found = parse_filter(where, survey.codebook)
    table = answers.estimates(survey, item, (by,), found, "all")
    key = table.item.nets[0].id if table.item.nets else table.item.categories[0].key
    return breakdown_answers.test_groups(table, key)


FAMILIES = [
    ("citizens", "age_group"),
    ("citizens", "education"),
    ("citizens", "health_region"),
    ("health_personnel", "occupation"),
    ("organisations", "org_type"),
]


@pytest.mark.parametrize(("survey", "by"), FAMILIES)
def test_an_interval_leaves_nought_out_where_and_only_where_a_difference_is_found(survey, by):
    opened = bundled(survey)
    where = ["year=2021"] if opened.codebook.wave else []
    for item in opened.codebook.items[:4]:
        tests = family_of(opened, item.id, by, *where)
        for group, gap in tests.differences.items():
            ends = corrected_intervals.of_group(tests, group)
            if ends is None:
                continue
            found = tests.finding(group) in ("higher", "lower")
            assert (ends.low >= 0 or ends.upp <= 0) == found or 0 in ends
            assert ends.low <= gap.value <= ends.upp


def test_a_corrected_interval_is_no_narrower_than_one_for_itself(tmp_path):
    survey = survey_of(tmp_path, lambda group, sex, year: {"a": 0.3, "b": 0.5, "c": 0.55}[group])
    tests = family_of(survey, "q", "g", "year=2021")
    for group, gap in tests.differences.items():
        ends = corrected_intervals.of_group(tests, group)
        assert ends.low <= gap.claim.low + 1e-12
        assert ends.upp >= gap.claim.upp - 1e-12


def test_of_pairs_the_same_holds():
    found = compare(bundled("citizens"), "trust_need_to_know", "high", "education",
                    where=["year=2021"])  # fmt: skip
    for gap in found.differences:
        ends = corrected_intervals.of_pair(found, gap)
        assert (ends.low >= 0 or ends.upp <= 0) == gap.significant(found.level) or 0 in ends


def test_families_shown_together_are_corrected_together():
    survey = bundled("citizens")
    alone = [family_of(survey, item.id, "age_group", "year=2021") for item in survey.codebook.items]
    joined = join([*alone, None])
    assert joined[-1] is None
    count = sum(tests.count for tests in alone)
    for before, after in zip(alone, joined, strict=False):
        assert after.count == count
        for group, gap in before.differences.items():
            if gap.p_claim_adjusted is not None:
                assert after.differences[group].p_claim_adjusted >= gap.p_claim_adjusted
    assert join([alone[0]])[0].differences == alone[0].differences
