"""Sources of figures: a cube of sums, a table of responses in memory, or the file.

Here alone is decided which of them is read, by how many rows each is expected to have.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from insight.query.cubes.expected_cells import SampledCells
from insight.query.cubes.held_tables import HeldTable
from insight.query.cubes.sums_cube import (
    NOTHING,
    SUMS,
    UNIT,
    Content,
    Cube,
    make_cube,
    numbered_units,
)
from insight.query.explained import Source as Place
from insight.query.explained import note_read
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.query.sql import Sql, quote
from insight.query.store import Columns

# From how many respondents on anything is kept in memory, and how many there must be for each cell
# of a cube.
FEWEST_RESPONDENTS = 200_000
WORTH_SUMMING = 4
# What a cube or a table may take of the room there is for all surveys; one with replicate weights
# may take so much that 1 M respondents and 80 replicates fit.
MOST_BYTES = 400_000_000
MOST_WITH_REPLICATES = 900_000_000
SAMPLED = 200_000
# From so many units on, rows lie in the order of their units: there are so many sums that those of
# rows in any order are never near.
MANY_UNITS = 500
# What a value of each type takes, and sums of a cell.
WIDTHS = {"TINYINT": 1, "UTINYINT": 1, "BOOLEAN": 1, "SMALLINT": 2, "USMALLINT": 2,
          "INTEGER": 4, "UINTEGER": 4, "FLOAT": 4, "BIGINT": 8, "DOUBLE": 8}  # fmt: skip
WIDEST = 16
BYTES = 8
NARROW = {"TINYINT": 7, "SMALLINT": 15, "INTEGER": 31}


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
        ask = survey.query if self.place in ("file", "database") else survey.query_here
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


def known_cube(survey: OpenSurvey, columns: Iterable[str]) -> bool:
    """Whether there is a cube already that has these columns."""
    return isinstance(survey.known(_name(survey, [*columns], NOTHING)), Cube)


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
        return _of_table(survey, whole, with_replicates=True)
    cube = _cube(survey, whole)
    if cube is None and content is not None:
        cube = _cube(survey, background, content)
    if cube is not None:
        return _of_cube(survey, cube)
    if found := _of_table(survey, whole):
        return found
    own = _cube(survey, whole, only=True)
    return _of_cube(survey, own) if own else None


# --- Cubes ----------------------------------------------------------------------------------------


def _of_cube(survey: OpenSurvey, cube: Cube) -> Source:
    figures = ", ".join(f"{quote(words)} AS {name}" for name, words in SUMS.items())
    units = (UNIT,) if cube.has_units else ()
    rows = cube.table.rows
    return Source(Sql(cube.sql), "cube", rows, figures, units, cube.content, cube.table)


def _kept(survey: OpenSurvey) -> list[str]:
    """The columns by which every cube is: the wave, and all background variables."""
    book = survey.codebook
    waves = book.wave.columns if book.wave else ()
    return [*waves, *(column for variable in book.segments for column in variable.columns)]


def _name(
    survey: OpenSurvey, columns: Sequence[str], content: Content, *, only: bool = False
) -> tuple[object, ...]:
    added = sorted({*columns} - (set() if only else {*_kept(survey)}))
    return ("cube", only, content.name, *added)


def _cube(
    survey: OpenSurvey, columns: Sequence[str], content: Content = NOTHING, *, only: bool = False
) -> Cube | None:
    """The cube by all background variables and the columns named; None where it does not pay.

    With `only` it is by the columns named alone.
    """
    kept = [] if only else _kept(survey)
    added = sorted({*columns} - {*kept})
    if added and kept and not _pays(survey, kept):
        return None
    whole = [*kept, *added]

    def make() -> Cube | None:
        if not _pays(survey, whole, content):
            return None
        cube = make_cube(survey, whole, content)
        # Expected were fewer.
        return cube if cube.table.rows <= 2 * _most_cells(survey, whole, content) else None

    return survey.recall(_name(survey, columns, content, only=only), make)


def _pays(survey: OpenSurvey, columns: Sequence[str], content: Content = NOTHING) -> bool:
    """Whether a cube by some columns is expected to have few cells."""
    most = _most_cells(survey, columns, content)
    if _bound(survey, columns) * content.rows <= most:
        return True
    name = ("sampled cells", *columns)
    sampled = survey.recall(name, lambda: _sample(survey, columns))
    return min(sampled.among(survey.respondents), _bound(survey, columns)) * content.rows <= most


def _most_cells(survey: OpenSurvey, columns: Sequence[str], content: Content) -> float:
    width = _width(survey, columns) + BYTES * (1 + len(SUMS) + len(content.told))
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
    row = {name: int(column[0]) for name, column in survey.query(sql, responses).items()}
    return SampledCells(row["n"], row["cells"], row["once"], row["twice"])


# --- Rows -----------------------------------------------------------------------------------------


def _of_file(survey: OpenSurvey, columns: Sequence[str], *, replicates: bool) -> Source:
    design = survey.codebook.design
    read = [*design.unit_columns, *columns]
    read += [design.weight] if design.weight else []
    read += design.replicate_columns if replicates else ()
    sql = survey.select(read)
    place: Place = "database" if survey.codebook.source_table else "file"
    return Source(sql, place, survey.respondents, _row_figures(survey), design.unit_columns)


def _row_figures(survey: OpenSurvey) -> str:
    """The figures of a row of responses."""
    design = survey.codebook.design
    weight = quote(design.weight) if design.weight else "1.0::DOUBLE"
    positive = f"CAST({weight} > 0 AS TINYINT)" if units_of(survey).weights_of_zero else "1"
    return f"1 AS n, {positive} AS positive, {weight} AS w, {weight} * {weight} AS ww"


def _of_table(
    survey: OpenSurvey, columns: Sequence[str], *, with_replicates: bool = False
) -> Source | None:
    """The responses in memory, where they fit: all background variables and the columns named.

    With replicate weights it is all variables, for those take so long to read that there is one
    table for all items.
    """
    if survey.codebook.source_table:
        return None  # rows of respondents stay where they are
    design = survey.codebook.design
    kept = _kept(survey)
    if with_replicates:
        variables = survey.codebook.variables.values()
        kept = [*design.replicate_columns, *(name for one in variables for name in one.columns)]
    whole = list(dict.fromkeys([*kept, *([] if with_replicates else sorted({*columns} - {*kept}))]))
    weight = [design.weight] if design.weight else []
    read = list(dict.fromkeys([*whole, *weight, *design.unit_columns]))
    nbytes = survey.respondents * (_width(survey, [*whole, *weight]) + BYTES // 2)
    most = MOST_WITH_REPLICATES if with_replicates else MOST_BYTES
    if nbytes > most or not {*columns} <= {*read}:
        return None

    def make() -> HeldTable:
        responses = survey.select(read)
        types = _narrow_types(survey)
        listed = [
            f"CAST({quote(name)} AS {types[name]}) AS c{number}"
            if name in types
            else f"{quote(name)} AS c{number}"
            for number, name in enumerate(dict.fromkeys([*whole, *weight]))
        ]
        text = f"SELECT {', '.join(listed)} FROM ({responses.text})"
        if design.unit_columns:
            numbered = numbered_units(survey)
            in_order = "ORDER BY unit" if numbered.rows > MANY_UNITS else ""
            met = (f"{quote(name)} = u{at}" for at, name in enumerate(design.unit_columns))
            text = (
                f"SELECT unit, {', '.join(listed)} FROM ({responses.text}) AS responses "
                f"JOIN {numbered.name} AS units ON {' AND '.join(met)} {in_order}"
            )
        return survey.of_one_version(
            lambda: HeldTable(survey.store, Sql(text, responses.values), nbytes)
        )

    table = survey.recall(("table", with_replicates, *whole), make)
    names = list(dict.fromkeys([*whole, *weight]))
    listed = [f"unit AS {quote(UNIT)}"] if design.unit_columns else []
    listed += [f"c{number} AS {quote(name)}" for number, name in enumerate(names)]
    units = (UNIT,) if design.unit_columns else ()
    sql = Sql(f"SELECT {', '.join(listed)} FROM {table.name}")
    return Source(sql, "memory", table.rows, _row_figures(survey), units, held=table)


def _width(survey: OpenSurvey, columns: Sequence[str]) -> int:
    """How many bytes the columns of a row take."""
    narrow = _narrow_types(survey)
    doubles = {survey.codebook.design.weight, *survey.codebook.design.replicate_columns}
    types = ((name, narrow.get(name) or survey.types.get(name, "")) for name in columns)
    return sum(BYTES if name in doubles else WIDTHS.get(one, WIDEST) for name, one in types)


def _narrow_types(survey: OpenSurvey) -> dict[str, str]:
    """The narrowest type of each column that holds the codes of its variable."""
    found: dict[str, str] = {}
    for variable in survey.codebook.variables.values():
        if variable.kind == "multiple":
            found |= dict.fromkeys(variable.columns, "TINYINT")
        elif variable.kind == "single" and variable.integer_codes and variable.categories:
            largest = max(abs(int(category.code)) for category in variable.categories)
            for sql_type, digits in NARROW.items():
                if largest < 1 << digits:
                    found[variable.id] = sql_type
                    break
    return found
