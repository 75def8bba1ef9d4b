"""``insight simulate``: the bundled surveys made anew, or held against what they shall meet."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from insight.commands.arguments import add_shared
from insight.documents.published import ORIGINS, published_figures
from insight.documents.simulation import responses
from insight.documents.simulation.calibration import measure
from insight.documents.simulation.dependencies import (
    DependencyLine,
    check_dependencies,
    dependencies,
)
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey, open_survey
from insight.survey.folders import data_folder

Surveys = Mapping[str, OpenSurvey]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight simulate``."""
    add_shared(parser)
    parser.add_argument(
        "--check",
        action="store_true",
        help="hold the bundled surveys against published figures and assumed dependencies",
    )


def run(chosen: argparse.Namespace) -> int:
    """Write the bundled surveys, or say where they miss what was published or assumed."""
    root = data_folder(chosen.data)
    return _check(root, chosen.lang) if chosen.check else _write(root)


def _write(root: Path) -> int:
    for path in responses.write(root):
        print(path)
    return 0


def _check(root: Path, language: Language) -> int:
    surveys = {name: open_survey(name, root) for name in responses.SAMPLES}
    try:
        published, wanted = published_figures(), dependencies()
    except ValueError as error:
        raise RequestError(Fault("fault.bad_targets", {"fault": error})) from None
    figures = responses.check(published, lambda figure: measure(surveys[figure.survey], figure))
    targets = check_dependencies(wanted, surveys)
    for line in figures:
        print("\t".join(_figure_cells(line, language)))
    for target in targets:
        print("\t".join(_dependency_cells(target, language)))
    summaries = {
        f"simulate.{origin}": [line.met for line in figures if line.figure.origin == origin]
        for origin in ORIGINS
    }
    summaries["simulate.dependencies"] = [target.met for target in targets]
    for key, met in summaries.items():
        print(say(language, key, met=met.count(True), missed=met.count(False)))
    return 0 if all(all(met) for met in summaries.values()) else 1


def _mark(language: Language, *, met: bool) -> str:
    return say(language, "simulate.met" if met else "simulate.missed")


def _figure_cells(line: responses.CheckLine, language: Language) -> list[str]:
    """One published figure beside the simulated one, with its source and quote."""
    figure = line.figure
    sign = {"": "=", "about": "≈", "under": "<", "over": ">"}[figure.qualifier]
    value, simulated = f"{sign} {figure.value:g}", f"{line.simulated:.0f}"
    if figure.measure == "share":
        simulated = f"{line.simulated:.4f}"
    elif figure.measure == "rank":
        value = say(language, "simulate.rank", place=f"{figure.value:g}")
        simulated = say(language, "simulate.place", place=simulated)
    subject = f"{figure.survey} {figure.wave} {figure.item} {figure.target} {figure.where}".split()
    quote = f"«{figure.quote}»" if figure.quote else figure.note[language]
    mark = _mark(language, met=line.met)
    return [mark, " ".join(subject), value, simulated, figure.source, quote]


def _dependency_cells(line: DependencyLine, language: Language) -> list[str]:
    """One target of a correlation beside the simulated one, with the reason it is assumed."""
    target = line.dependency
    bounds = f"{target.low:g} … {target.high:g}"
    simulated = "–" if line.value is None else f"{line.value:.4f}"
    assumed = say(language, "simulate.assumed")
    subject = " ".join([target.survey, *line.waves, target.subject])
    mark = _mark(language, met=line.met)
    return [mark, subject, bounds, simulated, assumed, target.reason[language]]
