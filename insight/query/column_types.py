"""Types of columns: in which SQL type codes are compared, and how a column gets it."""

from __future__ import annotations

from insight.query.sql import quote
from insight.survey.codebook import Variable

# The SQL types in which integers are compared as they are, and what they hold.
INTEGERS = {
    "TINYINT": range(-(2**7), 2**7),
    "SMALLINT": range(-(2**15), 2**15),
    "INTEGER": range(-(2**31), 2**31),
    "BIGINT": range(-(2**63), 2**63),
    "UTINYINT": range(2**8),
    "USMALLINT": range(2**16),
    "UINTEGER": range(2**32),
}


def cast_to(sql_type: str, column: str, there: str) -> str:
    """SQL for a column in the type in which it is compared; 1.0 is 1 where codes are text.

    Parameters
    ----------
    sql_type
        The type in which it is compared.
    column
        Its name.
    there
        The type that it has.

    Examples
    --------
    >>> cast_to("BIGINT", "age", "DOUBLE"), cast_to("VARCHAR", "age", "VARCHAR")
    ('CAST("age" AS BIGINT)', 'CAST("age" AS VARCHAR)')
    """
    cast = f"CAST({quote(column)} AS {sql_type})"
    if sql_type != "VARCHAR" or there == "VARCHAR":
        return cast
    return f"regexp_replace({cast}, '\\.0+$', '')"


def code_type(variable: Variable) -> str:
    """The SQL type in which a variable's codes are compared."""
    match variable.kind:
        case "numeric":
            return "DOUBLE"
        case "multiple":
            return "BIGINT"
        case "single":
            return "BIGINT" if variable.integer_codes else "VARCHAR"
    raise AssertionError(variable.kind)
