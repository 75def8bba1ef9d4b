"""Real surveys give the figures that R's ``survey`` gives: European, American and Norwegian ones.

The files lie beside the project, never in it. Every row of R's answers is compared or counted under
the reason why not; SPSS files need pyreadstat, which the project does not depend on.
"""

import importlib.util
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from fixtures_folder import shared_file
from r_reference import close
from survey_folder import net, numeric, segment, single, write_survey

from insight import Estimate, Store, Survey, check, table
from insight.cells import Request, share_cells
from insight.contrasts import rao_scott
from insight.filters import parse_filter
from insight.intervals import logit, t_quantile, wald
from insight.survey import read_survey
from insight.units import strata

CAN_READ_SPSS = importlib.util.find_spec("pyreadstat") is not None

COMPARED = "compared"
SPSS = "not compared: an SPSS file, and pyreadstat is not installed"
EXPECTED = {COMPARED: 35} if CAN_READ_SPSS else {COMPARED: 13, SPSS: 22}

TOLERANCE = 1e-9
LOGIT_TOLERANCE = 1e-7  # for share and interval, which R finds by iteration
PRINTED = 1e-6  # what R printed into the name of the row, to seven digits

CLUSTERED = {"weight": "pspwght", "strata": "stratum", "psu": "psu"}


def european_2018() -> pd.DataFrame:
    import pyreadstat

    frame, _ = pyreadstat.read_sav(shared_file("fixtures/ESS9NO.sav"))
    return frame


def european_2020() -> pd.DataFrame:
    return pd.read_csv(shared_file("fixtures/ESS10NO.csv"))


def general_social_survey() -> pd.DataFrame:
    frame = pd.read_parquet(shared_file("fixtures/gss_sub.parquet"))
    return frame[["year", "fefam", "wtssps", "vstrat", "vpsu"]]


def household_pulse() -> pd.DataFrame:
    columns = ["WEEK", "PWEIGHT", "RECVDVACC"]
    path = shared_file("fixtures/hps_2021_2022.parquet")
    return pd.read_parquet(path, columns=columns, filters=[("WEEK", "==", 35)])


def schools(name: str):
    return lambda: pd.read_parquet(shared_file(f"fixtures/{name}.parquet"))


@dataclass(frozen=True)
class Source:
    """A file, and what R's rows about it need: variables, and designs by R's words for them."""

    read: Callable[[], pd.DataFrame]
    variables: dict
    designs: dict


SOURCES = {
    "ESS9NO.sav": Source(
        european_2018,
        {
            "health": single(1, 2, 3, 4, 5),
            "gndr": segment(1, 2),
            **{name: numeric() for name in ("stfhlth", "trstplc", "ppltrst")},
        },
        {"strata+psu": CLUSTERED, "weights only": {"weight": "pspwght"}},
    ),
    "ESS10NO.csv": Source(
        european_2020, {"imbgeco": numeric(), "lrscale": numeric()}, {"strata+psu": CLUSTERED}
    ),
    "gss_sub.rda": Source(
        general_social_survey,
        {"fefam": single(1, 2, 3, 4, nets=[net("in (3,4)", 3, 4)])},
        {"strata+psu": {"weight": "wtssps", "strata": "vstrat", "psu": "vpsu"}},
    ),
    "hps week 35": Source(
        household_pulse,
        {
            "RECVDVACC": single(1, 2, -88, -99, missing={-88: "other", -99: "refused"}),
            "WEEK": single(35),
        },
        {"weights only": {"weight": "PWEIGHT"}},
    ),
    "survey_api.rda apistrat": Source(
        schools("apistrat"),
        {"api00": numeric(), "enroll": numeric(), "comp.imp": single("Yes", "No")},
        {"strata+fpc": {"weight": "pw", "strata": "stype", "fpc": "fpc"}},
    ),
    "survey_api.rda apiclus1": Source(
        schools("apiclus1"),
        {"api00": numeric()},
        {"cluster, fpc": {"weight": "pw", "psu": "dnum", "fpc": "fpc"}},
    ),
    "survey_api.rda apiclus2": Source(
        schools("apiclus2"),
        {"api00": numeric()},
        {"2-stage": {"weight": "pw", "psu": "dnum", "fpc": ["fpc1", "fpc2"]}},
    ),
}


def asked(row, root: Path) -> tuple[Store, Survey]:
    """Write the survey that a row of R's answers is about, under the design that it names."""
    source = SOURCES[row.dataset]
    frame = source.read()
    if year := re.search(r"year=(\d+)", row.stat):
        frame = frame[frame["year"] == int(year[1])]
    named = [design for words, design in source.designs.items() if words in row.stat]
    design = (named or list(source.designs.values()))[0]
    store = Store()
    folder = write_survey(root, "s", frame, source.variables, design=design)
    return store, check(store, read_survey(folder))


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return pd.read_csv(shared_file("fixtures/r_survey_reference.csv"))


def test_every_figure_equals_that_of_r(rows, tmp_path, capsys):
    counted: Counter[str] = Counter()
    for row in rows.itertuples():
        if row.dataset.endswith(".sav") and not CAN_READ_SPSS:
            counted[SPSS] += 1
            continue
        walk = WALKS[row.stat.split()[0]]
        walk(*asked(row, tmp_path / str(row.Index)), row)
        counted[COMPARED] += 1
    with capsys.disabled():
        print(f"\nreal surveys, figures of R: {len(rows)}")
        print(*(f"{count:6d} {what}" for what, count in counted.most_common()), sep="\n")
    assert counted == EXPECTED
    assert counted.total() == len(rows)


def same(estimate: Estimate, row, tolerance: float = TOLERANCE) -> None:
    """Compare what R gives of a row: n, estimate, standard error, interval and design effect."""
    assert estimate.base == row.n, row.stat
    assert close(estimate.value, row.estimate, tolerance), row.stat
    assert close(estimate.se, row.se), row.stat
    for ours, theirs in ((estimate.low, row.ci_lo), (estimate.upp, row.ci_hi)):
        assert math.isnan(theirs) or close(ours, theirs, tolerance), row.stat
    # R's deff = TRUE is against a sample without replacement: ours over 1 - n / N.
    without = estimate.deff / (1 - estimate.base / estimate.base_weighted) if estimate.deff else 0
    with_it = row.dataset.startswith("ESS")
    assert math.isnan(row.deff) or close(estimate.deff if with_it else without, row.deff), row.stat


def walk_mean(store: Store, survey: Survey, row) -> None:
    where = [condition[0]] if (condition := re.search(r"gndr=\d", row.stat)) else []
    where = parse_filter(where, survey.codebook)
    found = table(store, survey, row.stat.split()[1], where=where).at((), "")
    if df := re.search(r"df=(\d+)", row.stat):
        assert int(df[1]) == df_of_everyone(store, survey)
        low, upp = wald(found.value, found.se, t_quantile(0.95, float(df[1])))
        found = replace(found, low=low, upp=upp)
    same(found, row)


def df_of_everyone(store: Store, survey: Survey) -> int:
    """Degrees of freedom of all respondents, which R took here; ours are of those who answered."""
    return table(store, survey, "gndr").estimates[0].df


def walk_share(store: Store, survey: Survey, row) -> None:
    _, item, key = re.split(r"[ =]", row.stat)[:3]
    if net := re.search(r"in \(.*?\)", row.stat):
        key = net[0]
    found = table(store, survey, item, base="valid", nets=True, method="logit").at((), key)
    if row.dataset == "ESS9NO.sav":
        quantile = t_quantile(0.95, df_of_everyone(store, survey))
        low, upp = logit(found.value, found.se, quantile)
        found = replace(found, low=low, upp=upp)
    same(found, row, LOGIT_TOLERANCE if "logit" in row.stat else TOLERANCE)


def walk_total(store: Store, survey: Survey, row) -> None:
    same(table(store, survey, row.stat.split()[1], statistic="total").at((), ""), row)


def walk_sum(store: Store, survey: Survey, row) -> None:
    found = table(store, survey, "WEEK", statistic="total").at((), "35")
    assert found.base == row.n
    assert close(found.value, row.estimate)
    assert close(found.base_weighted, row.estimate)


def walk_kish(store: Store, survey: Survey, row) -> None:
    base = share_cells(store, survey, Request(survey.codebook.variable("gndr"))).base
    assert base.positive.sum() == row.n
    assert close(base.weight.sum() ** 2 / base.weight_squared.sum(), row.estimate)


def walk_chisq(store: Store, survey: Survey, row) -> None:
    book = survey.codebook
    cells = share_cells(store, survey, Request(book.variable("health"), (book.variable("gndr"),)))
    found = rao_scott(
        strata(store, survey),
        cells.chosen.weight,
        cells.chosen.weight_squared,
        cells.base.positive[:, :, 0].sum(axis=1),
        float(cells.base.respondents.sum()),
    )
    assert close(found.statistic, row.estimate)
    printed = dict(re.findall(r"(ndf|ddf|p)=([\d.]+)", row.stat))
    for name, value in printed.items():
        assert close(getattr(found, name), value, PRINTED), name


WALKS = {
    "mean": walk_mean,
    "prop": walk_share,
    "total": walk_total,
    "sum": walk_sum,
    "Kish": walk_kish,
    "svychisq": walk_chisq,
}
