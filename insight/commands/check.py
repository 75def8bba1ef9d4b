"""``insight check``: a survey folder held against its codebook."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from insight.access.access_file import ACCESS, policy_of, remarks_on
from insight.commands.arguments import add_shared
from insight.language.catalogue import say
from insight.language.errors import Fault, InsightError
from insight.query.opened import OpenSurvey, open_in
from insight.query.replication.replicate_remarks import remarks_on_replicates
from insight.query.store import shared_store
from insight.survey.folders import CODEBOOK, RESPONSES, only_survey, read_survey
from insight.survey.wave_remarks import remark_on_waves


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight check``."""
    add_shared(parser)
    parser.add_argument("folder", metavar="FOLDER", type=Path)


FILES = (CODEBOOK, RESPONSES)


def run(chosen: argparse.Namespace) -> int:
    """Say that the survey is in order, or each of its faults on a line; so of whom it is for."""
    whom = _check_access(chosen)
    if whom is not None and not any((only_survey(chosen.folder) / name).exists() for name in FILES):
        return whom
    return max(_check_survey(chosen), whom or 0)


def _check_survey(chosen: argparse.Namespace) -> int:
    try:
        survey = open_in(shared_store(), read_survey(only_survey(chosen.folder)))
    except InsightError as error:
        for fault in error.faults:
            print(fault.text(chosen.lang), file=sys.stderr)
        return 1
    variables = len(survey.codebook.variables)
    print(say(chosen.lang, "survey.in_order", survey=survey.id, variables=variables))
    for remark in survey_remarks(survey):
        print(remark.text(chosen.lang))
    return 0


def _check_access(chosen: argparse.Namespace) -> int | None:
    """Say what is to be said of the file of the data folder; None where it has none."""
    given = Path(chosen.folder).absolute()
    root = next(
        (each for each in (given, *given.parents[:2]) if os.path.lexists(each / ACCESS)), None
    )
    if root is None:
        return None
    policy = policy_of(root)
    for remark in remarks_on(policy, root):
        print(remark.text(chosen.lang), file=sys.stderr if policy.fault else sys.stdout)
    if policy.rules is not None:
        print(say(chosen.lang, "access.in_order", file=ACCESS, rules=len(policy.rules)))
    return 1 if policy.fault else 0


def survey_remarks(survey: OpenSurvey) -> Iterator[Fault]:
    """Yield what is in order and may yet be another thing than was meant."""
    if on_waves := remark_on_waves(survey.codebook):
        yield on_waves
    yield from remarks_on_replicates(survey)
