"""Survey estimates with honest uncertainty: the Python face of E-helseinnsikt.

A name is imported when it is first used, so that a command waits only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from insight.analysis.adjusted.adjusted_comparison import adjust
    from insight.analysis.adjusted.adjusted_result import Adjusted
    from insight.analysis.combined.across_surveys import compare_surveys
    from insight.analysis.combined.ordered_trend import ordered_trend
    from insight.analysis.combined.standard_population import (
        Population,
        population_of_all,
        population_of_file,
        population_of_wave,
        population_written,
    )
    from insight.analysis.combined.standardised_rows import StandardisedTable
    from insight.analysis.combined.standardised_table import standardised, waves_alike
    from insight.analysis.combined.tidy_pair import SurveyComparison
    from insight.analysis.compared.comparison_result import Comparison
    from insight.analysis.comparison import compare
    from insight.analysis.covariances import Covariances, covariances
    from insight.analysis.differences import Difference
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
    "Adjusted",
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
    "Population",
    "Proposal",
    "RecipeError",
    "Recoded",
    "RequestError",
    "StandardisedTable",
    "Survey",
    "SurveyComparison",
    "Table",
    "UnknownNameError",
    "adjust",
    "alpha",
    "compare",
    "compare_surveys",
    "correlation",
    "covariances",
    "find_surveys",
    "import_file",
    "open_survey",
    "ordered_trend",
    "population_of_all",
    "population_of_file",
    "population_of_wave",
    "population_written",
    "quantiles",
    "ratio",
    "recode_folder",
    "standardised",
    "table",
    "waves_alike",
]

_MODULES = {
    "Adjusted": "insight.analysis.adjusted.adjusted_result",
    "Codebook": "insight.survey.codebook",
    "CodebookError": "insight.language.errors",
    "Comparison": "insight.analysis.compared.comparison_result",
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
    "Population": "insight.analysis.combined.standard_population",
    "Proposal": "insight.importers.drafting.proposals",
    "RecipeError": "insight.language.errors",
    "Recoded": "insight.importers.recipe_folder",
    "RequestError": "insight.language.errors",
    "StandardisedTable": "insight.analysis.combined.standardised_rows",
    "Survey": "insight.survey.folders",
    "SurveyComparison": "insight.analysis.combined.tidy_pair",
    "Table": "insight.analysis.estimates",
    "UnknownNameError": "insight.language.errors",
    "adjust": "insight.analysis.adjusted.adjusted_comparison",
    "alpha": "insight.analysis.measured.associations",
    "compare": "insight.analysis.comparison",
    "compare_surveys": "insight.analysis.combined.across_surveys",
    "correlation": "insight.analysis.measured.associations",
    "covariances": "insight.analysis.covariances",
    "find_surveys": "insight.survey.folders",
    "import_file": "insight.importers.importing",
    "open_survey": "insight.query.opened",
    "ordered_trend": "insight.analysis.combined.ordered_trend",
    "population_of_all": "insight.analysis.combined.standard_population",
    "population_of_file": "insight.analysis.combined.standard_population",
    "population_of_wave": "insight.analysis.combined.standard_population",
    "population_written": "insight.analysis.combined.standard_population",
    "quantiles": "insight.analysis.measured.quantile_table",
    "ratio": "insight.analysis.measured.associations",
    "recode_folder": "insight.importers.recipe_folder",
    "standardised": "insight.analysis.combined.standardised_table",
    "table": "insight.analysis.table",
    "waves_alike": "insight.analysis.combined.standardised_table",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
