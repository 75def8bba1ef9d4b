"""``insight table``: estimates as the tidy result."""

from __future__ import annotations

import argparse
import sys

from insight.analysis.estimates import Table
from insight.analysis.measured.measures import Measures
from insight.analysis.table import table
from insight.analysis.tidy import TidyRows
from insight.commands.arguments import add_output, add_request, add_shared, add_survey
from insight.commands.combined_tables import add_combinations, combined, is_combined
from insight.commands.delivery import deliver
from insight.commands.measured_statistics import WRITTEN, is_measure, measure, table_statistic
from insight.exports.files import FORMATS, tidy_bytes
from insight.language.catalogue import say
from insight.query.opened import OpenSurvey, open_survey
from insight.statistics.intervals import METHODS
from insight.survey.filters import split


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight table``."""
    add_survey(parser)
    add_request(parser)
    add_output(parser, FORMATS)
    add_shared(parser)
    add_asked(parser)


def add_asked(parser: argparse.ArgumentParser) -> None:
    """Add what is estimated of the item, and between whom it is told apart."""
    parser.add_argument("--by", default="", metavar="VAR[,VAR]")
    parser.add_argument("--nets", action="store_true", help="add the item's nets")
    parser.add_argument("--statistic", metavar="STATISTIC", help=WRITTEN)
    parser.add_argument("--method", choices=METHODS, help="interval: wilson, of quantiles logit")
    parser.add_argument("--rule", default="math", help="of quantiles: math or school")
    parser.add_argument("--turned", default="", metavar="ITEM[,ITEM]", help="reversed, of alpha")
    add_combinations(parser)


def run(chosen: argparse.Namespace) -> int:
    """Estimate what was asked for and deliver it."""
    survey = open_survey(chosen.survey, chosen.data)
    deliver(tidy_bytes(estimated(survey, chosen), chosen.format), chosen.out)
    return 0


def estimated(survey: OpenSurvey, chosen: argparse.Namespace) -> TidyRows:
    """Estimate what was asked for, and say on standard error what one should know of it."""
    if is_combined(chosen):
        return combined(survey, chosen).tidy(chosen.lang)
    result = _result(survey, chosen)
    if result.lonely:
        print(say(chosen.lang, "base.lonely", count=result.lonely), file=sys.stderr)
    return result.tidy(chosen.lang)


def _result(survey: OpenSurvey, chosen: argparse.Namespace) -> Table | Measures:
    by = [name for name in split(chosen.by, ",") if name]
    if is_measure(chosen.statistic):
        return measure(survey, chosen, by)
    return table(
        survey,
        chosen.item,
        by=by,
        where=chosen.where,
        base=chosen.base,
        nets=chosen.nets,
        statistic=table_statistic(chosen.statistic),
        method=chosen.method or "wilson",
        level=chosen.level,
    )
