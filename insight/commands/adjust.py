"""``insight adjust``: groups compared when other variables are alike, as the tidy result."""

from __future__ import annotations

import argparse
import sys

from insight.analysis.adjusted.adjusted_comparison import adjust
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
from insight.language.catalogue import say
from insight.query.opened import open_survey
from insight.reporting.adjusted.adjusted_sentences import stays
from insight.statistics.contrasts import ADJUSTMENTS
from insight.survey.filters import parse_filter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight adjust``."""
    add_survey(parser)
    add_request(parser)
    add_output(parser, FORMATS)
    add_shared(parser)
    add_compared(parser)
    parser.add_argument("--between", required=True, metavar="VAR")
    parser.add_argument("--given", required=True, metavar="VAR[,VAR]", help="what is held alike")
    parser.add_argument("--adjust", choices=ADJUSTMENTS, default="holm")


def run(chosen: argparse.Namespace) -> int:
    """Compare what was asked for, deliver the figures, and say what stays of each difference."""
    survey = open_survey(chosen.survey, chosen.data)
    refuse_net(survey.codebook.variable(chosen.item), chosen)
    given = [name.strip() for name in chosen.given.split(",") if name.strip()]
    result = adjust(
        survey,
        chosen.item,
        chosen.net,
        chosen.between,
        given,
        where=parse_filter(chosen.where, survey.codebook),
        base=chosen.base,
        adjustment=chosen.adjust,
        level=chosen.level,
        statistic=chosen.statistic,
    )
    if result.lonely:
        print(say(chosen.lang, "base.lonely", count=result.lonely), file=sys.stderr)
    deliver(tidy_bytes(result.tidy(chosen.lang), chosen.format), chosen.out)
    print("\n".join(stays(result, chosen.lang)), file=sys.stderr)
    return 0
