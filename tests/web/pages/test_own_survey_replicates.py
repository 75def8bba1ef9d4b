"""Replicate weights of a known archive are proposed for one's own survey, and taken by choice."""

import re

import numpy as np
from brought_survey import brought, choose, said, use, visitor
from streamlit.testing.v1 import AppTest
from visitor import bodies, warnings

from insight import table
from insight.language.catalogue import say


def respondents() -> str:
    """A file with a weight, and half-samples of it by Fay's method with rho 0.5."""
    draw = np.random.default_rng(1)
    weight = np.round(draw.uniform(50, 150, 120), 3)
    columns = {"svar": draw.integers(1, 4, 120), "vekt": weight}
    for number in range(1, 9):
        columns[f"repwgt{number}"] = np.round(weight * draw.choice([0.5, 1.5], 120), 3)
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)])


def choice(app: AppTest):
    label = say("en", "own_survey.replicates")
    return [one for one in app.selectbox if one.label == label]


def evidence(app: AppTest) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", bodies(app)).split())


def test_they_are_proposed_and_used_only_when_they_are_chosen():
    app = brought("svar.csv", respondents())
    there = visitor(app).brought
    assert there.survey.codebook.design.replicates is None
    [proposal] = [one for one in there.made.proposals if one.part == "replicates"]
    assert proposal.reason.text("en") in evidence(app)
    assert say("en", "own_survey.replicates_below") in evidence(app)
    [asked] = choice(app)
    assert asked.value == 0
    assert asked.options == [
        say("en", "own_survey.none"),
        "repwgt{1..8}: balanced half-samples by Fay’s method (rho 0.5) (proposed)",
    ]
    choose(app, "weight", "vekt")
    asked.set_value(1)
    use(app, "use")
    assert said(app, "corrected")
    taken = visitor(app).brought.survey
    assert (taken.codebook.design.replicates.method, taken.codebook.design.replicates.rho) == (
        "fay",
        0.5,
    )
    assert table(taken, "svar").estimates[0].df <= 7  # not 119, as of a simple random sample
    [asked] = choice(app)
    assert asked.value == 1
    asked.set_value(0)
    use(app, "use")
    assert visitor(app).brought.survey.codebook.design.replicates is None


def test_without_the_weight_that_they_belong_to_they_are_refused():
    app = brought("svar.csv", respondents())
    choice(app)[0].set_value(1)
    use(app, "use")
    [sentence] = warnings(app)
    assert say("en", "fault.replicates_without_weight") in sentence
    assert visitor(app).brought.survey.codebook.design.replicates is None
