"""Counts of respondents before and after each step of a recipe, as they are in the responses.

They are exact and unweighted: they belong in the recipe's own file. What a page shows of them must
pass the rules for small groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.query.recipe.derived_columns import ExpressionWriter
from insight.query.sql import Sql
from insight.query.stored import StoredSurvey
from insight.survey.recipe.application import Trace
from insight.survey.recipe.expressions import Condition, IsAmong

AT_ONCE = 40  # counts in a query
MANY = 50  # codes of a column that are counted in a query of their own


@dataclass(frozen=True)
class StepCounts:
    """How many respondents there are before and after a step, by code, option or variable."""

    trace: Trace
    before: Mapping[str, int]
    after: Mapping[str, int]


def count_steps(survey: StoredSurvey, among: Condition | None = None) -> tuple[StepCounts, ...]:
    """Count the respondents before and after each step of a survey's recipe that is carried out.

    Parameters
    ----------
    survey
        A survey whose raw columns agree with its codebook.
    among
        The condition on the raw columns of the respondents who are counted; all where it is None.
    """
    if survey.recoding is None:
        return ()
    sides = [
        side
        for trace in survey.recoding.traces
        for side in (
            (trace.tallies.before, trace.left_out_before),
            (trace.tallies.after, trace.left_out_after),
        )
    ]
    grouped = [_count_codes(survey, *side, among) for side in sides]
    single = [
        (condition, left_out)
        for found, (tally, left_out) in zip(grouped, sides, strict=True)
        for condition in (() if found is not None else tally.values())
    ]
    counts = iter(_count(survey, single, among))
    told = [
        {name: next(counts) for name in tally} if found is None else found
        for found, (tally, _) in zip(grouped, sides, strict=True)
    ]
    return tuple(map(StepCounts, survey.recoding.traces, told[::2], told[1::2]))


def _count_codes(
    survey: StoredSurvey,
    tally: Mapping[str, Condition],
    left_out: Condition | None,
    among: Condition | None,
) -> Mapping[str, int] | None:
    """How many have each of very many codes of one column; None where that is not the question."""
    codes = {name: each for name, each in tally.items() if isinstance(each, IsAmong)}
    if not MANY <= len(tally) == len(codes) or len({id(each.of) for each in codes.values()}) > 1:
        return None
    writer = ExpressionWriter(survey.raw_types)
    code, file = writer.text(next(iter(codes.values())).of), survey.raw_file
    met = "TRUE" if among is None else writer.text(among)
    kept = "TRUE" if left_out is None else f"NOT coalesce({writer.text(left_out)}, false)"
    sql = f"SELECT {code} AS code, count(*) AS n FROM {file.text} WHERE {met} AND {kept} GROUP BY 1"
    rows = survey.query(sql, file, Sql("", writer.values))
    counts = dict(zip(rows["code"].tolist(), rows["n"].tolist(), strict=True))
    return {
        name: sum(counts.get(code, 0) for code in condition.codes)
        for name, condition in codes.items()
    }


def _count(
    survey: StoredSurvey,
    wanted: Sequence[tuple[Condition, Condition | None]],
    among: Condition | None,
) -> list[int]:
    """How many raw respondents meet each condition and are not left out."""
    counts: list[int] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        writer = ExpressionWriter(survey.raw_types)
        file, where = survey.raw_file, "TRUE" if among is None else writer.text(among)
        parts = [part for condition, _ in some for part in condition.parts]
        listed = writer.named([*parts, *(left_out for _, left_out in some if left_out is not None)])
        columns = []
        for number, (condition, left_out) in enumerate(some):
            met = writer.text(condition)
            if left_out is not None:
                met += f" AND NOT coalesce({writer.text(left_out)}, false)"
            columns.append(f"count(*) FILTER (WHERE {met}) AS n{number}")
        source = f"SELECT {', '.join(listed) or '1 AS row'} FROM {file.text} WHERE {where}"
        sql = f"SELECT {', '.join(columns)} FROM ({source})"
        row = survey.query(sql, file, Sql("", writer.values))
        counts += [int(row[f"n{number}"][0]) for number in range(len(columns))]
    return counts
