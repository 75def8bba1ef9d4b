"""How often intervals of raked figures contain the truth, and how wide they are.

The population is known to the last person, and so are the margins of two of its properties: of the
kind of person, and of something that goes with the answers. Samples are stratified, clustered and
unequally weighted (`coverage.py`), and raked to the margins. Each interval is made twice: with the
weights taken as given, and with the margins kept, as ``insight weight`` keeps them. Run it with
``.venv/bin/python benchmarks/raked.py``.
"""

import argparse
import sys
import time

import numpy as np
from coverage import DRAWN, LEVEL, STRATA, draw, population

from insight.statistics.intervals import interval
from insight.statistics.raked.raked_strata import RakedStrata
from insight.statistics.raking import Margin, rake
from insight.statistics.strata import Strata, degrees_of_freedom
from insight.statistics.variance import share_variance

UNTRUE = 0.15  # so many have another value of what is known than their answer would give them
KNOWN = 3  # the answer that the second margin goes with: half of the population
NAMES = ("5 %", "10 %", "30 %", "50 %", "70 %", "95 %", "50 %, related to nothing", "a margin")


def margins_of(rng: np.random.Generator, truth) -> tuple[np.ndarray, np.ndarray]:
    """Each person's cell in the two margins."""
    people = len(truth.answers)
    kind, known = np.zeros(people, int), truth.answers[:, KNOWN] ^ (rng.random(people) < UNTRUE)
    for psus in truth.people:
        for _, few in psus:
            kind[few] = 1
    return kind, known.astype(int)


def both_intervals(sample, answers, cells, totals) -> list[tuple[np.ndarray, np.ndarray]]:
    """Intervals of all shares, with the weights as given and with the margins kept."""
    held = [Margin(cell[sample.person], total) for cell, total in zip(cells, totals, strict=True)]
    raked = rake(sample.weight, held)
    assert raked.met
    keys = np.stack([sample.psu, *(margin.cells for margin in held), np.round(raked.weights, 6)])
    apart, number = np.unique(keys, axis=1, return_inverse=True)
    unit_of, number = apart[0].astype(int), number.ravel()
    weight = np.bincount(number, raked.weights) / np.bincount(number)
    yes = answers[sample.person].astype(float)

    def sums(values: np.ndarray) -> np.ndarray:
        return np.stack([np.bincount(number, column) for column in values.T], axis=1)[:, None]

    everybody, w = np.ones((len(yes), 1)), raked.weights[:, None]
    chosen, base = (sums(w * yes), sums(w**2 * yes)), (sums(w * everybody), sums(w**2 * everybody))
    share = chosen[0].sum(axis=0) / base[0].sum(axis=0)
    psus = np.arange(STRATA * DRAWN) // DRAWN
    design = Strata.from_units(psus, np.bincount(sample.psu).astype(float), clustered=True)
    kept = RakedStrata.of(
        design,
        unit_of,
        weight,
        np.bincount(number).astype(float),
        (held[0].cells[first_of(number)], 2 + held[1].cells[first_of(number)]),
    )
    df = np.array(degrees_of_freedom(design, np.bincount(sample.psu)))
    found = []
    of_psus = [tuple(by_psu(part, unit_of) for part in parts) for parts in (chosen, base)]
    for units, sums_of in ((design, of_psus), (kept, (chosen, base))):
        se = np.sqrt(share_variance(units, share, *sums_of))
        low, upp = interval("logit", LEVEL, share, se, df, np.array(len(yes)))
        found.append((np.where(se > 0, low, share)[0], np.where(se > 0, upp, share)[0]))
    return found


def first_of(number: np.ndarray) -> np.ndarray:
    """The place of the first respondent of each cell."""
    return np.unique(number, return_index=True)[1]


def by_psu(values: np.ndarray, unit_of: np.ndarray) -> np.ndarray:
    """Sums of cells as sums of PSUs."""
    summed = np.zeros((STRATA * DRAWN, *values.shape[1:]))
    np.add.at(summed, unit_of, values)
    return summed


def main() -> None:
    """Draw the samples and print coverage and width."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20240601)
    chosen = parser.parse_args()
    began, rng = time.perf_counter(), np.random.default_rng(chosen.seed)
    truth = population(rng)
    cells = margins_of(rng, truth)
    nothing = rng.random(len(truth.answers)) < 0.5
    answers = np.column_stack([truth.answers, nothing, cells[1]])
    totals = [np.bincount(cell).astype(float) for cell in cells]
    shares = answers.mean(axis=0)
    covered, width = np.zeros((2, len(shares))), np.zeros((2, len(shares)))
    for _ in range(chosen.samples):
        sample = draw(rng, truth)
        for way, (low, upp) in enumerate(both_intervals(sample, answers, cells, totals)):
            covered[way] += (low - 1e-9 <= shares) & (shares <= upp + 1e-9)
            width[way] += upp - low
    print("| answer | weights as given | margins kept | width, as given = 1 |\n|---|---|---|---|")
    for at, name in enumerate(NAMES):
        parts = " | ".join(f"{100 * part / chosen.samples:.1f} %" for part in covered[:, at])
        print(f"| {name} | {parts} | {width[1, at] / width[0, at]:.2f} |")
    print(f"{chosen.samples} samples, {time.perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
