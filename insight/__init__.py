"""Survey estimates with honest uncertainty: the Python face of E-helseinnsikt.

A name is imported when it is first used, so that a command waits only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from insight.analysis.comparison import compare
    from insight.analysis.covariances import Covariances, covariances
    from insight.analysis.differences import Comparison, Difference
    from insight.analysis.estimates import Estimate, Table
    from insight.analysis.measured.associations import alpha, correlation, ratio
    from insight.analysis.measured.measures import Measure, Measures
    from insight.analysis.measured.quantile_table import quantiles
    from insight.analysis.table import table
    from insight.importers.drafting.proposals import Proposal
    from insight.importers.importing import Imported, import_file
    from insight.importers.readers.source import ImportOptions
    from insight.importers.recipe_folder import Recoded, recode_folder
    from insight.language.errors import (
        CodebookError,
        DataError,
        ImportRefusal,
        InsightError,
        RecipeError,
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
    "Measure",
    "Measures",
    "OpenSurvey",
    "Proposal",
    "RecipeError",
    "Recoded",
    "RequestError",
    "Survey",
    "Table",
    "UnknownNameError",
    "alpha",
    "compare",
    "correlation",
    "covariances",
    "find_surveys",
    "import_file",
    "open_survey",
    "quantiles",
    "ratio",
    "recode_folder",
    "table",
]

_MODULES = {
    "Codebook": "insight.survey.codebook",
    "CodebookError": "insight.language.errors",
    "Comparison": "insight.analysis.differences",
    "Covariances": "insight.analysis.covariances",
    "DataError": "insight.language.errors",
    "Difference": "insight.analysis.differences",
    "Estimate": "insight.analysis.estimates",
    "Filter": "insight.survey.filters",
    "ImportOptions": "insight.importers.readers.source",
    "ImportRefusal": "insight.language.errors",
    "Imported": "insight.importers.importing",
    "InsightError": "insight.language.errors",
    "Measure": "insight.analysis.measured.measures",
    "Measures": "insight.analysis.measured.measures",
    "OpenSurvey": "insight.query.opened",
    "Proposal": "insight.importers.drafting.proposals",
    "RecipeError": "insight.language.errors",
    "Recoded": "insight.importers.recipe_folder",
    "RequestError": "insight.language.errors",
    "Survey": "insight.survey.folders",
    "Table": "insight.analysis.estimates",
    "UnknownNameError": "insight.language.errors",
    "alpha": "insight.analysis.measured.associations",
    "compare": "insight.analysis.comparison",
    "correlation": "insight.analysis.measured.associations",
    "covariances": "insight.analysis.covariances",
    "find_surveys": "insight.survey.folders",
    "import_file": "insight.importers.importing",
    "open_survey": "insight.query.opened",
    "quantiles": "insight.analysis.measured.quantile_table",
    "ratio": "insight.analysis.measured.associations",
    "recode_folder": "insight.importers.recipe_folder",
    "table": "insight.analysis.table",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
