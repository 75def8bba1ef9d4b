"""Files to take away: tables as CSV, JSON or Parquet, their names, and how they are written.

A spreadsheet runs a cell that starts like a formula, wherever its words came from. In a CSV such
text gets an apostrophe before it, as a spreadsheet itself would mark it; numbers never do.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from insight.analysis.tidy import TidyRows
from insight.language.errors import Fault, RequestError, reason_of
from insight.survey.disk.held_folders import DRAFT, held_folder
from insight.survey.filters import Filter

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["csv", "json", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)


def tidy_bytes(tidy: TidyRows, file_format: Format = "csv") -> bytes:
    """Write a tidy result: UTF-8, comma and point in CSV, ``null`` for empty in JSON.

    Ids and codes stand in the CSV as they are, for programs look them up; labels, question and
    filter go through :func:`without_formula`.
    """
    match file_format:
        case "csv":
            return _tidy_csv(tidy).encode()
        case "json":
            return (json.dumps(tidy.rows, ensure_ascii=False, indent=1) + "\n").encode()
        case "parquet":
            buffer = io.BytesIO()
            tidy.to_pandas().to_parquet(buffer, index=False)
            return buffer.getvalue()


def _tidy_csv(tidy: TidyRows) -> str:
    labels = {name for name in tidy.kinds if name.endswith("_label")} | {"question", "filter"}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(tidy.kinds)
    for row in tidy.rows:
        writer.writerow(_written(value, name in labels) for name, value in row.items())
    return buffer.getvalue()


def _written(value: object, is_label: bool) -> object:
    """A value as it stands in a CSV."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return without_formula(value) if is_label and isinstance(value, str) else value


def spreadsheet_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table as the CSV that a Norwegian Excel opens: semicolon, decimal comma, BOM."""
    safe = harmless(_truth_in_words(frame), frame.columns)
    safe = safe.rename(columns=without_formula)
    return safe.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n").encode("utf-8-sig")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table of words as CSV: UTF-8, comma and point."""
    return harmless(frame, frame.columns).to_csv(index=False, lineterminator="\n").encode()


def _truth_in_words(frame: pd.DataFrame) -> pd.DataFrame:
    truths = frame.select_dtypes(bool).columns
    return frame.assign(
        **{str(name): frame[name].map({True: "true", False: "false"}) for name in truths}
    )


# What a spreadsheet takes for the start of a formula, and what is a number all the same.
LIKE_A_FORMULA = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
NUMBER = r"[+\-]?[0-9]+([.,][0-9]+)?"


def without_formula(words: str) -> str:
    """Return `words` so that no spreadsheet runs them: an apostrophe before what looks like it.

    Examples
    --------
    >>> without_formula("=1+1"), without_formula("-1"), without_formula("60 or over")
    ("'=1+1", '-1', '60 or over')
    """
    safe = not re.match(LIKE_A_FORMULA, words) or re.fullmatch(NUMBER, words)
    return words if safe else f"'{words}"


def harmless(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return a table in which no text of `columns` is run by a spreadsheet."""
    return frame.assign(
        **{
            name: frame[name].map(
                lambda cell: without_formula(cell) if isinstance(cell, str) else cell
            )
            for name in columns
            if frame[name].dtype.kind not in "biuf"
        }
    )


LONGEST_NAME = 120
_SPELLED = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A", "ß": "ss"})


def file_name(stem: str, where: Filter, ending: str) -> str:
    """Name a file for what it holds, in letters that every system can write.

    Parameters
    ----------
    stem
        Survey, item and breakdown, such as ``citizens_trust_by_age_group``.
    where
        The respondents, which are named after that.
    ending
        Of the file, such as ``csv``.

    Examples
    --------
    >>> file_name("citizens_trust", Filter(), "csv")
    'citizens_trust.csv'
    """
    conditions = (
        "-".join((condition.variable.id, *condition.codes)) for condition in where.conditions
    )
    parts = (_spell(part) for part in (stem, *conditions))
    return f"{'_'.join(part for part in parts if part)[:LONGEST_NAME]}.{ending}"


def _spell(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.translate(_SPELLED))
    plain = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-_")


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    RequestError
        If the folder does not exist or may not be written to.
    """
    with written_whole(path) as draft:
        draft.write_bytes(content)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a draft to write, which takes the place of a file when all of it is written.

    A device such as ``/dev/null`` is written to itself.

    Raises
    ------
    RequestError
        If the folder does not exist or may not be written to, or is full.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.open("ab").close()  # a folder is refused here
            yield target
            return
        with held_folder(DRAFT, target.parent) as folder:
            draft = folder / "draft"
            yield draft
            draft.replace(target)
    except (OSError, RuntimeError) as error:
        values = {"file": str(path), "reason": reason_of(error)}
        raise RequestError(Fault("fault.not_written", values)) from error
