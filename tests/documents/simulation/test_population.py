"""Respondents ranked along a scale and cut into answers, with whole numbers only."""

from __future__ import annotations

import numpy as np
import pytest

from insight.documents.simulation.population import answers, noise, pieces


def test_a_cut_falls_where_the_weight_is_nearest() -> None:
    weights = np.array([3, 1, 1, 5])
    first, second, rest = pieces(np.array([0, 1, 2, 3]), weights, [29, 21], 100)
    assert (first.tolist(), second.tolist(), rest.tolist()) == ([0], [1, 2], [3])


def test_answers_follow_the_scale_except_those_apart_which_chance_gives() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    latent = np.arange(1000)
    codes = answers(rng, latent, np.ones(1000, dtype=np.int64), {"2": 5, "1": 4, "9": 1}, [9])
    assert np.bincount(codes)[[1, 2, 9]].tolist() == [400, 500, 100]
    assert latent[codes == 2].min() > latent[codes == 1].max()
    assert latent[codes == 9].min() < 100
    assert latent[codes == 9].max() > 900


def test_answers_apart_go_to_those_most_inclined() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    latent, inclination = np.arange(10), np.array([0, 0, 9, 0, 0, 0, 0, 9, 0, 0])
    ones = np.ones(10, dtype=np.int64)
    codes = answers(rng, latent, ones, {"2": 4, "1": 4, "9": 2}, [9], inclination)
    assert codes.tolist() == [1, 1, 9, 1, 1, 2, 2, 9, 2, 2]


def test_a_share_of_0_is_given_to_nobody() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    weights = np.array([25, 14, 16, 20, 14, 25])
    for _ in range(20):
        codes = answers(rng, np.arange(6), weights, {"3": 3, "2": 4, "1": 0, "9": 1}, [9])
        assert 1 not in codes


def test_noise_is_centred_and_bounded() -> None:
    drawn = noise(np.random.Generator(np.random.PCG64(1)), 100_000)
    assert abs(drawn.mean()) < 10
    assert drawn.std() == pytest.approx(577, abs=5)
    assert np.abs(drawn).max() < 2000
