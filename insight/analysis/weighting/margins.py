"""Margins of a population, as a file says them: how many there are with which codes.

The file is CSV in UTF-8 with a row for each cell, comma or semicolon between the columns::

    variable,code,population
    gender,1,2750000
    gender,2,2760000
    age_group*region,1*3,312000

Numbers may be persons or shares. A joint margin has its variables and its codes joined by ``*``.
A column ``wave`` gives each wave margins of its own; without it all waves have the same.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from insight.language.errors import Fault, RequestError, reason_of, shorten, some
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import split

NEEDED = ("variable", "code", "population")
WAVE = "wave"
LARGEST_FILE = 20_000_000
# Rounded shares and totals of different tables may differ by so much of the larger.
TOTALS_MAY_DIFFER = 0.005

Cell = tuple[str, ...]


@dataclass(frozen=True)
class PopulationMargin:
    """One margin of the population: its variables, and how many have each combination of codes."""

    variables: tuple[Variable, ...]
    population: Mapping[Cell, float]

    @property
    def name(self) -> str:
        """How the file names it, such as ``age_group*region``."""
        return "*".join(variable.id for variable in self.variables)

    @property
    def total(self) -> float:
        """The population of all its cells."""
        return math.fsum(self.population.values())


# The margins of each wave; under None where all waves have the same, or there are no waves.
Margins = Mapping[str | None, tuple[PopulationMargin, ...]]


def read_margins(path: Path, codebook: Codebook) -> Margins:
    """Read the margins of a population.

    Parameters
    ----------
    path
        The CSV file.
    codebook
        The survey's codebook, with its waves; it must know every variable and code.

    Raises
    ------
    RequestError
        If the file cannot be read, a row is no margin, or totals disagree; with the line.
    UnknownNameError
        If the survey has no such variable or code.
    """
    text = _text(path)
    semicolon = ";" in (text.splitlines() or [""])[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if semicolon else ",", strict=True)
    by_wave: dict[str | None, dict[tuple[Variable, ...], dict[Cell, float]]] = {}
    for line, row in _rows(reader, path):
        number = row["population"].replace(",", ".") if semicolon else row["population"]
        variables, cell = _cell(path, line, row, codebook)
        cells = by_wave.setdefault(_wave(row, codebook), {}).setdefault(variables, {})
        if cell in cells:
            values = {"file": path.name, "line": line, "code": "*".join(cell)}
            raise RequestError(Fault("fault.margin_twice", values))
        cells[cell] = _population(path, line, number)
    margins = {
        wave: tuple(PopulationMargin(*entry) for entry in by_variables.items())
        for wave, by_variables in by_wave.items()
    }
    _check(path, margins, codebook)
    return margins


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RequestError(Fault("fault.too_large", {"file": path.name}))
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(Fault("fault.not_utf8", {"file": path.name})) from None
    except (OSError, ValueError) as error:
        values = {"file": path.name, "reason": reason_of(error)}
        raise RequestError(Fault("fault.unreadable", values)) from error


def _rows(reader: Iterator[list[str]], path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header by the names of their columns, with the line that each is on."""
    try:
        header = [name.strip() for name in next(reader, [])]
        if sorted(header) not in (sorted(NEEDED), sorted((*NEEDED, WAVE))):
            values = {"file": path.name, "found": some(header), "needed": ",".join(NEEDED)}
            raise RequestError(Fault("fault.margin_header", values))
        for line, cells in enumerate(reader, start=2):
            if len(cells) != len(header) and cells:
                raise RequestError(Fault("fault.margin_row", {"file": path.name, "line": line}))
            if cells:
                yield line, {k: v.strip() for k, v in zip(header, cells, strict=True)}
    except csv.Error as error:
        values = {"file": path.name, "reason": shorten(str(error))}
        raise RequestError(Fault("fault.unreadable", values)) from error


def _cell(
    path: Path, line: int, row: Mapping[str, str], codebook: Codebook
) -> tuple[tuple[Variable, ...], Cell]:
    """The variables of a row and their codes, in the order in which the codebook has them."""
    place = {"file": path.name, "line": line}
    variables = [codebook.variable(name.strip()) for name in split(row["variable"], "*")]
    codes = [code.strip() for code in split(row["code"], "*")]
    if len(codes) != len(variables) or len(set(variables)) != len(variables):
        values = {"variable": row["variable"], "code": row["code"]}
        raise RequestError(Fault("fault.margin_codes", place | values))
    for variable in variables:
        if variable.kind != "single":
            values = {"variable": variable.id, "kind": variable.kind}
            raise RequestError(Fault("fault.margin_kind", place | values))
    names = list(codebook.variables)
    pairs = sorted(zip(variables, codes, strict=True), key=lambda pair: names.index(pair[0].id))
    return (
        tuple(variable for variable, _ in pairs),
        tuple(variable.category(code).key for variable, code in pairs),
    )


def _wave(row: Mapping[str, str], codebook: Codebook) -> str | None:
    if WAVE not in row:
        return None
    if codebook.wave is None:
        raise RequestError(Fault("fault.margin_no_waves", {"survey": codebook.id}))
    return codebook.wave.category(row[WAVE]).key


def _population(path: Path, line: int, words: str) -> float:
    """A number of at least 0; spaces between thousands are no part of it."""
    try:
        number = float("".join(words.split()))
    except ValueError:
        number = math.nan
    if not (0 <= number < math.inf):
        values = {"file": path.name, "line": line, "value": shorten(words)}
        raise RequestError(Fault("fault.margin_population", values))
    return number


def _check(path: Path, margins: Margins, codebook: Codebook) -> None:
    """Refuse a file without margins for everyone, and totals that disagree."""
    if not margins:
        raise RequestError(Fault("fault.margin_none", {"file": path.name}))
    if None not in margins and codebook.wave is not None:
        for wave in codebook.wave.by_key:
            if wave not in margins:
                values = {"file": path.name, "wave": codebook.wave.category(wave).label}
                raise RequestError(Fault("fault.margin_wave", values))
    for of_wave in margins.values():
        least, most = (pick(of_wave, key=lambda margin: margin.total) for pick in (min, max))
        if least.total < most.total * (1 - TOTALS_MAY_DIFFER) or most.total == 0:
            values = {"first": least.name, "first_total": f"{least.total:.12g}"}
            values |= {"second": most.name, "second_total": f"{most.total:.12g}"}
            raise RequestError(Fault("fault.margin_totals", values))
