"""Sources of figures: a cube of sums, responses in memory or in order on disk, or their file.

Here alone is decided which of them is read, by how many rows each is expected to have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from insight.query.cubes.expected_cells import has_at_most
from insight.query.cubes.held_tables import UNIT, HeldTable
from insight.query.cubes.responses_in_memory import (
    background_columns,
    nbytes_of_rows,
    take_in_rows,
    width_of,
)
from insight.query.cubes.rows_in_order import RowsInOrder, keep_rows_in_order, rows_in_order
from insight.query.cubes.sums_cube import NOTHING, SUMS, Content, Cube, count_people, make_cube
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
BYTES = 8  # of a sum
# What takes time where respondents are read one by one, each as many as could be added up
# meanwhile: to pass one by who is not asked about, to do so where they lie in order, and to begin a
# cell of a cube. A cube by what is asked for is made where that takes at most so many times as long
# as to read what is asked.
PASSING, PASSING_IN_ORDER, BEGINNING, MOST_TIMES = 0.3, 0.05, 20, 2


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
        The table or file, which is there as long as somebody holds it.
    """

    sql: Sql
    place: Place
    rows: int
    figures: str
    units: tuple[str, ...]
    content: Content = NOTHING
    held: HeldTable | RowsInOrder | None = field(default=None, repr=False)

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
    apart: bool = True,
    share: float = 1.0,
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
    apart
        Whether sums are asked for, of each sampling unit by itself; else respondents are counted.
    share
        About which part of the respondents the question is.
    """
    background = list(dict.fromkeys(columns))
    whole = list(dict.fromkeys([*background, *answers]))
    words = {name.casefold() for name in (UNIT, *SUMS.values())}
    is_small = survey.respondents < FEWEST_RESPONDENTS
    if is_small or words & {name.casefold() for name in whole}:
        found = None
    elif replicates:
        found = _of_table(survey, whole, replicates=True)
    else:
        found = _in_memory(survey, background, whole, content, apart=apart, share=share)
    source = found or _of_file(survey, whole, replicates=replicates)
    note_read(source.place, source.rows, survey, " ".join(whole))
    return source


def _in_memory(
    survey: OpenSurvey,
    background: Sequence[str],
    whole: Sequence[str],
    content: Content | None,
    *,
    apart: bool,
    share: float,
) -> Source | None:
    cube = _cube(survey, whole)
    if cube is None and content is not None:
        cube = _cube(survey, background, content)
    if cube is None and not apart:
        cube = _people(survey, whole)
    if cube is not None:
        return _of_cube(survey, cube)
    if found := _of_table(survey, whole, replicates=False):
        return found
    rows = rows_in_order(survey)
    if rows is not None and not {*whole} <= {*rows.columns}:
        rows = None
    if apart and (own := _own_cube(survey, whole, share, rows)):
        return _of_cube(survey, own)
    return None if rows is None else _of_rows_in_order(survey, rows)


def put_in_order(survey: OpenSurvey) -> None:
    """Keep the responses of a survey on disk in order, where questions read them one by one.

    Parameters
    ----------
    survey
        The survey.

    Raises
    ------
    SurveyReplacedError
        If the survey's files are replaced meanwhile.
    """
    if survey.respondents >= FEWEST_RESPONDENTS and _is_read_one_by_one(survey):
        keep_rows_in_order(survey)


def _is_read_one_by_one(survey: OpenSurvey) -> bool:
    """Whether neither a cube by all background has room, nor respondents with some question."""
    book, kept = survey.codebook, background_columns(survey)
    if book.source_table or book.design.replicates:
        return False
    widest = max((nbytes_of_rows(survey, [*kept, *item.columns]) for item in book.items), default=0)
    return widest > MOST_BYTES and not _pays(survey, sorted({*kept}))


# --- Cubes ----------------------------------------------------------------------------------------


def _of_cube(survey: OpenSurvey, cube: Cube) -> Source:
    rows, held = cube.table.rows, cube.table
    return Source(Sql(cube.sql), "cube", rows, cube.figures, cube.units, cube.content, held)


def _cube(survey: OpenSurvey, columns: Sequence[str], content: Content = NOTHING) -> Cube | None:
    """The cube by all background variables and the columns named; None where it does not pay."""
    kept = sorted({*background_columns(survey)})
    # In one order, so that those who ask for the same columns have the same sample and cube.
    whole = sorted({*kept, *columns})
    if kept and whole != kept and not _pays(survey, kept):
        return None
    return _made(survey, whole, content, _most_cells(survey, whole, content))


def _own_cube(
    survey: OpenSurvey, columns: Sequence[str], share: float, rows: RowsInOrder | None
) -> Cube | None:
    """The cube by the columns named alone, and by what tells units apart anyway.

    None where it takes longer to make than to read a few times what is asked.
    """
    told = {*survey.codebook.design.unit_columns} & {*background_columns(survey)}
    whole = sorted({*columns, *told})
    passing = PASSING_IN_ORDER if rows else PASSING
    reading, making = passing + share, passing + 1
    worth = survey.respondents * (MOST_TIMES * reading - making) / BEGINNING
    has_all = rows is not None and {*whole} <= {*rows.columns}
    most = min(worth, _most_cells(survey, whole, NOTHING))
    return _made(survey, whole, NOTHING, most, rows if has_all else None)


def _made(
    survey: OpenSurvey,
    columns: Sequence[str],
    content: Content,
    most: float,
    rows: RowsInOrder | None = None,
) -> Cube | None:
    """The cube by some columns; None where it is expected to have more cells than that."""

    def make() -> Cube | None:
        cube = make_cube(survey, columns, content, rows)
        # Expected were fewer.
        return cube if cube.table.rows <= 2 * most else None

    name = ("cube", content.name, *columns)
    known = survey.known(name)
    if isinstance(known, Cube):
        return known
    has_few = partial(has_at_most, survey, columns, content, most)
    return survey.recall(name, make) if survey.recall(("few", most, *name), has_few) else None


def _people(survey: OpenSurvey, columns: Sequence[str]) -> Cube | None:
    """The respondents counted by all background variables, where these tell all that is asked."""
    kept = sorted({*background_columns(survey)})
    if not kept or not {*columns} <= {*kept}:
        return None
    width = width_of(survey, kept) + BYTES * 2
    most = min(survey.respondents / WORTH_SUMMING, MOST_BYTES / width)

    def make() -> Cube | None:
        met = has_at_most(survey, kept, NOTHING, most, apart=False)
        return count_people(survey, kept) if met else None

    return survey.recall(("people", *kept), make)


def _pays(survey: OpenSurvey, columns: Sequence[str]) -> bool:
    """Whether a cube by some columns is expected to have few cells."""
    return has_at_most(survey, columns, NOTHING, _most_cells(survey, columns, NOTHING))


def _most_cells(survey: OpenSurvey, columns: Sequence[str], content: Content) -> float:
    width = width_of(survey, columns) + BYTES * (1 + len(SUMS) + len(content.told))
    return min(survey.respondents / WORTH_SUMMING, MOST_BYTES / width)


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


def _of_rows_in_order(survey: OpenSurvey, rows: RowsInOrder) -> Source:
    count, figures = survey.respondents, _row_figures(survey)
    return Source(rows.sql, "in order", count, figures, rows.units, held=rows)


def _row_figures(survey: OpenSurvey) -> str:
    """The figures of a row of responses."""
    design = survey.codebook.design
    weight = quote(design.weight) if design.weight else "1.0::DOUBLE"
    positive = f"CAST({weight} > 0 AS TINYINT)" if units_of(survey).weights_of_zero else "1"
    return f"1 AS n, {positive} AS positive, {weight} AS w, {weight} * {weight} AS ww"
