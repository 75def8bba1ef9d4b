"""The command line: the same functions as the pages, the same numbers.

Exit status 0, 1 for a refusal that names the cause on standard error, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from insight.analysis.comparison import compare
from insight.analysis.differences import AGAINST
from insight.analysis.estimates import STATISTICS, table
from insight.analysis.tidy import tidy
from insight.analysis.tidy_comparison import tidy_comparison
from insight.commands.codebook_and_weight import (
    add_codebook,
    add_weight,
    named_data_folder,
)
from insight.commands.importing import add_import
from insight.documents.published import published_figures
from insight.documents.simulation import responses
from insight.documents.simulation.calibration import measured
from insight.exports import files
from insight.language.catalogue import LANGUAGES, Language, one_line, say
from insight.language.errors import Fault, InsightError
from insight.query.opened import open_in, open_survey
from insight.query.sampling_units import strata
from insight.query.store import shared_store
from insight.statistics.contrasts import ADJUSTMENTS
from insight.statistics.intervals import METHODS
from insight.survey.filters import parse_filter, split
from insight.survey.folders import data_folder, find_surveys, only_survey, read_survey


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except InsightError as error:
        print(error.text(chosen.lang), file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        values = {"file": error.filename or "stdout", "reason": error.strerror or "?"}
        print(Fault("fault.not_written", values).text(chosen.lang), file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="insight", description="Explore survey answers.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", metavar="DIR", help="data folder; else INSIGHT_DATA")
    shared.add_argument("--lang", choices=LANGUAGES, default="nb", help="language of labels")

    surveys = commands.add_parser("surveys", parents=[shared], help="list the surveys")
    surveys.set_defaults(run=_surveys)

    checked = commands.add_parser("check", parents=[shared], help="check a survey folder")
    checked.add_argument("folder", metavar="FOLDER", type=Path)
    checked.set_defaults(run=_check)

    asked = argparse.ArgumentParser(add_help=False)
    asked.add_argument("survey", metavar="SURVEY", help="id of a survey, or path to its folder")
    asked.add_argument("--item", required=True)
    asked.add_argument("--where", action="append", default=[], metavar="VAR=CODE[,CODE]")
    asked.add_argument("--base", choices=["all", "valid"], default="all")
    asked.add_argument("--level", type=float, default=0.95)
    asked.add_argument("--format", choices=files.FORMATS, default="csv")
    asked.add_argument("--out", type=Path, metavar="FILE")

    tabled = commands.add_parser(
        "table", parents=[asked, shared], help="estimate shares, means or totals"
    )
    tabled.add_argument("--by", default="", metavar="VAR[,VAR]")
    tabled.add_argument("--nets", action="store_true", help="add the item's nets")
    tabled.add_argument("--statistic", choices=STATISTICS)
    tabled.add_argument("--method", choices=METHODS, default="wilson")
    tabled.set_defaults(run=_table)

    compared = commands.add_parser("compare", parents=[asked, shared], help="test differences")
    compared.add_argument("--net", default="", help="net or category whose share is compared")
    compared.add_argument("--between", required=True, metavar="VAR")
    compared.add_argument("--against", choices=AGAINST, default="pairs")
    compared.add_argument("--adjust", choices=ADJUSTMENTS, default="holm")
    compared.set_defaults(run=_compare)

    add_codebook(commands, shared)
    add_weight(commands, shared)
    add_import(commands, shared)

    simulated = commands.add_parser(
        "simulate", parents=[shared], help="(re)make the bundled surveys"
    )
    simulated.add_argument(
        "--check", action="store_true", help="hold the bundled surveys against published figures"
    )
    simulated.set_defaults(run=_simulate)
    return parser


def _surveys(chosen: argparse.Namespace) -> int:
    found = find_surveys(named_data_folder(chosen))
    broken = list(found.broken)
    for survey in found.surveys:
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


def _check(chosen: argparse.Namespace) -> int:
    try:
        survey = open_in(shared_store(), read_survey(only_survey(chosen.folder)))
        strata(survey)
    except InsightError as error:
        for fault in error.faults:
            print(fault.text(chosen.lang), file=sys.stderr)
        return 1
    counted = len(survey.codebook.variables)
    print(say(chosen.lang, "survey.in_order", survey=survey.id, variables=counted))
    return 0


def _table(chosen: argparse.Namespace) -> int:
    survey = open_survey(chosen.survey, chosen.data)
    found = table(
        survey,
        chosen.item,
        by=[name for name in split(chosen.by, ",") if name],
        where=parse_filter(chosen.where, survey.codebook),
        base=chosen.base,
        nets=chosen.nets,
        statistic=chosen.statistic,
        method=chosen.method,
        level=chosen.level,
    )
    if found.lonely:
        print(say(chosen.lang, "base.lonely", count=found.lonely), file=sys.stderr)
    _deliver(chosen, tidy(found, chosen.lang))
    return 0


def _compare(chosen: argparse.Namespace) -> int:
    survey = open_survey(chosen.survey, chosen.data)
    found = compare(
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
    _deliver(chosen, tidy_comparison(found, chosen.lang))
    return 0


def _deliver(chosen: argparse.Namespace, frame: pd.DataFrame) -> None:
    """Write a result to the file that was named, or to standard output."""
    content = files.tidy_bytes(frame, chosen.format)
    if chosen.out:
        files.write_file(chosen.out, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _simulate(chosen: argparse.Namespace) -> int:
    root = data_folder(chosen.data)
    if not chosen.check:
        for path in responses.write(root):
            print(path)
        return 0
    surveys = {name: open_survey(name, root) for name in responses.SAMPLES}
    lines = responses.check(
        published_figures(), lambda figure: measured(surveys[figure.survey], figure)
    )
    for line in lines:
        print("\t".join(_check_line(line, chosen.lang)))
    missed = sum(not line.met for line in lines)
    print(say(chosen.lang, "simulate.summary", met=len(lines) - missed, missed=missed))
    return 1 if missed else 0


def _check_line(line: responses.CheckLine, language: Language) -> list[str]:
    """One published figure beside the simulated one, with its source and quote."""
    figure = line.figure
    mark = say(language, "simulate.met" if line.met else "simulate.missed")
    sign = {"": "=", "about": "≈", "under": "<", "over": ">"}[figure.qualifier]
    sign = "≤" if figure.measure == "rank" else sign
    shown = f"{line.simulated:.4f}" if figure.measure == "share" else f"{line.simulated:.0f}"
    about = f"{figure.survey} {figure.wave} {figure.item} {figure.target} {figure.where}".split()
    quote = f"«{figure.quote}»" if figure.quote else figure.note[language]
    return [mark, " ".join(about), f"{sign} {figure.value:g}", shown, figure.source, quote]


if __name__ == "__main__":
    sys.exit(main())
