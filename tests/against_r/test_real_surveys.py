"""Real surveys give the figures that R's ``survey`` gives: European, American and Norwegian ones.

The files lie beside the project, never in it. Every row of R's answers is compared. The European
files are imported as they are, and of what the import proposes the design is taken that R had.
"""

import math
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from fixtures_folder import shared_file
from r_reference import close, df_of_all
from survey_folder import net, numeric, single, write_survey

from insight import Estimate, OpenSurvey, open_survey, table
from insight.query.cell_request import Request
from insight.query.cells import share_cells
from insight.query.sampling_units import units_of
from insight.statistics.intervals import logit, t_quantile, wald
from insight.statistics.joint_tests import rao_scott
from insight.survey.filters import parse_filter

COMPARED = "compared"
EXPECTED = {COMPARED: 35}

TOLERANCE = 1e-9
LOGIT_TOLERANCE = 1e-7  # for share and interval, which R finds by iteration
PRINTED = 1e-6  # what R printed into the name of the row, to seven digits

CLUSTERED = {"weight": "pspwght", "strata": "stratum", "psu": "psu"}


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


IMPORTED = ("ESS9NO.sav", "ESS10NO.csv")


@pytest.fixture(scope="module")
def imported(tmp_path_factory, imported_once) -> Callable[[str, str], Path]:
    """The European files as `insight import` makes them, by name and R's words for the design."""
    root = tmp_path_factory.mktemp("imported")
    folders = {name: imported_once(name).folder for name in IMPORTED}

    @cache
    def designed(name: str, words: str) -> Path:
        design = {"weight": "pspwght"} if words == "weights only" else CLUSTERED
        return taken(folders[name], root / words / name / "s", design)

    return designed


def taken(folder: Path, to: Path, design: dict) -> Path:
    """Copy an imported survey, take the proposals that R had, and switch the gates off."""
    shutil.copytree(folder, to)
    book = to / "codebook.toml"
    text = book.read_text(encoding="utf-8")
    for part, column in design.items():
        proposal = f'\n# {part} = "{column}"\n'
        assert text.count(proposal) == 1
        text = text.replace(proposal, f'\n{part} = "{column}"\n')
    gates = "min_base = 0\nmin_effective_base = 0\nlow_base = 0"
    text = text.replace("\n[disclosure]\n", f"\n[disclosure]\n{gates}\n")
    book.write_text(text, encoding="utf-8")
    return to


def folder_of(row, root: Path, imported: Callable[[str, str], Path]) -> Path:
    """Make the survey that a row of R's answers is about, under the design that it names."""
    if row.dataset in IMPORTED:
        return imported(row.dataset, "weights only" if "weights only" in row.stat else "strata+psu")
    source = SOURCES[row.dataset]
    frame = source.read()
    if year := re.search(r"year=(\d+)", row.stat):
        frame = frame[frame["year"] == int(year[1])]
    named = [design for words, design in source.designs.items() if words in row.stat]
    design = (named or list(source.designs.values()))[0]
    return write_survey(root, "s", frame, source.variables, design=design)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return pd.read_csv(shared_file("fixtures/r_survey_reference.csv"))


def test_every_figure_equals_that_of_r(rows, imported, tmp_path, capsys):
    counted: Counter[str] = Counter()
    survey_in = cache(open_survey)
    for row in rows.itertuples():
        walk = WALKS[row.stat.split()[0]]
        walk(survey_in(folder_of(row, tmp_path / str(row.Index), imported)), row)
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


def walk_mean(survey: OpenSurvey, row) -> None:
    where = [condition[0]] if (condition := re.search(r"gndr=\d", row.stat)) else []
    where = parse_filter(where, survey.codebook)
    item = row.stat.split()[1]
    found = table(survey, item, where=where, base="valid", statistic="mean").at((), "")
    if df := re.search(r"df=(\d+)", row.stat):
        assert int(df[1]) == df_of_everyone(survey)
        low, upp = wald(found.value, found.se, t_quantile(0.95, float(df[1])))
        found = replace(found, low=low, upp=upp)
    same(found, row)


def df_of_everyone(survey: OpenSurvey) -> int:
    """Degrees of freedom of all respondents, which R took here; ours are of those who answered."""
    return table(survey, "gndr").estimates[0].df


def walk_share(survey: OpenSurvey, row) -> None:
    _, item, key = re.split(r"[ =]", row.stat)[:3]
    if net := re.search(r"in \(.*?\)", row.stat):
        key = net[0]
    found = table(survey, item, base="valid", nets=True, method="logit").at((), key)
    if row.dataset == "ESS9NO.sav":
        quantile = t_quantile(0.95, df_of_everyone(survey))
        low, upp = logit(found.value, found.se, quantile)
        found = replace(found, low=low, upp=upp)
    same(found, row, LOGIT_TOLERANCE if "logit" in row.stat else TOLERANCE)


def walk_total(survey: OpenSurvey, row) -> None:
    same(table(survey, row.stat.split()[1], statistic="total").at((), ""), row)


def walk_sum(survey: OpenSurvey, row) -> None:
    found = table(survey, "WEEK", statistic="total").at((), "35")
    assert found.base == row.n
    assert close(found.value, row.estimate)
    assert close(found.base_weighted, row.estimate)


def walk_kish(survey: OpenSurvey, row) -> None:
    base = share_cells(survey, Request(survey.codebook.variable("gndr"))).base
    assert base.positive.sum() == row.n
    assert close(base.weight.sum() ** 2 / base.weight_squared.sum(), row.estimate)


def walk_chisq(survey: OpenSurvey, row) -> None:
    book = survey.codebook
    groups = parse_filter(["gndr=1,2"], book)
    request = Request(book.variable("health"), (book.variable("gndr"),), groups, valid_only=True)
    cells = share_cells(survey, request)
    found = rao_scott(
        units_of(survey).sampled,
        cells.chosen.weight,
        cells.chosen.weight_squared,
        df_of_all(cells.units, cells),
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
