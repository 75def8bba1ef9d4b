"""An intruder who has the shares of many questions, and asks how large a small cell could be.

Of a table of two variables four cells are hidden, the corners of a rectangle: one respondent more
in the first is one less in each of two and one more in the fourth, and no count that is told
changes. The intruder knows all other cells, everybody's weight and how figures are rounded, though
not what lots are drawn of. Each question, of two answers, is to be answered somehow by each number
of respondents; how probable that is of what is told, times that of all other questions, is how
probable the number is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln, ndtr

from insight.analysis.compared.told_tests import told_p

CODES = 3
# How many more or fewer in the small cell are looked at.
FARTHEST = 10
SURE = 0.95


def people_with_questions(seed: int, size: int, questions: int) -> pd.DataFrame:
    """Respondents of whom 3 to 9 have the first codes of both variables; a weight for each cell."""
    draw = np.random.default_rng(seed)
    likely = draw.dirichlet(np.full(CODES**2 - 1, 3))
    others = np.maximum(12, (likely * size).astype(int))
    sizes = np.concatenate([[draw.integers(3, 10)], others])
    cell = np.repeat(np.arange(CODES**2), sizes)
    weights = draw.uniform(0.4, 2.5, CODES**2).round(4)
    frame = pd.DataFrame(
        {"a": cell // CODES + 1, "b": cell % CODES + 1, "w": weights[cell]}, dtype=float
    )
    asked = {
        f"q{number}": 1 + (draw.random(len(cell)) < draw.beta(1.5, 1.5))
        for number in range(questions)
    }
    return pd.concat([frame, pd.DataFrame(asked)], axis=1)


@dataclass(frozen=True)
class Share:
    """The share that gave the first answer, as it is told, and to which step.

    With a standard error it is the p value of that share less that of all others, as it is told.
    """

    inside: np.ndarray
    told: float
    step: float
    se: float = 0.0
    tell_p: Callable[[np.ndarray], np.ndarray] = told_p


# How probable what is told is, if the share is so much.
Chance = Callable[[np.ndarray, Share], np.ndarray]


def by_lot(share: np.ndarray, of: Share) -> np.ndarray:
    """The step below or above, that of which it is nearer the more probable."""
    return np.clip(1 - np.abs(share - of.told) / of.step, 0, 1)


def to_the_nearest(share: np.ndarray, of: Share) -> np.ndarray:
    """The step that is nearest, and no other."""
    return (np.abs(share - of.told) <= of.step / 2 + 1e-9).astype(float)


def p_of(apart: np.ndarray, se: float) -> np.ndarray:
    """The p value of differences."""
    p: np.ndarray = 2 * ndtr(-np.abs(apart) / se)
    return p


class ManyQuestions:
    """What the questions say together of the number in the small cell.

    Parameters
    ----------
    people
        The respondents.
    hidden : array of bool, shape (3, 3)
        The cells that are hidden: the four corners of a rectangle, the first cell among them.
    """

    def __init__(self, people: pd.DataFrame, hidden: np.ndarray) -> None:
        cells = people.groupby(["a", "b"])
        shape = (CODES, CODES)
        self._sizes = cells.size().to_numpy().reshape(shape)
        self._weights = cells["w"].first().to_numpy().reshape(shape)
        rows, columns = (np.flatnonzero(hidden.any(axis=axis)) for axis in (1, 0))
        self._cycle = np.zeros(shape, dtype=int)
        self._cycle[np.ix_(rows, columns)] = [[1, -1], [-1, 1]]
        more = np.arange(-FARTHEST, FARTHEST + 1)
        sizes = self._sizes + more[:, None, None] * self._cycle
        self.more = more[(sizes > 0).all(axis=(1, 2))]
        self._log_chances = np.zeros(len(self.more))

    def take(self, gave: np.ndarray, shares: Sequence[Share], chance: Chance) -> None:
        """Take in a question: how many of each cell gave the first answer, and what is told."""
        likely = (gave.sum() + 1 / 2) / (self._sizes.sum() + 1)
        of_these = np.arange(-FARTHEST - 2, FARTHEST + 3)  # of those more, who gave that answer
        for at, more in enumerate(self.more):
            sizes = self._sizes + more * self._cycle
            given = gave + of_these[:, None, None] * self._cycle
            there = ((given >= 0) & (given <= sizes)).all(axis=(1, 2))
            given = given[there]
            ways = gammaln(sizes + 1) - gammaln(given + 1) - gammaln(sizes - given + 1)
            log = ways + given * np.log(likely) + (sizes - given) * np.log(1 - likely)
            chances = np.exp(log[:, self._cycle != 0].sum(axis=1))
            for share in shares:
                part = self._share(given, sizes, share.inside)
                if share.se:
                    others = self._share(given, sizes, ~share.inside)
                    told = share.tell_p(p_of(part - others, share.se))
                    chances = chances * (told == share.told)
                else:
                    chances = chances * chance(part, share)
            with np.errstate(divide="ignore"):
                self._log_chances[at] += np.log(chances.sum())

    def _share(self, given: np.ndarray, sizes: np.ndarray, inside: np.ndarray) -> np.ndarray:
        weights = self._weights * inside
        return np.asarray((weights * given).sum(axis=(1, 2)) / (weights * sizes).sum())

    @property
    def chance_of_truth(self) -> float:
        """How probable the true number is to the intruder, before whom all were alike.

        It is 0 where no number fits, as if figures were rounded otherwise than the intruder thinks.
        """
        if not np.isfinite(self._log_chances).any():
            return 0.0
        chances = np.exp(self._log_chances - self._log_chances.max())
        return float(chances[self.more == 0][0] / chances.sum())
