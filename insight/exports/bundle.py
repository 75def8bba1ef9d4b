"""The filtered responses as one file to take away: the rows, their codebook, and what they are."""

from __future__ import annotations

import io
import json
import textwrap
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from insight.disclosure.anonymity import rows_to_release
from insight.exports.codebook_formats import codebook_toml_bytes
from insight.exports.croissant import CROISSANT, croissant
from insight.exports.csvw import CSVW, csvw
from insight.exports.datapackage import DATAPACKAGE, datapackage
from insight.exports.files import LIKE_A_FORMULA, NUMBER, without_formula
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.query.opened import OpenSurvey
from insight.reporting import provenance
from insight.survey.filters import Filter
from insight.survey.folders import CODEBOOK, Survey

Format = Literal["csv", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
README = "README.txt"
LARGEST_DOWNLOAD = 200_000  # respondents
WIDTH = 100


def bundle(
    survey: OpenSurvey,
    where: Filter,
    file_format: Format,
    language: Language,
    *,
    link: str = "",
    made: date,
) -> bytes:
    """Return the responses that a filter keeps as a zip file, as far as the codebook allows.

    Parameters
    ----------
    survey, where
        The respondents.
    file_format
        Of the rows.
    language
        Language of ``README.txt``, of ``datapackage.json`` and of what is made of it.
    link
        Address of the view that they belong to.
    made
        The day on which the file is made.

    Raises
    ------
    RequestError
        If the codebook does not allow responses to be downloaded.
    """
    rows, changes = responses(survey, where, language)
    name = f"responses.{file_format}"
    content = csv_of(rows) if file_format == "csv" else parquet_of(rows)
    package = datapackage(survey.codebook, rows.schema, name, language, _further(rows))
    described = json.loads(package)
    entries = {
        name: content,
        CODEBOOK: codebook_toml_bytes(survey),
        DATAPACKAGE: package,
        CROISSANT: croissant(described, content, link),
        **({f"{name}{CSVW}": csvw(described)} if file_format == "csv" else {}),
        README: "\r\n".join(
            _readme(survey, where, name, len(rows), changes, language, link, made)
        ).encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries.items():
            archive.writestr(
                zipfile.ZipInfo(entry, made.timetuple()[:6]), content, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


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


def _further(rows: pa.Table) -> dict[str, list[str]]:
    """The codes that were given as one, such as ``2+3``, by column."""
    codes = {}
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if pa.types.is_string(column.type):
            joined = pc.match_substring(column, "+")
            codes[name] = pc.unique(column.filter(joined)).to_pylist()
    return codes


def parquet_of(rows: pa.Table) -> bytes:
    """Write rows as Parquet, every value as it is."""
    buffer = io.BytesIO()
    pa.parquet.write_table(rows, buffer)
    return buffer.getvalue()


def csv_of(rows: pa.Table) -> bytes:
    """Write rows as CSV, in which no text is run by a spreadsheet."""
    buffer = io.BytesIO()
    columns = [_harmless(column) for column in rows.columns]
    names = [without_formula(name) for name in rows.column_names]
    pa.csv.write_csv(pa.table(columns, names=names), buffer)
    return buffer.getvalue()


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Put an apostrophe before text that looks like a formula."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    like = pc.match_substring_regex(column, f"^(?:{LIKE_A_FORMULA})")
    number = pc.match_substring_regex(column, f"^(?:{NUMBER})$")
    marked = pc.binary_join_element_wise(pa.scalar("'", column.type), column, "")
    return pc.if_else(pc.and_not(like, number), marked, column)


def _readme(
    survey: Survey,
    where: Filter,
    name: str,
    count: int,
    changes: Sequence[str],
    language: Language,
    link: str,
    made: date,
) -> Iterator[str]:
    """The lines of ``README.txt``: what is here, of whom, simulated or not, and on what terms."""
    book = survey.codebook

    def named(key: str, **values: object) -> str:
        return say(language, f"download.{key}", **values)

    title = named("readme", survey=book.title, count=numbers.whole(count, language))
    yield from (title, "=" * len(title), "")
    if words := provenance.mark([book], language):
        yield from (*textwrap.wrap(words, WIDTH), "")
    who = say(language, "table.respondents")
    entries = [(who, where.sentence(language)), *provenance.of_survey(book, language)]
    entries += [(named("link"), link)] if link else []
    entries.append((named("made"), numbers.day(made, language)))
    for label, words in (entry for entry in entries if entry[0] != named("simulated")):
        yield from _paragraph(f"{label}: ", words)
    yield from ("", named("readme_title"), "-" * len(named("readme_title")))
    told = [named("readme_file", file=name), named("readme_codebook"), named("readme_package")]
    told.append(named("readme_croissant"))
    told += [named("readme_csvw", file=f"{name}{CSVW}")] if name.endswith("csv") else []
    told.append(named("readme_simulated"))
    told += [named("readme_formula")] if name.endswith("csv") else []
    for words in (*told, named("readme_design")):
        yield from _paragraph("- ", words)
    if changes:
        yield from ("", named("readme_changed"), "-" * len(named("readme_changed")))
        for words in changes:
            yield from _paragraph("- ", words)
    yield ""


def _paragraph(start: str, words: str) -> list[str]:
    return textwrap.wrap(
        f"{start}{words}",
        WIDTH,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
