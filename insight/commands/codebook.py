"""``insight codebook``: the codebook in the form of a standard."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from insight.commands.arguments import add_output, add_shared, add_survey
from insight.commands.delivery import deliver
from insight.exports.codebook_formats import FORMATS, codebook_bytes
from insight.exports.datapackage import DATAPACKAGE
from insight.language.errors import Fault, RequestError
from insight.query.opened import open_survey
from insight.survey.folders import RESPONSES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight codebook``."""
    add_shared(parser)
    add_survey(parser)
    add_output(parser, FORMATS)


def run(chosen: argparse.Namespace) -> int:
    """Write the codebook of the survey that was named."""
    survey = open_survey(chosen.survey, chosen.data)
    if chosen.format == "datapackage" and chosen.out is not None:
        _refuse_elsewhere(chosen.out)
    today = datetime.now().astimezone().date()
    deliver(codebook_bytes(survey, chosen.format, chosen.lang, today), chosen.out)
    return 0


def _refuse_elsewhere(out: Path) -> None:
    """Refuse a package that would describe a file which is not there."""
    if out.name != DATAPACKAGE or not (out.parent / RESPONSES).is_file():
        values = {"file": str(out), "package": DATAPACKAGE, "responses": RESPONSES}
        raise RequestError(Fault("fault.package_beside", values))
