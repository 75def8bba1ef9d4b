"""``insight check``: a survey folder held against its codebook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from insight.commands.arguments import add_shared
from insight.language.catalogue import say
from insight.language.errors import Fault, InsightError
from insight.query.opened import OpenSurvey, open_in
from insight.query.replication.replicate_remarks import remarks_on_replicates
from insight.query.store import shared_store
from insight.survey.folders import only_survey, read_survey
from insight.survey.wave_remarks import remark_on_waves


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight check``."""
    add_shared(parser)
    parser.add_argument("folder", metavar="FOLDER", type=Path)


def run(chosen: argparse.Namespace) -> int:
    """Say that the survey is in order, or each of its faults on a line."""
    try:
        survey = open_in(shared_store(), read_survey(only_survey(chosen.folder)))
    except InsightError as error:
        for fault in error.faults:
            print(fault.text(chosen.lang), file=sys.stderr)
        return 1
    variables = len(survey.codebook.variables)
    print(say(chosen.lang, "survey.in_order", survey=survey.id, variables=variables))
    for remark in remarks_on(survey):
        print(remark.text(chosen.lang))
    return 0


def remarks_on(survey: OpenSurvey) -> Iterator[Fault]:
    """Yield what is in order and may yet be another thing than was meant."""
    if on_waves := remark_on_waves(survey.codebook):
        yield on_waves
    yield from remarks_on_replicates(survey)
