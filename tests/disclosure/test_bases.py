"""Bases of questions, counted by who is not in them: the same as counted by who is."""

import numpy as np
import pytest
from survey_folder import multiple, segment, single, write_survey

from insight.disclosure.bases import (
    Axis,
    axes_of,
    base_of,
    count_respondents,
    hidden_groups,
    whole_base,
)
from insight.disclosure.respondent_counts import RespondentCounts
from insight.query.memory import Memory, Shelf
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import find_survey


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """Three waves with values, answers and weights that are not there; in one all answered."""
    draw = np.random.default_rng(7)
    rows = 900

    def column(*codes, absent):
        values = draw.choice(codes, rows).tolist()
        return [None if gone else value for value, gone in zip(values, absent, strict=True)]

    wave = np.repeat([1, 2, 3], rows // 3)
    some = draw.random(rows) < 0.2
    frame = {
        "year": wave, "w": np.where(draw.random(rows) < 0.1, 0.0, 1.5),
        "g": column(1, 2, 3, absent=some), "h": column("a", "b", absent=draw.random(rows) < 0.01),
        "q": column(1, 2, 9, absent=(draw.random(rows) < 0.3) & (wave != 2)),
        "m1": column(0, 1, absent=some), "m2": column(0, 1, absent=draw.random(rows) < 0.5),
    }  # fmt: skip
    variables = {
        "g": segment(1, 2, 3), "h": segment("a", "b"),
        "q": single(1, 2, 9, missing={9: "dont_know"}), "m": multiple({"1": "m1", "2": "m2"}),
    }  # fmt: skip
    root = tmp_path_factory.mktemp("bases")
    design, rules = {"weight": "w", "wave": "year"}, {"min_base": 10}
    write_survey(root, "s", frame, variables, design=design, disclosure=rules)
    return open_in(Store(), find_survey("s", root))


@pytest.mark.parametrize("valid_only", [False, True])
@pytest.mark.parametrize(("item", "target"), [("q", None), ("m", None), ("m", frozenset("1"))])
def test_who_is_in_a_base_is_everybody_but_who_is_not(survey, item, target, valid_only):
    base = base_of(survey, survey.codebook.variable(item), valid_only=valid_only, target=target)
    axes, wave = axes_of(survey, []), survey.codebook.wave
    directly = count_respondents(survey, base, [*axes, Axis(wave)])
    found = hidden_groups(survey, base, axes)
    assert list(found) == ["1", "2", "3"]
    for number, groups in enumerate(found.values()):
        rows = directly.codes[:, -1] == number
        assert np.array_equal(groups.respondents.codes, directly.codes[rows, :-1])
        assert np.array_equal(groups.respondents.counts, directly.counts[rows])
        for some in ([0], [1], [0, 1], [1, 0]):
            table = np.zeros([axes[axis].size for axis in some], dtype=int)
            np.add.at(table, tuple(directly.codes[rows][:, some].T), directly.counts[rows])
            assert np.array_equal(groups.respondents.table(some), table)
            profiles = groups.respondents.marginal(some)
            assert np.array_equal(profiles.codes, np.argwhere(table))
            assert np.array_equal(profiles.counts, table[table > 0])


def test_where_everybody_answered_it_is_everybody_who_is_protected(survey):
    axes = axes_of(survey, [])
    answered = hidden_groups(survey, base_of(survey, survey.codebook.variable("q")), axes)
    everybody = hidden_groups(survey, whole_base(), axes)
    assert [answered[wave] is everybody[wave] for wave in answered] == [False, True, False]


def test_without_background_all_are_alike(tmp_path):
    frame = {"q": [1, 2, None] * 20}
    write_survey(tmp_path, "s", frame, {"q": single(1, 2)}, disclosure={"min_base": 10})
    alone = open_in(Store(), find_survey("s", tmp_path))
    base = base_of(alone, alone.codebook.variable("q"))
    assert hidden_groups(alone, base, [])[""].respondents.total == 40


def test_tables_of_those_who_are_left_are_remembered_apart_from_those_of_all():
    memory = Memory()
    everyone, absent = (
        RespondentCounts(np.array([[0], [1]]), (3,), np.array(counts), shelf=Shelf(memory, (name,)))
        for name, counts in (("all", [50, 30]), ("absent", [46, 5]))
    )
    left = everyone.without(absent, Shelf(memory, ("left",)))
    assert left.nbytes == everyone.nbytes + absent.nbytes
    for _ in range(2):
        assert left.table([0]).tolist() == left.count_cells([0]).tolist() == [4, 25, 0]
        assert everyone.table([0]).tolist() == [50, 30, 0]
        assert left.marginal([0]).counts.tolist() == [4, 25]
        with pytest.raises(ValueError, match="read-only"):
            left.table([0])[0] = 10
