"""The evidence: what bears on a need, and from an item or a figure to its needs and back."""

from collections import Counter
from dataclasses import replace
from typing import get_args

import pytest
from facts_folder import copied

from insight.analysis.shared_surveys import surveys
from insight.documents.fact_kinds import Relation
from insight.documents.facts import facts, load
from insight.web.evidence import Standing, has_standing, needs_of_item

KNOWN = facts()


def test_there_is_evidence_enough_and_every_link_has_its_reason():
    assert len(KNOWN.evidence) >= 30
    assert {one.relation for one in KNOWN.evidence} == set(get_args(Relation))
    for one in KNOWN.evidence:
        assert len(one.reason.nb) > 20
        assert len(one.reason.en) > 20


def test_no_link_stands_twice():
    ends = Counter(
        (one.need, one.survey, one.item, one.target, one.figure) for one in KNOWN.evidence
    )
    assert max(ends.values()) == 1


BUNDLED = {one.id: one.codebook for one in surveys().surveys}


@pytest.mark.parametrize(
    "link", KNOWN.evidence, ids=lambda one: f"{one.need}-{one.figure or one.item}-{one.survey}"
)
def test_every_link_resolves(link):
    assert link.need in KNOWN.need
    if link.kind == "figure":
        assert link.figure in KNOWN.figure
    else:
        item = BUNDLED[link.survey].variable(link.item)
        assert item.role == "item"
        assert link.target in {*item.by_key, *(one.id for one in item.nets)}


@pytest.mark.parametrize(
    "link",
    [one for one in KNOWN.evidence if one.kind == "item" and one.bears],
    ids=lambda one: f"{one.need}-{one.item}-{one.survey}",
)
def test_an_answer_supports_nuances_or_contradicts_only_where_its_level_was_published(link):
    anchors = BUNDLED[link.survey].variable(link.item).anchors
    assert link.target in {anchor.target for anchor in anchors}


IMPOSSIBLE = {
    "a figure that was asked": ("hcp_satisfaction_ehr,supports", "hcp_satisfaction_ehr,asked"),
    "a figure that was mentioned": (
        "hcp_satisfaction_ehr,supports",
        "hcp_satisfaction_ehr,mentioned",
    ),
    "a year that supports": ("evaluation,mentioned", "evaluation,supports"),
    "an item that was mentioned": ("low,,asked", "low,,mentioned"),
}


@pytest.mark.parametrize("words", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_figure_that_measures_something_is_evidence_and_a_year_is_only_mentioned(tmp_path, words):
    with pytest.raises(ValueError, match=r" cannot be (asked|mentioned|supports)$"):
        load(copied(tmp_path, "evidence_links.csv", *words))


def test_some_needs_are_left_without_evidence():
    silent = [one for one in KNOWN.needs if one.id not in KNOWN.evidence_of]
    assert {one.population for one in silent} >= {"citizens", "health_personnel"}


def test_from_an_item_to_its_needs_and_back():
    needs = needs_of_item("citizens", "trust_need_to_know")
    assert needs
    for need in needs:
        ends = {(one.survey, one.item) for one in KNOWN.evidence_of[need.id]}
        assert ("citizens", "trust_need_to_know") in ends


# A link to an item without a published level, one to an item with one, one to a printed figure.
ASKED, ANSWERED, PRINTED = ("item", "asked"), ("item", "supports"), ("figure", "nuances")
MENTIONED = ("figure", "mentioned")
HAVE_STANDING = [
    # links of a need, the choices that it is among
    ((), {"no_item", "unpublished", "none"}),
    ((PRINTED,), {"no_item", "published"}),
    ((ASKED,), {"item", "unpublished", "only_asked"}),
    ((ANSWERED,), {"item", "published"}),
    ((MENTIONED,), {"no_item", "unpublished", "none"}),
    ((PRINTED, ASKED), {"item", "published"}),
]


@pytest.mark.parametrize(("links", "expected"), HAVE_STANDING)
def test_answers_and_evidence_are_two_things(links, expected):
    some = [replace(KNOWN.evidence[0], kind=kind, relation=relation) for kind, relation in links]
    assert {one for one in get_args(Standing) if has_standing(some, one)} == {"any", *expected}
