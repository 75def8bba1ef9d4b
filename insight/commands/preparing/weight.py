"""``insight weight``: a survey raked to margins of its population."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from insight.analysis.weighting.folder import may_be_column, write_weight
from insight.analysis.weighting.kept_margins import kept_margins
from insight.analysis.weighting.margins import read_margins
from insight.analysis.weighting.weights import SCALES, weigh
from insight.analysis.weighting.words import cells, label_of_weight, lines, note
from insight.commands.arguments import add_shared
from insight.exports.files import tidy_bytes, write_file
from insight.language.catalogue import one_line, say
from insight.language.errors import Fault, RequestError
from insight.query.opened import open_in
from insight.query.store import shared_store
from insight.statistics.raking import NO_BOUNDS
from insight.survey.folders import read_survey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight weight``."""
    add_shared(parser)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    parser.add_argument("--margins", required=True, type=Path, metavar="FILE")
    parser.add_argument("--column", default="raked_weight", metavar="NAME", help="the new weight")
    parser.add_argument("--replace", metavar="NAME", help="the column that may be overwritten")
    parser.add_argument("--start", metavar="COLUMN", help="starting weights, or none")
    parser.add_argument(
        "--trim",
        nargs=2,
        type=float,
        default=NO_BOUNDS,
        metavar=("LOW", "HIGH"),
        help="least and greatest weight, relative to the mean",
    )
    parser.add_argument("--scale", choices=SCALES, default="mean", help="mean 1, or population")
    parser.add_argument("--out", type=Path, metavar="FILE", help="every margin, before and after")


def run(chosen: argparse.Namespace) -> int:
    """Rake, write the weight into the survey's folder, and report each wave."""
    column, bounds = chosen.column, tuple(chosen.trim)
    survey = open_in(shared_store(), read_survey(chosen.folder))
    may_be_column(survey, column, chosen.replace)
    start = None if chosen.start == "none" else chosen.start or survey.codebook.design.weight
    if start == column:
        raise RequestError(Fault("fault.start_is_replaced", {"column": column}))
    margins = read_margins(chosen.margins, survey.codebook)
    weighting = weigh(survey, margins, start=start, bounds=bounds, scale=chosen.scale)
    today = datetime.now().astimezone().date()
    origin = note(weighting, chosen.margins.name, start, bounds, today)
    if chosen.out is not None:
        write_file(chosen.out, tidy_bytes(cells(survey, weighting, chosen.lang)))
    kept = kept_margins(survey, weighting)
    write_weight(survey, column, weighting.weights, (label_of_weight(), origin), kept)
    for line in lines(weighting, bounds, chosen.lang):
        print(one_line(line))
    print(say(chosen.lang, "weighting.written", column=column, survey=survey.id))
    print(say(chosen.lang, "weighting.margins_kept" if kept else "weighting.margins_not_kept"))
    return 0
