"""How often intervals of 95 % contain the truth: samples drawn again and again from one population.

The population is known to the last person. Each sample is stratified and clustered, and people have
unequal chances of being in it. Variance and intervals are the project's own; a handful of samples
are also written as surveys and asked through ``table``, which must say the same. Run it with
``.venv/bin/python benchmarks/coverage.py``.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from survey_folder import single, write_survey  # noqa: E402

from insight.analysis.table import table  # noqa: E402
from insight.query.opened import open_survey  # noqa: E402
from insight.statistics.intervals import METHODS, clopper_pearson, interval  # noqa: E402
from insight.statistics.strata import Strata, degrees_of_freedom  # noqa: E402
from insight.statistics.variance import share_variance  # noqa: E402

LEVEL = 0.95
SHARES = np.array([0.05, 0.1, 0.3, 0.5, 0.7, 0.95])
STRATA, PSUS, DRAWN = 12, 80, 4  # of each stratum's 80 PSUs, four are drawn
TAKEN = {0: 4, 1: 8}  # people drawn from a PSU: the second kind has few people and many drawn
FEW = 0.25


@dataclass(frozen=True)
class Population:
    """People in PSUs in strata: where each kind of person lies, and what each would answer.

    `people[stratum][psu][kind]` are positions in `answers`, of shape (people, shares).
    """

    people: list[list[tuple[np.ndarray, np.ndarray]]]
    answers: np.ndarray


@dataclass(frozen=True)
class Sample:
    """The people of one sample: position, stratum, PSU and weight."""

    person: np.ndarray
    stratum: np.ndarray
    psu: np.ndarray
    weight: np.ndarray


def population(rng: np.random.Generator) -> Population:
    """Make a population in which strata, PSUs and kinds of people differ in their answers."""
    people, leanings, first = [], [], 0
    for _ in range(STRATA):
        of_stratum, psus = rng.normal(0, 0.3), []
        for _ in range(PSUS):
            size = int(rng.integers(60, 240))
            kind = rng.random(size) < FEW
            kind[:20] = np.arange(20) < 10  # enough of either kind to draw from
            leaning = of_stratum + rng.normal(0, 0.25) + 0.5 * kind + rng.normal(0, 1, size)
            place = first + np.arange(size)
            psus.append((place[~kind], place[kind]))
            leanings.append(leaning)
            first += size
        people.append(psus)
    leaning = np.concatenate(leanings)
    # Whoever leans more than all but a share p of the people says yes: the truth is p.
    return Population(people, leaning[:, None] > np.quantile(leaning, 1 - SHARES))


def draw(rng: np.random.Generator, of: Population) -> Sample:
    """Draw PSUs by their size, with replacement, and from each a fixed number of either kind."""
    person, stratum, psu, weight = [], [], [], []
    for h, psus in enumerate(of.people):
        sizes = np.array([len(few) + len(many) for many, few in psus], float)
        chances = sizes / sizes.sum()
        for u, number in enumerate(rng.choice(len(psus), DRAWN, p=chances)):
            for kind, count in TAKEN.items():
                members = psus[number][kind]
                person.append(rng.choice(members, count, replace=False, shuffle=False))
                stratum.append(np.full(count, h))
                psu.append(np.full(count, h * DRAWN + u))
                chance = DRAWN * chances[number] * count / len(members)
                weight.append(np.full(count, 1 / chance))
    return Sample(*(np.concatenate(one) for one in (person, stratum, psu, weight)))


Bounds = dict[str, tuple[np.ndarray, np.ndarray]]


def estimate(sample: Sample, answers: np.ndarray) -> tuple[np.ndarray, np.ndarray, Bounds]:
    """Return shares, design effects and the intervals of every method."""
    units = STRATA * DRAWN
    rows = np.zeros(units)
    np.add.at(rows, sample.psu, 1)

    def sums(values: np.ndarray) -> np.ndarray:
        found = np.zeros((units, 1, values.shape[1]))
        np.add.at(found[:, 0], sample.psu, values)
        return found

    strata = Strata.from_units(np.arange(units) // DRAWN, rows, clustered=True)
    weight, yes = sample.weight[:, None], answers[sample.person]
    chosen, base = (sums(weight * yes), sums(weight**2 * yes)), (sums(weight), sums(weight**2))
    share = chosen[0].sum(axis=0) / base[0].sum(axis=0)
    se = np.sqrt(share_variance(strata, share, chosen, base))
    kish = base[0].sum(axis=0) ** 2 / base[1].sum(axis=0)
    df, n = degrees_of_freedom(strata, rows), rows.sum()
    boundary = (share == 0) | (share == 1)
    exact = clopper_pearson(share, kish, LEVEL)
    found: Bounds = {}
    for method in METHODS:
        low, upp = interval(method, LEVEL, share, se, np.array(df), np.array(n))
        found[method] = (
            np.where(boundary, exact[0], low)[0],
            np.where(boundary, exact[1], upp)[0],
        )
    with np.errstate(invalid="ignore"):
        return share[0], (se**2 * (n - 1) / (share * (1 - share)))[0], found


def by_table(sample: Sample, answers: np.ndarray) -> Iterator[tuple[str, int, float, float]]:
    """Write the sample as a survey and ask it: method, number of the share, interval."""
    names = [f"q{number}" for number in range(len(SHARES))]
    frame = pd.DataFrame(answers[sample.person].astype(int), columns=names)
    frame = frame.assign(h=sample.stratum, u=sample.psu, w=sample.weight)
    variables = {name: single(0, 1) for name in names}
    design = {"strata": "h", "psu": "u", "weight": "w"}
    with tempfile.TemporaryDirectory() as root:
        folder = write_survey(Path(root), "sample", frame, variables, design=design)
        survey = open_survey(folder)
        for method in METHODS:
            for number, name in enumerate(names):
                one = table(survey, name, method=method, level=LEVEL).at((), "1")
                yield method, number, one.low, one.upp


def main() -> None:
    """Draw the samples and print the coverage of every method."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--asked", type=int, default=5, help="samples that are asked by table too")
    parser.add_argument("--seed", type=int, default=20240601)
    chosen = parser.parse_args()

    rng = np.random.default_rng(chosen.seed)
    truth = population(rng)
    shares = truth.answers.mean(axis=0)
    covered = {method: np.zeros(len(SHARES)) for method in METHODS}
    deffs, apart = np.zeros(len(SHARES)), 0.0
    for number in range(chosen.samples):
        sample = draw(rng, truth)
        _, deff, found = estimate(sample, truth.answers)
        deffs += np.nan_to_num(deff) / chosen.samples
        for method, (low, upp) in found.items():
            covered[method] += (low <= shares) & (shares <= upp)
        if number < chosen.asked:
            for method, place, low, upp in by_table(sample, truth.answers):
                ours = found[method]
                apart = max(apart, abs(ours[0][place] - low), abs(ours[1][place] - upp))

    respondents, units = STRATA * DRAWN * sum(TAKEN.values()), STRATA * DRAWN
    print(
        f"{chosen.samples} samples of {respondents} people in {units} PSUs in {STRATA} strata, "
        f"of {len(truth.answers)} people; seed {chosen.seed}\n"
        f"largest difference from insight.table in {chosen.asked} samples: {apart:.0e}\n"
    )
    print("| true share | design effect |" + "".join(f" {method} |" for method in METHODS))
    print("|---" * (len(METHODS) + 2) + "|")
    for place, share in enumerate(shares):
        cells = "".join(f" {covered[m][place] / chosen.samples:.1%} |" for m in METHODS)
        print(f"| {share:.2f} | {deffs[place]:.2f} |{cells}")
    error = math.sqrt(LEVEL * (1 - LEVEL) / chosen.samples)
    print(f"\nMonte Carlo error of each figure: {error:.1%} (one standard error)")
    if apart > 1e-9:
        sys.exit("table says something else than the functions that were simulated")


if __name__ == "__main__":
    main()
