"""A new weight in a survey's folder: a column of the responses, and its place in the codebook.

Both files are made ready and checked as a survey of their own before they take the place of the
old ones, the responses first: whoever reads between sees the old codebook and a column that it does
not speak of. Everything else in the files stays as it is, comments included.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from insight.language.catalogue import Text
from insight.language.errors import Fault, RequestError, reason_of
from insight.query.engines.engine import RowsRefusedError
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import shared_store
from insight.statistics.raking import Floats
from insight.survey.disk.held_folders import DRAFT, held_folder
from insight.survey.folders import CODEBOOK, RESPONSES, Survey, read_survey, read_text
from insight.survey.raked.raked_design import RakedMargin
from insight.survey.raked.raked_writer import margins_written
from insight.survey.recipe.application import RECIPE
from insight.survey.toml_edits import Place, edit


def may_be_column(survey: Survey, column: str, replace: str | None) -> None:
    """Refuse a column that is there already, unless it is named to be replaced and no answer.

    Raises
    ------
    RequestError
        If the column or a variable of that name exists and is not to be replaced, or is something
        that respondents were asked or are grouped by; or if the responses stand in a database.
    """
    book = survey.codebook
    if book.source_table:
        raise RowsRefusedError
    there = column in pq.read_schema(survey.responses).names
    if survey.recoding and survey.recoding.written.design.weight != book.design.weight:
        raise RequestError(Fault("fault.weight_in_recipe", {"column": book.design.weight}))
    if book.design.replicates:
        raise RequestError(Fault("fault.weight_of_replicates", {"column": book.design.weight}))
    existing = book.variables.get(column)
    values = {"column": column}
    if replace is not None and replace != column:
        raise RequestError(Fault("fault.replace_other", {"column": column, "replaced": replace}))
    if (there or existing is not None) and replace is None:
        raise RequestError(Fault("fault.weight_exists", values))
    design = (book.design.wave, book.design.strata, book.design.psu, *book.design.fpc)
    of_others = {
        name
        for variable in book.variables.values()
        if variable is not existing
        for name in variable.columns
    }
    if existing is not None and (existing.role != "other" or existing.kind != "numeric"):
        raise RequestError(Fault("fault.weight_is_answer", values))
    if column in design or column in of_others:
        raise RequestError(Fault("fault.weight_is_answer", values))


def write_weight(
    survey: OpenSurvey,
    column: str,
    weights: Floats,
    words: tuple[Text, Text],
    margins: Sequence[RakedMargin] = (),
) -> None:
    """Put weights into a survey's folder and make them the weight of its design.

    Parameters
    ----------
    survey
        The survey.
    column
        The column's name; a column of that name is replaced.
    weights
        One for each respondent; whom a recipe leaves out gets none.
    words
        The label and the note that the codebook is to have of it.
    margins
        The margins that it is to keep.

    Raises
    ------
    CodebookError, DataError
        If the folder would not be a survey with it, such as for a name that is none.
    RequestError
        If the folder may not be written to.
    """
    try:
        with held_folder(DRAFT, survey.folder) as root:
            draft = root / survey.folder.name
            draft.mkdir()
            text = with_weight(read_text(survey.folder), column, words, margins)
            (draft / CODEBOOK).write_bytes(text.encode())
            whole = np.full(len(kept := survey.kept().to_numpy()), np.nan)
            whole[kept] = weights
            _write_responses(survey.responses, draft / RESPONSES, column, whole)
            if (survey.folder / RECIPE).exists():
                shutil.copyfile(survey.folder / RECIPE, draft / RECIPE)
            open_in(shared_store(), read_survey(draft))
            for name in (RESPONSES, CODEBOOK):
                target = (survey.folder / name).resolve()
                shutil.copymode(target, draft / name)
                (draft / name).replace(target)
    except OSError as error:
        values = {"file": str(survey.folder), "reason": reason_of(error)}
        raise RequestError(Fault("fault.not_written", values)) from error


def _write_responses(source: Path, target: Path, column: str, weights: Floats) -> None:
    """Copy the responses with the column, one group of rows at a time."""
    with pq.ParquetFile(source) as old:
        schema, at = _with_field(old.schema_arrow, column)
        with pq.ParquetWriter(target, schema, compression=_compression(old)) as writer:
            start = 0
            for number in range(old.num_row_groups):
                rows = old.read_row_group(number)
                end = start + len(rows)
                columns = rows.columns
                columns[at : at + 1 if at < len(columns) else at] = [
                    pa.chunked_array([pa.array(weights[start:end], from_pandas=True)])
                ]
                writer.write_table(pa.table(columns, schema=schema), max(len(rows), 1))
                start = end


def _with_field(schema: pa.Schema, column: str) -> tuple[pa.Schema, int]:
    """The schema with the column, and its place."""
    field, at = pa.field(column, pa.float64()), schema.get_field_index(column)
    if at < 0:
        return schema.append(field), len(schema)
    return schema.set(at, field), at


def _compression(old: pq.ParquetFile) -> str:
    """How the file is compressed."""
    if not old.num_row_groups or not old.metadata.num_columns:
        return "snappy"
    name = str(old.metadata.row_group(0).column(0).compression).lower()
    return {"uncompressed": "none"}.get(name, name)


def with_weight(
    text: str, column: str, words: tuple[Text, Text], margins: Sequence[RakedMargin] = ()
) -> str:
    r"""Return a codebook's text with the weight in its design and among its variables.

    Margins of a weight before it are taken out.

    Raises
    ------
    RequestError
        If the text could not be edited without changing something else.

    Examples
    --------
    >>> survey, same = '[variables.q] # asked\nkind = "single"\n', Text("Vekt", "Weight")
    >>> print(with_weight(survey, "w", (same, same)))
    [variables.q] # asked
    kind = "single"
    <BLANKLINE>
    [variables.w]
    role = "other"
    kind = "numeric"
    label = { nb = "Vekt", en = "Weight" }
    note = { nb = "Vekt", en = "Weight" }
    <BLANKLINE>
    [design]
    weight = "w"
    <BLANKLINE>
    """
    label, note = words
    variable = {
        "role": "other",
        "kind": "numeric",
        "label": {"nb": label.nb, "en": label.en},
        "note": {"nb": note.nb, "en": note.en},
    }
    edits: dict[Place, Any] = {("variables", column): variable, ("design", "weight"): column}
    if margins:
        edits["design", "raked"] = margins_written(margins)
    elif "raked" in tomllib.loads(text).get("design", {}):
        edits["design", "raked"] = None
    return edit(text, edits)
