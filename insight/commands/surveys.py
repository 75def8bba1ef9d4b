"""``insight surveys``: the surveys of a data folder, one a line."""

from __future__ import annotations

import argparse
import sys

from insight.commands.arguments import add_shared
from insight.language.catalogue import one_line, say
from insight.language.errors import InsightError
from insight.query.opened import open_in
from insight.query.store import shared_store
from insight.survey.folders import data_folder, find_surveys, require_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight surveys``."""
    add_shared(parser)


def run(chosen: argparse.Namespace) -> int:
    """List the surveys that can be used, and complain of the others."""
    root = data_folder(chosen.data)
    require_folder(root)
    folders = find_surveys(root)
    broken = list(folders.broken)
    for survey in folders.surveys:
        try:
            codebook = open_in(shared_store(), survey).codebook
        except InsightError as error:
            broken.append((survey.id, error))
            continue
        waves = ",".join(codebook.wave.by_key) if codebook.wave else ""
        mark = say(chosen.lang, "survey.simulated") if codebook.simulated else ""
        cells = (survey.id, codebook.title[chosen.lang], waves, mark)
        print("\t".join(one_line(cell) for cell in cells).rstrip("\t"))
    for name, refusal in broken:
        print(f"{one_line(name)}: {refusal.text(chosen.lang)}", file=sys.stderr)
    return 1 if broken else 0
