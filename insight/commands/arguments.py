"""Arguments that several commands take, and the folders that they name."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from insight.language.catalogue import LANGUAGES
from insight.language.errors import Fault, UnknownNameError
from insight.survey.folders import data_folder, is_folder


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


def add_output(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Add the format of a result and the file that it is written to."""
    parser.add_argument("--format", choices=formats, default="csv")
    parser.add_argument("--out", type=Path, metavar="FILE")


def named_data_folder(chosen: argparse.Namespace) -> Path:
    """The data folder, which must exist."""
    folder = data_folder(chosen.data)
    if not is_folder(folder):
        raise UnknownNameError(Fault("fault.no_data_folder", {"folder": folder}))
    return folder
