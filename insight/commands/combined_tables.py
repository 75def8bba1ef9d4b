"""Arguments of ``insight table`` for standardised figures and waves taken together."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from insight.analysis.tidy import TidyResult
from insight.commands.measured_statistics import table_statistic
from insight.language.catalogue import one_line, say
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.filters import split


def add_combinations(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--standardise", metavar="VAR[,VAR] | VAR=CODE:NUMBER[,CODE:NUMBER]")
    parser.add_argument("--population", type=Path, metavar="FILE", help="margins to standardise to")
    parser.add_argument("--population-wave", metavar="CODE", help="the wave to standardise to")
    parser.add_argument("--population-all", action="store_true", help="all respondents as one")
    parser.add_argument("--waves-alike", action="store_true", help="the plain mean of the waves")


def is_combined(chosen: argparse.Namespace) -> bool:
    """Tell whether any of them was given, held against each other.

    Raises
    ------
    RequestError
        If they contradict each other.
    """
    given = [bool(chosen.standardise), chosen.waves_alike]
    sources = [chosen.population is not None, chosen.population_wave is not None]
    sources.append(chosen.population_all)
    written = "=" in (chosen.standardise or "")
    if sum(given) > 1 or (given[0] and sum((written, *sources)) != 1):
        raise RequestError(Fault("fault.standard_which"))
    if any(sources) and not given[0]:
        raise RequestError(Fault("fault.standard_over_what"))
    return any(given)


def combined(survey: OpenSurvey, chosen: argparse.Namespace) -> TidyResult:
    """Estimate what was asked for, and say what it is on standard error."""
    from insight.analysis.combined import standard_population as populations
    from insight.analysis.combined.standardised_table import standardised, waves_alike

    asked = {
        "by": [name for name in split(chosen.by, ",") if name],
        "where": chosen.where,
        "base": chosen.base,
        "nets": chosen.nets,
        "statistic": table_statistic(chosen.statistic),
        "method": chosen.method or "wilson",
        "level": chosen.level,
    }
    if chosen.waves_alike:
        result = waves_alike(survey, chosen.item, **asked)
        print(say(chosen.lang, "standardised.waves"), file=sys.stderr)
        return result
    names = [name for name in split(chosen.standardise, ",") if name]
    if chosen.population is not None:
        population = populations.population_of_file(survey.codebook, names, chosen.population)
    elif chosen.population_wave is not None:
        population = populations.population_of_wave(survey, names, chosen.population_wave)
    elif chosen.population_all:
        population = populations.population_of_all(survey, names)
    else:
        population = populations.population_written(survey.codebook, chosen.standardise)
    result = standardised(survey, chosen.item, population, **asked)
    over = ", ".join(variable.label[chosen.lang] for variable in population.strata)
    words = {"variables": over, "population": population.source}
    print(one_line(say(chosen.lang, "standardised.to", **words)), file=sys.stderr)
    if any(result.lacking):
        print(say(chosen.lang, "standardised.lacking"), file=sys.stderr)
    return result
