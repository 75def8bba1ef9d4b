"""What an intruder works out of the shares and tests of many questions.

Four cells of a table of two variables are hidden, and one number says how large they are. The
intruder knows all other numbers and every weight, and asks of each number how probable all that is
told would be: shares to the nearest step and by lot, without and with tests of each group against
all others. Run it with ``.venv/bin/python benchmarks/questions_intruder.py``.
"""

import argparse
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from many_questions_intruder import (  # noqa: E402
    SURE,
    Chance,
    ManyQuestions,
    Share,
    by_lot,
    p_of,
    people_with_questions,
    to_the_nearest,
)

from insight.analysis.compared.told_tests import told_p  # noqa: E402
from insight.disclosure.precision import SPREADS, Precision, nearest  # noqa: E402
from insight.disclosure.suppression import suppress_two_way  # noqa: E402
from insight.disclosure.told.rounded_columns import of_digits_each  # noqa: E402

LEAST = 10
FOUR_CELLS = 4
LEAST_SPREAD, DESIGN_EFFECT = 0.01, 1.15
TellP = Callable[[np.ndarray], np.ndarray]


def two_digits(p: np.ndarray) -> np.ndarray:
    return of_digits_each(p, 2)


def looks(
    inside: np.ndarray,
    known: tuple[np.ndarray, np.ndarray, np.ndarray],
    precision: Precision,
    rule: Chance,
    tell_p: TellP | None,
) -> Iterator[Share]:
    """What is told of a group: its share, and how it differs from all others."""
    (share, base), (other, of_others) = (
        (known[0][met].sum() / known[1][met].sum(), int(known[2][met].sum()))
        if met.any()
        else (0.0, 0)
        for met in (inside, ~inside)
    )
    cells, step = inside.reshape(3, 3), precision.share(base)
    tell = precision.told_share if rule is by_lot else nearest
    yield Share(cells, tell(float(share), step) or 0.0, step)
    if tell_p and of_others:
        spread = max(share * (1 - share), LEAST_SPREAD) * DESIGN_EFFECT
        se = float(np.sqrt(spread * (1 / base + 1 / of_others)))
        p = tell_p(p_of(np.array([share - other]), se))
        yield Share(cells, float(p[0]), 0.0, se, tell_p)


def by_many_questions(
    surveys: int, size: int, questions: int, tell_p: TellP | None
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield, by how figures are rounded, how sure an intruder is of the size of each small cell.

    There are shares, and tests of each group against all others where these are wanted.
    """
    for rule in (to_the_nearest, by_lot):
        chances = []
        for seed in range(surveys):
            people_asked = people_with_questions(seed, size, questions)
            cells = people_asked.groupby(["a", "b"])
            sizes, weights = cells.size().to_numpy(), cells["w"].first().to_numpy()
            hidden = suppress_two_way(sizes.reshape(3, 3), LEAST)
            if hidden.sum() != FOUR_CELLS:
                continue
            spread = people_asked["w"].std(ddof=0) / people_asked["w"].mean()
            precision = Precision(SPREADS * spread, seed.to_bytes(2, "big"))
            intruder, place = ManyQuestions(people_asked, hidden), np.arange(9).reshape(3, 3)
            lines = [np.isin(place, line) for line in (place, *place, *place.T)]
            for question in range(questions):
                gave = cells[f"q{question}"].agg(lambda given: (given == 1).sum()).to_numpy()
                known = (weights * gave, weights * sizes, sizes)
                shares = [
                    look
                    for inside in lines
                    for look in looks(inside.ravel(), known, precision, rule, tell_p)
                ]
                intruder.take(gave.reshape(3, 3), shares, rule)
            chances.append(intruder.chance_of_truth)
        yield rule.__name__, np.array(chances)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--surveys", type=int, default=30)
    asked = parser.parse_args()
    tellers = (("", None), (" tested, p in two digits", two_digits), (" tested", told_p))
    for (tests, tell_p), size, questions in itertools.product(
        tellers, (400, 2_000), (1, 10, 30, 100)
    ):
        for rule, chances in by_many_questions(asked.surveys, size, questions, tell_p):
            print(
                f"{size} respondents, {questions} questions{tests}, {rule}: sure of "
                f"{(chances > SURE).sum()} of {len(chances)}, on average {chances.mean():.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
