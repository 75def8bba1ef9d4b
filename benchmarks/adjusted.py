"""How often intervals of adjusted figures contain the truth: samples drawn from one population.

The population is known to the last person, and what is estimated is the margin of the model fitted
to all of it. Each sample is stratified and clustered, with unequal weights, and the group goes with
the covariates. Beside the variance of the project stands that of R's ``svypredmeans``, which leaves
out a covariance. Run it with ``.venv/bin/python benchmarks/adjusted.py``.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from insight.statistics.answer_sums import Answers  # noqa: E402
from insight.statistics.intervals import t_quantile  # noqa: E402
from insight.statistics.models.fitted_model import (  # noqa: E402  # noqa: E402
    Cells,
    Fitted,
    covariance_of,
    expect,
    fit,
    slope_of,
)
from insight.statistics.models.model_terms import placed, terms_of  # noqa: E402
from insight.statistics.models.predictive_margins import predictive_margins  # noqa: E402
from insight.statistics.strata import Strata  # noqa: E402

LEVEL, STRATA, PSUS, TAKEN = 0.95, 10, 60, 12
CODES = (3, 4, 2)  # of the groups and of two covariates


def population(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Make people whose answers depend on group, covariates and PSU."""
    sizes = rng.integers(20, 80, STRATA * PSUS)
    psu = np.repeat(np.arange(STRATA * PSUS), sizes)
    stratum = psu // PSUS
    second = rng.integers(0, CODES[1], len(psu))
    third = (rng.random(len(psu)) < 0.3 + 0.03 * stratum).astype(int)
    lean = 0.2 * second + 0.15 * third + rng.random(len(psu))
    group = np.digitize(lean, [0.45, 1.0])
    log_odds = (
        -1.2 + 0.3 * group + 0.5 * second - 0.4 * third + 0.5 * rng.normal(size=len(sizes))[psu]
    )
    share = (rng.random(len(psu)) < 1 / (1 + np.exp(-log_odds))).astype(float)
    mean = 3 + log_odds + rng.normal(size=len(psu))
    codes = np.column_stack([group, second, third])
    return {"psu": psu, "stratum": stratum, "codes": codes, "share": share, "mean": mean}


def sample(people: dict[str, np.ndarray], drawn: int, rng: np.random.Generator):
    """Draw PSUs of each stratum, and people of each PSU: their places and weights."""
    ends = np.searchsorted(people["psu"], np.arange(STRATA * PSUS + 1))
    chosen = [stratum * PSUS + rng.choice(PSUS, drawn, replace=False) for stratum in range(STRATA)]
    places, weights = [], []
    for psu in np.concatenate(chosen).tolist():
        size = ends[psu + 1] - ends[psu]
        places.append(ends[psu] + rng.choice(size, TAKEN, replace=False))
        weights.append(np.full(TAKEN, PSUS / drawn * size / TAKEN))
    return np.concatenate(places), np.concatenate(weights)


def cells_of(codes, answer, weight, unit, strata) -> tuple[Cells, list[slice]]:
    """Sum answers by unit and cell, as the database does."""
    cell, number = np.unique(codes, axis=0, return_inverse=True)
    shape, place = (strata.units, len(cell)), unit * len(cell) + number.ravel()

    def add(values: np.ndarray) -> np.ndarray:
        return np.bincount(place, values, shape[0] * shape[1]).reshape(shape)

    w, y = weight, answer
    sums = [np.ones(len(w)), w, w * y, w * y * y, w * w, w * w * y, w * w * y * y]
    answers = Answers(strata, *map(add, sums), np.zeros(len(cell)))
    terms = terms_of(cell)
    return Cells(answers, terms.design), list(terms.columns)


def without_covariance(fitted: Fitted, moved: np.ndarray) -> np.ndarray:
    """Variances of margins as R's ``svypredmeans`` has them."""
    answers = fitted.cells.answers
    weight = answers.units.whole(answers.w)
    expected = expect(fitted.family, moved @ fitted.coefficients)
    slopes = weight * slope_of(fitted.family, expected) / weight.sum()
    gradient = np.einsum("gd,gdp->gp", slopes, moved)
    of_model = gradient @ fitted.covariance() @ gradient.T
    away = (expected.T - expected @ weight / weight.sum()) / weight.sum()
    return of_model + covariance_of(answers, np.zeros_like(away), away, away)


def run(kind: str, drawn: int, samples: int, seed: int) -> list[float]:
    """Return the coverage of margins, of differences, and of margins as R has their variance."""
    rng = np.random.default_rng(seed)
    people = population(rng)
    family = "logistic" if kind == "share" else "linear"
    everybody = Strata.from_units(np.zeros(1, int), np.array([1.0]), clustered=True)
    ones, codes, answers = np.ones(len(people["psu"])), people["codes"], people[kind]
    cells, columns = cells_of(codes, answers, ones, np.zeros(len(ones), int), everybody)
    truth = predictive_margins(fit(cells, family), placed(cells.design, columns[0])).values
    hits = np.zeros(3)
    for _ in range(samples):
        at, weight = sample(people, drawn, rng)
        units, unit = np.unique(people["psu"][at], return_inverse=True)
        strata = Strata.from_units(units // PSUS, np.bincount(unit).astype(float), clustered=True)
        cells, columns = cells_of(codes[at], answers[at], weight, unit, strata)
        fitted, moved = fit(cells, family), placed(cells.design, columns[0])
        margins = predictive_margins(fitted, moved)
        away = np.abs(margins.values - truth)
        half = t_quantile(LEVEL, margins.df)
        hits[0] += (away <= half * np.sqrt(np.diag(margins.covariance))).mean()
        gaps = [(0, 1), (0, 2), (1, 2)]
        hits[1] += np.mean([
            abs(margins.difference(*gap).value - truth[gap[0]] + truth[gap[1]])
            <= half * margins.difference(*gap).se
            for gap in gaps
        ])  # fmt: skip
        hits[2] += (away <= half * np.sqrt(np.diag(without_covariance(fitted, moved)))).mean()
    return (hits / samples).tolist()


def main() -> None:
    """Draw samples and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began = time.perf_counter()
    print("| model | PSUs | margins | differences | margins without the covariance |")
    print("|---|---|---|---|---|")
    for kind, model in (("share", "logistic"), ("mean", "linear")):
        for drawn in (2, 5):
            found = run(kind, drawn, chosen.samples, chosen.seed)
            told = " | ".join(f"{100 * share:.1f} %" for share in found)
            print(f"| {model} | {STRATA * drawn} | {told} |")
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
