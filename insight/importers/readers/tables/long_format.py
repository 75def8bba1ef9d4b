"""Long format: one row for each answer, so that a respondent has several.

Such a file is read as it is, but each row would count as a respondent. A column of persons repeats,
a column of items tells a person's rows apart, and little else differs between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.readers.source import SourceFile
from insight.importers.readers.values import clean_label
from insight.language.errors import Fault, shorten

PERSONS = frozenset(
    (
        *("id", "idno", "pid", "rid", "uuid", "case", "caseid", "record", "recordid"),
        *("respondent", "resp", "respid", "respondentid", "respondentnr", "respondentno"),
        *("responseid", "submissionid", "person", "personid", "subject", "subjectid"),
        *("participant", "participantid", "informant", "informantid", "user", "userid"),
        *("deltaker", "deltakerid", "svarid", "svarer", "svarerid", "bruker", "brukerid"),
        *("løpenr", "lopenr", "løpenummer", "lopenummer"),
    )
)
ITEMS = frozenset(
    (
        *("item", "itemid", "question", "questionid", "questioncode", "qid", "statement"),
        *("variable", "varname", "indicator", "field", "fieldname"),
        *("spørsmål", "sporsmal", "spørsmålid", "påstand", "pastand", "variabel", "indikator"),
    )
)
REPEATED = ("redcap_repeat_instance", "redcap_repeat_instrument")
NUMBERED = re.compile(r"\D{1,40}[ ._-]?\d+(?:[._-]\w+)*")
FEWEST_ROWS = 4
MOST_COLUMNS = 12  # in which persons and items are looked for whatever they are called
MOST_COMPARED = 60  # columns that are compared between the rows of a person
MOST_ITEMS = 1_000
MOST_ANSWERS = 3  # columns that differ between rows: an answer, its text, a time
FILLED = 0.6  # share of all pairs of person and item that are there
FEWEST_PERSONS = 10
SEVERAL = 1.05  # filled cells per person that are more than one
MOST_PERSONS = 0.8  # of the rows, to say that persons repeat


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that may tell persons or items apart."""

    position: int
    name: str
    values: pa.ChunkedArray
    distinct: int

    @property
    def plain_name(self) -> str:
        return re.sub(r"[\W_]", "", self.name.casefold())


def long_format_remark(source: SourceFile) -> Fault | None:
    """Return what is to be said of a file in which a respondent has several rows."""
    if source.rows < FEWEST_ROWS:
        return None
    columns = list(_key_columns(source))
    for persons, items in permutations(columns, 2):
        if _may_be_pairs(persons, items, source.rows) and _are_answers(source, persons, items):
            return _long_remark(source, persons, items)
    for persons in columns:
        if persons.plain_name in PERSONS and _has_several_rows(source, persons):
            values = {
                "column": shorten(clean_label(persons.name)),
                "persons": persons.distinct,
                "rows": source.rows,
            }
            return Fault("fault.import_several_rows", values)
    return None


def _key_columns(source: SourceFile) -> Iterator[_Column]:
    """Yield columns of numbers or texts that everybody has and that repeat."""
    for position, column in enumerate(source.columns):
        plain = re.sub(r"[\W_]", "", column.name.casefold())
        if len(source.columns) > MOST_COLUMNS and plain not in PERSONS | ITEMS:
            continue
        if not (pa.types.is_integer(column.type) or pa.types.is_string(column.type)):
            continue
        values = source.values(position)
        if values.null_count:
            continue
        distinct = pc.count_distinct(values).as_py()
        if 2 <= distinct <= MOST_PERSONS * source.rows:
            yield _Column(position, column.name, values, distinct)


def _may_be_pairs(persons: _Column, items: _Column, rows: int) -> bool:
    pairs = persons.distinct * items.distinct
    if not FILLED * pairs <= rows <= pairs or items.distinct > MOST_ITEMS:
        return False
    if items.plain_name in PERSONS or persons.plain_name in ITEMS:
        return False
    if items.plain_name in ITEMS:
        return True
    if not pa.types.is_string(items.values.type):
        return False
    return persons.plain_name in PERSONS or (
        persons.distinct > items.distinct and _are_names_of_items(items)
    )


def _are_names_of_items(items: _Column) -> bool:
    """Whether texts are numbered as questions are, or questions themselves."""
    names = pc.unique(items.values).to_pylist()
    return all(NUMBERED.fullmatch(name) or name.endswith("?") for name in names)


def _are_answers(source: SourceFile, persons: _Column, items: _Column) -> bool:
    """Whether no person has two rows of one item, and their rows differ in little else."""
    table = pa.table({"person": persons.values, "item": items.values})
    if table.group_by(["person", "item"]).aggregate([]).num_rows < table.num_rows:
        return False
    others = [
        at for at in range(len(source.columns)) if at not in (persons.position, items.position)
    ]
    constant = [_is_constant(source.values(at), persons) for at in others[:MOST_COMPARED]]
    return constant.count(False) <= MOST_ANSWERS


def _is_constant(values: pa.ChunkedArray, persons: _Column) -> bool:
    if values.null_count == len(values):
        return True
    table = pa.table({"person": persons.values, "value": values.combine_chunks()})
    counts = table.group_by("person").aggregate([("value", "count_distinct")])
    return bool(pc.max(counts["value_count_distinct"]).as_py() <= 1)


def _has_several_rows(source: SourceFile, persons: _Column) -> bool:
    """Whether rows of a person have something in common, where that can be seen.

    Numbers that begin anew in each country repeat as well, but nothing goes with them.
    """
    if persons.distinct < FEWEST_PERSONS:
        return False
    if any(column.name in REPEATED for column in source.columns):
        return True
    if len(source.columns) <= MOST_ANSWERS + 2:
        return persons.distinct <= source.rows // 2
    others = [at for at in range(len(source.columns)) if at != persons.position]
    compared = (source.values(at) for at in others[:MOST_COMPARED])
    return any(_is_background(values, persons) for values in compared)


def _is_background(values: pa.ChunkedArray, persons: _Column) -> bool:
    """Whether a column differs between persons, is filled several times for them, and is alike."""
    filled = len(values) - values.null_count
    if filled <= SEVERAL * persons.distinct or pc.count_distinct(values).as_py() < 2:
        return False
    return _is_constant(values, persons)


def _long_remark(source: SourceFile, persons: _Column, items: _Column) -> Fault:
    counts = pc.value_counts(persons.values).field("counts")
    extent = pc.min_max(counts).as_py()
    values = {
        "count": extent["max"],
        "persons": persons.distinct,
        "rows": source.rows,
        "column": shorten(clean_label(persons.name)),
        "item": shorten(clean_label(items.name)),
    }
    if extent["min"] == extent["max"]:
        return Fault("fault.import_long", values)
    return Fault("fault.import_long_uneven", values)
