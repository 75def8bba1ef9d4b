"""Operations of a recipe: what a person does to a survey, one frozen record each.

An operation names variables and codes as they are after the operations before it. The `name` of a
derived variable is its id. Where none is given, the variable takes the place of the one that it is
made of, whose raw column is then not to be had; with `keep` both can be explored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from insight.language.catalogue import Text
from insight.survey.codebook import Missing, Role
from insight.survey.recipe.expressions import Code

Blank = Literal["unknown", "not_chosen"]


@dataclass(frozen=True, slots=True)
class Named:
    """A code with the label that it gets."""

    code: Code
    label: Text


@dataclass(frozen=True, slots=True)
class Reorder:
    """Categories in another order; those that are not listed follow in the order they have.

    Where the categories are `ordered`, integer codes are dealt anew so that they ascend, because
    means are of codes.
    """

    do: ClassVar[str] = "reorder"
    variable: str
    codes: tuple[Code, ...]
    ordered: bool | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Categories that become one; its code is the first of theirs unless another is given."""

    do: ClassVar[str] = "merge"
    variable: str
    codes: tuple[Code, ...]
    label: Text
    code: Code | None = None
    name: str | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Reverse:
    """A scale turned round: the lowest plus the highest, less the code or number.

    `low` and `high` are the ends of a scale of numbers; of categories, those of the codes.
    """

    do: ClassVar[str] = "reverse"
    variable: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Words of a variable and of its categories; what is not given stays."""

    do: ClassVar[str] = "label"
    variable: str
    label: Text | None = None
    question: Text | None = None
    short: Text | None = None
    base: Text | None = None
    note: Text | None = None
    role: Role | None = None
    categories: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Rename:
    """Another id for a variable."""

    do: ClassVar[str] = "rename"
    variable: str
    name: str


@dataclass(frozen=True, slots=True)
class MarkMissing:
    """Codes that stand for no answer, or with `reason` None for answers after all."""

    do: ClassVar[str] = "missing"
    variable: str
    codes: tuple[Code, ...]
    reason: Missing | None


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers of at least `low` and below `high`; only the outermost bands may be open."""

    low: float | None
    high: float | None
    label: Text


@dataclass(frozen=True, slots=True)
class Band:
    """A number in bands, which get the codes 1, 2, 3 and so on; numbers outside them are blank."""

    do: ClassVar[str] = "band"
    variable: str
    bands: tuple[Interval, ...]
    name: str | None = None
    label: Text | None = None
    role: Role = "segment"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A variable that becomes an answer of a question, and its label there."""

    variable: str
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Several variables that are the answers of one question.

    `chosen` are the codes that mean that the answer was given. A `blank` is ``unknown``, or
    ``not_chosen`` where the respondent has a value in any of the variables.
    """

    do: ClassVar[str] = "together"
    name: str
    options: tuple[Option, ...]
    label: Text
    question: Text | None = None
    chosen: tuple[Code, ...] = (1,)
    blank: Blank = "unknown"


@dataclass(frozen=True, slots=True)
class Separate:
    """A question with several answers that becomes a variable of yes and no for each."""

    do: ClassVar[str] = "separate"
    variable: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text between separators, and the label that it gets."""

    text: str
    label: Text


@dataclass(frozen=True, slots=True)
class Split:
    """A column of cells with separators that becomes a question with several answers.

    The column is one of texts that the codebook does not describe, or a variable whose labels hold
    the separator. Texts that are no option are left out.
    """

    do: ClassVar[str] = "split"
    column: str
    separator: str
    options: tuple[Written, ...]
    name: str | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Weigh:
    """The variable that is the weight of the design."""

    do: ClassVar[str] = "weight"
    variable: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be so of a variable: one of some codes, a number within limits, or blank."""

    variable: str
    codes: tuple[Code, ...] = ()
    low: float | None = None
    high: float | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of which all must hold, or any."""

    rules: tuple[Rule, ...]
    any: bool = False


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Respondents who are not counted, such as those of a test; who may be one of them is kept."""

    do: ClassVar[str] = "leave_out"
    where: Rules


@dataclass(frozen=True, slots=True)
class Index:
    """The mean of at least some items; those `turned` are reversed first."""

    do: ClassVar[str] = "index"
    name: str
    variables: tuple[str, ...]
    at_least: int
    label: Text
    turned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a derived segment: who meets its rules and those of no group before it."""

    label: Text
    where: Rules


@dataclass(frozen=True, slots=True)
class Segment:
    """Background made of conditions; its groups get the codes 1, 2, 3 and so on.

    `otherwise` is the label of all others; without it they are in no group.
    """

    do: ClassVar[str] = "segment"
    name: str
    label: Text
    groups: tuple[Group, ...]
    otherwise: Text | None = None


Operation = (
    Reorder
    | Merge
    | Reverse
    | Label
    | Rename
    | MarkMissing
    | Band
    | Together
    | Separate
    | Split
    | Weigh
    | LeaveOut
    | Index
    | Segment
)


@dataclass(frozen=True, slots=True)
class Step:
    """An operation in its place; `off` says that it is kept and not carried out."""

    operation: Operation
    line: int = 0
    off: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """Operations in their order."""

    steps: tuple[Step, ...] = ()
