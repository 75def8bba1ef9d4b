"""An intruder who knows everybody's weight, and looks for the only numbers of respondents that fit.

Every figure of a table is a linear condition on how many of each combination of background gave
each answer: its counts exactly, its share and weighted base within what rounding leaves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from insight.analysis.estimates import Estimate
from insight.disclosure.precision import Precision

# The codes on each variable that a group has.
Group = dict[str, tuple[str, ...]]
Figure = tuple[Group, Estimate]
SECONDS = 20
NOISE = 1e-9


def weighted_people(seed: int) -> pd.DataFrame:
    """Some hundred respondents, whose weight follows from their background with four decimals."""
    draw = np.random.default_rng(seed)
    size = int(draw.integers(150, 500))
    likely = np.outer(draw.dirichlet(np.full(5, 2)), draw.dirichlet(np.full(4, 2))).ravel()
    cell = draw.choice(20, size, p=likely)
    weights = draw.uniform(0.4, 2.5, 20).round(4)
    answers = draw.choice([1, 2, 3], size, p=[0.03, 0.37, 0.6])
    return pd.DataFrame({"a": cell // 4 + 1, "b": cell % 4 + 1, "w": weights[cell], "q": answers})


@dataclass(frozen=True)
class Population:
    """Respondents by combination of background, with one weight each, and their answers.

    Attributes
    ----------
    cells
        A row for each combination, with the columns of background, `w` and `n`.
    answers
        Codes of the item.
    """

    cells: pd.DataFrame
    answers: tuple[str, ...]

    def members(self, group: Group) -> np.ndarray:
        """Which combinations are in a group."""
        inside = np.ones(len(self.cells), dtype=bool)
        for variable, codes in group.items():
            inside &= self.cells[variable].astype(str).isin(codes).to_numpy()
        return inside


def population(people: pd.DataFrame, background: list[str], answers: Iterable[str]) -> Population:
    """Count people by background; all with the same background have the same weight."""
    cells = people.groupby(background)["w"].agg(["first", "size"]).reset_index()
    return Population(cells.rename(columns={"first": "w", "size": "n"}), tuple(answers))


def found_out(
    of: Population,
    figures: Iterable[Figure],
    least: int,
    step_of: Callable[[Group, Estimate], float] | None,
) -> tuple[int, int]:
    """Count small combinations of background, and those whose number is the only one that fits.

    Parameters
    ----------
    of
        The respondents, of whom the intruder knows the background there is and its weight.
    figures
        What is published.
    least
        What is small.
    step_of
        What a share may differ by from what is told; without it the intruder does not look at
        weights.
    """
    rows, low, upp = [], [], []

    def know(row: np.ndarray, least_sum: float, most: float) -> None:
        rows.append(row.ravel())
        low.append(least_sum)
        upp.append(most)

    weights, shape = of.cells["w"].to_numpy(), (len(of.cells), len(of.answers))
    for group, figure in figures:
        if figure.base is None:
            continue
        inside, answer = of.members(group), of.answers.index(figure.key)
        count = np.zeros(shape)
        count[inside, answer] = 1
        know(count, figure.n, figure.n)
        if step_of is None or figure.value is None:
            continue
        for sign in (1, -1):
            share = figure.value + sign * (step_of(group, figure) + NOISE)
            excess = -share * np.outer(weights * inside, np.ones(shape[1]))
            excess[:, answer] += weights * inside
            know(sign * excess, -np.inf, NOISE)
        if figure.base_weighted is not None:
            whole = np.outer(weights * inside, np.ones(shape[1]))
            know(whole, figure.base_weighted - 1e-6, figure.base_weighted + 1e-6)
    conditions = LinearConstraint(np.array(rows), low, upp)
    small = np.flatnonzero(of.cells["n"] < least)
    return len(small), sum(_is_only_one(conditions, shape, cell) for cell in small)


def whole_steps(precision: Precision) -> Callable[[Group, Estimate], float]:
    """What a share may differ by from its rounded value."""
    return lambda _, figure: precision.share(figure.base)


def _is_only_one(conditions: LinearConstraint, shape: tuple[int, int], cell: int) -> bool:
    wanted = np.zeros(shape)
    wanted[cell] = 1
    ends = [
        milp(
            sign * wanted.ravel(),
            constraints=conditions,
            bounds=Bounds(0, np.inf),
            integrality=np.ones(wanted.size),
            options={"time_limit": SECONDS},
        )
        for sign in (1, -1)
    ]
    return all(end.x is not None for end in ends) and round(ends[0].fun) == round(-ends[1].fun)
