"""Steps of a recipe from a data map: the labels of the variables and codes that a survey has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from insight.importers.data_maps.data_map import DataMap, MappedVariable
from insight.language.catalogue import Text, both
from insight.survey.codebook import Category, Codebook, Variable
from insight.survey.recipe.operations import Label, Named, Step


@dataclass(frozen=True)
class MapSteps:
    """What a data map gives a survey.

    Attributes
    ----------
    program
        What the program is called that the map is of, or that it is a table.
    steps
        A step for each variable of which it says something new.
    unknown
        Names in the map that the survey does not have.
    unnamed
        Variables of the survey of which the map says nothing.
    """

    program: Text
    steps: tuple[Step, ...]
    unknown: tuple[str, ...]
    unnamed: tuple[str, ...]


def steps_of_map(data_map: DataMap, book: Codebook) -> MapSteps:
    """Return the steps that give a survey the labels of a data map.

    Parameters
    ----------
    data_map
        The map. Its words are taken for both languages.
    book
        The codebook, as it is before the steps.
    """
    mapped = {_fold(variable.name): variable for variable in reversed(data_map.variables)}
    used: set[str] = set()
    steps, unnamed = [], []
    for variable in book.variables.values():
        keys = {_fold(name) for name in (variable.id, *variable.columns)} & {*mapped}
        used |= keys
        label = _label_of(variable, mapped)
        if label is not None:
            steps.append(Step(label))
        if not keys:
            unnamed.append(variable.id)
    unknown = [each.name for each in data_map.variables if _fold(each.name) not in used]
    name = data_map.program
    program = both("recipe.map_table") if name == "table" else Text(name, name)
    return MapSteps(program, tuple(steps), tuple(unknown), tuple(unnamed))


def _label_of(variable: Variable, mapped: Mapping[str, MappedVariable]) -> Label | None:
    """What a map says of a variable that the codebook does not say already."""
    own = mapped.get(_fold(variable.id), MappedVariable(variable.id))
    words = own.label if own.label not in ("", variable.label.nb) else ""
    named = tuple(_named(variable, own, mapped))
    if not words and not named:
        return None
    return Label(variable.id, label=Text(words, words) if words else None, categories=named)


def _named(
    variable: Variable, own: MappedVariable, mapped: Mapping[str, MappedVariable]
) -> Iterator[Named]:
    """The codes whose label is another; an answer of several may have a column in the map."""
    for category in variable.categories:
        words = _words_of(category, own, mapped)
        if words and words != category.label.nb:
            yield Named(category.code, Text(words, words))


def _words_of(category: Category, own: MappedVariable, mapped: Mapping[str, MappedVariable]) -> str:
    of_column = mapped.get(_fold(category.column)) if category.column else None
    if of_column is not None and of_column.label:
        return of_column.label
    return own.codes.get(category.source or "") or own.codes.get(category.key, "")


def _fold(name: str) -> str:
    """A name so that those which an import has written otherwise compare equal."""
    return re.sub(r"[^a-z0-9æøåäö]+", "_", name.casefold()).strip("_")
