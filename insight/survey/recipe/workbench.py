"""The workbench of a recipe: the codebook as it is between two operations.

Operations change it in place. Each says by which conditions respondents are counted before and
after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from insight.language.errors import Fault, InsightError, near_miss, shorten, some
from insight.survey.codebook import RESERVED_COLUMNS, Codebook, Net, Variable
from insight.survey.design import Design
from insight.survey.recipe.expressions import (
    DEEPEST,
    MOST_NODES,
    MOST_NODES_IN_ALL,
    AllHold,
    AnyHolds,
    Code,
    Column,
    Condition,
    Expression,
    IsAmong,
    IsAnswer,
    Recoded,
)

EVERYBODY = AllHold(())


class StepError(InsightError):
    """An operation that does not fit the codebook as it is before it."""

    def __init__(self, key: str, **values: object) -> None:
        shown = {name: value if isinstance(value, Fault | int) else shorten(value)
                 for name, value in values.items()}  # fmt: skip
        super().__init__(Fault(key, shown))


@dataclass(frozen=True)
class Tallies:
    """Conditions by which respondents are counted before and after an operation, by their name."""

    before: Mapping[str, Condition]
    after: Mapping[str, Condition]


@dataclass
class Workbench:
    """Variables, and what each column is that is no raw one.

    Attributes
    ----------
    variables
        Variables by id.
    design
        The design.
    derived
        The expression of each column that is not, or no longer, the raw column of that name.
    gone
        Raw columns that are not to be had any more.
    left_out
        Conditions on respondents who are not counted.
    raw_columns
        Columns of the responses, if they are known; else those of the codebook.
    nodes
        How many nodes all expressions have that were made.
    shared
        Columns that two variables of the codebook have.
    remarks
        What an operation took away besides.
    """

    variables: dict[str, Variable]
    design: Design
    derived: dict[str, Expression] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    left_out: list[Condition] = field(default_factory=list)
    raw_columns: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    nodes: int = 0
    remarks: list[Fault] = field(default_factory=list)

    @classmethod
    def of(cls, book: Codebook, columns: Collection[str]) -> Workbench:
        """Return the workbench with a codebook as it is written."""
        described = Counter(
            name for variable in book.variables.values() for name in variable.columns
        )
        raw = frozenset(columns) or frozenset({*described, *book.design.columns})
        shared = frozenset(name for name, times in described.items() if times > 1)
        variables = {name: _of_one_kind(variable) for name, variable in book.variables.items()}
        return cls(variables, book.design, raw_columns=raw, shared=shared)

    def copy(self) -> Workbench:
        """Return the same state, for an operation that may fail."""
        return replace(
            self,
            variables=dict(self.variables),
            derived=dict(self.derived),
            gone=set(self.gone),
            left_out=list(self.left_out),
            remarks=list(self.remarks),
        )

    def variable(self, name: str, *kinds: str) -> Variable:
        """Return a variable, which must be of one of the kinds where any are given."""
        if name not in self.variables:
            hint = near_miss(name, self.variables)
            raise StepError("fault.recipe_unknown_variable", name=name, hint=hint)
        variable = self.variables[name]
        if kinds and variable.kind not in kinds:
            raise StepError(f"fault.recipe_not_{kinds[0]}", variable=name)
        return variable

    def expression(self, variable: Variable, column: str | None = None) -> Expression:
        """Return what a column of a variable is; its only one unless another is named."""
        name = column or variable.id
        if name in self.derived:
            return self.derived[name]
        if variable.kind == "numeric":
            return Column(name, "number")
        whole = variable.kind == "multiple" or variable.integer_codes
        return Column(name, "integer" if whole else "text")

    def require_free(self, name: str, *, besides: Collection[str] = ()) -> None:
        """Refuse the name of a derived variable or column that something else has.

        Parameters
        ----------
        name
            The name.
        besides
            Names that the operation itself takes away.
        """
        taken = {each for variable in self.variables.values() for each in variable.columns}
        taken |= {*self.variables, *(self.raw_columns - self.gone), *self.derived}
        taken |= {*self.design.columns}
        if name.lower() in {each.lower() for each in taken - {*besides}}:
            raise StepError("fault.recipe_name_taken", name=name)

    def require_own_columns(self, variable: Variable) -> None:
        """Refuse to change the values of a column that the design needs, or another variable."""
        if columns := {*variable.columns} & {*self.design.columns}:
            raise StepError("fault.recipe_design", variable=variable.id, columns=some([*columns]))
        if columns := {*variable.columns} & self.shared:
            raise StepError("fault.recipe_shared", variable=variable.id, columns=some([*columns]))

    def drop_anchors(self) -> None:
        """Forget what simulated levels rest on, which holds of all respondents as they are."""
        for name, variable in self.variables.items():
            if variable.anchors:
                self.variables[name] = replace(variable, anchors=())

    def derive(self, column: str, expression: Expression) -> None:
        """Let a column be an expression, if that is none that only a machine would write."""
        self.nodes += expression.size
        large = expression.size > MOST_NODES or self.nodes > MOST_NODES_IN_ALL
        if large or expression.depth > DEEPEST:
            raise StepError("fault.recipe_intricate", variable=column)
        self.derived[column] = expression

    def place(self, old: Variable, new: Variable, *, keep: bool = False) -> None:
        """Put a variable in the place of another, or behind it where that is kept."""
        placed: dict[str, Variable] = {}
        for name, variable in self.variables.items():
            if name != old.id:
                placed[name] = variable
                continue
            if keep:
                placed[name] = variable
            placed[new.id] = new
        self.variables = placed

    def put_single(
        self,
        old: Variable,
        new: Variable,
        expression: Expression,
        *,
        keep: bool,
    ) -> None:
        """Put a variable of one column in the place of another, or beside it.

        Parameters
        ----------
        old, new
            The variables.
        expression
            What the new one's column is.
        keep
            Whether the old one stays.
        """
        keep = keep and old.id != new.id
        if not keep:
            self.require_own_columns(old)
        if old.id != new.id:
            require_name(new)
            self.require_free(new.id)
        self.place(old, new, keep=keep)
        if not keep:
            for column in old.columns:
                self.derived.pop(column, None)
                self.gone.add(column)
        self.derive(new.id, expression)


def _of_one_kind(variable: Variable) -> Variable:
    """A variable whose codes are all texts where some are; a column is compared as one of both."""
    if variable.integer_codes or all(isinstance(each.code, str) for each in variable.categories):
        return variable
    texts = (replace(category, code=category.key) for category in variable.categories)
    return replace(variable, categories=tuple(texts))


def require_name(variable: Variable) -> None:
    """Refuse an id that no variable of the role can have."""
    if variable.role == "segment" and variable.id in RESERVED_COLUMNS:
        raise StepError("fault.reserved_name", value=variable.id)


def require_codes(variable: Variable, codes: Iterable[Code]) -> tuple[str, ...]:
    """Return codes as their text, each of which the variable must have, and once only."""
    keys = tuple(str(code) for code in codes)
    for key in keys:
        if key not in variable.by_key:
            hint = near_miss(key, variable.by_key)
            raise StepError("fault.unknown_code", code=key, variable=variable.id, hint=hint)
    if len({*keys}) < len(keys):
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise StepError("fault.repeated_code", value=repeated)
    return keys


def recode(expression: Expression, codes: Mapping[Code, Code | None]) -> Expression:
    """Return an expression with other codes; recoding twice is recoding once."""
    if all(old == new for old, new in codes.items()):
        return expression
    if isinstance(expression, Recoded):
        through = {old: None if new is None else codes.get(new)
                   for old, new in expression.codes.items()}  # fmt: skip
        return Recoded(expression.of, through)
    return Recoded(expression, codes)


def nets_with(nets: Iterable[Net], codes: Mapping[str, str | None]) -> tuple[Net, ...]:
    """Return nets of recoded categories, without those that would mean something else.

    A net that has only some of the codes that become one cannot be told any more.
    """
    kept = []
    for net in nets:
        members = {*net.codes}
        new = tuple(dict.fromkeys(code for key in net.codes if (code := codes.get(key, key))))
        outside = {code for key, code in codes.items() if key not in members}
        if new and not outside & {*new}:
            kept.append(replace(net, codes=new))
    return tuple(kept)


def count_codes(
    variable: Variable, expression: Expression, keys: Iterable[str] | None = None
) -> dict[str, Condition]:
    """Return the conditions that count a variable's codes, all of them unless some are given."""
    wanted = list(variable.by_key) if keys is None else list(keys)
    return {key: IsAmong(expression, (variable.by_key[key].code,)) for key in wanted}


def count_answers(variable: Variable, expression: Expression) -> dict[str, Condition]:
    """Return the condition that counts answers, without codes for none."""
    missing = tuple(category.code for category in variable.categories if category.missing)
    return {"answers": IsAnswer(expression, missing)}


def count_options(bench: Workbench, variable: Variable) -> dict[str, Condition]:
    """Return the conditions that count the answers of a question with several."""
    return count_marks(
        {
            category.key: bench.expression(variable, category.column)
            for category in variable.categories
        }
    )


def count_variable(bench: Workbench, variable: Variable) -> dict[str, Condition]:
    """Return the conditions that count who gave an answer to a variable of any kind."""
    if variable.kind == "multiple":
        return count_options(bench, variable)
    return count_answers(variable, bench.expression(variable))


def count_marks(expressions: Mapping[str, Expression]) -> dict[str, Condition]:
    """Return the conditions that count the marks in columns of 0 and 1."""
    return {name: IsAmong(expression, (1,)) for name, expression in expressions.items()}


def not_counted(left_out: Iterable[Condition]) -> Condition | None:
    """Return the condition on respondents who are left out; None where nobody is."""
    conditions = tuple(left_out)
    return AnyHolds(conditions) if conditions else None
