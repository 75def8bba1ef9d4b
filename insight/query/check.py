"""The check of the data against the codebook.

A survey whose responses contradict its codebook is refused before anything is computed from it,
with the variable, the column and the offending values of every contradiction. One scan of the file
tells where there is any, and only of those columns are the values asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from insight.language.errors import LONGEST_VALUE, DataError, Fault
from insight.query.coded_texts import exchanged_texts
from insight.query.column_types import INTEGERS, cast_to, code_type
from insight.query.engines.column_questions import Question, answers_in_place
from insight.query.replication.replicate_check import replicate_faults
from insight.query.required_columns import absent_columns, wrong_types
from insight.query.sql import Sql, Value, is_among, quote
from insight.query.store import QueryError
from insight.query.stored import StoredSurvey
from insight.survey.codebook import Codebook, Variable
from insight.survey.design import Design
from insight.survey.recipe.application import Recoding

SHOWN_VALUES = 5
QUESTIONS_AT_ONCE = 16
MOST_COMPARED = (
    20  # codes that each row is compared with before the values themselves are asked for
)
# SPSS's and Stata's marks for no answer, and the ends of floats of 4 and 8 bytes, begin here.
LEAST_SENTINEL = "1e38"
EXACT = 2**53  # up to which each whole number is a float


def check(survey: StoredSurvey, *, raw: bool = True) -> None:
    """Hold a survey's responses against its codebook.

    Parameters
    ----------
    survey
        The survey.
    raw
        Whether the raw columns of one with a recipe are held against the codebook as it is written;
        they need not be again after another recipe.

    Raises
    ------
    DataError
        If the responses cannot be read or contradict the codebook, with every contradiction.
    """
    if survey.recoding is not None:
        if raw:
            _check_raw(survey, survey.recoding.written)
        survey = _without_checked(survey, survey.recoding)
    types = survey.types
    faults = list(absent_columns(survey.codebook, types, survey.ambiguous()))
    faults = faults or list(wrong_types(survey.codebook, types))
    if survey.recoding is None and survey.codebook.source_table is None:
        faults = faults or list(exchanged_texts(survey.codebook, survey.responses))
    if faults := faults or list(_contradictions(survey)):
        raise DataError(*faults)


def _check_raw(survey: StoredSurvey, written: Codebook) -> None:
    """Hold the raw columns against the codebook as it is written, but for the design.

    Respondents whom a recipe leaves out need no place in the design.
    """
    book = replace(written, design=Design())
    check(replace(survey, codebook=book, recoding=None))


def _without_checked(survey: StoredSurvey, recoding: Recoding) -> StoredSurvey:
    """The survey with those variables only that a recipe has made otherwise."""
    touched = {*recoding.derived, *recoding.gone}
    variables = {
        name: variable
        for name, variable in survey.codebook.variables.items()
        if _known_values(recoding.written.variables.get(name)) != _known_values(variable)
        or touched & {*variable.columns}
    }
    return replace(survey, codebook=replace(survey.codebook, variables=variables))


def _known_values(variable: Variable | None) -> object:
    """What a variable says of the values in its columns; words are not held against these."""
    if variable is None:
        return None
    return variable.kind, {(category.code, category.column) for category in variable.categories}


def _is_float(sql_type: str) -> bool:
    return sql_type in ("FLOAT", "DOUBLE")


def _is_nan(value: str) -> str:
    """SQL for whether a float is NaN.

    ``isnan`` is answered from the statistics of the Parquet file, in which NaN does not count.
    """
    return f"(NOT isfinite({value}) AND NOT isinf({value}))"


def _contradictions(survey: StoredSurvey) -> Iterator[Fault]:
    questions = list(_questions(survey.codebook, survey.types))
    for question, answer in zip(questions, _ask(survey, questions), strict=True):
        if answer:
            values = {"variable": question.variable, "column": question.column, "value": answer}
            yield Fault(question.fault, values)
    yield from _bad_populations(survey)
    yield from replicate_faults(survey)


def _ask(survey: StoredSurvey, questions: Sequence[Question]) -> list[str]:
    if survey.codebook.source_table:
        return answers_in_place(survey, questions, _aggregate)
    first = _aggregate(survey, [question.doubt or question.sql for question in questions])
    answers = dict(enumerate(first))
    doubted = [place for place, answer in answers.items() if answer and questions[place].doubt]
    values = _aggregate(survey, [questions[place].sql for place in doubted])
    return [*(answers | dict(zip(doubted, values, strict=True))).values()]


def _aggregate(survey: StoredSurvey, aggregates: Sequence[Sql]) -> list[str]:
    # A single query about hundreds of columns would take the planner most of the time and memory.
    answers: list[str] = []
    for start in range(0, len(aggregates), QUESTIONS_AT_ONCE):
        answers += _aggregate_together(survey, aggregates[start : start + QUESTIONS_AT_ONCE])
    return answers


def _aggregate_together(survey: StoredSurvey, aggregates: Sequence[Sql]) -> list[str]:
    columns = ", ".join(
        f"{aggregate.text} AS q{number}" for number, aggregate in enumerate(aggregates)
    )
    file = survey.file
    try:
        answers = survey.query(f"SELECT {columns} FROM {file.text}", file, *aggregates)
    except QueryError as error:
        raise survey.not_parquet() from error
    return [_answer_text(answers[f"q{number}"]) for number in range(len(aggregates))]


def _answer_text(answer: np.ndarray) -> str:
    """The single answer as text: empty where nothing is wrong."""
    value = answer[0]
    return "" if value is None or value is np.ma.masked else str(value)


def _questions(codebook: Codebook, types: Mapping[str, str]) -> Iterator[Question]:
    columns = (
        (variable, column)
        for variable in codebook.variables.values()
        for column in variable.columns
    )
    for place, (variable, column) in enumerate(columns):
        yield _strange_values(variable, column, types[column], f"codes_{place}")
        if variable.kind == "numeric" and _may_hold_sentinels(types[column]):
            yield _offending_values(
                variable.id, column, quote(column), _is_sentinel(column), "fault.values_sentinel"
            )
    design = codebook.design
    if design.weight:
        weight = f"CAST({quote(design.weight)} AS DOUBLE)"
        bad = (
            f"({weight} IS NULL OR NOT isfinite({weight}) OR {weight} < 0"
            f" OR {weight} >= {LEAST_SENTINEL})"
        )
        yield _offending_values("design.weight", design.weight, weight, bad, "fault.weight")
        none = Sql(f"CASE WHEN bool_and({weight} = 0) THEN '0' END")
        yield Question(
            none, "fault.weights_zero", "design.weight", design.weight, lists_values=False
        )
    for part in ("wave", "strata", "psu"):
        if column := getattr(design, part):
            value = quote(column)
            if _is_float(types[column]):
                value = f"CASE WHEN NOT {_is_nan(value)} THEN {value} END"
            empty = Sql(f"nullif(count(*) - count({value}), 0)")
            yield Question(empty, "fault.design_null", f"design.{part}", column, lists_values=False)
    for column in design.fpc:
        number = f"CAST({quote(column)} AS DOUBLE)"
        bad = f"({number} IS NULL OR {_is_nan(number)} OR {number} < 1)"
        yield _offending_values("design.fpc", column, quote(column), bad, "fault.fpc")


def _may_hold_sentinels(sql_type: str) -> bool:
    return _is_float(sql_type) or sql_type.startswith("DECIMAL")


def _is_sentinel(column: str) -> str:
    """SQL for whether a number is a program's mark for no answer, such as the lowest float."""
    value = f"CAST({quote(column)} AS DOUBLE)"
    return f"(isfinite({value}) AND abs({value}) >= {LEAST_SENTINEL})"


def _strange_values(variable: Variable, name: str, sql_type: str, codes: str) -> Question:
    """Ask for the values of a column that the codebook does not know; `codes` names those."""
    column = quote(name)
    fault = f"fault.values_{variable.kind}"
    if variable.kind == "numeric":
        bad = f"NOT isfinite(CAST({column} AS DOUBLE))"
        return _offending_values(variable.id, name, column, bad, fault)
    code = _as_code(variable, "value", sql_type)
    keys = ["0", "1"] if variable.kind == "multiple" else list(variable.by_key)
    unknown = f"lambda value: NOT list_contains(CAST(${codes} AS VARCHAR[]), {code})"
    text = _first(
        f"list_transform(list_filter(list(DISTINCT {column}), {unknown}), "
        f"lambda value: {_as_text(code)})"
    )
    doubt = _doubt(variable, keys, name, sql_type, codes)
    return Question(Sql(text, {codes: keys}), fault, variable.id, name, doubt)


def _doubt(
    variable: Variable, keys: Sequence[str], name: str, sql_type: str, part: str
) -> Sql | None:
    """SQL for whether a column has another value than the codes, if these compare as they are."""
    known: list[Value] = []
    if sql_type == "VARCHAR":
        known = [*keys]
    elif code_type(variable) == "BIGINT" and sql_type in INTEGERS:
        known = [int(key) for key in keys]
    elif code_type(variable) == "BIGINT" and _is_float(sql_type):
        known = [float(key) for key in keys if abs(int(key)) <= EXACT]
    if not len(keys) == len(known) <= MOST_COMPARED:
        return None
    among = is_among(quote(name), part, known)
    return Sql(_any(f"NOT {among.text}"), among.values)


def _as_code(variable: Variable, name: str, sql_type: str) -> str:
    """SQL for a value as the text of the code that it is compared as."""
    if code_type(variable) == "VARCHAR":
        return cast_to("VARCHAR", name, sql_type)
    value = quote(name)
    if sql_type == "BOOLEAN":
        return f"CAST(CAST({value} AS TINYINT) AS VARCHAR)"
    if sql_type.startswith(("FLOAT", "DOUBLE", "DECIMAL")):
        whole = f"CASE WHEN {value} = trunc({value}) THEN TRY_CAST({value} AS BIGINT) END"
        return f"coalesce(CAST({whole} AS VARCHAR), CAST({value} AS VARCHAR))"
    return f"CAST({value} AS VARCHAR)"


def _offending_values(
    variable: str, column: str, value: str, condition: str, fault: str
) -> Question:
    """Ask for the first few distinct values that meet `condition`, as text."""
    # Only offending values are turned into text, which would else take most of the time.
    offending = f"CASE WHEN {condition} THEN {_as_text(value)} END"
    sql = Sql(_first(f"list(DISTINCT {offending}) FILTER (WHERE {condition})"))
    return Question(sql, fault, variable, column, Sql(_any(condition)), condition)


def _any(condition: str) -> str:
    """SQL for whether any row meets a condition; NULL if none does."""
    return f"nullif(bool_or({condition}), false)"


def _as_text(value: str) -> str:
    text = f"left(CAST({value} AS VARCHAR), {LONGEST_VALUE})"
    return f"coalesce(CASE WHEN {text} = '' THEN '\"\"' ELSE {text} END, 'null')"


def _first(values: str) -> str:
    return f"array_to_string(list_sort({values})[1:{SHOWN_VALUES}], ', ')"


def _bad_populations(survey: StoredSurvey) -> Iterator[Fault]:
    """A finite population smaller than its sample, or different within one stratum or PSU."""
    design = survey.codebook.design
    stratum, unit = design.stratum_columns, design.sampled_columns
    units = f"count(DISTINCT {quote(design.psu)})" if design.psu else "count(*)"
    for column, keys, sampled, fault in zip(
        design.fpc,
        (stratum, unit),
        (units, "count(*)"),
        ("fault.fpc_population", "fault.fpc_stage"),
        strict=False,
    ):
        yield from _bad_population(survey, column, keys, sampled, fault)


def _bad_population(
    survey: StoredSurvey, column: str, keys: Sequence[str], units: str, fault: str
) -> Iterator[Fault]:
    by = ", ".join(quote(key) for key in keys)
    population = f"CAST({quote(column)} AS DOUBLE)"
    grouped = (
        f"SELECT min({population}) AS lowest, max({population}) AS highest, {units} AS sampled "
        f"FROM {survey.file.text} {'GROUP BY ' + by if by else ''}"
    )
    sql = f"SELECT * FROM ({grouped}) WHERE lowest <> highest OR lowest < sampled LIMIT 1"
    contradiction = survey.query(sql, survey.file)
    if len(contradiction["lowest"]):
        values = {
            "column": column,
            "low": contradiction["lowest"][0],
            "high": contradiction["highest"][0],
            "sampled": contradiction["sampled"][0],
        }
        yield Fault(fault, values)
