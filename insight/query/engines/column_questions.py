"""Questions about a column: what a codebook does not know of its values, asked where they are.

Of responses that stand in a database only how often a value occurs leaves it, and only of columns
that may hold what they should not. What is strange about those values is found out here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insight.query.sql import Sql, quote
from insight.query.store import table_of

if TYPE_CHECKING:
    from insight.query.stored import StoredSurvey

MOST_VALUES = 10_000  # of a column that has others than its codes


@dataclass(frozen=True)
class Question:
    """An aggregate over the file, and the fault that its answer means unless it is empty.

    The answer is empty at least where that of `doubt` is, if there is one, which costs less. It is
    about those rows alone that meet `where`; `lists_values` tells that it has values in it.
    """

    sql: Sql
    fault: str
    variable: str
    column: str
    doubt: Sql | None = None
    where: str = "TRUE"
    lists_values: bool = True


def answers_in_place(
    survey: StoredSurvey,
    questions: Sequence[Question],
    aggregate: Callable[[StoredSurvey, Sequence[Sql]], list[str]],
) -> list[str]:
    """Answer questions about responses in a database; an answer is empty where nothing is wrong.

    Parameters
    ----------
    survey
        The survey.
    questions
        About its columns.
    aggregate
        Answers some aggregates over the responses, as texts.
    """
    figures = [
        (place, each.doubt if each.lists_values else each.sql)
        for place, each in enumerate(questions)
    ]
    asked = [(place, sql) for place, sql in figures if sql is not None]
    found = aggregate(survey, [sql for _, sql in asked])
    answers = {place: answer for (place, _), answer in zip(asked, found, strict=True)}
    for place, question in enumerate(questions):
        if question.lists_values and answers.get(place, "not known"):
            answers[place] = _among_values(survey, question)
    return [answers[place] for place in range(len(questions))]


def _among_values(survey: StoredSurvey, question: Question) -> str:
    """The answer to a question out of the values that there are, with how often each occurs."""
    column, table = quote(question.column), survey.file
    sql = (
        f"SELECT {column} AS {column}, count(*) AS n FROM {table.text} "
        f"WHERE {question.where} GROUP BY ALL LIMIT {MOST_VALUES}"
    )
    counted = table_of(survey.query(sql, table))
    asked = f"SELECT {question.sql.text} AS answer FROM counted"
    answer = survey.store.rows_with("counted", counted, asked, question.sql)["answer"][0].as_py()
    return "" if answer is None else str(answer)
