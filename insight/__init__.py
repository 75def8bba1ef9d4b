"""Survey estimates with honest uncertainty: the Python face of E-helseinnsikt."""

from __future__ import annotations

from insight.codebook import Codebook
from insight.comparison import Comparison, Difference, compare
from insight.consistency import check
from insight.covariation import Covariances, covariances
from insight.errors import CodebookError, DataError, InsightError, RequestError, UnknownNameError
from insight.estimates import Estimate, Table, table
from insight.filters import Filter
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
    "InsightError",
    "RequestError",
    "Store",
    "Survey",
    "Table",
    "UnknownNameError",
    "check",
    "compare",
    "covariances",
    "find_surveys",
    "open_survey",
    "table",
]
