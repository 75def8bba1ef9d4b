"""Figures from a cube, from a table in memory and from the file: the same, whatever the survey."""

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from drawn_survey import (
    BY,
    DESIGNS,
    FILTERS,
    PLACES,
    VARIABLES,
    asked,
    counted,
    drawn,
    hold_equal,
    opened,
    written,
)
from forced_source import read_from
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_folder import write_survey

from insight import compare, covariances, table
from insight.analysis.measured.associations import alpha, correlation, ratio
from insight.analysis.measured.quantile_table import quantiles
from insight.disclosure.bases import axes_of, base_of, count_respondents
from insight.disclosure.choice_counts import respondents_kept, respondents_left
from insight.query.explained import explained
from insight.survey.filters import parse_filter


@settings(max_examples=10, deadline=None)
@given(
    st.integers(0, 9999),
    st.integers(1, 80),
    st.sampled_from(list(DESIGNS.values())),
    st.sampled_from(["q", "used", "many", "x", "y", "g"]),
    st.sampled_from(FILTERS),
    st.sampled_from(BY),
    st.booleans(),
)
def test_every_cell_is_the_same_from_anywhere(seed, size, design, item, where, by, valid_only):
    with TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patch:
        folder = written(Path(root), design, seed, size)
        found = {}
        for place in PLACES:
            read_from(patch, place)
            survey = opened(folder)
            with explained() as told:
                found[place] = counted(
                    survey, asked(survey, item, by, where, valid_only=valid_only)
                )
            assert {one.kind for one in told.of(*PLACES)} <= {place, "file"}
        hold_equal(found["cube"], found["file"])
        hold_equal(found["memory"], found["file"])


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_every_figure_is_the_same_from_anywhere(tmp_path, monkeypatch, design):
    folder, found = written(tmp_path, design), {}
    for place in PLACES:
        read_from(monkeypatch, place)
        survey = opened(folder)
        where = parse_filter(["h=1"], survey.codebook)
        shares = table(survey, "q", by=("g",), where=where, nets=True)
        means = table(survey, "y", by=("g",), where=where, statistic="mean")
        halves = quantiles(survey, "x", (0.5,), by=("g",), where=where)
        tests = compare(survey, "q", "some", "g", where=where)
        together = covariances(survey, "q", by=("g",), where=where)
        related = [
            *ratio(survey, "y", "x", by=("g",), where=where),
            *correlation(survey, "x", "q", by=("g",), where=where, kind="spearman"),
            *alpha(survey, ["x", "q"], where=where),
        ]
        left = respondents_left(survey, where)
        found[place] = [
            *([one.value, one.se, one.low, one.upp, one.df] for one in (*shares, *means)),
            *([one.value, one.low, one.upp] for one in halves),
            *([one.value, one.se, one.p] for one in tests),
            together.matrix,
            *([one.value, one.se] for one in related),
            [count for counts in left.values() for count in counts.values()],
            respondents_kept(survey, where),
        ]
    for place in ("cube", "memory"):
        for one, other in zip(found[place], found["file"], strict=True):
            one, other = (np.array(each, dtype=float) for each in (one, other))
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("absent", [False, True])
def test_bases_are_counted_alike(tmp_path, monkeypatch, absent):
    folder, found = written(tmp_path, DESIGNS["weights"]), {}
    for place in PLACES:
        read_from(monkeypatch, place)
        survey = opened(folder)
        bases = [
            base_of(survey, survey.codebook.variable(item), valid_only=valid_only)
            for item, valid_only in itertools.product(["q", "used", "x"], [False, True])
        ]
        found[place] = [
            (counts.codes.tolist(), counts.counts.tolist())
            for base in bases
            for counts in [count_respondents(survey, base, axes_of(survey, []), absent=absent)]
        ]
    frame = drawn(1, 600)
    heavy = frame[frame["w"] > 0]
    answered = heavy["q"].isna() if absent else heavy["q"].notna()
    assert sum(found["cube"][0][1]) == answered.sum()
    assert found["cube"] == found["memory"] == found["file"]


def test_cells_are_summed_alike_in_whatever_order_respondents_come(tmp_path, monkeypatch):
    read_from(monkeypatch, "cube")
    frame = drawn(1, 600)
    found = []
    for seed in range(3):
        mixed = frame.sample(frac=1, random_state=seed)
        folder = write_survey(tmp_path / str(seed), "s", mixed, VARIABLES, design={"weight": "w"})
        survey = opened(folder)
        found.append([part.tobytes() for part in counted(survey, asked(survey, "q", ["g"]))])
    assert found[0] == found[1] == found[2]
