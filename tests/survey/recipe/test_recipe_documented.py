"""The page on recipes: its example can be read, and its table has every operation and field."""

import re
from dataclasses import fields
from typing import get_args

from checkout import ROOT

from insight.survey.recipe.operations import LeaveOut, Operation, Segment
from insight.survey.recipe.recipe_reader import parse_recipe
from insight.survey.recipe.step_readers import READERS

PAGE = (ROOT / "docs" / "recipe.md").read_text("utf-8")
TABLE = PAGE.partition("| `do` |")[2]
ROWS = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", TABLE, re.MULTILINE))
NAMES = {"name": "as", "turned": "reversed"}


def test_the_example_is_a_recipe():
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1]
    steps = parse_recipe(example).steps
    assert [step.operation.do for step in steps] == ["leave_out", "reorder", "band", "segment"]
    assert isinstance(steps[0].operation, LeaveOut)
    assert isinstance(steps[3].operation, Segment)


def test_every_operation_has_its_row_with_its_fields():
    operations = {operation.do: operation for operation in get_args(Operation)}
    assert {*ROWS} == {*operations} == {*READERS}
    for name, operation in operations.items():
        if name != "leave_out":
            named = {*re.findall(r"`(\w+)`", ROWS[name])}
            assert named == {NAMES.get(each.name, each.name) for each in fields(operation)}, name
