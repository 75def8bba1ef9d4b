"""A survey to ask: its codebook, and a store with the responses that have been held against it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from insight.operation.waiting import for_everybody
from insight.query.check import check
from insight.query.engines.connections import marked
from insight.query.engines.engine import RowsRefusedError
from insight.query.recipe.derived_columns import kept_condition
from insight.query.sampling_units import check_units
from insight.query.sql import Sql, quote
from insight.query.store import Store, shared_store
from insight.query.stored import StoredSurvey
from insight.query.undescribed_waves import describe_waves
from insight.survey.codebook import Codebook
from insight.survey.filters import Filter
from insight.survey.folders import Survey, data_folder, find_survey
from insight.survey.told_apart import tell_apart

Answer = TypeVar("Answer")
Rest = ParamSpec("Rest")


@dataclass(frozen=True, eq=False)
class OpenSurvey(StoredSurvey):
    """A survey whose responses say what its codebook says, ready to be asked.

    Labels of its codebook differ; `written` is the codebook with the labels that stand in the file.
    """

    written: Codebook = field(kw_only=True, repr=False)

    def __repr__(self) -> str:
        return f"OpenSurvey({self.id!r}, respondents={self.respondents})"

    def withholding(self, names: Collection[str], *, rows: bool) -> Self:
        """Return the survey as somebody sees it who is not shown some of its variables."""
        whole = super().withholding(names, rows=rows)
        return replace(whole, written=self.written.withholding(names, rows=rows))

    @cached_property
    def respondents(self) -> int:
        """How many respondents there are, as the file says itself unless some are left out."""
        left_out = self.recoding is not None and self.recoding.left_out is not None
        if left_out or self.codebook.source_table:
            counted = self.query(f"SELECT count(*) AS n FROM {self.file.text}", self.file)
            return int(counted["n"][0])
        rows: int = self.of_one_version(lambda: pq.read_metadata(self.responses).num_rows)
        return rows

    @cached_property
    def schema(self) -> pa.Schema:
        """The names and types of the columns, with those that a recipe makes."""
        if self.codebook.source_table:
            types = {name: _known(sql_type) for name, sql_type in self.types.items()}
            listed = (f"CAST(NULL AS {known}) AS {quote(name)}" for name, known in types.items())
            return self.store.rows(f"SELECT {', '.join(listed)} LIMIT 0").schema
        if self.recoding is None or not self.recoding.changes_responses:
            return self.of_one_version(lambda: pq.read_schema(self.responses))
        return self._rows(f"SELECT * FROM {self.file.text} LIMIT 0", self.file).schema

    def column(self, name: str) -> pa.ChunkedArray:
        """The values of a column, in the order of the file.

        Raises
        ------
        RowsRefusedError
            If the responses stand in a database, as of all that returns rows.
        """
        sql = f"SELECT {quote(name)} AS value FROM {self.file.text}"
        return self._rows(sql, self.file)["value"]

    def kept(self) -> pa.ChunkedArray:
        """Whether each row of the file is of a respondent whom the recipe does not leave out."""
        raw, is_kept = self.raw_file, kept_condition(self.raw_types, self.recoding)
        sql = f"SELECT {is_kept.text} AS kept FROM {raw.text}"
        return self._rows(sql, raw, is_kept)["kept"]

    def rows(self, where: Filter) -> pa.Table:
        """The responses of the respondents that a filter keeps, with columns of a recipe."""
        file, met = self.file, self.predicate(where)
        return self._rows(f"SELECT * FROM {file.text} WHERE {met.text}", file, met)

    def _rows(self, sql: str, *parts: Sql) -> pa.Table:
        if self.codebook.source_table:
            raise RowsRefusedError
        return self.of_one_version(lambda: self.store.rows(sql, *parts))


def _known(sql_type: str) -> str:
    """A type that this machine has too; what it has not is text."""
    return "VARCHAR" if sql_type == "ENUM" else sql_type


def open_in(store: Store, survey: Survey, *, raw_checked: bool = False) -> OpenSurvey:
    """Open a survey in a store.

    Where the design has waves but the codebook does not describe them, the wave variable of the
    open survey comes from the data.

    Parameters
    ----------
    store, survey
        The store and the survey.
    raw_checked
        Whether the survey was open before, with another recipe, so that its raw columns are known
        to say what its codebook says.

    Raises
    ------
    DataError
        If the responses cannot be read or contradict the codebook, with every contradiction, or if
        the design's rule for strata with a single PSU refuses them.
    EngineError
        If the database that the responses stand in does not answer.
    """
    with for_everybody():
        stored = _stored(survey, store)
        check(stored, raw=not raw_checked)
        return _open_stored(stored)


def reopen(survey: OpenSurvey, corrected: Survey, variables: Collection[str]) -> OpenSurvey:
    """Open a survey that has the responses of an open one and another codebook.

    Parameters
    ----------
    survey
        The open survey.
    corrected
        The same responses with the other codebook.
    variables
        Ids of the variables of which the codebooks say different things. These are checked, with
        those of the design; of the others all is known.

    Raises
    ------
    DataError
        As :func:`open_in`.
    """
    book = corrected.codebook
    names = {*variables, *book.design.columns}
    part = {name: variable for name, variable in book.variables.items() if name in names}
    with for_everybody():
        whole = _stored(corrected, survey.store)
        if whole.recoding is None:
            check(replace(whole, codebook=replace(book, variables=part)))
        else:
            check(whole, raw=whole.recoding is not survey.recoding)
        return _open_stored(whole)


def _stored(survey: Survey, store: Store) -> StoredSurvey:
    survey = marked(survey, store)
    return StoredSurvey(
        survey.folder, survey.codebook, survey.version, store, recoding=survey.recoding
    )


def _open_stored(survey: StoredSurvey) -> OpenSurvey:
    check_units(survey)
    written = describe_waves(survey)
    return OpenSurvey(
        survey.folder,
        tell_apart(written),
        survey.version,
        survey.store,
        recoding=survey.recoding,
        written=written,
    )


def open_survey(name: str | Path, data: str | Path | None = None) -> OpenSurvey:
    """Open a survey, ready to be asked.

    Parameters
    ----------
    name
        Its id in the data folder, or the path to its folder.
    data
        The data folder; else ``INSIGHT_DATA``, else the bundled one.

    Raises
    ------
    UnknownNameError
        If there is no such survey, or no such data folder; the sentence suggests near names.
    CodebookError
        If its codebook is faulty.
    DataError
        If its responses cannot be read or contradict the codebook, with every contradiction, or if
        its rule for strata with a single PSU refuses them.

    Examples
    --------
    >>> open_survey("citizens")
    OpenSurvey('citizens', respondents=4280)
    """
    return open_in(shared_store(), find_survey(str(name), data_folder(data)))


def remembered(
    function: Callable[Concatenate[OpenSurvey, Rest], Answer],
) -> Callable[Concatenate[OpenSurvey, Rest], Answer]:
    """Remember with a survey what a function answers about it."""

    @wraps(function)
    def recalled(survey: OpenSurvey, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
        name = (function.__module__, function.__qualname__, args, *sorted(kwargs.items()))
        return survey.recall(name, lambda: function(survey, *args, **kwargs))

    return recalled
