"""Files to take away: tables as CSV, JSON or Parquet, and how a file is named.

A spreadsheet runs a cell that starts like a formula, wherever its words came from. In a CSV such
text gets an apostrophe before it, as a spreadsheet itself would mark it; numbers never do.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from insight.disclosure.anonymity import rows_to_release
from insight.language.catalogue import Language
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.filters import Filter

Format = Literal["csv", "json", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)


def tidy_bytes(frame: pd.DataFrame, file_format: Format = "csv") -> bytes:
    """Write a tidy result: UTF-8, comma and point in CSV, ``null`` for empty in JSON.

    Ids and codes stand in the CSV as they are, for programs look them up; labels, question and
    filter are :func:`harmless`.
    """
    match file_format:
        case "csv":
            return _csv(harmless(_truth_in_words(frame), _labels(frame)))
        case "json":
            rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
            return (json.dumps(rows, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()
        case "parquet":
            buffer = io.BytesIO()
            pa.parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), buffer)
            return buffer.getvalue()


def spreadsheet_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table as the CSV that a Norwegian Excel opens: semicolon, decimal comma, BOM."""
    safe = harmless(_truth_in_words(frame), frame.columns)
    safe.columns = pd.Index([without_formula(str(name)) for name in frame.columns])
    return safe.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n").encode("utf-8-sig")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table of words as CSV: UTF-8, comma and point."""
    return _csv(harmless(frame, frame.columns))


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _truth_in_words(frame: pd.DataFrame) -> pd.DataFrame:
    truths = frame.select_dtypes(bool).columns
    return frame.assign(
        **{str(name): frame[name].map({True: "true", False: "false"}) for name in truths}
    )


def _labels(frame: pd.DataFrame) -> list[str]:
    """The columns of a tidy result that hold words for people."""
    words = ("question", "filter")
    return [name for name in frame.columns if name.endswith("_label") or name in words]


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


def _plain(value: object) -> object:
    """A numpy scalar as the Python number that JSON knows."""
    return value.item()  # type: ignore[attr-defined]


def responses(
    survey: OpenSurvey, respondents: Filter, language: Language
) -> tuple[pa.Table, list[str]]:
    """Return the filtered respondents, marked where they are simulated, and what was changed.

    Raises
    ------
    RequestError
        If the responses may not be given; see :func:`insight.disclosure.anonymity.refusal`.
    """
    rows, changed = rows_to_release(survey, respondents)
    if "simulated" in rows.column_names:
        rows = rows.drop_columns(["simulated"])
    simulated = pa.array([survey.codebook.simulated] * len(rows), pa.bool_())
    marked = rows.append_column("simulated", simulated)
    return marked, [change.text(language) for change in changed]


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    RequestError
        If the folder does not exist or may not be written to.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)  # a device such as /dev/null; a folder is refused here
            return
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".insight-") as folder:
            draft = Path(folder) / "draft"
            draft.write_bytes(content)
            draft.replace(target)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        values = {"file": str(path), "reason": reason or type(error).__name__}
        raise RequestError(Fault("fault.not_written", values)) from error
