"""How far our numbers lie from R's: prints the table that stands in ``docs/method.md``.

Run ``python benchmarks/against_r.py`` to see it, with ``--write`` to put it into the document. The
samples other than ``synth`` are read from a folder beside the project and left out where it is
absent.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [*(str(ROOT / "tests" / part) for part in ("support", "against_r")), str(ROOT)]

from fixtures_folder import SHARED  # noqa: E402
from measure_samples import MeasureSample  # noqa: E402
from r_reference import DATASETS, DESIGNS, GOLDEN, Sample, reference  # noqa: E402
from test_covariances import covariances  # noqa: E402
from test_measures import asked, is_tied, recipe_of  # noqa: E402
from test_measures import reference as reference_of_measures  # noqa: E402

DOCUMENT = ROOT / "docs" / "method.md"
START, END = "<!-- against R: generated -->\n", "<!-- end -->\n"
METHODS = {"mean": "wald", "xlogit": "logit", "beta": "beta", "asin": "asin", "wilson": "wilson"}
SMALLEST = 1e-13
ZERO = 1e-20

Deviation = tuple[str, float, float]


def main() -> None:
    """Compare every row and print one line per quantity."""
    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for dataset in DATASETS:
            if dataset == "synth" or (SHARED / "fixtures" / f"{dataset}.parquet").exists():
                for what, ours, theirs in deviations(dataset, Path(folder)):
                    found[what].append(abs(ours - theirs) / max(abs(theirs), SMALLEST))
        if (SHARED / "statistics" / "reference_more.csv").exists():
            for what, ours, theirs in of_measures(Path(folder)):
                found[what].append(abs(ours - theirs) / max(abs(theirs), SMALLEST))
    lines = ["| quantity | numbers compared | largest relative deviation |", "|---|---|---|"]
    lines += [f"| {what} | {len(all_)} | {max(all_):.0e} |" for what, all_ in found.items()]
    table = "\n".join(lines) + "\n"
    print(table)
    if "--write" in sys.argv:
        text = DOCUMENT.read_text("utf-8")
        before, rest = text.split(START)
        DOCUMENT.write_text(before + START + table + END + rest.split(END)[1], "utf-8")


def deviations(dataset: str, folder: Path) -> Iterator[Deviation]:
    """Yield each number of R's with ours, by what it is."""
    rows = reference(dataset)
    for design, of_design in rows[rows["design"].isin(DESIGNS)].groupby("design"):
        sample = Sample(dataset, str(design), folder / dataset)
        for row in of_design.itertuples():
            if row.method in METHODS:
                yield from of_share(sample, row)
            elif row.method == "numeric_mean_t":
                yield from of_mean(sample, row)
        yield from of_covariances(sample, dataset, str(design))


def of_share(sample: Sample, row) -> Iterator[Deviation]:
    method = METHODS[row.method]
    estimate = sample.table(row.item, row.domain, method=method).at((), row.category)
    if row.method == "mean":
        yield "share", estimate.value, row.estimate
        yield "degrees of freedom", estimate.df, min(row.df, 1e300)
    if estimate.flags or estimate.se == 0:
        return  # R has no usable interval at 0 and 1, nor where the strata fix a share
    if row.method == "mean":
        yield "standard error of a share", estimate.se, row.se
        yield "design effect", estimate.deff, row.deff
    for ours, theirs in ((estimate.low, row.lower), (estimate.upp, row.upper)):
        if ours not in (0, 1):  # where R's arcsine runs past the end and comes back
            yield f"bounds, {method}", ours, theirs


def of_mean(sample: Sample, row) -> Iterator[Deviation]:
    estimate = sample.table(row.item, row.domain, statistic="mean").at((), "")
    yield "mean", estimate.value, row.estimate
    yield "standard error of a mean", estimate.se, row.se
    yield "bounds of a mean", estimate.low, row.lower
    yield "bounds of a mean", estimate.upp, row.upper


def of_measures(folder: Path) -> Iterator[Deviation]:
    """Yield each number of R's quantiles, ratios, correlations and alpha with ours."""
    for (dataset, design), rows in reference_of_measures().groupby(["dataset", "design"]):
        root = folder / "measures" / dataset / design.replace("|", " ")
        sample = MeasureSample(dataset, design, root, recipe_of(rows))
        for row in rows.itertuples():
            ours = None if is_tied(row) else asked(sample, row)
            if ours is None:
                continue
            what = row.kind.removesuffix(" (svyvar)")
            yield what, ours.value, row.estimate
            if row.se > 0:
                yield f"standard error of a {what}", ours.se, row.se
            if row.lower < row.upper and not ("correlation" in what and row.method == "t(df)"):
                yield f"bounds of a {what}", ours.low, row.lower
                yield f"bounds of a {what}", ours.upp, row.upper


def of_covariances(sample: Sample, dataset: str, design: str) -> Iterator[Deviation]:
    """Deviations of covariances, as parts of the largest in their matrix."""
    rows = reference("cov")
    rows = rows[(rows["dataset"] == dataset) & (rows["design"] == design)]
    for (item, domain), matrix in rows.groupby(["item", "domain"]):
        codes = list(sample.survey.codebook.variable(item).by_key)
        ours, largest = covariances(sample, item, domain), matrix["cov"].abs().max()
        for row in matrix.itertuples():
            mine = ours[codes.index(row.cat1), codes.index(row.cat2)]
            if largest > ZERO:
                yield "covariance", 1 + (mine - row.cov) / largest, 1.0


if __name__ == "__main__":
    assert GOLDEN.is_dir()
    main()
