"""Survey estimates with honest uncertainty: the Python face of E-helseinnsikt."""

from __future__ import annotations

from insight.codebook import Codebook
from insight.comparison import compare
from insight.consistency import check
from insight.covariation import Covariances, covariances
from insight.differences import Comparison, Difference
from insight.errors import (
    CodebookError,
    DataError,
    ImportRefusal,
    InsightError,
    RequestError,
    UnknownNameError,
)
from insight.estimates import Estimate, Table, table
from insight.filters import Filter
from insight.importers.proposals import Proposal
from insight.importers.source import ImportOptions
from insight.importing import Imported, import_file
from insight.store import Store
from insight.survey import Survey, find_surveys, open_survey

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
    "Proposal",
    "RequestError",
    "Store",
    "Survey",
    "Table",
    "UnknownNameError",
    "check",
    "compare",
    "covariances",
    "find_surveys",
    "import_file",
    "open_survey",
    "table",
]
