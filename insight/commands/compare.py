"""``insight compare``: tests of differences as the tidy result."""

from __future__ import annotations

import argparse
import sys

from insight.analysis.comparison import compare
from insight.analysis.differences import AGAINST
from insight.commands.arguments import add_output, add_request, add_shared, add_survey
from insight.commands.delivery import deliver
from insight.exports.files import FORMATS, tidy_bytes
from insight.language.catalogue import say
from insight.query.opened import open_survey
from insight.statistics.contrasts import ADJUSTMENTS
from insight.survey.filters import parse_filter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight compare``."""
    add_survey(parser)
    add_request(parser)
    add_output(parser, FORMATS)
    add_shared(parser)
    parser.add_argument("--net", default="", help="net or category whose share is compared")
    parser.add_argument("--between", required=True, metavar="VAR")
    parser.add_argument("--against", choices=AGAINST, default="pairs")
    parser.add_argument("--adjust", choices=ADJUSTMENTS, default="holm")


def run(chosen: argparse.Namespace) -> int:
    """Test what was asked for and deliver the tests."""
    survey = open_survey(chosen.survey, chosen.data)
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
    )
    if result.lonely:
        print(say(chosen.lang, "base.lonely", count=result.lonely), file=sys.stderr)
    deliver(tidy_bytes(result.tidy(chosen.lang), chosen.format), chosen.out)
    return 0
