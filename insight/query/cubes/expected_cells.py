"""Cells that a cube would have, expected from a sample of the respondents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampledCells:
    """What a sample of respondents tells of cells.

    Attributes
    ----------
    respondents
        How many are in the sample.
    cells
        How many different cells they are in.
    once, twice
        How many cells have a single respondent of the sample, and two.
    """

    respondents: int
    cells: int
    once: int
    twice: int

    def among(self, respondents: int) -> float:
        """Return how many cells all respondents are expected to be in.

        The cells that the sample has missed are estimated by those that it has met once and twice
        (Chao, 1984), and how many of them the others will meet by the same (Chao et al., 2014,
        Ecological Monographs 84, equation 9).

        Examples
        --------
        >>> SampledCells(1000, 60, 0, 0).among(1_000_000)
        60.0
        >>> round(SampledCells(1000, 1000, 1000, 0).among(2000))
        1999
        """
        n, once = self.respondents, self.once
        others = max(respondents - n, 0)
        if not once or not n:
            return float(self.cells)
        missed = once**2 / (2 * self.twice) if self.twice else once * (once - 1) / 2
        missed *= (n - 1) / n
        if not missed:
            return float(self.cells)
        met = 1 - (1 - once / (n * missed + once)) ** others
        return self.cells + missed * met
