"""Reader of ``recipe.toml``: a :class:`Recipe`, or every fault of the file with its line.

A recipe comes from outside as a survey does: what it says is bounded before it is understood.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from insight.language.errors import Fault, RecipeError, near_miss, nearest, reason_of, shorten
from insight.survey.recipe.application import MOST_FAULTS, RECIPE
from insight.survey.recipe.operations import Recipe, Step
from insight.survey.recipe.step_lines import lines_of_steps
from insight.survey.recipe.step_readers import READERS
from insight.survey.recipe.step_table import StepTable

FORMAT = 1
LARGEST_FILE = 2_000_000  # bytes
MOST_LINES = 10_000
LONGEST_LINE = 20_000
MOST_POINTS = 100  # in a line: a key of thousands of parts takes seconds to read
MOST_STEPS = 2_000
COMMON = ("do", "off", "before", "after")


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises
    ------
    RecipeError
        With every fault of the file, each with its line.
    """
    return parse_recipe(recipe_text(path), path.name)


def recipe_text(path: Path) -> str:
    """Return the text of a recipe's file.

    Raises
    ------
    RecipeError
        If it cannot be read, is too large or is no text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise RecipeError(Fault("fault.recipe_large", {"file": path.name}))
        return content.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise RecipeError(Fault("fault.no_recipe", {"file": path.name})) from None
    except OSError as error:
        values = {"file": path.name, "reason": reason_of(error)}
        raise RecipeError(Fault("fault.unreadable", values)) from error
    except UnicodeDecodeError:
        raise RecipeError(Fault("fault.not_utf8", {"file": path.name})) from None


def parse_recipe(text: str, file: str = RECIPE) -> Recipe:
    """Return the recipe that a text is.

    Parameters
    ----------
    text
        The text.
    file
        What it is called in sentences.

    Raises
    ------
    RecipeError
        With every fault of the text, each with its line.
    """
    _require_bounded(text, file)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # A ValueError that is not a TOMLDecodeError: a number of thousands of digits.
        reason = {"file": file, "reason": shorten(str(error))}
        raise RecipeError(Fault("fault.not_toml", reason)) from error
    steps = table.get("step", [])
    lines = lines_of_steps(text)
    if faults := [*_faults_of_top(table, text, file)]:
        raise RecipeError(*faults)
    if not isinstance(steps, list) or len(lines) != len(steps):
        raise RecipeError(_at(text, file, "step", Fault("fault.recipe_steps")))
    if len(steps) > MOST_STEPS:
        line = lines[MOST_STEPS].number
        values = {"file": file, "line": line, "most": MOST_STEPS}
        raise RecipeError(Fault("fault.recipe_many_steps", values))
    read, problems = [], []
    for written, raw in zip(lines, steps, strict=True):
        step_table = StepTable(raw, file)
        step = _step(step_table, written.number)
        problems += [written.fault(file, fault) for fault in step_table.faults]
        if step is not None:
            read.append(step)
    if problems:
        raise RecipeError(*problems[:MOST_FAULTS])
    return Recipe(tuple(read))


def _require_bounded(text: str, file: str) -> None:
    if text.count("\n") >= MOST_LINES:
        values = {"file": file, "line": MOST_LINES, "most": MOST_LINES}
        raise RecipeError(Fault("fault.recipe_long", values))
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            values = {"file": file, "line": number, "most": LONGEST_LINE}
            raise RecipeError(Fault("fault.recipe_long_line", values))
        if line.count(".") > MOST_POINTS:
            values = {"file": file, "line": number, "most": MOST_POINTS}
            raise RecipeError(Fault("fault.recipe_points", values))


def _faults_of_top(table: dict[str, object], text: str, file: str) -> Iterator[Fault]:
    known = ("format", "step")
    for name in table:
        if name not in known:
            hint = near_miss(name, known)
            problem = Fault("fault.unknown_key", {"value": shorten(name), "hint": hint})
            yield _at(text, file, name, problem)
    declared = table.get("format")
    if declared is None or declared != FORMAT or isinstance(declared, bool):
        yield _at(text, file, "format", Fault("fault.recipe_format", {"expected": FORMAT}))


def _at(text: str, file: str, name: str, problem: Fault) -> Fault:
    """A fault with the first line that begins with a name at the top; the first, if none does."""
    begins = re.compile(rf'[ \t]*\[*[ \t]*"?{re.escape(name)}\b')
    lines = (number for number, line in enumerate(text.split("\n"), 1) if begins.match(line))
    place = {"file": file, "line": next(lines, 1), "place": shorten(name), "problem": problem}
    return Fault("fault.at_line", place)


def _step(table: StepTable, line: int) -> Step | None:
    """The step that a table is, or None where its operation is unknown."""
    name = table.string("do", required=True)
    if name is None:
        return None
    if name not in READERS:
        known = Fault("fault.known_names", {"names": ", ".join(READERS)})
        hint = nearest(name, READERS) or known
        table.fault("fault.recipe_unknown_operation", "do", value=name, hint=hint)
        return None
    reader = READERS[name]
    off = table.boolean("off", default=False)
    operation = reader(table)
    table.refuse_others(COMMON)
    return Step(operation, line, off)
