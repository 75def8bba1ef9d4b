"""Categories that a visitor has edited become as they were edited, by the fewest operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from codebook_text import HEAD, parsed
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_folder import as_toml, single

from insight.language.catalogue import Text
from insight.language.errors import RecipeError
from insight.survey.codebook import MISSING, Category, Variable
from insight.survey.recipe.application import apply_recipe
from insight.survey.recipe.expressions import Recoded
from insight.survey.recipe.operations import Operation, Recipe, Step
from insight.web.own_survey.workbench.edited_categories import EditedCategory, operations_of

HEALTH = Variable(
    "health",
    "item",
    "single",
    Text("Helse", "Health"),
    (
        Category(1, Text("God", "Good")),
        Category(2, Text("Middels", "Fair")),
        Category(3, Text("Dårlig", "Bad")),
        Category(8, Text("Vet ikke", "Don't know"), missing="dont_know"),
        Category(9, Text("Annet", "Other")),
    ),
    ordered=True,
)


def written_in_english(written: str, old: Text) -> Text:
    return Text(old.nb, written)


def edited(variable: Variable, **changes: dict[str, object]) -> list[EditedCategory]:
    """The categories as the form gives them when nothing else is touched; `c3` is code 3."""
    return [
        replace(
            EditedCategory(category.key, 2 * place, category.label.en, category.missing),
            **changes.get(f"c{category.key}", {}),
        )
        for place, category in enumerate(variable.categories, 1)
    ]


def made(
    variable: Variable,
    rows: Sequence[EditedCategory],
    ordered: bool | None = None,
    *,
    turned: bool = False,
) -> list[Operation]:
    wanted = variable.ordered if ordered is None else ordered
    return operations_of(
        variable, rows, ordered=wanted, turned=turned, language="en", words=written_in_english
    )


def told(operations: Sequence[Operation]) -> list[tuple]:
    """Operations as tuples that are read at a glance."""
    rows: list[tuple] = []
    for operation in operations:
        more = {name: getattr(operation, name) for name in operation.__slots__}
        more.pop("variable")
        label = more.pop("label", None)
        named = [(each.code, each.label.en) for each in more.pop("categories", ())]
        values = [value for value in more.values() if value not in (None, (), False)]
        rows.append((operation.do, *values, *([label.en] if label else []), *named))
    return rows


CASES = {
    "nothing is changed": ({}, {}, []),
    "other letters": ({"c1": {"words": "Fine"}}, {}, [("label", (1, "Fine"))]),
    "capital letters": ({"c1": {"words": "GOOD"}}, {}, [("label", (1, "GOOD"))]),
    "the last to the front": (
        {"c3": {"place": 1}},
        {},
        [("reorder", (3, 1, 2, 9, 8), True)],
    ),
    "the first behind the third": (
        {"c1": {"place": 7}},
        {},
        [("reorder", (2, 3, 1, 9, 8), True)],
    ),
    "what is no answer stands last anyhow": ({"c8": {"place": 1}}, {}, []),
    "no order": ({}, {"ordered": False}, [("reorder", (1, 2, 3, 9, 8))]),
    "turned round": ({}, {"turned": True}, [("reverse",)]),
    "two with a new name": (
        {"c2": {"words": "Not good"}, "c3": {"words": "not good"}},
        {},
        [("merge", (2, 3), "Not good")],
    ),
    "one into another": ({"c3": {"words": "fair"}}, {}, [("merge", (2, 3), "Fair")]),
    "no answer after all": ({"c9": {"missing": "other"}}, {}, [("missing", (9,), "other")]),
    "an answer after all": ({"c8": {"missing": None}}, {}, [("missing", (8,))]),
    "two that are no answer": (
        {"c9": {"missing": "refused", "words": "None"}, "c8": {"words": "None"}},
        {},
        [("missing", (9,), "refused"), ("merge", (8, 9), "None")],
    ),
    "everything at once": (
        {"c1": {"place": 7}, "c2": {"words": "Bad"}, "c9": {"missing": "other", "words": "-"}},
        {"turned": True},
        [
            ("missing", (9,), "other"),
            ("merge", (2, 3), "Bad"),
            ("label", (9, "-")),
            ("reorder", (2, 1, 8, 9), True),
            ("reverse",),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_edit_is_the_fewest_operations_that_make_it(case):
    changes, more, expected = CASES[case]
    assert told(made(HEALTH, edited(HEALTH, **changes), **more)) == expected


def test_a_merged_category_names_all_that_it_was_in_the_language_that_nobody_wrote():
    [merge] = made(HEALTH, edited(HEALTH, c2={"words": "Poor"}, c3={"words": "Poor"}))
    assert merge.label == Text("Middels / Dårlig", "Poor")
    [merge] = made(HEALTH, edited(HEALTH, c2={"words": "Bad"}))
    assert merge.label == Text("Dårlig", "Bad")


def test_categories_that_had_the_same_words_before_stay_apart():
    twice = replace(HEALTH, categories=tuple(
        replace(category, label=Text("Annet", "Other")) if category.code in (3, 9) else category
        for category in HEALTH.categories
    ))  # fmt: skip
    assert made(twice, edited(twice)) == []
    assert told(made(twice, edited(twice, c1={"words": "Fine"}))) == [("label", (1, "Fine"))]
    assert told(made(twice, edited(twice, c1={"words": "Other"}))) == [
        ("merge", (1, 3, 9), "Other")
    ]


# --- Whatever is edited ---------------------------------------------------------------------------

WORDS = ["Good", "good", "Fair", "Bad", "Don't know", "Other", "New", "NEW", "<b>x</b>"]


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[EditedCategory], bool, bool]:
    rows = [
        EditedCategory(
            category.key,
            draw(st.integers(1, 11)),
            draw(st.sampled_from([category.label.en, *WORDS])),
            draw(st.sampled_from([category.missing, category.missing, None, *MISSING])),
        )
        for category in HEALTH.categories
    ]
    return rows, draw(st.booleans()), draw(st.booleans())


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    read = parsed(tmp_path_factory.mktemp("book"), HEAD + as_toml({"variables": {"q": single(1)}}))
    return replace(read, variables={"health": HEALTH})


def wanted(rows: Sequence[EditedCategory], *, turned: bool) -> list[tuple[str, str, set[str]]]:
    """Words, kind of no answer and old codes of each category that an edit asks for, in order."""
    groups: dict[str, list[EditedCategory]] = {}
    for row in rows:
        groups.setdefault(row.words.casefold(), []).append(row)
    table = []
    for group in groups.values():
        reasons = {row.missing for row in group}
        reason = reasons.pop() if len(reasons) == 1 else "other"
        table.append((group[0].place, group[0].words, reason, {row.key for row in group}))
    answers = sorted((row for row in table if row[2] is None), key=lambda row: row[0])
    others = sorted((row for row in table if row[2] is not None), key=lambda row: row[0])
    return [row[1:] for row in [*(reversed(answers) if turned else answers), *others]]


def merges_answers_with_none(rows: Sequence[EditedCategory]) -> bool:
    kinds: dict[str, set[bool]] = {}
    for row in rows:
        kinds.setdefault(row.words.casefold(), set()).add(row.missing is None)
    return any(len(each) > 1 for each in kinds.values())


@settings(max_examples=300, deadline=None)
@given(edit=edits())
def test_any_edit_that_is_carried_out_gives_the_table_that_was_edited(book, edit):
    rows, ordered, turned = edit
    recipe = Recipe(tuple(map(Step, made(HEALTH, rows, ordered, turned=turned))))
    if merges_answers_with_none(rows) or all(row.missing for row in rows):
        with pytest.raises(RecipeError):
            apply_recipe(recipe, book)
        return
    try:
        recoding = apply_recipe(recipe, book)
    except RecipeError:  # a scale that is turned round onto a code for no answer
        assert turned
        return
    health = recoding.codebook.variable("health")
    expression = recoding.derived.get("health")
    codes = expression.codes if isinstance(expression, Recoded) else {}
    came_from: dict[object, set[str]] = {}
    for category in HEALTH.categories:
        new = codes.get(category.code, category.code)
        came_from.setdefault(new, set()).add(category.key)
    table = [
        (category.label.en.casefold(), category.missing, came_from[category.code])
        for category in sorted(health.categories, key=lambda each: each.missing is not None)
    ]
    asked = [
        (words.casefold(), reason, keys) for words, reason, keys in wanted(rows, turned=turned)
    ]
    assert table == asked
    assert health.ordered == ordered
    answers = [category.code for category in health.categories if not category.missing]
    if ordered:
        assert answers == sorted(answers)
