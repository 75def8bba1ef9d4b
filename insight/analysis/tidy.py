"""Tidy results: a row for each figure, as a data frame, in a notebook and at a terminal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial

import pandas as pd

from insight.language.catalogue import Language, say
from insight.query.cells import Request
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable

# What stands in a notebook in place of a figure that is not there, by the flag that says why.
HIDDEN = {"suppressed": "breakdown.cell_suppressed", "unreliable": "breakdown.cell_unreliable"}


class TidyResult(ABC):
    """The answer to a request; a notebook shows it as a table, and so does ``print``."""

    survey: OpenSurvey
    request: Request
    level: float

    @abstractmethod
    def to_pandas(self, language: Language = "nb") -> pd.DataFrame:
        """Return the figures as a data frame with the tidy columns."""

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
        whole = self.to_pandas(language)
        names = [*self._columns_shown(), *(["simulated"] if whole["simulated"].any() else [])]
        words = whole["flag"].map(partial(hidden_word, language=language))
        columns = {
            name: whole[name].map(_rounded).astype(object).where(whole[name].notna(), words)
            for name in names
        }
        return pd.DataFrame(columns)


def _rounded(cell: object) -> object:
    """A number with three decimals, or three digits where it is small."""
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


def question_of(item: Variable, language: Language) -> str:
    """The question as asked, or the item's label where the wording is not published."""
    return (item.question or item.label)[language]


def filter_in_words(request: Request, language: Language) -> str:
    """The filter and the base in words, as they stand in the tidy result."""
    words = request.where.sentence(language)
    if request.valid_only:
        return f"{words}; {say(language, 'filter.valid_only')}"
    return words
