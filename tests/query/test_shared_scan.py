"""One scan for many tables: the same counts and sums as a query for each."""

import numpy as np
import pytest
from survey_folder import multiple, segment, single, write_survey

from insight.query.cell_request import Request
from insight.query.cells import share_cells
from insight.query.counts.remembered_counts import name_of
from insight.query.counts.shared_scan import count_together
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.filters import EVERYONE, parse_filter
from insight.survey.folders import bundled_data, find_survey

FIELDS = ("respondents", "positive", "weight", "weight_squared")


def hold_equal(folder, name, by, where=(), **more):
    """Hold that what is counted together is what is counted alone; return how many were."""
    together, alone = (open_in(Store(), find_survey(name, folder)) for _ in range(2))
    codebook = together.codebook
    respondents = parse_filter(where, codebook) if where else EVERYONE
    item = codebook.variable(more.pop("item", codebook.items[0].id))
    requests = [
        Request(item, tuple(codebook.variable(one) for one in some), respondents, **more)
        for some in by
    ]
    count_together(together, requests)
    for request in requests:
        ours, theirs = share_cells(together, request), share_cells(alone, request)
        for cells, own in ((ours.chosen, theirs.chosen), (ours.base, theirs.base)):
            for field in FIELDS:
                exact = field in FIELDS[:2] or codebook.design.weight is None
                sums, expected = getattr(cells, field), getattr(own, field)
                assert np.allclose(sums, expected, rtol=0 if exact else 1e-15, atol=0), request.by
    fresh = open_in(Store(), find_survey(name, folder))
    count_together(fresh, requests)
    return sum(fresh.known(name_of("shares", one)) is not None for one in requests)


def test_tables_of_one_and_two_variables_and_of_none():
    by = [[], ["gender"], ["age_group", "gender"], ["education"], ["health_region", "carer"]]
    assert hold_equal(bundled_data(), "citizens", by, ["year=2021"]) == len(by)


def test_waves_that_are_units_and_groups():
    by = [["year", "gender"], ["year"], ["age_group"]]
    assert hold_equal(bundled_data(), "citizens", by) == 3


def test_numbers_of_respondents_without_weights():
    by = [[], ["gender"], ["age_group", "gender"], ["occupation"]]
    assert hold_equal(bundled_data(), "health_personnel", by) == 4


def test_finite_populations_and_strata():
    assert hold_equal(bundled_data(), "organisations", [["org_type"], ["org_size"]]) == 2


@pytest.mark.parametrize("valid_only", [False, True])
@pytest.mark.parametrize("item", ["q", "used"])
def test_values_that_are_not_there_and_codes_that_are_no_groups(tmp_path, item, valid_only):
    draw = np.random.default_rng(1)
    rows = 300

    def column(*codes):
        return [None if one == 0 else one for one in draw.choice([0, *codes], rows).tolist()]

    frame = {
        "q": column(1, 2, 9), "a": [None if one == 2 else one for one in draw.integers(0, 3, rows)],
        "b": draw.integers(0, 2, rows), "g": column(1, 2, 9), "h": column(1, 2, 3),
        "t": [["x", "y", None][one] for one in draw.integers(0, 3, rows)],
        "w": draw.random(rows), "psu": draw.integers(1, 9, rows),
    }  # fmt: skip
    variables = {
        "q": single(1, 2, 9, missing={9: "dont_know"}),
        "used": multiple({"a": "a", "b": "b"}),
        "g": segment(1, 2, 9, missing={9: "refused"}),
        "h": segment(1, 2, 3),
        "t": segment("x", "y"),
    }
    write_survey(tmp_path, "s", frame, variables, design={"weight": "w", "psu": "psu"})
    by = [["g"], ["h"], ["t"], ["h", "g"]]
    assert hold_equal(tmp_path, "s", by, item=item, valid_only=valid_only) == 4
    assert hold_equal(tmp_path, "s", by, ["h=1,2"], item=item, valid_only=valid_only) == 4
