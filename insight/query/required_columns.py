"""Columns that a codebook requires of a file: that they are there, and can be counted.

Nothing is read but the names and types of the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from insight.language.errors import Fault, near_miss, some
from insight.survey.codebook import Codebook, Variable

_NUMBER_TYPES = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "BOOLEAN",
)


def absent_columns(
    codebook: Codebook, types: Mapping[str, str], ambiguous: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """Yield a fault for each column that is not there, or that SQL cannot tell from another.

    Parameters
    ----------
    codebook
        The codebook.
    types
        The DuckDB types of the file's columns by name.
    ambiguous
        Names that differ in case only, by the name in small letters.
    """
    replicates = codebook.design.replicate_columns
    if absent := [column for column in replicates if column not in types]:
        hint = near_miss(absent[0], types)
        values = {"count": len(absent), "names": some(absent), "hint": hint}
        yield Fault("fault.no_replicates", values)
    for variable, column in _needed_columns(codebook):
        if names := ambiguous.get(column.lower()):
            values = {"variable": variable, "column": column, "names": some(names)}
            yield Fault("fault.columns_differ_in_case", values)
        elif column not in types:
            hint = near_miss(column, types)
            yield Fault("fault.no_column", {"variable": variable, "column": column, "hint": hint})


def _needed_columns(codebook: Codebook) -> Iterator[tuple[str, str]]:
    for variable in codebook.variables.values():
        yield from ((variable.id, column) for column in variable.columns)
    yield from (("design", column) for column in codebook.design.columns_of_units)


def wrong_types(codebook: Codebook, types: Mapping[str, str]) -> Iterator[Fault]:
    """Yield a fault for each column whose type is not one in which its answers can be counted."""
    for variable in codebook.variables.values():
        for column in variable.columns:
            if not _fits(variable, types[column]):
                values = {"variable": variable.id, "column": column, "type": types[column]}
                yield Fault(f"fault.type_{variable.kind}", values)
    numbers = [column for column in (codebook.design.weight, *codebook.design.fpc) if column]
    for column in numbers:
        if not _is_number(types[column]):
            yield Fault("fault.type_design", {"column": column, "type": types[column]})
    replicates = codebook.design.replicate_columns
    if texts := [column for column in replicates if not _is_number(types[column])]:
        yield Fault("fault.type_replicates", {"count": len(texts), "names": some(texts)})


def _is_number(sql_type: str) -> bool:
    return sql_type.startswith(_NUMBER_TYPES) and not _is_nested(sql_type)


def _is_nested(sql_type: str) -> bool:
    return sql_type.endswith("]") or sql_type.startswith(("STRUCT", "MAP", "BLOB", "UNION"))


def _fits(variable: Variable, sql_type: str) -> bool:
    if _is_nested(sql_type):
        return False
    if variable.kind == "single":
        return not variable.integer_codes or sql_type == "VARCHAR" or _is_number(sql_type)
    return _is_number(sql_type)
