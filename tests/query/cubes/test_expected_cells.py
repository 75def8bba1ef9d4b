"""Cells that are expected from a sample, beside those that there are."""

import numpy as np
import pytest

from insight.query.cubes.expected_cells import SampledCells

RESPONDENTS, SAMPLED = 300_000, 6_000


def sampled(cells: np.ndarray) -> SampledCells:
    """What a sample of respondents tells, given each one's cell."""
    some = np.random.default_rng(5).choice(cells, SAMPLED, replace=False)
    counts = np.unique(some, return_counts=True)[1]
    return SampledCells(SAMPLED, len(counts), int((counts == 1).sum()), int((counts == 2).sum()))


@pytest.mark.parametrize(
    ("cells", "within"),
    [(1, 0.0), (500, 0.01), (20_000, 0.1), (100_000, 0.15), (1_000_000, 0.35)],
)
def test_alike_cells_are_expected_about_as_they_are(cells, within):
    drawn = np.random.default_rng(4).integers(0, cells, RESPONDENTS)
    there = len(np.unique(drawn))
    assert sampled(drawn).among(RESPONDENTS) == pytest.approx(there, rel=within)


def test_of_cells_of_all_sizes_no_more_are_expected_than_there_are_respondents():
    drawn = np.random.default_rng(4).zipf(1.3, RESPONDENTS)
    there = len(np.unique(drawn))
    expected = sampled(drawn).among(RESPONDENTS)
    assert there / 10 < expected < RESPONDENTS


def test_a_sample_of_all_has_seen_every_cell():
    assert SampledCells(10, 7, 5, 1).among(10) == 7
    assert SampledCells(0, 0, 0, 0).among(10) == 0
