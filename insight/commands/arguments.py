"""Arguments that several commands take."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from insight.language.catalogue import LANGUAGES
from insight.language.errors import Fault, RequestError
from insight.survey.codebook import Variable

COMPARED = ("share", "mean")


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes: the data folder and the language."""
    parser.add_argument("--data", metavar="DIR", help="data folder; else INSIGHT_DATA")
    parser.add_argument("--lang", choices=LANGUAGES, default="nb", help="language of labels")


def add_survey(parser: argparse.ArgumentParser) -> None:
    """Add the survey."""
    parser.add_argument("survey", metavar="SURVEY", help="id of a survey, or path to its folder")


def add_request(parser: argparse.ArgumentParser) -> None:
    """Add what is estimated: item, filter, base and confidence level."""
    parser.add_argument("--item", required=True)
    parser.add_argument("--where", action="append", default=[], metavar="VAR=CODE[,CODE]")
    parser.add_argument("--base", choices=["all", "valid"], default="all")
    parser.add_argument("--level", type=float, default=0.95)


def add_compared(parser: argparse.ArgumentParser) -> None:
    """Add what is compared: the share of a net or category, or the mean."""
    parser.add_argument("--net", default="", help="net or category whose share is compared")
    parser.add_argument("--statistic", choices=COMPARED, help="mean: of a number, or of scores")


def refuse_net(item: Variable, chosen: argparse.Namespace) -> None:
    """Refuse a net or category where the mean is compared.

    Raises
    ------
    RequestError
        If one is named.
    """
    if chosen.net and (item.kind == "numeric" or chosen.statistic == "mean"):
        raise RequestError(Fault("fault.net_without_share"))


def add_output(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Add the format of a result and the file that it is written to."""
    parser.add_argument("--format", choices=formats, default="csv")
    parser.add_argument("--out", type=Path, metavar="FILE")
