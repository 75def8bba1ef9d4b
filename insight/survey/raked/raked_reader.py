"""Margins of raked weights read from a codebook, and every contradiction in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from insight.language.errors import near_miss, some
from insight.survey.codebook import Codebook
from insight.survey.design import Design
from insight.survey.filters import split
from insight.survey.raked.raked_design import JOINED, RakedMargin
from insight.survey.toml_reader import TomlReader


def with_margins(reader: TomlReader, design: Design) -> Design:
    """Return the design with the margins that its weight meets, if a codebook keeps them.

    Parameters
    ----------
    reader
        The table [design].
    design
        What else it says.
    """
    if reader.value("raked") is None:
        return design
    margins = tuple(_margin(table, design) for table in reader.tables("raked"))
    if design.weight is None:
        reader.fault("fault.raked_without_weight", "raked")
    if design.replicates is not None:
        reader.fault("fault.raked_replicates", "raked")
    for (_, name), times in Counter((one.wave, one.name) for one in margins).items():
        if times > 1:
            reader.fault("fault.raked_twice", "raked", value=name)
    return replace(design, raked=margins)


def _margin(reader: TomlReader, design: Design) -> RakedMargin:
    variables = tuple(split(reader.string("variable", required=True) or "", JOINED))
    cells = tuple(tuple(split(code, JOINED)) for code in reader.strings("codes"))
    population = reader.numbers("population")
    wave = None if reader.value("wave") is None else str(reader.code("wave"))
    if len(cells) != len(population) or not cells:
        reader.fault("fault.raked_count", "codes", codes=len(cells), populations=len(population))
    if not all(number > 0 for number in population):
        reader.fault("fault.raked_population", "population")
    if repeated := [JOINED.join(cell) for cell, n in Counter(cells).items() if n > 1]:
        reader.fault("fault.repeated_code", "codes", value=some(repeated))
    if odd := [JOINED.join(cell) for cell in cells if len(cell) != len(variables)]:
        reader.fault("fault.raked_parts", "codes", value=some(odd), count=len(variables))
    if (wave is None) != (design.wave is None):
        told = "raked_needs_wave" if wave is None else "raked_without_wave"
        reader.fault(f"fault.{told}", "wave", value=wave)
    return RakedMargin(variables, cells, population, wave)


def check_margins(reader: TomlReader, codebook: Codebook) -> None:
    """Note margins of variables, codes or waves that the codebook does not have.

    Parameters
    ----------
    reader
        The whole codebook.
    codebook
        What it says.
    """
    waves = codebook.wave.by_key if codebook.wave else {}
    for number, margin in enumerate(codebook.design.raked, 1):
        place = f"design.raked[{number}]"
        if margin.wave is not None and waves and margin.wave not in waves:
            hint = near_miss(margin.wave, waves)
            reader.fault("fault.raked_unknown", f"{place}.wave", value=margin.wave, hint=hint)
        for at, name in enumerate(margin.variables):
            variable = codebook.variables.get(name)
            if variable is None or variable.kind != "single":
                hint = near_miss(name, codebook.variables)
                reader.fault("fault.raked_variable", f"{place}.variable", value=name, hint=hint)
                continue
            codes = {cell[at] for cell in margin.cells if len(cell) == len(margin.variables)}
            if unknown := sorted(codes - {*variable.by_key}):
                hint = near_miss(unknown[0], variable.by_key)
                reader.fault(
                    "fault.raked_unknown", f"{place}.codes", value=some(unknown), hint=hint
                )
