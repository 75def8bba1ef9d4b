"""Corrections of a drafted codebook by a person, held against the responses.

A correction is a set of changed values. It becomes a survey folder of its own beside the old one,
and only one that holds is given back; so the last good state stays in force.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from insight.language.catalogue import Text
from insight.language.errors import Fault, RequestError, shorten
from insight.query.counts.column_counts import whole_numbers
from insight.query.opened import OpenSurvey, reopen
from insight.survey.codebook import Codebook, Kind, Missing, Role, Variable
from insight.survey.design import Design
from insight.survey.folders import CODEBOOK, RESPONSES, Survey, read_survey, read_text
from insight.survey.recipe.application import RECIPE
from insight.survey.replication.replicate_design import pattern_of
from insight.survey.toml_edits import Edits, edit
from insight.survey.wave_remarks import wave_names

PARTS = ("weight", "strata", "psu", "fpc", "wave")
MOST_GROUPS = 60  # categories of a variable by which answers are divided


@dataclass(frozen=True)
class DesignChoice:
    """How a person says that the respondents were sampled, and what divides them.

    `columns` has a column, or nothing, for each of `PARTS`; `replicates` is the table of replicate
    weights, empty where none are taken, and None where nobody was asked.
    """

    columns: Mapping[str, str]
    probability: bool
    segments: Collection[str]
    replicates: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class VariableChoice:
    """What a person says of a variable; `missing` has the codes that stand for no answer."""

    role: Role
    kind: Kind
    ordered: bool
    missing: Mapping[str, Missing]
    label: Text


def columns_in_use(design: Design) -> dict[str, str]:
    """The column of each part of a design, empty where it has none."""
    return {part: design.fpc[0] if part == "fpc" and design.fpc else getattr(design, part) or ""
            for part in PARTS}  # fmt: skip


def are_in_use(design: Design, replicates: Mapping[str, Any]) -> bool:
    """Whether replicate weights of a table are those of a design, by the same method."""
    now = design.replicates
    if now is None:
        return False
    return (pattern_of(now.columns), now.method) == (replicates["columns"], replicates["method"])


def suitable(book: Codebook, part: str) -> list[str]:
    """Variables that can have a part in the design as far as the codebook tells."""
    kinds = {"weight": ("numeric",), "fpc": ("numeric",), "wave": ("single",)}
    wanted = kinds.get(part, ("single", "numeric"))
    return [variable.id for variable in book.variables.values() if variable.kind in wanted]


def groupable(book: Codebook) -> list[str]:
    """Variables by which answers can be divided: those that are, and those with few categories."""
    segments = {segment.id for segment in book.segments}
    return [
        variable.id
        for variable in book.variables.values()
        if variable.id in segments
        or (variable.kind == "single" and 1 < len(variable.categories) <= MOST_GROUPS)
    ]


def design_edits(book: Codebook, chosen: DesignChoice) -> Edits:
    """Return what changes in a codebook when a person says how respondents were sampled."""
    edits: dict[Any, Any] = {}
    for part, now in columns_in_use(book.design).items():
        if chosen.columns[part] != now:
            edits["design", part] = chosen.columns[part] or None
    if book.design.raked and {("design", "weight"), ("design", "wave")} & edits.keys():
        edits["design", "raked"] = None  # the margins are those of another weight
    if chosen.replicates and not are_in_use(book.design, chosen.replicates):
        edits["design", "replicates"] = dict(chosen.replicates)
    elif chosen.replicates == {} and book.design.replicates:
        edits["design", "replicates"] = None
    if chosen.probability != book.design.probability:
        edits["design", "probability"] = None if chosen.probability else False
    now_segments = {segment.id for segment in book.segments}
    for name in [*book.variables]:
        if (name in chosen.segments) != (name in now_segments) and name != chosen.columns["wave"]:
            role = "segment" if name in chosen.segments else "item"
            edits["variables", name, "role"] = role
    return edits


def sample_edits(survey: OpenSurvey, chosen: DesignChoice) -> Edits:
    """Return what changes with a design; a wave that is a number becomes one of categories."""
    book = survey.codebook
    edits = dict(design_edits(book, chosen))
    wave = book.variables.get(chosen.columns["wave"])
    if wave and wave.kind == "numeric":
        missing = {
            category.key: category.missing for category in wave.categories if category.missing
        }
        wanted = VariableChoice(wave.role, "single", wave.ordered, missing, wave.label)
        edits |= variable_edits_from(survey, wave, wanted)
    return edits


def wave_order_edits(survey: OpenSurvey, keys: Sequence[str]) -> Edits:
    """Return what changes in a codebook when a person puts the waves in order.

    Parameters
    ----------
    survey
        The survey.
    keys
        Codes of its waves as text, the first wave first; codes for no answer come after them.

    Raises
    ------
    RequestError
        If the codes are not those of the waves, each once.
    """
    book = survey.codebook
    wave = book.wave
    if wave is None or sorted(keys) != sorted(book.waves):
        raise RequestError(Fault("fault.wave_places", {"waves": wave_names(book)}))
    variables = tomllib.loads(read_text(survey.folder))["variables"]
    categories = variables[wave.id]["categories"]
    places = {key: place for place, key in enumerate(keys)}
    categories.sort(key=lambda category: places.get(str(category["code"]), len(places)))
    return {
        ("variables", wave.id, "categories"): categories,
        ("variables", wave.id, "ordered"): True,
    }


def title_edits(title: Text) -> Edits:
    """Return what changes in a codebook with its title."""
    return {("title",): {"nb": title.nb, "en": title.en}}


def variable_edits(variable: Variable, chosen: VariableChoice, values: Sequence[int] = ()) -> Edits:
    """Return what changes in a codebook when a person says what a variable is.

    Parameters
    ----------
    variable, chosen
        What it is, and what it shall be.
    values
        The numbers that it holds, for a variable of numbers that becomes one of categories.
    """
    edits: dict[Any, Any] = {}
    place = ("variables", variable.id)
    if chosen.role != variable.role:
        edits[*place, "role"] = chosen.role
    if chosen.ordered != variable.ordered:
        edits[*place, "ordered"] = chosen.ordered or None
    if chosen.label != variable.label:
        edits[*place, "label"] = {"nb": chosen.label.nb, "en": chosen.label.en}
    if chosen.kind != variable.kind:
        edits[*place, "kind"] = chosen.kind
        edits[*place, "categories"] = _categories(variable, chosen, values) or None
        return edits
    if chosen.kind == "numeric":
        if {category.key: category.missing for category in variable.categories} != dict(
            chosen.missing
        ):
            edits[*place, "categories"] = _categories(variable, chosen, ()) or None
        return edits
    for at, category in enumerate(variable.categories):
        wanted = chosen.missing.get(category.key)
        if wanted != category.missing:
            edits[*place, "categories", at, "missing"] = wanted
    return edits


def variable_edits_from(survey: OpenSurvey, variable: Variable, chosen: VariableChoice) -> Edits:
    """Return what changes with a variable, its numbers looked up where they become categories."""
    becomes = variable.kind == "numeric" and chosen.kind == "single"
    values = whole_numbers(survey, variable) if becomes else ()
    return variable_edits(variable, chosen, values)


def _categories(
    variable: Variable, chosen: VariableChoice, values: Sequence[int]
) -> list[dict[str, Any]]:
    """The categories of a variable of another kind: a number has those only that are missing."""
    missing_categories = []
    for code, missing in chosen.missing.items():
        category = variable.by_key.get(code)
        label = category.label if category else Text(code, code)
        number = category.code if category else _number(variable, code)
        missing_categories.append(
            {"code": number, "nb": label.nb, "en": label.en, "missing": missing}
        )
    if chosen.kind == "numeric":
        return missing_categories
    codes = {category["code"] for category in missing_categories}
    plain = [
        {"code": value, "nb": str(value), "en": str(value)}
        for value in values
        if value not in codes
    ]
    return [*plain, *missing_categories]


def _number(variable: Variable, code: str) -> int:
    try:
        return int(code)
    except ValueError:
        values = {"variable": variable.id, "value": shorten(code)}
        raise RequestError(Fault("fault.not_whole_number", values)) from None


def correct_codebook(survey: OpenSurvey, edits: Edits, room: Path) -> OpenSurvey:
    """Return the survey with its codebook corrected, in a folder of its own.

    Parameters
    ----------
    survey
        The survey as it is; its folder stays.
    edits
        What changes.
    room
        An empty folder for the corrected survey. It is removed where the survey does not hold.

    Raises
    ------
    InsightError
        If the codebook contradicts itself or the responses.
    """
    folder = room / survey.id
    try:
        _require_written(survey, edits)
        text = read_text(survey.folder)
        text = edit(text, _where_written(survey.codebook, edits, text))
        changed = {str(place[1]) for place in edits if place[0] == "variables"}
        return reopen(survey, with_codebook(survey, text, folder), changed)
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise


def _require_written(survey: OpenSurvey, edits: Edits) -> None:
    """Refuse to correct in the codebook what a recipe has made of it."""
    if survey.recoding is None:
        return
    written, now = survey.recoding.written.variables, survey.recoding.codebook.variables
    for place in edits:
        name = str(place[1]) if place[0] == "variables" else None
        if name is not None and written.get(name) != now.get(name):
            raise RequestError(Fault("fault.corrected_in_recipe", {"variable": name}))


def _where_written(book: Codebook, edits: Edits, text: str) -> Edits:
    """Edits of categories at their places in the file, where waves need not stand in order."""
    written = tomllib.loads(text)["variables"]
    placed: dict[Any, Any] = {}
    for place, value in edits.items():
        match place:
            case ("variables", str(name), "categories", int(at), *rest):
                codes = [str(category["code"]) for category in written[name]["categories"]]
                at = codes.index(book.variable(name).categories[at].key)
                placed["variables", name, "categories", at, *rest] = value
            case _:
                placed[place] = value
    return placed


def with_codebook(survey: Survey, text: str, folder: Path, *, recipe: bool = True) -> Survey:
    """Return the same responses with another codebook, in a new folder, not checked.

    The recipe comes along, unless it is not to.
    """
    folder.mkdir()
    (folder / CODEBOOK).write_bytes(text.encode())
    _same_file(survey.responses, folder / RESPONSES)
    if recipe and (survey.folder / RECIPE).exists():
        shutil.copyfile(survey.folder / RECIPE, folder / RECIPE)
    return read_survey(folder)


def _same_file(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the disk has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
