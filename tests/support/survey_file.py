"""Survey files for tests: as a reader gives them, or written as .sav."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from insight.importers.drafting.draft import draft_of
from insight.importers.drafting.parts import Draft
from insight.importers.readers.source import AnswerSet, MissingRange, SourceColumn, SourceFile
from insight.importers.readers.values import numbers


def column(
    name: str,
    values: Sequence | pa.ChunkedArray,
    label: str = "",
    labels: Mapping | None = None,
    missing: Sequence = (),
    measure: str = "",
) -> tuple[SourceColumn, pa.ChunkedArray]:
    """Return a column as a reader gives it; `missing` holds values, or pairs of both ends."""
    if not isinstance(values, pa.ChunkedArray):
        plain = [one for one in values if one is not None]
        whole = plain and all(isinstance(one, int) for one in plain)
        values = pa.chunked_array([numbers(values) if whole else pa.array(values)])
    ranges = tuple(
        MissingRange(*one) if isinstance(one, tuple) else MissingRange(one, one) for one in missing
    )
    return SourceColumn(name, label, labels or {}, ranges, measure, values.type), values


def survey_file(
    *columns: tuple[SourceColumn, pa.ChunkedArray],
    sets: Sequence[AnswerSet] = (),
    weight: str | None = None,
    title: str = "",
) -> SourceFile:
    """Return a file with these columns."""
    values = [one for _, one in columns]
    return SourceFile(
        path_name="file.sav",
        format="spss",
        rows=len(values[0]),
        columns=tuple(one for one, _ in columns),
        read=lambda position: values[position],
        title=title,
        sets=tuple(sets),
        weight=weight,
    )


def drafted(*columns: tuple[SourceColumn, pa.ChunkedArray], **more) -> Draft:
    """Return the survey that is drafted from a file with these columns."""
    return draft_of(survey_file(*columns, **more))


def responses(draft: Draft) -> dict[str, list]:
    """Return the columns that a draft writes."""
    return {
        name: values.to_pylist()
        for piece in draft.pieces
        for name, values in zip(piece.names, piece.make(), strict=True)
    }


def write_sav(path: Path, frame: Mapping[str, Sequence], **more) -> Path:
    """Write a small SPSS file; `more` goes to pyreadstat."""
    import pyreadstat

    pyreadstat.write_sav(pd.DataFrame(frame), str(path), **more)
    return path
