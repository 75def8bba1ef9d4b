"""The tidy result: one row per domain and category, the same wherever it is shown or saved.

Ids and codes are the survey's, labels are in the reader's language, shares are unrounded fractions
and what may not be shown is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.language.catalogue import Language, say
from insight.survey.codebook import Variable

_COUNTS = {"n": "Int64", "base": "Int64", "df": "Int64"}
_NUMBERS = ("base_weighted", "deff", "n_eff", "level")


def tidy(table: Table, language: Language) -> pd.DataFrame:
    """Return the table's estimates as a data frame with the tidy columns.

    Parameters
    ----------
    table
        The estimates.
    language
        Language of labels, question and filter.

    Returns
    -------
    pandas.DataFrame
        One row per domain and category. Columns: survey, item, kind, category, category_label,
        each `by` variable and its label, n, base, base_weighted, share (or mean), its standard
        error and bounds, deff, n_eff, df, flag, question, filter, weighting, method, level,
        simulated.
    """
    names = columns(table)
    frame = pd.DataFrame(list(_rows(table, language)), columns=names)
    measure = measure_of(table)
    numbers = [*_NUMBERS, measure, *(f"{measure}_{part}" for part in ("se", "low", "upp"))]
    types = _COUNTS | dict.fromkeys(numbers, "float64") | {"simulated": "bool"}
    types |= {variable.id: "int64" for variable in table.request.by if variable.integer_codes}
    return frame.astype(types)


def measure_of(table: Table) -> str:
    """The name of the estimated quantity: ``share``, ``mean`` or ``total``."""
    return table.statistic


def columns(table: Table) -> list[str]:
    """The names of the tidy columns, in order."""
    by = [name for variable in table.request.by for name in (variable.id, f"{variable.id}_label")]
    measure = measure_of(table)
    return [
        *("survey", "item", "kind", "category", "category_label"),
        *by,
        *("n", "base", "base_weighted"),
        *(measure, f"{measure}_se", f"{measure}_low", f"{measure}_upp"),
        *("deff", "n_eff", "df", "flag"),
        *("question", "filter", "weighting", "method", "level", "simulated"),
    ]


def stacked(tables: Iterable[Table], language: Language, keys: Sequence[str] = ()) -> pd.DataFrame:
    """Return several tidy results in one frame, only the rows of `keys` where any are given."""
    frames = [
        # Rows without a breakdown leave these columns empty, and an empty integer is no 1.0.
        tidy(table, language).astype(
            {variable.id: "Int64" for variable in table.request.by if variable.integer_codes}
        )
        for table in tables
    ]
    whole = pd.concat(frames, ignore_index=True)
    return whole[whole["category"].isin(keys)].reset_index(drop=True) if keys else whole


def label_of(item: Variable, estimate: Estimate, language: Language) -> str:
    """The label of the category or net that an estimate is about."""
    if not estimate.key:
        return ""
    net = item.net(estimate.key) if estimate.kind == "net" else None
    return (net.label if net else item.category(estimate.key).label)[language]


def question_of(item: Variable, language: Language) -> str:
    """The question as asked, or the item's label where the wording is not published."""
    return (item.question or item.label)[language]


def _rows(table: Table, language: Language) -> Iterator[dict[str, object]]:
    shared = {
        "survey": table.codebook.id,
        "item": table.item.id,
        "question": question_of(table.item, language),
        "filter": filter_in_words(table, language),
        "weighting": "weighted" if table.weighted else "unweighted",
        "method": table.method if table.statistic == "share" else "wald",
        "level": table.level,
        "simulated": table.codebook.simulated,
    }
    for estimate in table.estimates:
        yield shared | _row(table, estimate, language)


def _row(table: Table, estimate: Estimate, language: Language) -> dict[str, object]:
    measure = measure_of(table)
    row: dict[str, object] = {
        "kind": estimate.kind,
        "category": estimate.key,
        "category_label": label_of(table.item, estimate, language),
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
    }
    for variable, code in zip(table.request.by, estimate.group, strict=True):
        category = variable.category(code)
        row[variable.id] = category.code if variable.integer_codes else category.key
        row[f"{variable.id}_label"] = category.label[language]
    return row


def filter_in_words(table: Table, language: Language) -> str:
    """The filter and the base in words, as they stand in the tidy result."""
    words = table.request.where.sentence(language)
    if table.request.valid_only:
        return f"{words}; {say(language, 'filter.valid_only')}"
    return words
