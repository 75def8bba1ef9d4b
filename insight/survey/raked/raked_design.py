"""Margins that raked weights meet, as a codebook keeps them: variables, codes and populations.

With them the variance of a survey that was weighted here is that of what the margins do not tell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

JOINED = "*"


@dataclass(frozen=True, slots=True)
class RakedMargin:
    """A margin of a wave, or of a survey without waves.

    Attributes
    ----------
    variables
        The variables whose combinations of codes are its cells.
    cells
        The codes of each cell.
    population
        The population of each cell, in numbers of any scale.
    wave
        The code of the wave; None without waves.
    """

    variables: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    population: tuple[float, ...]
    wave: str | None = None

    @property
    def name(self) -> str:
        """How a file of margins names it, such as ``age_group*region``."""
        return JOINED.join(self.variables)

    @property
    def shares(self) -> tuple[float, ...]:
        """The share that each cell has of the population."""
        total = math.fsum(self.population)
        return tuple(number / total for number in self.population)
