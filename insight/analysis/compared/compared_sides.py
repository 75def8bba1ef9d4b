"""Sides of comparisons: one group or several together, held against the gates before any test.

Comparisons of all answers of a request are held together. Arrays have the axes answer, then side or
pair of sides.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.analysis.basis import BASES, Basis, bases_of
from insight.analysis.differences import REST
from insight.analysis.joint_comparison import is_broken
from insight.disclosure.gates import SUPPRESSED, UNRELIABLE, WORDS, Words, gate_each
from insight.query.cell_request import Request
from insight.query.cells import ShareCells
from insight.query.opened import OpenSurvey
from insight.statistics.answer_sums import Answers
from insight.statistics.sides_together import FiguresOfSides

Sides = tuple[list[int], list[int]]
# What is said of two sides, by what is said of either.
OF_BOTH: tuple[Words, ...] = tuple(
    tuple(dict.fromkeys((*first, *second))) for first, second in itertools.product(WORDS, WORDS)
)


@dataclass(frozen=True)
class HeldSides:
    """Comparisons of a request whose sides have been held against the gates, none tested yet.

    Attributes
    ----------
    request, keys
        Whose answers to what are compared; of means there is one key, which is empty.
    answers, cells
        The sums of each answer, and the cells that they are from.
    pairs, figures
        The groups on either side of each test, and what is known of them.
    gated : array of int, shape (E, S)
        What the gates say of each side, by its place in `WORDS`.
    broken : array of bool, shape (P,)
        Whether a break lies between two sides that are shown.
    """

    request: Request
    keys: Sequence[str]
    answers: Sequence[Answers]
    cells: ShareCells | None
    pairs: Sequence[Sides]
    figures: FiguresOfSides
    gated: np.ndarray
    broken: np.ndarray

    @classmethod
    def of(
        cls,
        survey: OpenSurvey,
        request: Request,
        keys: Sequence[str],
        answers: Sequence[Answers],
        cells: ShareCells | None,
        pairs: Sequence[Sides],
        figures: FiguresOfSides,
        hidden: np.ndarray,
    ) -> HeldSides:
        """Hold sides against the gates; `hidden` says which would tell of few, shape (E, S)."""
        base, rules = figures.base.T, survey.codebook.disclosure
        effective = np.where(base > 0, figures.effective.T, 0.0)
        nothing = np.zeros(base.shape, dtype=bool)
        gated = gate_each(rules, base, effective, nothing, hidden | (base == 0))
        codes = [code_of(request, side) for side in figures.sides]
        of_pairs = ((codes[one], codes[two]) for one, two in figures.places.T.tolist())
        broken = [is_broken(survey, request, *pair) for pair in of_pairs]
        return cls(
            *(request, keys, answers, cells, pairs, figures, gated),
            np.array(broken, dtype=bool),
        )

    @property
    def size(self) -> int:
        """How many sums are held."""
        return sum(one.w.size for one in self.answers)

    @property
    def words(self) -> np.ndarray:
        """What the gates say of each pair, by its place in `OF_BOTH`; shape (E, P)."""
        first, second = (self.gated[:, side] for side in self.figures.places)
        return np.asarray(first * len(WORDS) + second)

    @property
    def rows(self) -> int:
        """How many differences there are."""
        return len(self.keys) * len(self.pairs)

    def bases_told(self) -> np.ndarray:
        """Respondents on either side of each difference, NaN where they may not be told.

        Returns
        -------
        array of float, shape (2, N)
        """
        told = (self.gated[:, self.figures.places] < SUPPRESSED).all(axis=1).ravel()
        of_each = self.figures.of_pairs(self.figures.base)
        return np.array([np.where(told, base.T.ravel(), np.nan) for base in of_each])

    @property
    def tested(self) -> np.ndarray:
        """Whether the difference may be tested; shape (E, P)."""
        return np.asarray(self._shown & ~self.broken)

    @property
    def _shown(self) -> np.ndarray:
        return np.asarray((self.gated[:, self.figures.places] < UNRELIABLE).all(axis=1))

    def codes(self) -> list[list[str]]:
        """The codes of the first, and of the second side of each difference."""
        codes, count = [code_of(self.request, side) for side in self.figures.sides], len(self.keys)
        return [[codes[at] for at in side] * count for side in self.figures.places.tolist()]

    def flags(self, boundary: np.ndarray) -> list[Words]:
        """What is said of each difference, answer by answer.

        Parameters
        ----------
        boundary : array of bool, shape (N,)
            Which differences that are tested have a share of 0 or 1 on either side.
        """
        is_broken = self._shown & self.broken
        rows = zip(
            *(each.ravel().tolist() for each in (self.words, is_broken, boundary)), strict=True
        )
        more: dict[bool, Words] = {False: ("boundary",), True: ("break",)}
        return [
            OF_BOTH[place] + (more[broken] if broken or edge else ())
            for place, broken, edge in rows
        ]

    def bases(self, survey: OpenSurvey) -> list[Basis]:
        """What the levels of each two sides rest on, the weaker of them, answer by answer."""
        of_sides = bases_of(survey.codebook, self.request, self.figures.sides, self.keys)
        if not any(of_sides):
            return [""] * (len(self.pairs) * len(self.keys))
        order = np.array([BASES.index(basis) for basis in of_sides], dtype=np.intp)
        of_pair = order.reshape(-1, len(self.keys))[self.figures.places].max(axis=0)
        return [BASES[at] for at in of_pair.T.ravel().tolist()]


def code_of(request: Request, side: Sequence[int]) -> str:
    """The code of a group; of several together that of the rest."""
    return request.groups[side[0]][0] if len(side) == 1 else REST
