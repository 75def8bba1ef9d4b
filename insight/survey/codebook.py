"""Codebooks: the meaning of every column of a survey, and the one place where labels live.

A codebook is read from ``codebook.toml`` by :mod:`insight.survey.parser` into the frozen records
below. Codes are compared as text throughout, so that ``1`` in the codebook, ``1`` in the data,
``1.0`` in a column of floats and ``1`` in a link are the same code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from insight.language.catalogue import Text
from insight.language.errors import Fault, UnknownNameError, near_miss, shorten
from insight.survey.design import Design, DisclosureRules
from insight.survey.rights.admission import Admission
from insight.survey.source.source_table import SourceTable
from insight.survey.wave_order import WaveOrder, order_of

Role = Literal["segment", "item", "other"]
Kind = Literal["single", "multiple", "numeric"]
Missing = Literal["dont_know", "refused", "other"]
Anchoring = Literal["published", "bound"]
ROLES: tuple[Role, ...] = get_args(Role)
KINDS: tuple[Kind, ...] = get_args(Kind)
MISSING: tuple[Missing, ...] = get_args(Missing)
ANCHORINGS: tuple[Anchoring, ...] = get_args(Anchoring)
# Names of columns of a result, which no variable may have by which figures are grouped.
RESERVED_COLUMNS = frozenset(
    [
        *("survey", "item", "kind", "category", "category_label", "n", "base", "base_weighted"),
        *("share", "share_se", "share_low", "share_upp", "mean", "mean_se", "mean_low", "mean_upp"),
        *("deff", "n_eff", "df", "flag", "question", "filter", "weighting", "method", "level"),
        *("simulated", "basis"),
    ]
)


@dataclass(frozen=True, slots=True)
class Category:
    """A response category: its code in the data and its label.

    `column` is the 0/1 column of a multiple-response category. `missing` marks a category such as
    "don't know" that a reader may count in or out. `source` is the text that stood in the imported
    file where that is not the code; what an answer means does not depend on it.
    """

    code: int | str
    label: Text
    column: str | None = None
    missing: Missing | None = None
    source: str | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The code as text, the form in which codes are compared."""
        return str(self.code)


@dataclass(frozen=True, slots=True)
class Net:
    """Categories taken together, such as "high trust"; for multiple response: any of them."""

    id: str
    label: Text
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """From this wave on, figures cannot be compared with those before it."""

    wave: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the simulated level of a category or net, `target`, rests on.

    `basis` tells whether the level itself was published, or only a bound of it. It holds for all
    respondents of the wave; `wave` is None in a survey that was made once.
    """

    target: str
    basis: Anchoring
    wave: str | None = None


@dataclass(frozen=True)
class Variable:
    """A question, a background variable or another column, and what its codes mean.

    `short` is the noun by which titles call an item's first measure, such as "Trust", or the groups
    of a background variable together, such as "the age groups". `sensitive` marks a background
    variable that is shown only to those who have a right to it.
    """

    id: str
    role: Role
    kind: Kind
    label: Text
    categories: tuple[Category, ...] = ()
    nets: tuple[Net, ...] = ()
    breaks: tuple[Break, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    ordered: bool = False
    sensitive: bool = False
    construct: str | None = None
    short: Text | None = None
    question: Text | None = None
    base: Text | None = None
    note: Text | None = None
    assumption: Text | None = None

    def __hash__(self) -> int:
        """Whatever is equal has the same id; to hash hundreds of categories takes long."""
        return hash((self.id, self.role, self.kind))

    @cached_property
    def by_key(self) -> Mapping[str, Category]:
        """Categories by the text of their code."""
        return {category.key: category for category in self.categories}

    @cached_property
    def integer_codes(self) -> bool:
        """Whether every code is an integer, so that the column is compared as integers."""
        return all(isinstance(category.code, int) for category in self.categories)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the data that hold this variable."""
        if self.kind == "multiple":
            return tuple(category.column for category in self.categories if category.column)
        return (self.id,)

    def values_of(self, keys: Iterable[str]) -> list[int | str]:
        """Return codes as they are compared, from their text."""
        as_type = int if self.integer_codes else str
        return [as_type(key) for key in keys]

    @cached_property
    def wave_order(self) -> WaveOrder:
        """The order of the categories as waves, of which codes for no answer are none."""
        names = {
            category.code: category.label for category in self.categories if not category.missing
        }
        return order_of(names, ordered=self.ordered)

    def category(self, code: object) -> Category:
        """Return the category with this code.

        Raises
        ------
        UnknownNameError
            If no category has the code.
        """
        try:
            return self.by_key[str(code)]
        except KeyError:
            hint = near_miss(code, self.by_key)
            values = {"code": shorten(code), "variable": self.id, "hint": hint}
            raise UnknownNameError(Fault("fault.unknown_code", values)) from None

    def net(self, net_id: str) -> Net | None:
        """Return the net with this id, or None."""
        return next((net for net in self.nets if net.id == net_id), None)


@dataclass(frozen=True)
class Codebook:
    """Everything that is known about a survey without reading its responses.

    `source_table` is where the responses stand, unless in a file beside it. `access` says whom the
    survey is for; of one that says nothing it is None. `withheld` is what its reader is not shown,
    by name.
    """

    id: str
    title: Text
    variables: Mapping[str, Variable]
    design: Design = field(default_factory=Design)
    disclosure: DisclosureRules = field(default_factory=DisclosureRules)
    simulated: bool = False
    short_title: Text | None = None
    updated: date | None = None
    population: Text | None = None
    source: Text | None = None
    source_table: SourceTable | None = None
    licence: str | None = None
    publisher: Text | None = None
    publisher_number: str | None = None
    note: Text | None = None
    assumption: Text | None = None
    access: tuple[Admission, ...] | None = None
    withheld: frozenset[str] = frozenset()

    def variable(self, name: str) -> Variable:
        """Return the variable with this id.

        Raises
        ------
        UnknownNameError
            If the survey has no such variable; the sentence suggests near ones.
        """
        try:
            return self.variables[name]
        except KeyError:
            hint = near_miss(name, self.variables)
            values = {"name": shorten(name), "survey": self.id, "hint": hint}
            raise UnknownNameError(Fault("fault.unknown_variable", values)) from None

    @property
    def wave(self) -> Variable | None:
        """The variable that tells the waves apart, if the survey has waves."""
        return self.variables.get(self.design.wave) if self.design.wave else None

    @cached_property
    def wave_order(self) -> WaveOrder:
        """The order of the waves; of none where the survey has none."""
        return self.wave.wave_order if self.wave else WaveOrder(())

    @property
    def waves(self) -> tuple[str, ...]:
        """Codes of the waves as text, in order where it is known."""
        return self.wave_order.keys

    @property
    def waves_ordered(self) -> bool:
        """Whether it is known which wave came before which."""
        return self.wave_order.known

    @property
    def wave_times(self) -> Mapping[str, float] | None:
        """When each wave was, in years or rounds; None where that is not known."""
        return self.wave_order.times

    @property
    def newest_wave(self) -> str | None:
        """Code of the last wave; None where there are no waves or their order is not known."""
        return self.waves[-1] if self.waves and self.waves_ordered else None

    @property
    def usual_wave(self) -> str | None:
        """Code of the wave that is shown where none is chosen: the newest, else the first there is.

        None where there are no waves.
        """
        return self.newest_wave or next(iter(self.waves), None)

    @property
    def items(self) -> tuple[Variable, ...]:
        """What was asked."""
        return tuple(variable for variable in self.variables.values() if variable.role == "item")

    @property
    def segments(self) -> tuple[Variable, ...]:
        """Background variables by which respondents can be grouped, without the wave."""
        return tuple(
            variable
            for variable in self.variables.values()
            if variable.role == "segment"
            and variable.kind == "single"
            and variable.id != self.design.wave
        )

    @cached_property
    def meanings(self) -> Mapping[str, tuple[Variable, Category | None]]:
        """The variable of each column, and the category where an answer has a column of its own."""
        options = {
            category.column: (variable, category)
            for variable in self.variables.values()
            for category in variable.categories
            if category.column
        }
        own = {
            variable.id: (variable, None)
            for variable in self.variables.values()
            if variable.kind != "multiple"
        }
        return {**options, **own}

    def withholding(self, names: Collection[str], *, rows: bool) -> Codebook:
        """Return the codebook without some of its variables, and with the responses kept back."""
        kept = {name: each for name, each in self.variables.items() if name not in names}
        rules = replace(self.disclosure, rows_withheld=True) if rows else self.disclosure
        return replace(self, variables=kept, disclosure=rules, withheld=frozenset(names))

    def with_wave(self, wave: Variable) -> Codebook:
        """Return the codebook with `wave` among its variables, its waves in order."""
        variables = {wave.id: wave, **self.variables}
        return replace(self, variables=variables).in_wave_order()

    def in_wave_order(self) -> Codebook:
        """Return the codebook with its waves in order and said to be, where it is known.

        Codes for no answer come last.
        """
        if self.wave is None or not self.waves_ordered:
            return self
        places = {key: place for place, key in enumerate(self.waves)}
        categories = sorted(
            self.wave.categories, key=lambda category: places.get(category.key, len(places))
        )
        wave = replace(self.wave, categories=tuple(categories), ordered=True)
        return replace(self, variables={**self.variables, wave.id: wave})


def is_organisation_number(written: str) -> bool:
    """Whether nine digits may be the number of a Norwegian organisation, whose last one checks it.

    Examples
    --------
    >>> is_organisation_number("123456785"), is_organisation_number("123456789")
    (True, False)
    """
    if not (written.isascii() and written.isdecimal() and len(written) == 9):
        return False
    weighted = zip((3, 2, 7, 6, 5, 4, 3, 2, 1), map(int, written), strict=True)
    return sum(weight * digit for weight, digit in weighted) % 11 == 0
