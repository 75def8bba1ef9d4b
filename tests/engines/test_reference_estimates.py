"""Every estimate of the reference files is the same, whatever engine the responses stand in."""

from collections import Counter

import numpy as np
import pytest
from engine_server import engine_server, moved_to, use
from r_reference import DATASETS, DESIGNS, DOMAINS, reference, sample_data
from survey_folder import write_survey

from insight import table
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey

EXACT = 1e-12
FIELDS = ("value", "se", "low", "upp", "deff", "df", "n", "base", "base_weighted")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with engine_server(tmp_path_factory.mktemp("engine")) as running:
        yield running


def asked_of(dataset: str) -> dict[str, list[tuple[str, str, bool]]]:
    """Item, domain and whether it is a mean, of each design that R was asked about."""
    rows = reference(dataset)
    rows = rows[rows["design"].isin(DESIGNS)]
    return {
        design: sorted({(one.item, one.domain, not one.category) for one in part.itertuples()})
        for design, part in rows.groupby("design")
    }


@pytest.mark.parametrize("dataset", DATASETS)
def test_estimates_equal_those_of_duckdb(dataset, server, tmp_path, monkeypatch, capsys):
    use(server, monkeypatch)
    frame, variables = sample_data(dataset)
    counted = Counter()
    for number, (design, asked) in enumerate(asked_of(dataset).items()):
        root = tmp_path / str(number)
        folder = write_survey(root, "s", frame, variables, design=DESIGNS[design])
        here = open_in(Store(), read_survey(folder))
        there = open_in(Store(), read_survey(moved_to(server, folder, f"{dataset}_{number}")))
        for item, domain, is_mean in asked:
            more = {"statistic": "mean"} if is_mean else {}
            wanted, found = (
                table(one, item, where=parse_filter(DOMAINS[domain], one.codebook), **more)
                for one in (here, there)
            )
            assert len(found.estimates) == len(wanted.estimates) > 0
            for ours, theirs in zip(found.estimates, wanted.estimates, strict=True):
                assert (ours.key, ours.flags) == (theirs.key, theirs.flags)
                for field in FIELDS:
                    compare(getattr(ours, field), getattr(theirs, field))
                    counted["figures"] += 1
                counted["estimates"] += 1
    with capsys.disabled():
        print(f"\n{dataset}: {dict(counted)}")
    assert counted["estimates"] > 0


def compare(ours, theirs):
    ours, theirs = (np.nan if one is None else float(one) for one in (ours, theirs))
    assert np.isclose(ours, theirs, rtol=EXACT, atol=1e-14, equal_nan=True), (ours, theirs)
