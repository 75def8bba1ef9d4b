"""Rights that add up in the operator's file, and that the codebook has to allow as well."""

from datetime import UTC, datetime, timedelta

import pytest

from insight.access.person import ANYBODY, Person
from insight.access.policy import ALL, NONE, Policy, Rule
from insight.survey.rights.admission import Admission

FIGURES, ROWS = frozenset(["figures"]), frozenset(["figures", "responses"])
KARI = Person("kari", groups=frozenset({"analysts"}))
OLA = Person("ola", groups=frozenset({"Analysts", ""}))
FOR_GROUP = Admission(ROWS, groups=frozenset({"analysts"}))
FOR_ALL = Admission(FIGURES, everybody=True)


def rule(admission: Admission, *surveys: str) -> Rule:
    return Rule(admission, frozenset(surveys))


def test_without_a_file_and_without_a_word_in_the_codebook_all_is_for_everybody():
    assert Policy().rights(ANYBODY, "s") == ALL
    assert Policy().may_bring(ANYBODY)


def test_a_survey_that_no_rule_names_is_nobodys():
    policy = Policy((rule(FOR_GROUP, "s"),))
    assert (policy.rights(KARI, "s"), policy.rights(KARI, "other")) == (ROWS, NONE)
    assert policy.rights(ANYBODY, "s") == NONE
    assert not policy.may_bring(KARI)


def test_groups_and_users_are_told_apart_to_the_letter():
    policy = Policy((rule(FOR_GROUP, "s"), rule(Admission(ALL, users=frozenset({"ol"})), "s")))
    assert policy.rights(OLA, "s") == NONE


def test_groups_count_only_of_who_has_signed_in():
    nobody = Person(groups=frozenset({"analysts"}))
    assert Policy((rule(FOR_GROUP, "s"),)).rights(nobody, "s") == NONE


def test_rules_add_up_and_a_star_is_every_survey():
    more = rule(Admission(frozenset(["reports"]), users=frozenset({"kari"})), "*")
    policy = Policy((rule(FOR_ALL, "s"), rule(FOR_GROUP, "s"), more))
    assert policy.rights(KARI, "s") == ROWS | {"reports"}
    assert policy.rights(OLA, "s") == FIGURES
    assert policy.rights(KARI, "t") == NONE  # reports of a survey whose figures she may not see


def test_file_and_codebook_must_both_allow():
    policy = Policy((rule(FOR_ALL, "s"),))
    assert policy.rights(KARI, "s", (FOR_GROUP,)) == FIGURES
    assert policy.rights(OLA, "s", (FOR_GROUP,)) == NONE
    assert Policy().rights(KARI, "s", (FOR_GROUP,)) == ROWS
    assert Policy().rights(OLA, "s", (FOR_GROUP,)) == NONE
    assert Policy().rights(KARI, "s", ()) == NONE
    assert Policy(()).rights(KARI, "s", (FOR_GROUP,)) == NONE


@pytest.mark.parametrize("zone", [UTC, None])  # either may come
def test_who_is_no_longer_certain_is_anybody(zone):
    now = datetime.now(zone)
    policy = Policy((rule(FOR_GROUP, "s"), rule(FOR_ALL, "s")))
    for minutes, given in ((1, ROWS), (-1, FIGURES)):
        person = Person("kari", "", frozenset({"analysts"}), now + timedelta(minutes=minutes))
        assert policy.rights(person, "s") == given
