"""Cells that a cube would have, expected from a sample of the respondents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from insight.query.cubes.kept_tables import kept_table
from insight.query.cubes.sums_cube import Content
from insight.query.explained import note_read
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.query.sql import quote
from insight.query.store import table_of

SAMPLED = 200_000


@dataclass(frozen=True)
class SampledCells:
    """What a sample of respondents tells of cells.

    Attributes
    ----------
    respondents
        How many are in the sample.
    cells
        How many different cells they are in.
    once, twice
        How many cells have a single respondent of the sample, and two.
    """

    respondents: int
    cells: int
    once: int
    twice: int

    def among(self, respondents: int) -> float:
        """Return how many cells all respondents are expected to be in.

        The cells that the sample has missed are estimated by those that it has met once and twice
        (Chao, 1984), and how many of them the others will meet by the same (Chao et al., 2014,
        Ecological Monographs 84, equation 9).

        Examples
        --------
        >>> SampledCells(1000, 60, 0, 0).among(1_000_000)
        60.0
        >>> round(SampledCells(1000, 1000, 1000, 0).among(2000))
        1999
        """
        n, once = self.respondents, self.once
        others = max(respondents - n, 0)
        if not once or not n:
            return float(self.cells)
        missed = once**2 / (2 * self.twice) if self.twice else once * (once - 1) / 2
        missed *= (n - 1) / n
        if not missed:
            return float(self.cells)
        met = 1 - (1 - once / (n * missed + once)) ** others
        return self.cells + missed * met


def has_at_most(
    survey: OpenSurvey,
    columns: Sequence[str],
    content: Content,
    most: float,
    *,
    apart: bool = True,
) -> bool:
    """Whether a cube is expected to have few cells.

    Parameters
    ----------
    survey
        The survey.
    columns
        The columns by which respondents are told apart.
    content
        What is summed besides.
    most
        At most so many cells are few.
    apart
        Whether each unit has cells of its own.
    """
    bound = _bound(survey, columns, apart=apart)
    if bound * content.rows <= most:
        return True
    if most < 1:
        return False
    name = ("sampled cells", apart, *columns)
    sampled = survey.recall(name, lambda: _sample(survey, columns, apart=apart))
    return min(sampled.among(survey.respondents), bound) * content.rows <= most


def _bound(survey: OpenSurvey, columns: Sequence[str], *, apart: bool) -> float:
    """At most so many combinations of unit and codes there are, as the codebook has it."""
    levels: dict[str, float] = {}
    for variable in survey.codebook.variables.values():
        codes = {"multiple": 2.0, "single": len(variable.categories), "numeric": math.inf}
        levels |= dict.fromkeys(variable.columns, codes[variable.kind] + 1)
    known = {*survey.codebook.design.unit_columns} if apart else set()
    each = (levels.get(column, math.inf) for column in columns if column not in known)
    return (units_of(survey).sampled.units if apart else 1) * math.prod(each)


def _sample(survey: OpenSurvey, columns: Sequence[str], *, apart: bool) -> SampledCells:
    units = survey.codebook.design.unit_columns if apart else ()
    keys = dict.fromkeys([*units, *columns])
    share = min(100.0, 100 * SAMPLED / max(survey.respondents, 1))
    responses = survey.select(keys)
    some = f"SELECT * FROM ({responses.text}) USING SAMPLE bernoulli({share:.6f}%) REPEATABLE (1)"
    if survey.codebook.source_table:
        some = responses.text  # not every database samples; it counts all cells instead
    sql = (
        "SELECT count(*) AS cells, coalesce(sum(n), 0) AS n, count(*) FILTER (n = 1) AS once, "
        f"count(*) FILTER (n = 2) AS twice FROM (SELECT count(*) AS n FROM ({some}) "
        f"{'GROUP BY ' if keys else ''}{', '.join(map(quote, keys))})"
    )

    def make() -> pa.Table:
        note_read("file", survey.respondents, survey, " ".join(keys))
        return table_of(survey.engine.aggregate(sql, responses))

    # Kept, so that a restart that reads its cubes need not read the file for this.
    name = ("sampled cells" if apart else "sampled people", *columns)
    table = kept_table(survey, name, make)
    row = {name: int(table[name][0].as_py()) for name in table.column_names}
    return SampledCells(row["n"], row["cells"], row["once"], row["twice"])
