"""What an intruder works out of books and families of reports laid side by side, exactly.

Small surveys with three background variables and a question are drawn at random, and published
whole: a book of all backgrounds, alone and one within another; a family of reports for each
background, as ``insight report --each`` makes them; and all of these together. The intruder knows
which combinations of background there are, but not how many respondents have them, and takes every
count, base, share and mean with all the digits that are told. An integer programme looks for other
respondents who would give the same figures: what is the same in all of them has been found out.
With ``--deeper`` there are books of each group besides, whose nested columns have three conditions.
Run it with
``.venv/bin/python benchmarks/books_intruder.py``.
"""

import argparse
import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from survey_folder import net, numeric, segment, single, write_survey  # noqa: E402

from insight.analysis.book.tab_book import plan_book  # noqa: E402
from insight.analysis.estimates import Estimate, Table  # noqa: E402
from insight.disclosure.precision import precision_of  # noqa: E402
from insight.exports.reports.report import ViewPage  # noqa: E402
from insight.language.errors import InsightError  # noqa: E402
from insight.query.opened import OpenSurvey, open_survey  # noqa: E402
from insight.views.reports.composing import Day  # noqa: E402
from insight.views.reports.group_reports import compose_of_group, groups_of  # noqa: E402
from insight.views.reports.report_plan import PlannedView, ReportPlan  # noqa: E402

SEED = 20_261_201
LEAST = 10
GATES = {"min_base": LEAST, "min_effective_base": 0, "low_base": 0}
STRANGERS = 0.03
# Of each variable up to so many have no value, in half of the surveys.
WITHOUT_VALUE = 0.1
BACKGROUND = ("a", "b", "c")
NONE = "none"
ANSWERS = ("1", "2", "3")
LIKELY = np.array([0.06, 0.34, 0.6])
KINDS = ("unrelated", "follows", "nearly follows")
VARIABLES = {
    "a": segment(1, 2, 3, 4),
    "b": segment(1, 2, 3, 4),
    "c": segment(1, 2, 3),
    "q": single(1, 2, 3, ordered=True, nets=[net("some", 1, 2)]),
    "w": numeric(role="other"),
}
NESTED = ("a*b", "a*c", "b*c")
DRAWS = 8
SECONDS = 20
NOISE = 1e-7
Group = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Population:
    """Respondents by combination of background, and how many of each gave which answer."""

    combinations: pd.DataFrame
    counts: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Population":
        keys = frame.assign(**{name: code_words(frame[name]) for name in BACKGROUND})
        by_answer = [keys[keys["q"].astype(str) == answer] for answer in ANSWERS]
        whole = keys.groupby(list(BACKGROUND))["w"].first()
        counts = [
            some.groupby(list(BACKGROUND)).size().reindex(whole.index, fill_value=0)
            for some in by_answer
        ]
        combinations = whole.index.to_frame(index=False)
        return cls(combinations, np.column_stack(counts), whole.to_numpy())

    @cached_property
    def _codes(self) -> dict[str, np.ndarray]:
        """The codes of the combinations, by variable."""
        return {name: self.combinations[name].to_numpy(dtype=str) for name in BACKGROUND}

    def members(self, group: Group) -> np.ndarray:
        """Which combinations are in a group."""
        inside = np.ones(len(self.counts), dtype=bool)
        for name, codes in group.items():
            inside &= np.isin(self._codes[name], codes)
        return inside

    def small_groups(self) -> Iterator[np.ndarray]:
        """Members of the groups of one to three variables that have too few respondents."""
        for count in range(1, len(BACKGROUND) + 1):
            for names in itertools.combinations(BACKGROUND, count):
                for codes in set(self.combinations[list(names)].itertuples(index=False, name=None)):
                    inside = self.members(
                        dict(zip(names, ((code,) for code in codes), strict=True))
                    )
                    if 0 < self.counts[inside].sum() < LEAST:
                        yield inside


class Told:
    """What figures say of how many of each combination gave which answer: linear conditions."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.truth = population.counts.ravel().astype(float)
        self._rows: list[np.ndarray] = []
        self._low: list[float] = []
        self._upp: list[float] = []
        self._known: set[tuple[bytes, float, float]] = set()

    def know(self, row: np.ndarray, low: float, upp: float) -> None:
        """Take in that a sum over combinations and answers lies between two numbers."""
        assert low - NOISE <= float(row.ravel() @ self.truth) <= upp + NOISE, "not what was told"
        name = (row.tobytes(), low, upp)
        if name in self._known:
            return
        self._known.add(name)
        self._rows.append(row.ravel())
        self._low.append(low)
        self._upp.append(upp)

    def take(self, tables: Sequence[Table], survey: OpenSurvey) -> None:
        """Take in every figure of tables."""
        for table in tables:
            request = table.request
            where = {one.variable.id: one.codes for one in request.where.conditions}
            step = precision_of(survey, request, means=table.statistic == "mean")
            for figure in table:
                groups = zip(request.by, figure.group, strict=True)
                own = where | {variable.id: (code,) for variable, code in groups}
                self._figure(self.population.members(own), figure, step.share(figure.base or 1))

    def _figure(self, inside: np.ndarray, figure: Estimate, step: float) -> None:
        if figure.base is None or figure.n is None:
            return
        mean = figure.kind == "mean"
        gave = np.array([1, 2, 3]) if mean else np.isin(ANSWERS, answers_of(figure))
        everybody = np.outer(inside, np.ones(len(ANSWERS)))
        chosen = np.outer(inside, gave)
        self.know(everybody, figure.base, figure.base)
        if not mean:
            self.know(chosen, figure.n, figure.n)
        weights = self.population.weights[:, None]
        if figure.value is None or (mean and step):
            return  # steps of means hang on errors that are rounded themselves
        for sign in (1, -1):
            share = figure.value + sign * (step + NOISE)
            self.know(sign * weights * (chosen - share * everybody), -np.inf, 0.0)

    def other(self, objective: np.ndarray) -> np.ndarray | None:
        """Return the respondents who fit what is told and have the least of an objective."""
        found: OptimizeResult = milp(
            objective,
            constraints=LinearConstraint(np.array(self._rows), self._low, self._upp),
            bounds=Bounds(0, np.inf),
            integrality=np.ones(len(objective)),
            options={"time_limit": SECONDS},
        )
        return None if found.x is None else np.round(found.x)

    def found_out(self, wanted: Sequence[np.ndarray], among: Sequence[int]) -> list[int]:
        """Return the numbers of the wanted sums that all who fit have alike.

        Others who fit, drawn at random, rule out most of them before each is asked about alone.
        """
        if not self._rows:
            return []  # nothing was told
        left, draw = list(among), np.random.default_rng(SEED)
        for _ in range(DRAWS if left else 0):
            other = self.other(draw.standard_normal(len(self.truth)) + 1.0)
            left = [at for at in left if other is None or wanted[at] @ (other - self.truth) == 0]
        return [at for at in left if not self._can_differ(wanted[at])]

    def _can_differ(self, wanted: np.ndarray) -> bool:
        ends = (self.other(sign * wanted) for sign in (-1.0, 1.0))
        return any(end is None or wanted @ (end - self.truth) != 0 for end in ends)


def code_words(column: pd.Series) -> pd.Series:
    """Codes as they are written, with a word for those who have none."""
    return column.map(lambda code: NONE if pd.isna(code) else str(int(code)))


def answers_of(figure: Estimate) -> tuple[str, ...]:
    """The answers that a category or net takes in."""
    return ("1", "2") if figure.kind == "net" else (figure.key,)


def book_tables(
    survey: OpenSurvey, banner: Sequence[str], where: Sequence[str] = ()
) -> list[Table]:
    """The tables of a book; none where it is refused."""
    try:
        book = plan_book(survey, ["q"], banner, where=where, tested="none")
    except InsightError:
        return []
    questions = book.questions()
    return [table for one in questions for tables in one.tables.values() for table in tables]


def family_tables(survey: OpenSurvey, segment_id: str) -> list[Table]:
    """The tables of the reports of each group: of all answers, and by each other background."""
    others = [name for name in BACKGROUND if name != segment_id]
    asked = [{"by": ("none",)}, *({"by": (name,)} for name in others)]
    shared = {"survey": (survey.id,), "item": ("q",), "show": ("heat",)}
    plan = ReportPlan("en", tuple(PlannedView({**shared, **one}) for one in asked))
    day = Day(date(2026, 12, 1), (survey,))
    pages = [
        page
        for group in groups_of(plan, segment_id, [survey])
        for page in compose_of_group(plan, group, day).pages
    ]
    answers = [page.answer for page in pages if isinstance(page, ViewPage) and page.answer]
    return [table for answer in answers for table in answer.tables]


def published(survey: OpenSurvey, *, deeper: bool) -> dict[str, list[Table]]:
    """All tables of each kind of publication; the last is what all of them are a part of."""
    book = book_tables(survey, [*BACKGROUND, *NESTED])
    families = [table for name in BACKGROUND for table in family_tables(survey, name)]
    kinds = {"book": book, "families": families, "book and families": book + families}
    if not deeper:
        return kinds
    of_groups = [
        table
        for name in BACKGROUND
        for code in survey.codebook.variable(name).by_key
        for table in book_tables(survey, [*BACKGROUND, *NESTED], [f"{name}={code}"])
    ]
    return kinds | {"with books of each group": book + families + of_groups}


def attack(frame: pd.DataFrame, *, weighted: bool, deeper: bool) -> dict[str, np.ndarray]:
    """Count, by publication: small groups, those whose size is found out, answers, those found."""
    population, found = Population.of(frame), {}
    design = {"weight": "w"} if weighted else {}
    with tempfile.TemporaryDirectory() as root:
        folder = write_survey(Path(root), "s", frame, VARIABLES, design=design, disclosure=GATES)
        survey = open_survey(folder)
        groups = list(population.small_groups())
        sizes = [np.outer(inside, np.ones(len(ANSWERS))).ravel() for inside in groups]
        given = [
            np.outer(inside, np.arange(len(ANSWERS)) == answer).ravel()
            for inside in groups
            for answer in range(len(ANSWERS))
            if population.counts[inside, answer].sum()
        ]
        known, answers = list(range(len(sizes))), list(range(len(given)))
        everything = published(survey, deeper=deeper)
        within: dict[str, tuple[list[int], list[int]]] = {}
        for name, tables in reversed(
            everything.items()
        ):  # what all tell not, no part of them tells
            told = Told(population)
            told.take(tables, survey)
            known, answers = within.get("book and families", (known, answers))
            within[name] = known, answers = (
                told.found_out(sizes, known),
                told.found_out(given, answers),
            )
            figures = sum(len(table) for table in tables)
            found[name] = np.array([figures, len(sizes), len(known), len(given), len(answers)])
    return {name: found[name] for name in everything}


def drawn(draw: np.random.Generator, kind: str, *, weighted: bool) -> pd.DataFrame:
    """Return 80 to 400 respondents, in groups of very unequal size; weights follow from these."""
    n, without_value = int(draw.integers(80, 400)), WITHOUT_VALUE * float(draw.integers(2))
    first, second = (draw.choice(4, n, p=draw.dirichlet(np.ones(4))) + 1 for _ in range(2))
    follows = (first > 2) + 1
    third = {
        "unrelated": draw.choice(3, n, p=[0.5, 0.3, 0.2]) + 1,
        "follows": follows,
        "nearly follows": np.where(draw.random(n) < STRANGERS, 3 - follows, follows),
    }[kind]
    frame = pd.DataFrame({"a": first, "b": second, "c": third}).astype("Int64")
    for name in BACKGROUND:
        frame[name] = frame[name].mask(draw.random(n) < draw.random() * without_value)
    keys = [code_words(frame[name]) for name in BACKGROUND]
    cells = pd.concat(keys, axis=1).groupby(list(BACKGROUND)).ngroup().to_numpy()
    weights = draw.uniform(0.4, 2.5, int(cells.max()) + 1).round(4)
    q = draw.choice([1, 2, 3], n, p=LIKELY)
    return frame.assign(q=q, w=weights[cells] if weighted else 1.0)


def main() -> None:
    """Measure and print a line for each kind of survey and of publication."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--surveys", type=int, default=40, help="of each kind")
    parser.add_argument("--weighted", type=int, default=5, help="of each kind, with weights")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--deeper", action="store_true", help="with books of each group")
    asked = parser.parse_args()
    print(f"{'':44}{'figures':>9}{'small':>7}{'found':>7}{'answers':>9}{'found':>7}")
    for weighted, kind in itertools.product((False, True), asked.kinds):
        sums: dict[str, np.ndarray] = {}
        draw = np.random.default_rng([SEED, KINDS.index(kind), int(weighted)])
        for _ in range(asked.weighted if weighted else asked.surveys):
            frame = drawn(draw, kind, weighted=weighted)
            for name, found in attack(frame, weighted=weighted, deeper=asked.deeper).items():
                sums[name] = sums.get(name, 0) + found
        for name, row in sums.items():
            about = f"{kind}{', weighted' if weighted else ''}: {name}"
            figures, small, known, given, told = row.tolist()
            print(f"{about:44}{figures:9,}{small:7,}{known:7,}{given:9,}{told:7,}", flush=True)


if __name__ == "__main__":
    main()
