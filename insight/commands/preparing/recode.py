"""``insight recode``: a recipe tried on a survey folder, and put into it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from insight.commands.arguments import add_shared
from insight.importers.data_maps.map_reading import read_data_map
from insight.importers.recipe_folder import Recoded, recode_folder, with_labels
from insight.language.catalogue import Language, one_line, say
from insight.language.errors import InsightError
from insight.survey.folders import only_survey
from insight.survey.recipe.application import RECIPE
from insight.survey.recipe.descriptions import describe
from insight.survey.recipe.operations import Recipe
from insight.survey.recipe.recipe_reader import recipe_text
from insight.survey.recipe.recipe_writer import recipe_text_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight recode``."""
    add_shared(parser)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    parser.add_argument(
        "recipe",
        metavar="RECIPE",
        type=Path,
        nargs="?",
        help="the recipe; else the one in the folder",
    )
    parser.add_argument(
        "--labels",
        metavar="FILE",
        type=Path,
        help="a data map, whose labels become steps of the recipe",
    )
    parser.add_argument("--check", action="store_true", help="only tell, write nothing")


def run(chosen: argparse.Namespace) -> int:
    """Carry out the recipe and say what each step changes, or each of its faults on a line."""
    folder = only_survey(chosen.folder)
    try:
        text = _text(folder, chosen.recipe)
        if chosen.labels is not None:
            text, told = with_labels(folder, text, read_data_map(chosen.labels))
            print(told.text(chosen.lang))
        recoded = recode_folder(folder, text, write=not chosen.check)
    except InsightError as error:
        for fault in error.faults:
            print(one_line(fault.text(chosen.lang)), file=sys.stderr)
        return 1
    for line in lines(recoded, chosen.lang, written=not chosen.check):
        print(one_line(line))
    return 0


def _text(folder: Path, recipe: Path | None) -> str:
    """The text of the recipe that is named, else of the one in the folder, else of an empty one."""
    if recipe is None and not (folder / RECIPE).exists():
        return recipe_text_of(Recipe())
    return recipe_text(recipe or folder / RECIPE)


def lines(recoded: Recoded, language: Language, *, written: bool) -> Iterator[str]:
    """Return what a recipe does to a survey, line by line."""
    for step in recoded.counts:
        words = describe(step.trace.step.operation).text(language)
        change = {"before": _counts(step.before, language), "after": _counts(step.after, language)}
        yield say(language, "recipe.step", number=step.trace.number, words=words)
        yield "   " + say(language, "recipe.counts", **change)
        yield from (f"   {remark.text(language)}" for remark in step.trace.remarks)
    key = "recipe.written" if written else "recipe.fits"
    yield say(language, key, survey=recoded.survey.id, file=RECIPE, steps=len(recoded.counts))


def _counts(counts: Mapping[str, int], language: Language) -> str:
    """Counts by code, or of all respondents or answers together."""
    named = {name: say(language, f"recipe.{name}") for name in ("respondents", "answers")}
    return ", ".join(f"{named.get(name, name)}: {count}" for name, count in counts.items())
