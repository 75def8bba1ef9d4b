"""The table of an organisation's database in which the responses of a survey stand.

The codebook names the database's engine and the table. Its address and secret are never in a file
of the survey: they are the operator's.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from insight.language.catalogue import Text, is_plain
from insight.survey.design import Design, DisclosureRules
from insight.survey.toml_reader import TomlReader

ENGINES = ("clickhouse",)
LONGEST_TABLE = 200
_MARK = ":table="


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table by its name, which may begin with that of its database and a dot."""

    engine: str
    table: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The name of the database, where it is given, and that of the table.

        Examples
        --------
        >>> SourceTable("clickhouse", "reg.answers_2026").parts
        ('reg', 'answers_2026')
        """
        return tuple(self.table.split(".", 1))


def read_source(reader: TomlReader) -> tuple[Text | None, SourceTable | None]:
    """Read what a codebook says of its source: a publication, and the table with the responses.

    Parameters
    ----------
    reader
        The codebook.

    Returns
    -------
    tuple
        The publication, None where it names none; and the table, None where the responses are a
        file beside the codebook.
    """
    value = reader.value("source")
    named = {*value} if isinstance(value, dict) else set()
    if not named & {"engine", "table"}:
        return reader.optional_text("source"), None
    source = reader.table("source")
    publication = source.both_languages() if named & {"nb", "en"} else None
    return publication, _source_table(source)


def _source_table(reader: TomlReader) -> SourceTable:
    engine = reader.choice("engine", ENGINES, None)
    table = reader.string("table", required=True) or ""
    whole = all(part.strip() for part in table.split(".", 1))
    if table and (not whole or not is_plain(table) or len(table) > LONGEST_TABLE):
        reader.fault("fault.source_table", "table", value=table)
    return SourceTable(engine, table)


def check_source(
    reader: TomlReader, table: SourceTable | None, design: Design, rules: DisclosureRules
) -> None:
    """Note what a codebook asks of responses in a table that takes rows of respondents.

    Parameters
    ----------
    reader
        The codebook.
    table
        The table; None for a file, of which all may be asked.
    design, rules
        What else the codebook says.
    """
    if table is None:
        return
    if rules.microdata != "closed":
        reader.fault("fault.source_microdata", "disclosure.microdata", value=rules.microdata)
    if design.replicates and design.replicates.df is None:
        reader.fault("fault.engine_replicates", "design.replicates")


def names_engine(codebook: Path) -> bool:
    """Whether a codebook, which may be faulty, says that its responses stand in a database."""
    try:
        source = tomllib.loads(codebook.read_text("utf-8-sig")).get("source")
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(source, dict) and "engine" in source


def with_mark(version: str, mark: str) -> str:
    """Return the version of a survey whose table has a mark, which changes when the table does."""
    return f"{version}{_MARK}{mark}"


def mark_in(version: str) -> str:
    """Return the mark of a survey's table; nothing where the version has none.

    Examples
    --------
    >>> mark_in(with_mark("/data/s:1:absent:absent", "a0")), mark_in("/data/s:1:2:absent")
    ('a0', '')
    """
    found = re.search(rf"{_MARK}([0-9a-f]+)", version)
    return found[1] if found else ""
