"""How often a sentence claims a difference that is not there, and how often it finds one that is.

Tables of groups are drawn whose shares are all alike: with shares from rare to common, groups of 30
to 3,000, two to eight of them, with and without weights that all differ (lognormal) and clusters
whose members answer alike. Each group is tested against all others as a page does it, and a table
counts as wrong if anything at all is claimed. Beside it stand the t test of ``svyttest``, as pages
had it, and two other remedies: the t test on log-odds, and the t test with Wilson's interval. Then
one group is given another share. Run it with ``.venv/bin/python benchmarks/claims.py``; with 1,000
tables a row it takes half an hour on two processors, ``--tables 100`` three minutes.
"""

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys

import numpy as np
from scipy import special

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from insight.statistics.answer_sums import Answers
from insight.statistics.contrasts import adjust_p_values, difference
from insight.statistics.intervals import clopper_pearson, wilson
from insight.statistics.share_contrasts import contrast_shares
from insight.statistics.strata import Strata

SEED = 20_261_129
LEVEL = 0.95
RULES = ("t", "log-odds", "t and Wilson", "ours")
SHARES = (0.02, 0.05, 0.13, 0.5, 0.87, 0.98)
GROUPS = {
    "2 of 100": (100, 100),
    "30 and 1,000": (30, 1000),
    "5 of 45": (45,) * 5,
    "5 of 300": (300,) * 5,
    "30, 45, 100, 300, 3,000": (30, 45, 100, 300, 3000),
    "8 of 60": (60,) * 8,
    "7 of 30 and 3,000": (*(30,) * 7, 3000),
}
SHIFTS = ((0.03, 0.12), (0.05, 0.15), (0.15, 0.05), (0.2, 0.08), (0.5, 0.7))


class Design(NamedTuple):
    """How unequal weights are (of the logarithm, a standard deviation), and how large PSUs are."""

    name: str
    spread: float
    psu: int


DESIGNS = (
    Design("plain", 0, 1),
    Design("weighted", 0.7, 1),
    Design("clustered", 0, 10),
    Design("both", 0.7, 10),
)
ALIKE_IN_PSU = 0.08


@dataclass(frozen=True)
class Row:
    """Tables of one kind; `moved` is the share of the first group where it is another."""

    sizes: tuple[int, ...]
    share: float
    design: Design
    moved: float | None = None


def draw(row: Row, rng: np.random.Generator) -> Answers:
    """Draw a table: the sums of each sampling unit and group."""
    n = sum(row.sizes)
    group = np.repeat(np.arange(len(row.sizes)), row.sizes)
    if row.design.psu > 1:
        group = rng.permutation(group)
    share = np.full(n, row.share)
    if row.moved is not None:
        share[group == 0] = row.moved
    unit = np.arange(n) // row.design.psu
    alike = np.sqrt(ALIKE_IN_PSU) * rng.standard_normal(unit[-1] + 1)[unit]
    latent = rng.standard_normal(n)
    if row.design.psu > 1:
        latent = alike + np.sqrt(1 - ALIKE_IN_PSU) * latent
    y = latent < special.ndtri(share)
    w = np.exp(row.design.spread * rng.standard_normal(n))
    if row.design.psu == 1:
        unit = np.zeros(n, dtype=int)
    shape = (unit[-1] + 1, len(row.sizes))

    def sums(values: np.ndarray) -> np.ndarray:
        place = unit * shape[1] + group
        return np.bincount(place, values, minlength=shape[0] * shape[1]).reshape(shape)

    respondents = np.bincount(unit).astype(float)
    strata = Strata.from_units(
        np.zeros(shape[0], dtype=int), respondents, clustered=row.design.psu > 1
    )
    wy, wwy = sums(w * y), sums(w**2 * y)
    ones = np.ones(n)
    return Answers(strata, sums(ones), sums(w), wy, wy, sums(w**2), wwy, wwy, np.zeros(shape[1]))


def p_values(answers: Answers, first: list[int], second: list[int]) -> dict[str, float]:
    """Return p of one group against others by each rule."""
    contrast = difference(answers, first, second)
    sides = [answers.mean_of(side) for side in (first, second)]
    base = [answers.effective_base(side) for side in (first, second)]
    p_t = contrast.p if contrast.se > 0 else 1.0
    shares = [side.value for side in sides]
    certain = not {0, 1}.isdisjoint(shares)
    within = [
        low <= other <= upp
        for (low, upp), other in zip(
            (clopper_pearson(np.array(share), np.array(n), LEVEL) for share, n in
             zip(shares, base, strict=True)), reversed(shares), strict=True)
    ]  # fmt: skip
    exact = 1.0 if any(within) else p_t
    quantile = _wilson_quantile(shares[0], base[0], shares[1])
    p_wilson = float(2 * special.stdtr(contrast.df, -quantile))
    return {
        "t": exact if certain else p_t,
        "log-odds": exact if certain else _log_odds(answers, sides, contrast.df),
        "t and Wilson": p_wilson if certain else max(p_t, p_wilson),
        "ours": contrast_shares(answers, [first, second], [1, -1], LEVEL).p,
    }


def _log_odds(answers: Answers, sides: list, df: float) -> float:
    """The t test on log-odds, without the covariance of the two sides."""
    gap = special.logit(sides[0].value) - special.logit(sides[1].value)
    variance = sum((side.se / (side.value * (1 - side.value))) ** 2 for side in sides)
    return float(2 * special.stdtr(df, -abs(gap) / np.sqrt(variance))) if variance > 0 else 1.0


def _wilson_quantile(share: float, n: float, other: float) -> float:
    """The quantile at which Wilson's interval of a share reaches the other one."""
    if not 0 < other < 1:
        return 0.0 if share == other else np.inf
    reached = abs(share - other) / np.sqrt(other * (1 - other) / n)
    low, upp = wilson(np.array(share), np.array(n), np.array(reached))
    assert min(abs(low - other), abs(upp - other)) < 1e-9
    return float(reached)


def claims(row: Row, tables: int, seed: int) -> dict[str, float]:
    """Return the share of tables in which each rule claims anything, or finds what differs."""
    rng = np.random.default_rng(seed)
    groups = range(len(row.sizes))
    found = dict.fromkeys(RULES, 0)
    for _ in range(tables):
        answers = draw(row, rng)
        pairs = [([0], [1])] if len(groups) == 2 else [
            ([group], [other for other in groups if other != group]) for group in groups
        ]  # fmt: skip
        of_pairs = [p_values(answers, *pair) for pair in pairs]
        for rule in RULES:
            adjusted = adjust_p_values([p[rule] for p in of_pairs], "holm")
            least = min(adjusted) if row.moved is None else adjusted[0]
            found[rule] += least < 1 - LEVEL
    return {rule: count / tables for rule, count in found.items()}


def report(rows: list[Row], tables: int) -> list[dict[str, float]]:
    """Print a line for each row; return the shares of tables in which something was claimed."""
    told = []
    print(f"{'groups':26}{'design':11}{'share':>12}", *(f"{rule:>13}" for rule in RULES))
    with ProcessPoolExecutor() as pool:
        done = pool.map(claims, rows, [tables] * len(rows), range(SEED, SEED + len(rows)))
        for row, found in zip(rows, done, strict=True):
            name = next(name for name, sizes in GROUPS.items() if sizes == row.sizes)
            share = f"{row.share:g}" if row.moved is None else f"{row.share:g} → {row.moved:g}"
            numbers = (f"{100 * found[rule]:12.1f}%" for rule in RULES)
            print(f"{name:26}{row.design.name:11}{share:>12}", *numbers, flush=True)
            told.append(found)
    return told


def main() -> None:
    """Print how often each rule claims what is not there, and finds what is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    tables = parser.parse_args().tables
    print("Nothing differs: tables in which something is claimed")
    nothing = [
        Row(sizes, share, design)
        for design in DESIGNS
        for sizes in GROUPS.values()
        for share in SHARES
    ]
    told = report(nothing, tables)
    print("at most:", {rule: f"{max(found[rule] for found in told):.1%}" for rule in RULES})
    print("\nThe first group differs: tables in which that is found")
    sizes = [GROUPS[name] for name in ("2 of 100", "5 of 300", "30, 45, 100, 300, 3,000")]
    report(
        [Row(one, share, design, moved) for design in DESIGNS[:2] for one in sizes
         for share, moved in SHIFTS], max(tables // 4, 1))  # fmt: skip


if __name__ == "__main__":
    main()
