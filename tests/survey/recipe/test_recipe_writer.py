"""A recipe that is written is read as it was, and counts are put in without touching the rest."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recoded_survey import LABEL, recipe

from insight.language.catalogue import Text
from insight.language.errors import RecipeError
from insight.survey.recipe import operations as do
from insight.survey.recipe.recipe_reader import parse_recipe
from insight.survey.recipe.recipe_writer import recipe_text_of, with_counts

WORD = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" '\"\\=#[]{}"),
    min_size=1,
    max_size=40,
).filter(lambda word: word.strip() and word.isprintable())
TEXT = st.builds(Text, WORD, WORD)
CODE = st.integers(-(2**62), 2**62) | WORD
CODES = st.lists(CODE, min_size=1, max_size=4).map(tuple)
NUMBER = st.none() | st.floats(-1e6, 1e6) | st.integers(-(10**9), 10**9).map(float)
RULE = (
    st.builds(do.Rule, WORD, codes=CODES)
    | st.builds(do.Rule, WORD, low=st.floats(-1e6, 1e6), high=NUMBER)
    | st.builds(do.Rule, WORD, blank=st.just(True))
)
RULES = st.builds(do.Rules, st.lists(RULE, min_size=1, max_size=3).map(tuple), st.booleans())


def several(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(of, min_size=1, max_size=3).map(tuple)


OPERATION = st.one_of(
    st.builds(do.Reorder, WORD, CODES, st.none() | st.booleans()),
    st.builds(do.Merge, WORD, CODES, TEXT, st.none() | CODE, st.none() | WORD, st.booleans()),
    st.builds(do.Reverse, WORD, NUMBER, NUMBER),
    st.builds(
        do.Label,
        WORD,
        label=st.none() | TEXT,
        question=st.none() | TEXT,
        role=st.sampled_from([None, "item", "segment"]),
        categories=st.just(()) | several(st.builds(do.Named, CODE, TEXT)),
    ),
    st.builds(do.Rename, WORD, WORD),
    st.builds(do.MarkMissing, WORD, CODES, st.sampled_from([None, "refused", "other"])),
    st.builds(
        do.Band,
        WORD,
        several(st.builds(do.Interval, st.floats(-1e6, 1e6), NUMBER, TEXT)),
        st.none() | WORD,
        st.none() | TEXT,
        st.sampled_from(["segment", "item"]),
        st.booleans(),
    ),
    st.builds(
        do.Together,
        WORD,
        several(st.builds(do.Option, WORD, st.none() | TEXT)),
        TEXT,
        st.none() | TEXT,
        st.just((1,)) | CODES,
        st.sampled_from(["unknown", "not_chosen"]),
    ),
    st.builds(do.Separate, WORD),
    st.builds(
        do.Split,
        WORD,
        st.sampled_from([";", "\n", " ", "\\"]),
        several(st.builds(do.Written, WORD, TEXT)),
        st.none() | WORD,
    ),
    st.builds(do.Weigh, WORD),
    st.builds(do.LeaveOut, RULES),
    st.builds(do.Index, WORD, several(WORD), st.integers(0, 9), TEXT, st.just(()) | several(WORD)),
    st.builds(do.Segment, WORD, TEXT, several(st.builds(do.Group, TEXT, RULES)), st.none() | TEXT),
)


@given(st.lists(st.builds(do.Step, OPERATION, st.just(0), st.booleans()), max_size=4))
def test_what_is_written_is_read_as_it_was(steps):
    read = parse_recipe(recipe_text_of(do.Recipe(tuple(steps)))).steps
    assert [(step.operation, step.off) for step in read] == [
        (step.operation, step.off) for step in steps
    ]


WRITTEN = recipe(
    f'do = "merge"  # as agreed\nvariable = "q"\ncodes = [1, 2]\n{LABEL}\n# the next one',
    'do = "segment"\nas = "s"\n[step.label]\nnb = "before = {}"\nen = "S"\n[[step.groups]]\n'
    'nb = "A"\nen = "A"\n[[step.groups.all]]\nvariable = "q"\ncodes = [1]',
)
COUNTS = [({"1": 3, "2": 4}, {"1": 7}), ({"respondents": 9}, {"1": 7, "a b": 2})]


def test_counts_stand_below_the_last_value_and_all_else_stays():
    text = with_counts(WRITTEN, COUNTS)
    new = [line for line in text.splitlines() if line not in WRITTEN.splitlines()]
    assert new == [
        "before = { 1 = 3, 2 = 4 }",
        "after = { 1 = 7 }",
        "before = { respondents = 9 }",
        'after = { 1 = 7, "a b" = 2 }',
    ]
    assert [line for line in text.splitlines() if line not in new] == WRITTEN.splitlines()
    assert text.splitlines()[5:9] == [LABEL, *new[:2], "# the next one"]
    assert tomllib.loads(text)["step"][1]["after"] == {"1": 7, "a b": 2}


def test_counting_again_replaces_what_was_counted():
    once = with_counts(WRITTEN, COUNTS)
    assert with_counts(once, COUNTS) == once
    assert with_counts(once, [None, None]) == WRITTEN


def test_lines_end_as_they_did():
    text = with_counts(WRITTEN.replace("\n", "\r\n"), COUNTS)
    assert text.count("\n") == text.count("\r\n")
    assert tomllib.loads(text) == tomllib.loads(with_counts(WRITTEN, COUNTS))


def test_counts_in_several_lines_are_not_guessed_at():
    text = WRITTEN.replace("codes = [1, 2]", "codes = [1, 2]\nbefore = [\n1,\n]")
    with pytest.raises(RecipeError, match="The counts cannot be written into the recipe"):
        with_counts(text, COUNTS)
