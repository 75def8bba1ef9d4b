"""Cells of the margins that a survey's weights are raked to: who is in which, and that they fit.

A weight that no longer meets its margins has the variance of no raked sample, so that such a survey
is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from insight.language.errors import DataError, Fault
from insight.query.store import Columns
from insight.statistics.raked.raked_strata import RakedStrata
from insight.statistics.strata import Strata
from insight.survey.codebook import Codebook
from insight.survey.raked.raked_design import RakedMargin

# Weights that were raked here meet a margin to 1e-11 of the whole.
MAY_DEVIATE = 1e-6
# So many cells of respondents, and of margins, are gone through for every figure.
MOST_CELLS = 20_000
MOST_OF_MARGINS = 2_000

Numbers = np.ndarray


def raked_strata(
    codebook: Codebook, design: Strata, unit_of: Numbers, counted: Columns, respondents: Numbers
) -> RakedStrata:
    """Return the strata of a survey whose weights are raked.

    Parameters
    ----------
    codebook
        The survey's codebook, with its margins.
    design
        The strata without margins.
    unit_of
        The sampling unit of each cell of respondents; shape (U,).
    counted
        The columns of margins, wave and weight of each cell.
    respondents
        How many there are in each cell; shape (U,).

    Raises
    ------
    DataError
        If there are too many cells, or the weights do not meet the margins.
    """
    if too_many(codebook.design.raked, len(unit_of)):
        values = {"count": len(unit_of), "most": MOST_CELLS, "of_margins": MOST_OF_MARGINS}
        raise DataError(Fault("fault.raked_cells", values))
    weight = np.ma.filled(counted[codebook.design.weight or ""].astype(float), np.nan)
    if not (weight > 0).all():
        raise DataError(Fault("fault.raked_weight", {"column": codebook.design.weight}))
    margins = [*_by_place(codebook, counted, len(weight))]
    if faults := [*_not_met(codebook, margins, weight * respondents)]:
        raise DataError(*faults)
    return RakedStrata.of(
        design, unit_of, weight, respondents, tuple(numbers for _, numbers in margins)
    )


def too_many(margins: Sequence[RakedMargin], cells: int) -> bool:
    """Whether there are more cells than every figure can be worked out from."""
    return cells > MOST_CELLS or sum(len(margin.cells) for margin in margins) > MOST_OF_MARGINS


def _by_place(
    codebook: Codebook, counted: Columns, rows: int
) -> Iterator[tuple[dict[str | None, tuple[int, RakedMargin]], Numbers]]:
    """The first margins of all waves, then the second; and the number of each row's cell.

    Numbers run through all margins. A row has -1 where its wave has no such margin, and -2 where
    the margin does not have its codes.
    """
    by_wave: dict[str | None, list[RakedMargin]] = {}
    for margin in codebook.design.raked:
        by_wave.setdefault(margin.wave, []).append(margin)
    codes = _texts(counted)
    wave_column = codebook.design.wave
    waves = codes[wave_column] if wave_column else [None] * rows
    first = 0
    for place in range(max(map(len, by_wave.values()))):
        margins: dict[str | None, tuple[int, RakedMargin]] = {}
        for wave, of_wave in by_wave.items():
            if place < len(of_wave):
                margins[wave] = first, of_wave[place]
                first += len(of_wave[place].cells)
        numbers = np.full(rows, -1)
        for wave, (start, margin) in margins.items():
            number_of = {cell: start + at for at, cell in enumerate(margin.cells)}
            columns = zip(*(codes[name] for name in margin.variables), strict=True)
            for row, (its_wave, cell) in enumerate(zip(waves, columns, strict=True)):
                if its_wave == wave:
                    numbers[row] = number_of.get(cell, -2)
        yield margins, numbers


def _texts(counted: Columns) -> Mapping[str, list[str]]:
    """Codes as text, such as they stand in a codebook; nothing where there is none."""
    return {
        name: ["" if value is None else str(value) for value in column.tolist()]
        for name, column in counted.items()
    }


def _not_met(
    codebook: Codebook,
    margins: Sequence[tuple[Mapping[str | None, tuple[int, RakedMargin]], Numbers]],
    weights: Numbers,
) -> Iterator[Fault]:
    """Say of each margin whom it does not have, or by how much it is missed."""
    if (margins[0][1] == -1).any():
        yield Fault("fault.raked_no_wave")
        return
    for of_waves, numbers in margins:
        if (numbers == -2).any():
            names = dict.fromkeys(margin.name for _, margin in of_waves.values())
            yield Fault("fault.raked_uncovered", {"margin": ", ".join(names)})
            continue
        for start, margin in of_waves.values():
            size = len(margin.cells)
            is_there = (numbers >= start) & (numbers < start + size)
            sums = np.bincount(numbers[is_there] - start, weights[is_there], size)
            shares = sums / sums.sum() if sums.sum() > 0 else sums
            away = np.abs(shares - np.array(margin.shares))
            if not away.max() <= MAY_DEVIATE:
                worst = int(np.argmax(away))
                yield _missed(codebook, margin, worst, float(shares[worst]))


def _missed(codebook: Codebook, margin: RakedMargin, cell: int, got: float) -> Fault:
    values = {
        "column": codebook.design.weight,
        "margin": margin.name,
        "wave": f" ({margin.wave})" if margin.wave else "",
        "code": "*".join(margin.cells[cell]),
        "wanted": f"{margin.shares[cell]:.4g}",
        "got": f"{got:.4g}",
    }
    return Fault("fault.raked_missed", values)
