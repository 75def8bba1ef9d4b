"""What an intruder works out of tables in which small groups are hidden.

Small surveys with three background variables are drawn at random: variables that have nothing to do
with each other, one that follows from another as a county's region does, and one that nearly does.
In half of them some respondents have no value on a variable. The intruder asks for every filter of
at most two conditions with any codes, knows who lies within whom, and adds and subtracts. Then,
cell by cell of random tables of two variables, an integer solver looks for the answers of the small
cells. At last there are weights. Run it with ``.venv/bin/python benchmarks/intruder.py``.
"""

import argparse
import itertools
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from intruder import Haul, attack, filters, several_codes, shown_groups, worked_out  # noqa: E402
from survey_folder import numeric, segment, single, write_survey  # noqa: E402
from weights_intruder import Group, found_out, population, weighted_people  # noqa: E402

from insight.analysis.estimates import Estimate  # noqa: E402
from insight.analysis.table import table  # noqa: E402
from insight.disclosure.bases import axes_of, hidden_groups, whole_base  # noqa: E402
from insight.disclosure.hidden_groups import HiddenGroups  # noqa: E402
from insight.disclosure.precision import (  # noqa: E402
    precision_of,
)
from insight.disclosure.respondent_counts import RespondentCounts  # noqa: E402
from insight.disclosure.suppression import is_small, suppress_two_way  # noqa: E402
from insight.query.cell_request import Request  # noqa: E402
from insight.query.opened import OpenSurvey, open_survey  # noqa: E402
from insight.survey.folders import bundled_data  # noqa: E402

SEED = 20_261_122
LEAST = 10
GATES = {"min_base": LEAST, "min_effective_base": 0, "low_base": 0}
STRANGERS = 0.03
# Of each variable up to so many have no value.
WITHOUT_VALUE = 0.1
ANSWERS = np.array([0.05, 0.15, 0.25, 0.35, 0.2])


def people(draw: np.random.Generator, kind: str, without_value: float) -> pd.DataFrame:
    """Return 80 to 400 respondents with groups of very unequal size, some without a value."""
    n = int(draw.integers(80, 400))
    frame = pd.DataFrame(
        {name: draw.choice(4, n, p=draw.dirichlet(np.ones(4))) + 1 for name in ("a", "b")}
    )
    follows = (frame["a"] > 2) + 1
    frame["c"] = {
        "unrelated": draw.choice(3, n, p=[0.5, 0.3, 0.2]) + 1,
        "follows": follows,
        "nearly follows": np.where(draw.random(n) < STRANGERS, 3 - follows, follows),
    }[kind]
    for name in frame if without_value else ():
        frame[name] = (
            frame[name].astype("Int64").mask(draw.random(n) < draw.random() * without_value)
        )
    return frame.assign(q=1)


def surveys(kind: str, count: int, without_value: float) -> Haul:
    """Attack surveys of one kind, and sum up."""
    draw, hauls = np.random.default_rng(SEED), []
    variables = {
        "a": segment(1, 2, 3, 4),
        "b": segment(1, 2, 3, 4),
        "c": segment(1, 2, 3),
        "q": single(1),
    }
    for _ in range(count):
        with tempfile.TemporaryDirectory() as root:
            drawn = people(draw, kind, without_value)
            folder = write_survey(Path(root), "s", drawn, variables, disclosure=GATES)
            survey = open_survey(folder)
            asked = list(filters(several_codes(survey)))
            hauls.append(attack(survey, "q", asked, bare=True))
    assert not any(one.leaves_few for one in hauls)
    return Haul(
        sum(one.shown for one in hauls),
        sum(one.hidden for one in hauls),
        sum(one.small for one in hauls),
        leaves_few=False,
        worked_out=sum(one.worked_out for one in hauls),
        unprotected=sum(one.unprotected for one in hauls),
    )


def generated(draw: np.random.Generator, without_value: float) -> RespondentCounts:
    """Draw 300 to 900 respondents; one of four to eight variables follows, one nearly does."""
    size, axes = int(draw.integers(300, 900)), int(draw.integers(4, 9))
    sizes = draw.integers(2, 5, axes)
    codes = np.column_stack([draw.choice(n, size, p=draw.dirichlet(np.full(n, 2))) for n in sizes])
    sizes[1], sizes[3] = (sizes[0] + 1) // 2, sizes[2]
    codes[:, 1] = codes[:, 0] // 2
    codes[:, 3] = np.where(draw.random(size) < STRANGERS, codes[:, 3] % sizes[2], codes[:, 2])
    if without_value:
        codes = np.where(draw.random(codes.shape) < draw.random(axes) * without_value, sizes, codes)
    present, counts = np.unique(codes, axis=0, return_counts=True)
    return RespondentCounts(present.astype(np.int16), tuple((sizes + 1).tolist()), counts)


def any_factors(surveys_in_waves: Iterable[tuple[str, HiddenGroups]]) -> None:
    """Print for each what is shown to whoever asks for any codes, and what can be worked out."""
    for name, hidden in surveys_in_waves:
        print(f"{name:34}{len(shown_groups(hidden)):15,} shown, worked out {worked_out(hidden)}")


def bundled() -> Iterator[tuple[str, HiddenGroups]]:
    """Every wave of the bundled surveys."""
    for name in ("citizens", "health_personnel", "organisations"):
        survey = open_survey(name, bundled_data())
        waves = hidden_groups(survey, whole_base(), axes_of(survey, []))
        yield from ((f"{name} {wave}", hidden) for wave, hidden in waves.items())


def solved(layer: np.ndarray, hidden: np.ndarray, cell: tuple[int, int]) -> bool:
    """Whether totals and shown cells leave only one number for a cell."""
    place = np.arange(layer.size).reshape(layer.shape)
    lines = np.array([np.isin(place, its).ravel() for its in (*place, *place.T)], float)
    known = layer.ravel().astype(float)
    totals = LinearConstraint(lines, lines @ known, lines @ known)
    free = hidden.ravel()
    bounds = Bounds(np.where(free, 0, known), np.where(free, known.sum(), known))
    wanted = (place == place[cell]).ravel().astype(float)
    ends = [
        milp(sign * wanted, constraints=totals, bounds=bounds, integrality=np.ones(layer.size))
        for sign in (1, -1)
    ]
    return bool(round(ends[0].fun) == round(-ends[1].fun))


def answers(count: int) -> tuple[int, int, int, int]:
    """Count small cells, those whose size is told, answers of theirs, and answers that are told."""
    draw = np.random.default_rng(SEED)
    cells = sizes = given = told = 0
    for _ in range(count):
        rows, columns = draw.integers(2, 6), draw.integers(2, 5)
        weights = np.outer(draw.dirichlet(np.ones(rows)), draw.dirichlet(np.ones(columns)))
        table = draw.multinomial(draw.integers(60, 600), weights.ravel()).reshape(weights.shape)
        if any(is_small(table.sum(axis=axis), LEAST).any() for axis in (0, 1)):
            continue  # such rows and columns are hidden as wholes
        hidden = suppress_two_way(table, LEAST)
        layers = draw.multinomial(table.ravel(), ANSWERS).reshape(*table.shape, len(ANSWERS))
        for cell in zip(*np.nonzero(is_small(table, LEAST)), strict=True):
            there = np.flatnonzero(layers[cell])
            found = [solved(layers[..., one], hidden, cell) for one in range(len(ANSWERS))]
            cells, given = cells + 1, given + len(there)
            told += sum(found[one] for one in there)
            sizes += all(found)
    return cells, sizes, given, told


WEIGHTED = {
    "a": segment(1, 2, 3, 4, 5),
    "b": segment(1, 2, 3, 4),
    "q": single(1, 2, 3),
    "w": numeric(role="other"),
}


def codes_of(variable: str) -> list[tuple[str, ...]]:
    """Every two or three codes of a variable."""
    keys = [str(category["code"]) for category in WEIGHTED[variable]["categories"]]
    return [codes for count in (2, 3) for codes in itertools.combinations(keys, count)]


def weighted_figures(survey: OpenSurvey, *, any_codes: bool) -> list[tuple[Group, Estimate]]:
    """The shares of every table, and of filters of any two or three codes where they are wanted."""
    groups: list[tuple[Group, tuple[str, ...]]] = [
        ({}, by) for by in ((), ("a",), ("b",), ("a", "b"))
    ]
    if any_codes:
        conditions = {name: codes_of(name) for name in ("a", "b")}
        groups += [({name: codes}, ()) for name, sets in conditions.items() for codes in sets]
        groups += [
            ({"a": first, "b": second}, ())
            for first, second in itertools.product(*conditions.values())
        ]
    return [
        ({**group, **dict(zip(by, ((code,) for code in figure.group), strict=True))}, figure)
        for group, by in groups
        for figure in table(
            survey, "q", by=by, where=[f"{name}={','.join(codes)}" for name, codes in group.items()]
        )
    ]


def by_weights(count: int, *, any_codes: bool) -> tuple[int, ...]:
    """Count small cells, and those found out without weights, with exact and with rounded ones."""
    sums = np.zeros(4, dtype=int)
    for seed in range(count):
        people_with_weights = weighted_people(seed)
        cells = population(people_with_weights, ["a", "b"], ("1", "2", "3"))
        for microdata in ("closed", "open"):
            with tempfile.TemporaryDirectory() as root:
                survey = open_survey(
                    write_survey(
                        Path(root), "s", people_with_weights, WEIGHTED,
                        design={"weight": "w"}, disclosure=GATES | {"microdata": microdata},
                    )
                )  # fmt: skip
                figures = weighted_figures(survey, any_codes=any_codes)

                def step_of(group: Group, figure: Estimate, survey: OpenSurvey = survey) -> float:
                    several = sum(len(codes) > 1 for codes in group.values())
                    everybody = Request(survey.codebook.variable("q"))
                    precision = precision_of(survey, everybody, several=several)
                    return precision.share(figure.base or 1)

                if microdata == "closed":
                    sums[:2] += found_out(cells, figures, LEAST, None)
                place = 3 if microdata == "closed" else 2
                sums[place] += found_out(cells, figures, LEAST, step_of)[1]
    return tuple(sums.tolist())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--surveys", type=int, default=60)
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--generated", type=int, default=20)
    parser.add_argument("--weighted", type=int, default=20)
    asked = parser.parse_args()
    print(
        f"{'third variable':16}{'without value':>15}{'filters shown':>15}{'small groups':>14}"
        f"{'worked out':>12}{'if only these were hidden':>27}"
    )
    for without_value, kind in itertools.product(
        (0.0, WITHOUT_VALUE), ("unrelated", "follows", "nearly follows")
    ):
        found = surveys(kind, asked.surveys, without_value)
        print(
            f"{kind:16}{without_value:15.0%}{found.shown:15,}{found.small:14,}{found.worked_out:12,}"
            f"{found.unprotected:27,}"
        )
    cells, sizes, given, told = answers(asked.tables)
    any_factors(bundled())
    draw = np.random.default_rng(SEED)
    for without_value, number in itertools.product(
        (0.0, WITHOUT_VALUE), range(1, asked.generated + 1)
    ):
        hidden = HiddenGroups(generated(draw, without_value), LEAST)
        any_factors([(f"generated {number}, {without_value:.0%} without value", hidden)])
    for any_codes in (False, True):
        small, plain, exact, rounded = by_weights(asked.weighted, any_codes=any_codes)
        asked_for = "tables and filters of any codes" if any_codes else "tables"
        print(f"{small} small cells with weights of their own, {asked_for}: found out")
        print(f"  without weights {plain}, by exact weights {exact}, by rounded ones {rounded}")
    print(f"{cells} small cells, of which the size is told: {sizes}")
    print(f"{given} answers given in them, of which the number is told: {told}")


if __name__ == "__main__":
    main()
