"""Every kind of question that a survey is asked, with a survey that has something for each.

The names of its columns are as hostile as names can be.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from numbers import Real
from pathlib import Path

import numpy as np
import pandas as pd
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import OpenSurvey, alpha, compare, correlation, covariances, quantiles, ratio, table
from insight.analysis.adjusted.adjusted_comparison import adjust
from insight.query.cell_request import Request
from insight.query.counts.column_counts import (
    count_kept,
    has_one_base,
    mean_and_spread,
    response_rates,
    whole_numbers,
)
from insight.query.measured.left_over import left_over
from insight.survey.filters import Condition, Filter, parse_filter

QUOTE = 'we"ird'
BACKSLASH = "back\\slash\\"
TICKS = "`ticks` {x:Int8} %s $1 --"
INJECTED = "'; DROP TABLE answers; --"
VARIABLES = {
    "q": single(1, 2, 3, nets=[net("high", 2, 3)]),
    QUOTE: single("a'b", 'c"d', "e\\f"),
    BACKSLASH: segment("x", "y", "{z:String}"),
    "year": segment(2020, 2021),
    "used": multiple({"web": TICKS, "app": INJECTED}, nets=[net("any", "web", "app")]),
    "x": numeric(),
    "y": numeric(),
    "many": single(*range(1, 31)),
}
DESIGN = {"weight": "w t", "strata": "h'", "psu": "u%s", "fpc": "n", "wave": "year"}
SIZE = 400


def write_hostile(root: Path, size: int = SIZE, **more) -> Path:
    """Write the survey, with so many respondents."""
    rng = np.random.default_rng(7)

    def some(values, absent=0.0):
        kind = "Int64" if isinstance(values[0], int) else None
        drawn = pd.array(rng.choice(values, size), dtype=kind)
        if absent:
            drawn[rng.random(size) < absent] = None
        return drawn

    frame = pd.DataFrame(
        {
            "q": some([1, 2, 3], 0.1),
            QUOTE: some(["a'b", 'c"d', "e\\f"]),
            BACKSLASH: some(["x", "y", "{z:String}"]),
            "year": some([2020, 2021]),
            TICKS: some([0, 1], 0.1),
            INJECTED: some([0, 1], 0.1),
            "x": rng.normal(3, 1, size).round(1),
            "y": np.where(rng.random(size) < 0.1, np.nan, rng.normal(5, 2, size)),
            "many": some([*range(1, 31)]).astype(float),
            "w t": rng.uniform(0.2, 3, size),
            "h'": rng.integers(0, 3, size),
            "u%s": rng.integers(0, 8, size),
            "n": np.full(size, 50),
        }
    )
    return write_survey(root, "s", frame, VARIABLES, **{"design": DESIGN} | more)


def among(survey: OpenSurvey, name: str, *codes: str) -> Filter:
    return Filter((Condition(survey.codebook.variable(name), codes),))


def request(survey: OpenSurvey, item: str, *by: str, others=()) -> Request:
    book = survey.codebook
    groups, more = (tuple(map(book.variable, names)) for names in (by, others))
    return Request(book.variable(item), groups, others=more)


QUESTIONS: dict[str, Callable[[OpenSurvey], object]] = {
    "shares": lambda s: table(s, "q", nets=True),
    "shares of text": lambda s: table(s, QUOTE, by=BACKSLASH),
    "shares by two": lambda s: table(s, "q", by=[BACKSLASH, "year"]),
    "shares of a filter": lambda s: table(s, "q", where=among(s, BACKSLASH, "x", "{z:String}")),
    "covariances": lambda s: covariances(s, "q", by="year"),
    "adjusted": lambda s: adjust(s, "q", "3", BACKSLASH, "year"),
    "a filter of marks": lambda s: table(s, "q", where=["used=web"]),
    "marks": lambda s: table(s, "used", by="year", nets=True),
    "scores": lambda s: table(s, "q", statistic="mean", by=BACKSLASH),
    "mean": lambda s: table(s, "x", by="year"),
    "mean of everybody": lambda s: table(s, "y"),
    "quantiles": lambda s: quantiles(s, "x", by=BACKSLASH),
    "quantiles of everybody": lambda s: quantiles(s, "y"),
    "ratio": lambda s: ratio(s, "x", "y", by="year"),
    "correlation": lambda s: correlation(s, "x", "y"),
    "ranks": lambda s: correlation(s, "x", "y", by="year", kind="spearman"),
    "alpha": lambda s: alpha(s, ["q", "many"], by=BACKSLASH),
    "comparison": lambda s: compare(s, "q", "3", between=BACKSLASH),
    "respondents": lambda s: s.respondents,
    "kept": lambda s: count_kept(s, parse_filter(["year=2020", "used=app"], s.codebook)),
    "response rates": lambda s: response_rates(s, tuple(s.codebook.items)),
    "weights": lambda s: mean_and_spread(s, "w t"),
    "numbers": lambda s: whole_numbers(s, s.codebook.variable("many")),
    "bases": lambda s: has_one_base(s, s.codebook.variable("used")),
    "left over": lambda s: left_over(s, request(s, "x", others=("y",))),
}


def figures_in(answer: object) -> Iterator[object]:
    """All numbers and words of an answer, in order."""
    match answer:
        case str() | bool() | None | Real():
            yield answer
        case np.ndarray():
            yield from answer.ravel().tolist()
        case dict():
            for key, value in answer.items():
                yield key
                yield from figures_in(value)
        case list() | tuple():
            for value in answer:
                yield from figures_in(value)
        case _ if is_dataclass(answer) and not isinstance(answer, OpenSurvey):
            for field in fields(answer):
                yield from figures_in(getattr(answer, field.name))
