"""Survey estimates with honest uncertainty: the Python face of E-helseinnsikt."""

from __future__ import annotations

from insight.analysis.comparison import compare
from insight.analysis.covariances import Covariances, covariances
from insight.analysis.differences import Comparison, Difference
from insight.analysis.estimates import Estimate, Table, table
from insight.importers.drafting.proposals import Proposal
from insight.importers.importing import Imported, import_file
from insight.importers.readers.source import ImportOptions
from insight.language.errors import (
    CodebookError,
    DataError,
    ImportRefusal,
    InsightError,
    RequestError,
    UnknownNameError,
)
from insight.query.opened import OpenSurvey, open_survey
from insight.survey.codebook import Codebook
from insight.survey.filters import Filter
from insight.survey.folders import Survey, find_surveys

__all__ = [
    "Codebook",
    "CodebookError",
    "Comparison",
    "Covariances",
    "DataError",
    "Difference",
    "Estimate",
    "Filter",
    "ImportOptions",
    "ImportRefusal",
    "Imported",
    "InsightError",
    "OpenSurvey",
    "Proposal",
    "RequestError",
    "Survey",
    "Table",
    "UnknownNameError",
    "compare",
    "covariances",
    "find_surveys",
    "import_file",
    "open_survey",
    "table",
]
