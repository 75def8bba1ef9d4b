"""The px file, which the family of PxWeb and PX-Win reads: keywords, then figures in rows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator

from insight.api import cube_words
from insight.api.asking.selection import Selected, Selection
from insight.api.cube_figures import Cells
from insight.api.formats.jsonstat import Telling, unit_of
from insight.api.listing import updated

LONGEST = 200  # letters of a quoted part of a line
WHEN = "%Y%m%d %H:%M"


def px_bytes(selection: Selection, cells: Cells, telling: Telling) -> bytes:
    """Write a selection as a px file in UTF-8.

    Parameters
    ----------
    selection, cells
        What is selected, and its figures.
    telling
        In which language.
    """
    lines = [*_keywords(selection, telling), "DATA=", *_figures(selection, cells)]
    return ("\n".join(lines) + ";\n").encode()


def _keywords(selection: Selection, telling: Telling) -> Iterator[str]:
    cube, language = selection.cube, telling.language
    chosen = {each.dimension.id: each for each in selection.selected}
    labels = {name: each.dimension.label[language] for name, each in chosen.items()}
    dimensions = [each.dimension for each in selection.selected]
    title = cube_words.title(cube, dimensions, language)
    yield 'CHARSET="ANSI";'
    yield 'AXIS-VERSION="2013";'
    yield 'CODEPAGE="utf-8";'
    yield f"LANGUAGE={_quoted(telling.name)};"
    yield f"CREATION-DATE={_quoted(updated(cube.survey).strftime(WHEN))};"
    yield "DECIMALS=15;"
    yield "SHOWDECIMALS=1;"
    yield f"MATRIX={_quoted(cube.id)};"
    yield "COPYRIGHT=NO;"
    yield "AGGREGALLOWED=NO;"
    yield f"SUBJECT-CODE={_quoted(cube.codebook.id)};"
    yield f"SUBJECT-AREA={_quoted(cube.codebook.title[language])};"
    yield f"TITLE={_quoted(title)};"
    yield f"CONTENTS={_quoted(cube.label[language])};"
    for keyword, names in (("STUB", selection.stub), ("HEADING", selection.heading)):
        if names:
            yield f"{keyword}={_listed(labels[name] for name in names)};"
    for name, each in chosen.items():
        about = f"({_quoted(labels[name])})"
        yield f"VALUES{about}={_listed(value.label[language] for value in each.values)};"
        yield f"CODES{about}={_listed(each.codes)};"
        yield f"VARIABLE-CODE{about}={_quoted(name)};"
        if each.dimension.kind == "contents":
            yield f"CONTVARIABLE={_quoted(labels[name])};"
            for value in each.values:
                unit = unit_of(cube, value, telling)["base"]
                yield f"UNITS({_quoted(value.label[language])})={_quoted(unit)};"
    yield f"LAST-UPDATED={_quoted(updated(cube.survey).strftime(WHEN))};"
    yield f"SOURCE={_quoted(cube_words.source(cube, language))};"
    first, *others = cube_words.notes(cube, language)
    yield f"{'NOTEX' if cube.codebook.simulated else 'NOTE'}={_quoted(first)};"
    yield from (f"NOTE={_quoted(note)};" for note in others)


def _figures(selection: Selection, cells: Cells) -> Iterator[str]:
    """The figures, a line for each combination of the values at the side."""
    places = _places(selection.selected)
    at_side = [places[name] for name in selection.stub]
    at_top = [places[name] for name in selection.heading]
    for side in itertools.product(*at_side):
        line = (sum(side) + sum(top) for top in itertools.product(*at_top))
        yield " ".join(_figure(cells, place) for place in line)


def _places(selected: tuple[Selected, ...]) -> dict[str, list[int]]:
    """How far into the cells each value of each dimension leads."""
    places, step = {}, math.prod(len(each.values) for each in selected)
    for each in selected:
        step //= len(each.values)
        places[each.dimension.id] = [number * step for number in range(len(each.values))]
    return places


def _figure(cells: Cells, place: int) -> str:
    value = cells.values[place]
    return f'"{cells.statuses[place]}"' if value is None else repr(value)


def _listed(words: Iterable[str]) -> str:
    return ",\n".join(_quoted(word) for word in words)


def _quoted(words: str) -> str:
    """Words in quotes, in parts that a line may hold; a quote in them becomes an apostrophe."""
    safe = words.replace('"', "'").replace("\n", " ").replace("\r", " ")
    parts = [safe[at : at + LONGEST] for at in range(0, len(safe), LONGEST)] or [""]
    return "\n".join(f'"{part}"' for part in parts)
