"""Answers as they are asked of each respondent: SQL for them and their base, and their numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.sparse_counts import numbers
from insight.query.cubes.sums_cube import Content
from insight.query.sql import Sql, is_among, quote
from insight.query.store import Columns
from insight.query.stored import StoredSurvey


@dataclass(frozen=True)
class Asked:
    """What is asked about each respondent: SQL for answers and base, and how answers are numbered.

    `number` tells the number of each row's answer, and how many answers there are.
    """

    answers: str
    in_base: Sql
    select: str
    source: str
    number: Callable[[Columns], tuple[np.ndarray, int]]

    def summed(self) -> Asked:
        """Return what is asked of a cube in which the options of an item are summed up."""
        return replace(self, answers="option, answer", in_base=Sql("TRUE"), source="chosen")


def options_of(request: Request, asked: Asked) -> Content | None:
    """Return the options of an item, each summed up by itself; None of an item with one answer.

    So few cells has a cube by options where one by all combinations of them had too many.
    """
    item = request.item
    if item.kind != "multiple" or not request.targets:
        return None
    name = ("options", item.id, "valid" if request.valid_only else "all")
    return Content(name, item.columns, asked.answers, asked.in_base, asked.source,
                   ("option", "answer"), rows=2 * len(request.targets))  # fmt: skip


def asked_of(survey: StoredSurvey, request: Request) -> Asked:
    """Return what is asked about each respondent to count the answers to an item."""
    if request.item.kind == "multiple":
        return _asked_of_options(request)
    item, codes = request.item, request.item.values_of(request.categories)
    column = quote(item.id)
    in_base = is_among(column, "answer", survey.typed(item, codes))

    def number(rows: Columns) -> tuple[np.ndarray, int]:
        return numbers([codes], [rows["answer"]], len(rows["answer"])), len(codes)

    return Asked(f"{column} AS answer", in_base, "answer, {counts}", "chosen", number)


def _asked_of_options(request: Request) -> Asked:
    """Each option on its own base: those who were asked it. A net is any of its options."""
    column_of = {category.key: quote(category.column or "") for category in request.item.categories}
    options = [
        f"CAST(greatest({', '.join(column_of[code] for code in sorted(codes))}) AS BIGINT) "
        f"AS o{number}"
        if codes
        else f"NULL::BIGINT AS o{number}"
        for number, (_, codes) in enumerate(request.targets)
    ]
    left_out = [column_of[key] for key in column_of if key not in request.categories]
    in_base = " AND ".join(f"coalesce({column}, 0) = 0" for column in left_out) or "TRUE"
    names = [f"o{number}" for number in range(len(options))]
    source = f"(UNPIVOT chosen ON {', '.join(names)} INTO NAME option VALUE answer)"

    def number(rows: Columns) -> tuple[np.ndarray, int]:
        option = numbers([names], [rows["option"]], len(rows["option"]))
        return 2 * option + rows["answer"], 2 * len(options)

    select = "option, answer, {counts}"
    return Asked(", ".join(options), Sql(in_base), select, source, number)
