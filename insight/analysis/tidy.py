"""Tidy results: a row for each figure, in a file, as a data frame, in a notebook, at a terminal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from insight.language.catalogue import Language, say
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable

if TYPE_CHECKING:
    import pandas as pd  # at run time where it is needed: it takes as long as all else together

Kind = Literal["words", "truth", "code", "count", "number"]
_TYPES: Mapping[Kind, str] = {
    "truth": "bool",
    "code": "int64",
    "count": "Int64",
    "number": "float64",
}
_HELD_AS: Mapping[Kind, type] = {"number": float, "count": int}
# What stands in a notebook in place of a figure that is not there, by the flag that says why.
HIDDEN = {"suppressed": "breakdown.cell_suppressed", "unreliable": "breakdown.cell_unreliable"}


@dataclass(frozen=True)
class TidyRows:
    """Rows with named columns, as they are saved.

    Attributes
    ----------
    kinds
        What each column holds, in order. A `code` is a whole number that no row lacks, a `count`
        one that may be hidden.
    rows
        The values by column, in the same order; None is empty.
    """

    kinds: Mapping[str, Kind]
    rows: Sequence[Mapping[str, object]]

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame, whose types do not depend on what is hidden."""
        import pandas as pd

        frame = pd.DataFrame(self.rows, columns=list(self.kinds))
        return frame.astype(
            {name: _TYPES[kind] for name, kind in self.kinds.items() if kind in _TYPES}
        )


def columns(kind: Kind, *names: str) -> dict[str, Kind]:
    """Name columns that hold the same kind of value."""
    return dict.fromkeys(names, kind)


def tidy_rows(kinds: Mapping[str, Kind], rows: Iterable[Mapping[str, Any]]) -> TidyRows:
    """Return rows with their values in the columns' order, of the columns' kinds."""
    empty = dict.fromkeys(kinds)
    numbers = [(name, _HELD_AS[kind]) for name, kind in kinds.items() if kind in _HELD_AS]
    tidy: list[Mapping[str, object]] = []
    for row in rows:
        cells: dict[str, Any] = {**empty, **row}
        for name, as_type in numbers:
            value = cells[name]
            if value is None or (type(value) is as_type and value == value):
                continue
            cells[name] = None if value != value else as_type(value)  # not a number is empty
        if len(cells) > len(empty):
            cells = {name: cells[name] for name in kinds}
        tidy.append(cells)
    return TidyRows(kinds, tidy)


class TidyResult(ABC):
    """The answer to a request; a notebook shows it as a table, and so does ``print``."""

    survey: OpenSurvey
    request: Request
    level: float

    @abstractmethod
    def tidy(self, language: Language = "nb") -> TidyRows:
        """Return the figures row by row, with the tidy columns."""

    def to_pandas(self, language: Language = "nb") -> pd.DataFrame:
        """Return the figures as a data frame with the tidy columns.

        Parameters
        ----------
        language
            Language of labels, question and filter.
        """
        return self.tidy(language).to_pandas()

    @abstractmethod
    def _columns_shown(self) -> list[str]:
        """The columns that a person looks at first."""

    @abstractmethod
    def __len__(self) -> int:
        """How many figures there are."""

    def __repr__(self) -> str:
        by = ", ".join(variable.id for variable in self.request.by)
        about = f"{self.request.item.id} by {by}" if by else self.request.item.id
        return f"<{type(self).__name__} of {about} in {self.survey.id}: {len(self)} figures>"

    def __str__(self) -> str:
        return self._shown("nb").to_string(index=False)

    def _repr_html_(self) -> str:
        return self._shown("nb").to_html(index=False)

    def _shown(self, language: Language) -> pd.DataFrame:
        """The first columns, and the word for why in place of what is hidden."""
        import pandas as pd

        whole = self.to_pandas(language)
        marks = ["simulated", "basis"] if whole["simulated"].any() else []
        names = [*self._columns_shown(), *marks]
        words = whole["flag"].map(partial(hidden_word, language=language))
        columns = {
            name: whole[name].map(_round).astype(object).where(whole[name].notna(), words)
            for name in names
        }
        return pd.DataFrame(columns)


def _round(cell: object) -> object:
    """Leave a number three decimals, or three digits where it is small."""
    if not isinstance(cell, float):
        return cell
    return round(cell, 3) if abs(cell) >= 1 else float(f"{cell:.3g}")


def hidden_word(flag: str, language: Language) -> str:
    """Return the word for why a figure is not there, from the flags that it has."""
    keys = (key for word, key in HIDDEN.items() if word in flag.split())
    return next((say(language, key) for key in keys), "")


def shared_columns(result: TidyResult, language: Language) -> dict[str, object]:
    """Return the tidy columns in which every row of a result is the same."""
    codebook = result.survey.codebook
    return {
        "survey": codebook.id,
        "item": result.request.item.id,
        "question": question_of(result.request.item, language),
        "filter": filter_in_words(result.request, language),
        "weighting": "weighted" if codebook.design.weight else "unweighted",
        "level": result.level,
        "simulated": codebook.simulated,
    }


def group_columns(by: Iterable[Variable]) -> dict[str, Kind]:
    """Name the columns of groups, of each variable its code and its label."""
    kinds: dict[str, Kind] = {}
    for variable in by:
        kinds[variable.id] = "code" if variable.integer_codes else "words"
        kinds[f"{variable.id}_label"] = "words"
    return kinds


def group_cells(
    by: Sequence[Variable], group: Sequence[str], language: Language
) -> dict[str, object]:
    """Return what the columns of :func:`group_columns` hold of one group."""
    cells: dict[str, object] = {}
    for variable, code in zip(by, group, strict=True):
        category = variable.category(code)
        cells[variable.id] = category.code if variable.integer_codes else category.key
        cells[f"{variable.id}_label"] = category.label[language]
    return cells


def answer_label(item: Variable, key: str, language: Language) -> str:
    """The label of the category or net that is compared; empty of a mean."""
    return (item.net(key) or item.category(key)).label[language] if key else ""


def question_of(item: Variable, language: Language) -> str:
    """The question as asked, or the item's label where the wording is not published."""
    return (item.question or item.label)[language]


def filter_in_words(request: Request, language: Language) -> str:
    """The filter and the base in words, as they stand in the tidy result."""
    words = request.where.sentence(language)
    if request.valid_only:
        return f"{words}; {say(language, 'filter.valid_only')}"
    return words
