"""A codebook as a file for others: for archives, for programs, for spreadsheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal, get_args

import pyarrow.parquet as pq

from insight.analysis.distribution import Distribution, distribution
from insight.analysis.table import table
from insight.exports.datapackage import datapackage
from insight.exports.ddi import ddi
from insight.exports.ddi_variables import Described
from insight.exports.dictionary import dictionary_csv
from insight.language.catalogue import Language
from insight.language.errors import Fault, InsightError, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.codebook_writer import codebook_toml
from insight.survey.folders import CODEBOOK, RESPONSES

Format = Literal["csv", "ddi", "datapackage"]
FORMATS: tuple[Format, ...] = get_args(Format)


def codebook_bytes(
    survey: OpenSurvey, file_format: Format, language: Language, made: date
) -> bytes:
    """Write a survey's codebook.

    Parameters
    ----------
    survey
        The survey, checked.
    file_format
        ``csv`` is the data dictionary that the codebook page gives, ``ddi`` DDI-Codebook 2.5, and
        ``datapackage`` the ``datapackage.json`` that belongs beside the survey's responses,
        whose raw columns it describes.
    language
        Language of the words; in DDI the one that comes first.
    made
        The day on which the file is made.
    """
    if file_format == "csv":
        return dictionary_csv(survey.codebook, language)
    if file_format == "datapackage":
        if survey.codebook.source_table:
            raise RequestError(Fault("fault.engine_datapackage"))
        raw = survey.recoding.written if survey.recoding else survey.codebook
        schema = survey.of_one_version(lambda: pq.read_schema(survey.responses))
        return datapackage(raw, schema, RESPONSES, language)
    rows, answers = survey.respondents, count_answers(survey)
    return ddi(Described(survey.codebook, survey.schema, rows, answers, language), made)


def codebook_toml_bytes(survey: OpenSurvey) -> bytes:
    """Return the codebook as TOML: the file itself, or with a recipe what the survey is by it.

    Whom the survey is for is told to nobody, nor what its reader is not shown.
    """
    book = survey.written
    if survey.recoding is None and book.access is None and not book.withheld:
        return survey.of_one_version((survey.folder / CODEBOOK).read_bytes)
    return codebook_toml(replace(book, access=None)).encode()


def count_answers(survey: OpenSurvey) -> dict[str, Distribution]:
    """The unweighted distributions that the codebook page would show of all respondents."""
    distributions: dict[str, Distribution] = {}
    for name in survey.codebook.variables:
        try:
            distributions[name] = distribution(table(survey, name))
        except InsightError:  # a variable without estimates, such as a text
            continue
    return distributions
