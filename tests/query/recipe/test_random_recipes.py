"""Recipes drawn at random: the steps of each that fit are carried out, and none breaks anything."""

import random

import pytest
from survey_folder import both, multiple, net, numeric, segment, single, write_survey

from insight.importers.recipe_folder import try_recipe
from insight.language.catalogue import Text
from insight.survey.filters import EVERYONE
from insight.survey.folders import column_names, read_raw_survey
from insight.survey.recipe import operations as do
from insight.survey.recipe.application import fit_recipe

FRAME = {
    "q": [1, 2, 3, 9, None] * 4,
    "r": [1, 1, 2, 3, 2] * 4,
    "g": ["a", "b", "a", None, "b"] * 4,
    "x": [1.5, 2, None, 99, -3] * 4,
    "a": [1, 0, None, 1, 0] * 4,
    "b": [0, 0, 1, None, 1] * 4,
    "t": ["u;v", "v", "u", None, " ; "] * 4,
    "w": [1.0, 2, 1, 2, 1] * 4,
}
VARIABLES = {
    "q": single(1, 2, 3, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 2, 3)]),
    "r": single(1, 2, 3),
    "g": segment("a", "b"),
    "x": numeric(categories=[{"code": 99, "missing": "refused", **both("none")}]),
    "m": multiple({"a": "a", "b": "b"}),
    "w": numeric(role="other"),
}
NAMES = [*VARIABLES, "a", "b", "t", "n1", "n2", "n3", "t_1", "t_2"]
CODES = [1, 2, 3, 9, "a", "b", 0]
LABEL = Text("Ny", "New")
BANDS = tuple(do.Interval(*ends, LABEL) for ends in ((None, 2.0), (2.0, 3.0), (3.0, None)))
WRITTEN = (do.Written("u", LABEL), do.Written("v", LABEL))


def drawn(draw: random.Random) -> do.Operation:
    """An operation with names and codes that may or may not fit."""
    name, new = draw.choice(NAMES), draw.choice(["n1", "n2", "n3", "q", "a"])
    several = draw.sample(NAMES, 2)
    codes = tuple(draw.sample(CODES, 2))
    maybe, keep = draw.choice([None, new]), draw.random() < 0.4
    rule = draw.choice(
        [do.Rule(name, codes[:1]), do.Rule(name, low=1.0), do.Rule(name, blank=True)]
    )
    rules = do.Rules((rule, do.Rule(draw.choice(NAMES), blank=True)), draw.random() < 0.5)
    options = tuple(do.Option(each) for each in several)
    return draw.choice(
        [
            do.Reorder(name, codes, draw.choice([None, True, False])),
            do.Merge(name, codes, LABEL, draw.choice([None, 1, 7, "z"]), maybe, keep),
            do.Reverse(name, draw.choice([None, 0.0]), 10.0),
            do.Label(name, label=LABEL, role=draw.choice([None, "item", "segment"])),
            do.Rename(name, new),
            do.MarkMissing(name, codes, draw.choice([None, "other"])),
            do.Band(name, BANDS, maybe, None, "segment", keep),
            do.Together(new, options, LABEL, None, codes, "not_chosen"),
            do.Separate(name),
            do.Split(name, ";", WRITTEN, maybe),
            do.LeaveOut(rules),
            do.Index(new, tuple(several), 1, LABEL, tuple(several[:1])),
            do.Segment(new, LABEL, (do.Group(LABEL, rules),), draw.choice([None, LABEL])),
        ]
    )


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return read_raw_survey(write_survey(tmp_path_factory.mktemp("random"), "s", FRAME, VARIABLES))


@pytest.mark.parametrize("seed", range(15))
def test_what_fits_is_carried_out(survey, seed):
    draw = random.Random(seed)
    steps = [do.Step(drawn(draw)) for _ in range(60)]
    columns = column_names(survey.responses)
    _, misfits = fit_recipe(do.Recipe(tuple(steps)), survey.codebook, columns)
    set_aside = {misfit.number for misfit in misfits}
    kept = do.Recipe(tuple(step for n, step in enumerate(steps, 1) if n not in set_aside))
    assert kept.steps
    recoded = try_recipe(survey, kept)
    assert len(recoded.counts) == len(kept.steps)
    table = recoded.survey.rows(EVERYONE)
    assert len(table) == recoded.survey.respondents
    described = recoded.survey.codebook.variables.values()
    assert {column for each in described for column in each.columns} <= {*table.column_names}
