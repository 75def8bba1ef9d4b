"""Estimates and tables of them: a row per domain and category, the same wherever it is shown.

Ids and codes are the survey's, labels are in the reader's language, shares are fractions and what
may not be shown is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar, get_args

from insight.analysis import decimals
from insight.analysis.basis import Basis
from insight.analysis.tidy import (
    Kind,
    TidyResult,
    TidyRows,
    columns,
    group_cells,
    group_columns,
    shared_columns,
    tidy_rows,
)
from insight.language.catalogue import Language, say
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.statistics.intervals import Method
from insight.survey.codebook import Codebook, Variable

Base = Literal["all", "valid"]
EstimateKind = Literal["category", "net", "mean", "total", "quantile"]
Statistic = Literal["share", "mean", "total"]
Quantiles = Literal["median", "quartiles"]
STATISTICS: tuple[Statistic, ...] = get_args(Statistic)
QUANTILES: tuple[Quantiles, ...] = get_args(Quantiles)
LOWER, UPPER = "0.25", "0.75"  # keys of the quartiles; the median, which is followed, has none
Figure = TypeVar("Figure")
_BOUNDS = ("se", "low", "upp")
_QUANTILE_NAMES = {"": "median", LOWER: "lower", UPPER: "upper"}


def with_figures(figure: Figure, **figures: object) -> Figure:
    """Return what :func:`dataclasses.replace` returns, in a fifth of its time, for books have many.

    Parameters
    ----------
    figure
        A frozen record without slots.
    figures
        Its fields that are other.

    Examples
    --------
    >>> with_figures(Estimate((), "net", "top", *[None] * 10, ()), base=40).base
    40
    """
    other = object.__new__(type(figure))
    vars(other).update(vars(figure), **figures)
    return other


def records(kind: type[Figure], columns: Mapping[str, Sequence[object]]) -> tuple[Figure, ...]:
    """Return frozen records without slots, a row of the columns each; see :func:`with_figures`.

    Parameters
    ----------
    kind
        What they are.
    columns
        All their fields, by name.

    Examples
    --------
    >>> empty = dict.fromkeys(Estimate.__dataclass_fields__, [None, None])
    >>> [estimate.n for estimate in records(Estimate, empty | {"n": [4, 5]})]
    [4, 5]
    """
    made = []
    for row in zip(*columns.values(), strict=True):
        one = object.__new__(kind)
        vars(one).update(zip(columns, row, strict=True))
        made.append(one)
    return tuple(made)


@dataclass(frozen=True)
class Estimate:
    """One figure with its uncertainty; what may not be shown is None.

    Attributes
    ----------
    group
        Codes of the `by` variables.
    kind, key
        Whether this is a category, a net, a mean or a quantile, and its code or id; of quartiles
        the share at or below them, of the median nothing.
    n, base
        Respondents who gave the answer, and respondents in the base, unweighted.
    base_weighted
        Sum of the weights in the base.
    value, se, low, upp
        A share in [0, 1], a mean or a quantile, its standard error and its interval.
    deff
        Variance as a multiple of that of a simple random sample of the same size, drawn with
        replacement.
    n_eff
        Size of a simple random sample with the same standard error.
    df
        Degrees of freedom of the domain's design.
    flags
        ``suppressed``, ``unreliable``, ``low_base``, ``boundary``.
    basis
        What a simulated level rests on: ``published``, ``bound`` or ``assumed``; else empty.
    """

    group: tuple[str, ...]
    kind: EstimateKind
    key: str
    n: int | None
    base: int | None
    base_weighted: float | None
    value: float | None
    se: float | None
    low: float | None
    upp: float | None
    deff: float | None
    n_eff: float | None
    df: int | None
    flags: tuple[str, ...]
    basis: Basis = ""

    @property
    def shown(self) -> bool:
        """Whether the figure itself may be shown."""
        return self.value is not None


@dataclass(frozen=True, repr=False)
class Table(TidyResult):
    """The answer to one request: estimates for every group and category, and what they rest on.

    `lonely` counts the strata with a single PSU, about whose variance something had to be assumed;
    `rounded` tells whether figures are told less exactly than they are known.
    """

    survey: OpenSurvey
    request: Request
    nets: bool
    method: Method
    level: float
    estimates: tuple[Estimate, ...]
    statistic: Statistic | Quantiles = "share"
    lonely: int = 0
    rounded: bool = False

    @property
    def codebook(self) -> Codebook:
        """The codebook of the survey that was asked."""
        return self.survey.codebook

    @property
    def item(self) -> Variable:
        """The item that was asked about."""
        return self.request.item

    @property
    def base(self) -> Base:
        """Whether "don't know" is in the base, as it was asked for."""
        return "valid" if self.request.valid_only else "all"

    @property
    def weighted(self) -> bool:
        """Whether the survey has weights."""
        return self.codebook.design.weight is not None

    @cached_property
    def magnitude(self) -> float:
        """The largest figure, however it is signed, by whose size decimals are chosen."""
        return max((abs(figure.value or 0) for figure in self.estimates), default=0.0)

    @property
    def measure(self) -> str:
        """What the column of figures is called."""
        return "quantile" if self.statistic in QUANTILES else self.statistic

    @property
    def interval_method(self) -> str:
        """The kind of its intervals: Wald's of means and totals, Woodruff's of quantiles."""
        if self.statistic in QUANTILES:
            return f"woodruff {self.method}"
        return self.method if self.statistic == "share" else "wald"

    @cached_property
    def places(self) -> int:
        """How many decimals its numbers have; quantiles, which are answers, have what they need."""
        if self.statistic not in QUANTILES:
            return decimals.places(self.magnitude)
        ends = (end for one in self.estimates for end in (one.value, one.low, one.upp))
        return decimals.places_needed([end for end in ends if end is not None])

    def of(self, key: str) -> Iterator[Estimate]:
        """The estimates of one category or net, a group at a time."""
        return (estimate for estimate in self.estimates if estimate.key == key)

    def at(self, group: Sequence[str], key: str) -> Estimate:
        """The estimate of one category or net in one group.

        Raises
        ------
        KeyError
            If the table has no such row.
        """
        return self._by_place[tuple(group), key]

    @cached_property
    def _by_place(self) -> Mapping[tuple[tuple[str, ...], str], Estimate]:
        return {(figure.group, figure.key): figure for figure in self.estimates}

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.estimates)

    def __len__(self) -> int:
        return len(self.estimates)

    def tidy(self, language: Language = "nb") -> TidyRows:
        """Return the estimates row by row, with the tidy columns.

        Parameters
        ----------
        language
            Language of labels, question and filter.

        Returns
        -------
        TidyRows
            One row per domain and category. Columns: survey, item, kind, category, category_label,
            each `by` variable and its label, probability (of quantiles alone), n, base,
            base_weighted, share (or mean, total, quantile), its standard error and bounds, deff,
            n_eff, df, flag, question, filter, weighting, method, level, simulated, basis.
        """
        return tidy_rows(_kinds(self), _rows(self, language))

    def _columns_shown(self) -> list[str]:
        labels = [f"{variable.id}_label" for variable in self.request.by]
        bounds = [f"{self.measure}_{part}" for part in ("low", "upp")]
        return [*labels, "category_label", "n", "base", self.measure, *bounds]


def stack(tables: Iterable[Table], language: Language, keys: Sequence[str] = ()) -> TidyRows:
    """Return several tidy results as one, only the rows of `keys` where any are given."""
    kinds: dict[str, Kind] = {}
    rows: list[Mapping[str, object]] = []
    for table in tables:
        tidy = table.tidy(language)
        # Rows of tables without a breakdown have no code of it.
        kinds |= {name: "count" if kind == "code" else kind for name, kind in tidy.kinds.items()}
        rows += [row for row in tidy.rows if not keys or row["category"] in keys]
    return tidy_rows(kinds, rows)


def label_of(item: Variable, estimate: Estimate, language: Language) -> str:
    """The label of the category, net or quantile that an estimate is about; empty of a mean."""
    if estimate.kind == "quantile":
        return say(language, f"quantile.{_QUANTILE_NAMES[estimate.key]}")
    if not estimate.key:
        return ""
    net = item.net(estimate.key) if estimate.kind == "net" else None
    return (net.label if net else item.category(estimate.key).label)[language]


def _kinds(table: Table) -> dict[str, Kind]:
    """The tidy columns, in order, with what they hold."""
    measure = table.measure
    return {
        **columns("words", "survey", "item", "kind", "category", "category_label"),
        **group_columns(table.request.by),
        **(columns("number", "probability") if table.statistic in QUANTILES else {}),
        **columns("count", "n", "base"),
        **columns("number", "base_weighted", measure, *(f"{measure}_{part}" for part in _BOUNDS)),
        **columns("number", "deff", "n_eff"),
        **columns("count", "df"),
        **columns("words", "flag", "question", "filter", "weighting", "method"),
        **columns("number", "level"),
        **columns("truth", "simulated"),
        **columns("words", "basis"),
    }


def _rows(table: Table, language: Language) -> Iterator[dict[str, object]]:
    shared = shared_columns(table, language)
    shared["method"] = table.interval_method
    for estimate in table:
        yield shared | _row(table, estimate, language)


def _row(table: Table, estimate: Estimate, language: Language) -> dict[str, object]:
    measure = table.measure
    row: dict[str, object] = {
        "kind": estimate.kind,
        "category": estimate.key,
        "category_label": label_of(table.item, estimate, language),
        "probability": float(estimate.key or 0.5) if estimate.kind == "quantile" else None,
        "n": estimate.n,
        "base": estimate.base,
        "base_weighted": estimate.base_weighted,
        measure: estimate.value,
        f"{measure}_se": estimate.se,
        f"{measure}_low": estimate.low,
        f"{measure}_upp": estimate.upp,
        "deff": estimate.deff,
        "n_eff": estimate.n_eff,
        "df": estimate.df,
        "flag": " ".join(estimate.flags),
        "basis": estimate.basis,
    }
    return row | group_cells(table.request.by, estimate.group, language)
