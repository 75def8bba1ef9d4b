"""``insight compare``: tests of differences, between groups or two surveys, as the tidy result."""

from __future__ import annotations

import argparse
import sys

from insight.analysis.comparison import compare
from insight.analysis.differences import AGAINST
from insight.commands.arguments import (
    add_compared,
    add_output,
    add_request,
    add_shared,
    add_survey,
    refuse_net,
)
from insight.commands.delivery import deliver
from insight.exports.files import FORMATS, tidy_bytes
from insight.language.catalogue import one_line, say
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey, open_survey
from insight.statistics.contrasts import ADJUSTMENTS
from insight.survey.filters import parse_filter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight compare``."""
    add_survey(parser)
    add_request(parser)
    add_output(parser, FORMATS)
    add_shared(parser)
    add_compared(parser)
    parser.add_argument("--between", metavar="VAR")
    parser.add_argument("--beside", metavar="SURVEY", help="a survey that asks alike")
    parser.add_argument(
        "--where-beside", action="append", metavar="VAR=CODE[,CODE]", help="filter on that survey"
    )
    parser.add_argument("--trend", action="store_true", help="over groups in an order")
    parser.add_argument("--against", choices=AGAINST, default="pairs")
    parser.add_argument("--adjust", choices=ADJUSTMENTS, default="holm")


def run(chosen: argparse.Namespace) -> int:
    """Test what was asked for and deliver the tests."""
    if bool(chosen.between) == bool(chosen.beside) or (chosen.beside and chosen.trend):
        raise RequestError(Fault("fault.surveys_or_groups"))
    survey = open_survey(chosen.survey, chosen.data)
    refuse_net(survey.codebook.variable(chosen.item), chosen)
    if chosen.beside:
        return _compare_surveys(survey, chosen)
    if chosen.where_beside:
        raise RequestError(Fault("fault.surveys_where_alone"))
    if chosen.trend:
        return _follow_order(survey, chosen)
    result = compare(
        survey,
        chosen.item,
        chosen.net,
        chosen.between,
        where=parse_filter(chosen.where, survey.codebook),
        base=chosen.base,
        against=chosen.against,
        adjustment=chosen.adjust,
        level=chosen.level,
        statistic=chosen.statistic,
    )
    if result.lonely:
        print(say(chosen.lang, "base.lonely", count=result.lonely), file=sys.stderr)
    deliver(tidy_bytes(result.tidy(chosen.lang), chosen.format), chosen.out)
    return 0


def _compare_surveys(survey: OpenSurvey, chosen: argparse.Namespace) -> int:
    from insight.analysis.combined.across_surveys import compare_surveys

    result = compare_surveys(
        survey,
        open_survey(chosen.beside, chosen.data),
        chosen.item,
        chosen.net,
        where=chosen.where,
        where_other=chosen.where_beside,
        base=chosen.base,
        level=chosen.level,
        statistic=chosen.statistic,
    )
    print(one_line(result.sentence(chosen.lang)), file=sys.stderr)
    deliver(tidy_bytes(result.tidy(chosen.lang), chosen.format), chosen.out)
    return 0


def _follow_order(survey: OpenSurvey, chosen: argparse.Namespace) -> int:
    from insight.analysis.combined.ordered_trend import ordered_trend

    result = ordered_trend(
        *(survey, chosen.item, chosen.net, chosen.between),
        where=chosen.where,
        base=chosen.base,
        level=chosen.level,
        statistic=chosen.statistic,
    )
    print(say(chosen.lang, "standardised.trend"), file=sys.stderr)
    deliver(tidy_bytes(result.tidy(chosen.lang), chosen.format), chosen.out)
    return 0
