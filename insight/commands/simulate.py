"""``insight simulate``: the bundled surveys made anew, or held against published figures."""

from __future__ import annotations

import argparse

from insight.commands.arguments import add_shared
from insight.documents.published import published_figures
from insight.documents.simulation import responses
from insight.documents.simulation.calibration import measure
from insight.language.catalogue import Language, say
from insight.query.opened import open_survey
from insight.survey.folders import data_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight simulate``."""
    add_shared(parser)
    parser.add_argument(
        "--check", action="store_true", help="hold the bundled surveys against published figures"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write the bundled surveys, or say where they miss what was published."""
    root = data_folder(chosen.data)
    if not chosen.check:
        for path in responses.write(root):
            print(path)
        return 0
    surveys = {name: open_survey(name, root) for name in responses.SAMPLES}
    lines = responses.check(
        published_figures(), lambda figure: measure(surveys[figure.survey], figure)
    )
    for line in lines:
        print("\t".join(_cells(line, chosen.lang)))
    missed = sum(not line.met for line in lines)
    print(say(chosen.lang, "simulate.summary", met=len(lines) - missed, missed=missed))
    return 1 if missed else 0


def _cells(line: responses.CheckLine, language: Language) -> list[str]:
    """One published figure beside the simulated one, with its source and quote."""
    figure = line.figure
    mark = say(language, "simulate.met" if line.met else "simulate.missed")
    sign = {"": "=", "about": "≈", "under": "<", "over": ">"}[figure.qualifier]
    sign = "≤" if figure.measure == "rank" else sign
    simulated = f"{line.simulated:.4f}" if figure.measure == "share" else f"{line.simulated:.0f}"
    subject = f"{figure.survey} {figure.wave} {figure.item} {figure.target} {figure.where}".split()
    quote = f"«{figure.quote}»" if figure.quote else figure.note[language]
    value = f"{sign} {figure.value:g}"
    return [mark, " ".join(subject), value, simulated, figure.source, quote]
