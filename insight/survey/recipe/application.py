"""The application of a recipe to a codebook: what the survey is with every operation carried out.

It is pure: a codebook becomes a codebook and the expressions of its derived columns. The codebook
as it is written stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from insight.language.errors import Fault, RecipeError
from insight.survey.codebook import Codebook, Variable
from insight.survey.recipe import (
    category_operations,
    mark_operations,
    naming_operations,
    number_operations,
    respondent_operations,
)
from insight.survey.recipe.expressions import Condition, Expression, Listed, Mark
from insight.survey.recipe.operations import (
    Band,
    Index,
    Label,
    LeaveOut,
    MarkMissing,
    Merge,
    Operation,
    Recipe,
    Rename,
    Reorder,
    Reverse,
    Segment,
    Separate,
    Split,
    Step,
    Together,
    Weigh,
)
from insight.survey.recipe.workbench import StepError, Tallies, Workbench, not_counted

RECIPE = "recipe.toml"
MOST_FAULTS = 50  # that are told at once
_PERFORM: Mapping[type, Callable[[Workbench, Any], Tallies]] = {
    Reorder: category_operations.reorder,
    Merge: category_operations.merge,
    Reverse: category_operations.reverse,
    MarkMissing: category_operations.mark_missing,
    Label: naming_operations.label,
    Rename: naming_operations.rename,
    Band: number_operations.band,
    Index: number_operations.index,
    Together: mark_operations.together,
    Separate: mark_operations.separate,
    Split: mark_operations.split,
    Weigh: respondent_operations.weigh,
    LeaveOut: respondent_operations.leave_out,
    Segment: respondent_operations.segment,
}


@dataclass(frozen=True)
class Trace:
    """A step that was carried out, and by which conditions respondents are counted round it.

    Attributes
    ----------
    step
        The step; `number` is its place in the recipe, from 1.
    tallies
        Conditions before and after.
    left_out_before, left_out_after
        The condition on respondents who are not counted; None where all are.
    variables, derived
        The variables before the step, by id, and the expressions of columns that are no raw ones.
    remarks
        What the step took away besides.
    """

    step: Step
    number: int
    tallies: Tallies
    left_out_before: Condition | None
    left_out_after: Condition | None
    variables: Mapping[str, Variable] = field(repr=False)
    derived: Mapping[str, Expression] = field(repr=False)
    remarks: tuple[Fault, ...] = ()


@dataclass(frozen=True, eq=False)
class Recoding:
    """A survey with a recipe carried out.

    Attributes
    ----------
    written
        The codebook as it is written, of the raw columns.
    codebook
        The codebook with the recipe carried out.
    derived
        The expression of each column that is none of the raw ones.
    gone
        Raw columns that are not to be had, unless a derived one has the name.
    left_out
        The condition on respondents who are not counted; None where all are.
    traces
        The steps that were carried out.
    """

    written: Codebook
    codebook: Codebook
    derived: Mapping[str, Expression]
    gone: frozenset[str]
    left_out: Condition | None
    traces: tuple[Trace, ...]

    @property
    def changes_responses(self) -> bool:
        """Whether the recipe makes other columns or leaves respondents out."""
        return bool(self.derived or self.gone or self.left_out)

    def kin(self, name: str) -> tuple[str, ...]:
        """Return the questions whose answers tell of those to another, by what both are made of.

        Marks of a question with several answers are none: they are protected as its answers.
        """
        if self._is_mark(name):
            return ()
        columns = self._made_of(name)
        others = (each.id for each in self.codebook.items if each.kind == "single")
        return tuple(
            each
            for each in others
            if each != name and columns & self._made_of(each) and not self._is_mark(each)
        )

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """The variables that are sensitive, or made of what one is made of."""
        both = (*self.written.variables.values(), *self.codebook.variables.values())
        marked = [variable for variable in both if variable.sensitive]
        names = (column for variable in marked for column in variable.columns)
        raw = frozenset().union(*map(self._made_of, names))
        return frozenset(
            variable.id
            for variable in both
            if variable in marked or any(self._made_of(name) & raw for name in variable.columns)
        )

    @cached_property
    def tell_background(self) -> frozenset[str]:
        """The columns of questions that tell of background, as one is made of the other."""
        book = self.codebook
        groups = (each for each in book.variables.values() if each.role == "segment")
        names = [name for each in (*groups, *filter(None, [book.wave])) for name in each.columns]
        background = frozenset().union(*map(self._made_of, names))
        asked = (name for item in book.items for name in item.columns)
        return frozenset(name for name in asked if self._made_of(name) & background)

    def _made_of(self, name: str) -> frozenset[str]:
        """The raw columns that a column is made of, or that it is."""
        expression = self.derived.get(name)
        return frozenset([name]) if expression is None else expression.columns

    def _is_mark(self, name: str) -> bool:
        return name in self.derived and _holds_marks(self.derived[name])


def _holds_marks(expression: Expression) -> bool:
    return isinstance(expression, Mark | Listed) or any(map(_holds_marks, expression.parts))


@dataclass(frozen=True)
class Misfit:
    """A step that does not fit, and why; `number` is its place in the recipe, from 1."""

    step: Step
    number: int
    problem: Fault

    @property
    def fault(self) -> Fault:
        """The sentence with the line of the step."""
        values = {"file": RECIPE, "line": self.step.line, "place": self.step.operation.do,
                  "problem": self.problem}  # fmt: skip
        return Fault("fault.at_line", values)


def apply_recipe(recipe: Recipe, book: Codebook, columns: Collection[str] = ()) -> Recoding:
    """Return a survey with a recipe carried out.

    Parameters
    ----------
    recipe
        The recipe.
    book
        The codebook as it is written.
    columns
        Columns of the responses, where they are known: names that are not free, and columns of
        texts that the codebook does not describe.

    Raises
    ------
    RecipeError
        With every step that does not fit, each with its line.
    """
    recoding, misfits = fit_recipe(recipe, book, columns, MOST_FAULTS)
    if misfits:
        raise RecipeError(*(misfit.fault for misfit in misfits))
    return recoding


def fit_recipe(
    recipe: Recipe, book: Codebook, columns: Collection[str] = (), most: int | None = None
) -> tuple[Recoding, tuple[Misfit, ...]]:
    """Return a survey with the steps of a recipe that fit, and those that do not.

    Parameters
    ----------
    recipe, book, columns
        As for :func:`apply_recipe`.
    most
        From how many steps on that do not fit no others are tried; all are where it is None.
    """
    bench = Workbench.of(book, columns)
    traces: list[Trace] = []
    misfits: list[Misfit] = []
    for number, step in enumerate(recipe.steps, 1):
        if step.off:
            continue
        if len(misfits) == most:
            break
        attempt = bench.copy()
        attempt.remarks = []
        try:
            tallies = _PERFORM[type(step.operation)](attempt, step.operation)
        except StepError as error:
            problem = _said_too_early(recipe, number, error.faults[0]) or error.faults[0]
            misfits.append(Misfit(step, number, problem))
            continue
        before = traces[-1].left_out_after if traces else None
        is_same = len(attempt.left_out) == len(bench.left_out)
        after = before if is_same else not_counted(attempt.left_out)
        remarks = tuple(attempt.remarks)
        known = bench.variables, bench.derived
        traces.append(Trace(step, number, tallies, before, after, *known, remarks))
        bench = attempt
    effective = replace(book, variables=bench.variables, design=bench.design).in_wave_order()
    gone = frozenset(bench.gone - {*bench.derived})
    left_out = not_counted(bench.left_out)
    recoding = Recoding(book, effective, bench.derived, gone, left_out, tuple(traces))
    return recoding, tuple(misfits)


def _said_too_early(recipe: Recipe, number: int, problem: Fault) -> Fault | None:
    """What is wrong where a step names a variable that a later one makes, or it makes itself."""
    if problem.key != "fault.recipe_unknown_variable":
        return None
    name = problem.values["name"]
    for later in recipe.steps[number - 1 :]:
        if not later.off and made_by(later.operation) == name:
            values = {"name": name, "line": later.line}
            return Fault("fault.recipe_made_later", values)
    return None


def made_by(operation: Operation) -> str | None:
    """Return the id that an operation gives to a variable; None where it gives none."""
    return getattr(operation, "name", None)
