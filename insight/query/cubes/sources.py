"""Sources of figures: a cube of sums, a table of responses in memory, or the file.

Here alone is decided which of them is read, by how many rows each is expected to have.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from insight.query.cubes.expected_cells import SampledCells
from insight.query.cubes.held_tables import UNIT, HeldTable
from insight.query.cubes.kept_tables import kept_table
from insight.query.cubes.responses_in_memory import (
    background_columns,
    nbytes_of_rows,
    take_in_rows,
    width_of,
)
from insight.query.cubes.sums_cube import NOTHING, SUMS, Content, Cube, make_cube
from insight.query.explained import Source as Place
from insight.query.explained import note_read
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.query.sql import Sql, quote
from insight.query.store import Columns, table_of

# From how many respondents on anything is kept in memory, and how many there must be for each cell
# of a cube.
FEWEST_RESPONDENTS = 200_000
WORTH_SUMMING = 4
# What a cube or a table may take of the room there is for all surveys; one with replicate weights
# may take so much that 1 M respondents and 80 replicates fit.
MOST_BYTES = 400_000_000
MOST_WITH_REPLICATES = 900_000_000
SAMPLED = 200_000
BYTES = 8  # of a sum


@dataclass(frozen=True)
class Source:
    """Rows to be counted and summed: a row for each respondent, or for each cell of a cube.

    Attributes
    ----------
    sql
        SQL for the rows.
    place, rows
        From where they come, and how many there are.
    figures
        SQL for how many respondents a row stands for (``n``), how many of them have a weight above
        0 (``positive``), and the sums of their weights (``w``) and of their squares (``ww``).
    units
        The columns that tell sampling units apart: those of the design, or the unit's number.
    content
        The answers that are summed up beforehand, where they are.
    held
        The table, which is there as long as somebody holds it.
    """

    sql: Sql
    place: Place
    rows: int
    figures: str
    units: tuple[str, ...]
    content: Content = NOTHING
    held: HeldTable | None = field(default=None, repr=False)

    def query(self, survey: OpenSurvey, sql: str, *parts: Sql) -> Columns:
        """Run a query that reads these rows, where they are."""
        ask = survey.query if self.place == "file" else survey.query_here
        return ask(sql, *parts)

    @property
    def is_numbered(self) -> bool:
        """Whether units have their number."""
        return self.units == (UNIT,)


def source_of(
    survey: OpenSurvey,
    columns: Iterable[str],
    answers: Iterable[str] = (),
    content: Content | None = None,
    *,
    replicates: bool = False,
) -> Source:
    """Return what figures are read from.

    Parameters
    ----------
    survey
        The survey.
    columns
        The columns of its responses by which respondents are told apart.
    answers
        Those of an item.
    content
        The answers of the item summed up, which serve as well.
    replicates
        Whether the replicate weights are read too.
    """
    background = list(dict.fromkeys(columns))
    whole = list(dict.fromkeys([*background, *answers]))
    found = _in_memory(survey, background, whole, content, replicates=replicates)
    source = found or _of_file(survey, whole, replicates=replicates)
    note_read(source.place, source.rows, survey, " ".join(whole))
    return source


def _in_memory(
    survey: OpenSurvey,
    background: Sequence[str],
    whole: Sequence[str],
    content: Content | None,
    *,
    replicates: bool,
) -> Source | None:
    words = {name.casefold() for name in (UNIT, *SUMS.values())}
    if survey.respondents < FEWEST_RESPONDENTS or words & {name.casefold() for name in whole}:
        return None
    if replicates:
        return _of_table(survey, whole, replicates=True)
    cube = _cube(survey, whole)
    if cube is None and content is not None:
        cube = _cube(survey, background, content)
    if cube is not None:
        return _of_cube(survey, cube)
    if found := _of_table(survey, whole, replicates=False):
        return found
    own = _cube(survey, whole, only=True)
    return _of_cube(survey, own) if own else None


# --- Cubes ----------------------------------------------------------------------------------------


def _of_cube(survey: OpenSurvey, cube: Cube) -> Source:
    figures = ", ".join(f"{quote(words)} AS {name}" for name, words in SUMS.items())
    rows, held = cube.table.rows, cube.table
    return Source(Sql(cube.sql), "cube", rows, figures, cube.units, cube.content, held)


def _cube(
    survey: OpenSurvey, columns: Sequence[str], content: Content = NOTHING, *, only: bool = False
) -> Cube | None:
    """The cube by all background variables and the columns named; None where it does not pay.

    With `only` it is by the columns named alone.
    """
    kept = [] if only else sorted({*background_columns(survey)})
    # In one order, so that those who ask for the same columns have the same sample and cube.
    whole = sorted({*kept, *columns})
    if kept and whole != kept and not _pays(survey, kept):
        return None

    def make() -> Cube | None:
        if not _pays(survey, whole, content):
            return None
        cube = make_cube(survey, whole, content)
        # Expected were fewer.
        return cube if cube.table.rows <= 2 * _most_cells(survey, whole, content) else None

    return survey.recall(("cube", content.name, *whole), make)


def _pays(survey: OpenSurvey, columns: Sequence[str], content: Content = NOTHING) -> bool:
    """Whether a cube by some columns is expected to have few cells."""
    most = _most_cells(survey, columns, content)
    if _bound(survey, columns) * content.rows <= most:
        return True
    name = ("sampled cells", *columns)
    sampled = survey.recall(name, lambda: _sample(survey, columns))
    return min(sampled.among(survey.respondents), _bound(survey, columns)) * content.rows <= most


def _most_cells(survey: OpenSurvey, columns: Sequence[str], content: Content) -> float:
    width = width_of(survey, columns) + BYTES * (1 + len(SUMS) + len(content.told))
    return min(survey.respondents / WORTH_SUMMING, MOST_BYTES / width)


def _bound(survey: OpenSurvey, columns: Sequence[str]) -> float:
    """At most so many combinations of unit and codes there are, as the codebook has it."""
    levels: dict[str, float] = {}
    for variable in survey.codebook.variables.values():
        codes = {"multiple": 2.0, "single": len(variable.categories), "numeric": math.inf}
        levels |= dict.fromkeys(variable.columns, codes[variable.kind] + 1)
    known = {*survey.codebook.design.unit_columns}
    each = (levels.get(column, math.inf) for column in columns if column not in known)
    return units_of(survey).sampled.units * math.prod(each)


def _sample(survey: OpenSurvey, columns: Sequence[str]) -> SampledCells:
    keys = dict.fromkeys([*survey.codebook.design.unit_columns, *columns])
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
    table = kept_table(survey, ("sampled cells", *columns), make)
    row = {name: int(table[name][0].as_py()) for name in table.column_names}
    return SampledCells(row["n"], row["cells"], row["once"], row["twice"])


# --- Rows -----------------------------------------------------------------------------------------


def _of_file(survey: OpenSurvey, columns: Sequence[str], *, replicates: bool) -> Source:
    design = survey.codebook.design
    read = [*design.unit_columns, *columns]
    read += [design.weight] if design.weight else []
    read += design.replicate_columns if replicates else ()
    sql = survey.select(read)
    return Source(sql, "file", survey.respondents, _row_figures(survey), design.unit_columns)


def _of_table(survey: OpenSurvey, columns: Sequence[str], *, replicates: bool) -> Source | None:
    """The responses in memory, where they fit: all background variables and the columns named.

    With replicate weights it is all variables, for those take so long to read that there is one
    table for all items.
    """
    if survey.codebook.source_table:
        return None  # rows of respondents stay where they are
    kept = background_columns(survey)
    if replicates:
        variables = survey.codebook.variables.values()
        kept = [name for variable in variables for name in variable.columns]
        kept = [*survey.codebook.design.replicate_columns, *kept]
    whole = [*kept, *([] if replicates else sorted({*columns} - {*kept}))]
    most = MOST_WITH_REPLICATES if replicates else MOST_BYTES
    if not {*columns} <= {*whole} or nbytes_of_rows(survey, whole) > most:
        return None
    name = ("responses", replicates, *whole)
    rows = survey.recall(name, lambda: take_in_rows(survey, whole))
    count, figures = rows.table.rows, _row_figures(survey)
    return Source(Sql(rows.sql), "memory", count, figures, rows.units, held=rows.table)


def _row_figures(survey: OpenSurvey) -> str:
    """The figures of a row of responses."""
    design = survey.codebook.design
    weight = quote(design.weight) if design.weight else "1.0::DOUBLE"
    positive = f"CAST({weight} > 0 AS TINYINT)" if units_of(survey).weights_of_zero else "1"
    return f"1 AS n, {positive} AS positive, {weight} AS w, {weight} * {weight} AS ww"
