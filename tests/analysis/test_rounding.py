"""Weighted figures of surveys that are not open: rounded alike, and of no use to an intruder."""

import io
import itertools

import numpy as np
import pandas as pd
import pytest
from many_questions_intruder import (
    SURE,
    ManyQuestions,
    Share,
    by_lot,
    people_with_questions,
    to_the_nearest,
)
from survey_folder import numeric, segment, single, write_survey
from weights_intruder import found_out, population, weighted_people, whole_steps

from insight import OpenSurvey, compare, covariances, open_survey, table
from insight.__main__ import main
from insight.analysis.table import request_for
from insight.disclosure.precision import Precision, nearest, precision_of, step_above
from insight.disclosure.told.rounded_columns import told_means
from insight.language.catalogue import say
from insight.language.errors import InsightError
from insight.query.cell_request import Request
from insight.reporting import labels

GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
WEIGHT = numeric(role="other")
VARIABLES = {
    "a": segment(1, 2, 3, 4, 5),
    "b": segment(1, 2, 3, 4),
    "q": single(1, 2, 3),
    "w": WEIGHT,
}


def survey_of(root, frame, microdata="closed", design=None, **rules) -> OpenSurvey:
    folder = write_survey(
        root / microdata,
        "s",
        frame,
        VARIABLES,
        design={"weight": "w"} if design is None else design,
        disclosure=GATES | {"microdata": microdata} | rules,
    )
    return open_survey(folder)


def request(survey: OpenSurvey, *where: str) -> Request:
    return request_for(survey.codebook, "q", (), where, "all")


@pytest.fixture
def both(tmp_path) -> tuple[OpenSurvey, OpenSurvey]:
    """The same survey, closed and open."""
    frame = weighted_people(1)
    return survey_of(tmp_path, frame), survey_of(tmp_path, frame, "open")


@pytest.mark.parametrize("where", [[], ["b=1,2,3"]])
@pytest.mark.parametrize("by", [(), ("a",)])
def test_shares_are_whole_steps_and_intervals_hold_what_they_held(both, where, by):
    closed, exact = (table(survey, "q", by=by, where=where, nets=True) for survey in both)
    precision = precision_of(both[0], request(both[0], *where))
    shown = 0
    for figure, unrounded in zip(closed, exact, strict=True):
        assert (figure.n, figure.base, figure.flags) == (
            unrounded.n,
            unrounded.base,
            unrounded.flags,
        )
        assert figure.base_weighted is None
        if figure.value is None:
            continue
        step = precision.share(figure.base)
        assert figure.value == pytest.approx(unrounded.value, abs=step)
        assert (figure.value / step) == pytest.approx(round(figure.value / step), abs=1e-6)
        assert 0 <= figure.low <= max(unrounded.low, 0) + step
        assert min(unrounded.upp, 1) - step <= figure.upp <= 1
        assert figure.upp - figure.low >= min(unrounded.upp - unrounded.low, 1) - step
        assert figure.se >= unrounded.se - 1e-12
        shown += 1
    assert shown


def test_a_base_without_missing_answers_and_waves_together_are_any_of_several(tmp_path):
    frame = weighted_people(3)
    frame["y"] = [1 + row % 2 for row in range(len(frame))]
    variables = VARIABLES | {"q": single(1, 2, 3, missing={3: "dont_know"}), "y": segment(1, 2)}
    design = {"weight": "w", "wave": "y"}
    rules = GATES | {"microdata": "closed"}
    folder = write_survey(tmp_path, "s", frame, variables, design=design, disclosure=rules)
    survey = open_survey(folder)
    one = precision_of(survey, request(survey, "y=1")).respondents
    valid = request_for(survey.codebook, "q", (), ["y=1"], "valid")
    by_wave = request_for(survey.codebook, "q", "y", (), "all")
    assert precision_of(survey, request(survey)).respondents == pytest.approx(4 * one)
    assert precision_of(survey, valid).respondents == pytest.approx(4 * one)
    assert precision_of(survey, request(survey, "y=1"), means=True).respondents == 4 * one
    assert precision_of(survey, by_wave).respondents == one


def test_the_line_below_a_figure_says_that_it_is_rounded(both):
    closed, opened = (labels.weighting(table(survey, "q"), "en") for survey in both)
    assert (closed, opened) == (say("en", "base.rounded"), say("en", "base.weighted"))


def test_a_step_follows_from_the_unweighted_base_and_is_coarser_for_several_codes(both):
    survey, _ = both
    one, several = (precision_of(survey, request(survey, *where)) for where in (["a=1"], ["a=1,2"]))
    assert several.respondents == pytest.approx(4 * one.respondents)
    assert one.share(100) == step_above(one.respondents / 100)


@pytest.mark.parametrize(
    "survey",
    [
        {"microdata": "open"},
        {"design": {}},
        {"min_base": 0},
    ],
    ids=["open", "unweighted", "without protection"],
)
def test_nothing_is_rounded_where_nothing_need_be(tmp_path, survey):
    opened = survey_of(tmp_path, weighted_people(2), **survey)
    assert not precision_of(opened, request(opened))


@pytest.mark.parametrize("request_", [{"item": "w"}, {"item": "q", "where": ["w=1"]}], ids=str)
def test_weights_are_not_told_themselves(both, request_):
    closed, opened = both
    with pytest.raises(InsightError):
        table(closed, **request_)
    assert len(table(opened, "w")) == 1


def test_covariances_are_not_told_where_figures_are_rounded(both):
    closed, opened = both
    with pytest.raises(InsightError):
        covariances(closed, "q", by="a")
    assert len(covariances(opened, "q", by="a").matrix) == 15


def test_weights_that_are_all_alike_are_not_rounded(tmp_path):
    survey = survey_of(tmp_path, weighted_people(2).assign(w=1.5))
    assert not precision_of(survey, request(survey))


def test_differences_are_rounded_too_and_say_the_same(both):
    closed, exact = (compare(survey, "q", "3", "a") for survey in both)
    for gap, unrounded in zip(closed, exact, strict=True):
        assert gap.flags == unrounded.flags
        if gap.value is None:
            continue
        bounds = [bound for bound in (0.001, 0.01, 0.05, 1) if unrounded.p < bound]
        assert gap.p == bounds[0]
        assert gap.finding(0.95) in (unrounded.finding(0.95), "alike", "few")
        assert gap.se >= unrounded.se - 1e-12
        precision = precision_of(both[0], request(both[0]))
        assert gap.value_first == pytest.approx(
            unrounded.value_first, abs=precision.share(gap.base_first)
        )


@pytest.mark.parametrize("step", [0.2, 0.5, 2.0, 5.0])
def test_a_mean_by_lot_is_one_of_its_scale_and_right_on_average(step):
    precision = Precision(6.0, b"the responses", scale=(1, 5))
    means = np.linspace(1, 5, 4_001)
    told = told_means(precision, means, np.full(4_001, step))
    assert (told.min(), told.max()) == (1, 5)
    assert told.mean() == pytest.approx(means.mean(), abs=4 * 4 / 2 / 4_001**0.5)
    assert told.tolist() == [precision.told_mean(mean, step) for mean in means.tolist()]
    widths = np.array([precision.mean_width(mean, step) for mean in means.tolist()])
    assert (abs(told - means) <= widths).all()


def test_means_of_few_stay_within_their_scale(tmp_path):
    """By lot between whole steps from 0, a mean of 1.2 with a step of 2 was told as 0 or 2."""
    frame = weighted_people(1)
    frame["q"] = np.random.default_rng(5).integers(1, 4, len(frame))
    survey = survey_of(tmp_path, frame.assign(w=frame["w"] ** 3))
    told = [
        figure.value
        for codes in itertools.combinations("1234", 3)
        for figure in table(survey, "q", by="a", where=[f"b={','.join(codes)}"], statistic="mean")
        if figure.value is not None
    ]
    assert len(told) > 5
    assert len({*told}) > 1
    assert all(1 <= value <= 3 for value in told)


def test_the_command_says_what_python_says(both, capsys):
    survey, _ = both
    assert main(["table", str(survey.folder), "--item", "q", "--by", "a"]) == 0
    rows = pd.read_csv(io.StringIO(capsys.readouterr().out))
    figures = table(survey, "q", by="a").to_pandas()
    assert rows["share"].tolist() == pytest.approx(figures["share"].tolist(), nan_ok=True)
    assert rows["base_weighted"].isna().all()


@pytest.mark.parametrize("seed", range(3))
def test_an_integer_programme_finds_out_nothing_by_the_weights(tmp_path, seed):
    frame = weighted_people(seed)
    cells = population(frame, ["a", "b"], ("1", "2", "3"))
    outcomes = {}
    for microdata in ("open", "closed"):
        survey = survey_of(tmp_path, frame, microdata)
        precision = precision_of(survey, request(survey))
        figures = [
            (dict(zip(by, ((code,) for code in figure.group), strict=True)), figure)
            for count in range(3)
            for by in itertools.combinations(("a", "b"), count)
            for figure in table(survey, "q", by=by)
        ]
        for weighted in (False, True):
            rounded = whole_steps(precision) if weighted else None
            outcomes[microdata, weighted] = found_out(cells, figures, 10, rounded)
    small = outcomes["closed", True][0]
    assert small
    assert outcomes["open", True] == (small, small), "the intruder is worth the name"
    assert outcomes["closed", True] == outcomes["closed", False] == (small, 0)


def test_the_shares_of_many_questions_do_not_tell_how_many_are_in_a_small_cell(tmp_path):
    """To the nearest step, some thirty questions let one number of respondents through."""
    names = [f"q{number}" for number in range(30)]
    frame = people_with_questions(1, 400, len(names))
    variables = {
        "a": segment(1, 2, 3), "b": segment(1, 2, 3), "w": WEIGHT,
        **dict.fromkeys(names, single(1, 2)),
    }  # fmt: skip
    closed, exact = (
        open_survey(
            write_survey(
                tmp_path / microdata, "s", frame, variables,
                design={"weight": "w"}, disclosure=GATES | {"microdata": microdata},
            )
        )
        for microdata in ("closed", "open")
    )  # fmt: skip
    both = table(closed, names[0], by=("a", "b"))
    hidden = np.array([figure.base is None for figure in both]).reshape(3, 3, 2)[..., 0]
    assert (hidden[0, 0], hidden.sum()) == (True, 4)
    as_told, if_nearest, rounded = (ManyQuestions(frame, hidden) for _ in range(3))
    for name in names:
        gave = (frame[name] == 1).groupby([frame["a"], frame["b"]]).sum().to_numpy().reshape(3, 3)
        told, nearest_steps = [], []
        for by in ((), "a", "b"):
            precision = precision_of(closed, request_for(closed.codebook, name, by, (), "all"))
            for figure, unrounded in zip(
                table(closed, name, by=by), table(exact, name, by=by), strict=True
            ):
                if figure.key == "1" and figure.value is not None:
                    inside, step = members(by, figure.group), precision.share(figure.base)
                    told.append(Share(inside, figure.value, step))
                    nearest_steps.append(Share(inside, nearest(unrounded.value, step), step))
        as_told.take(gave, told, by_lot)
        if_nearest.take(gave, told, to_the_nearest)
        rounded.take(gave, nearest_steps, to_the_nearest)
    assert rounded.chance_of_truth > SURE, "the intruder is worth the name"
    assert if_nearest.chance_of_truth < 1 / 2
    assert as_told.chance_of_truth < 1 / 2


def test_the_same_figure_has_one_lot_however_it_is_asked_for(both, tmp_path):
    """Of two lots drawn for one figure the mean would be nearer to it than a step."""
    closed, _ = both
    again = survey_of(tmp_path / "again", weighted_people(1).sample(frac=1, random_state=1))
    (of_filter,) = (figure for figure in table(closed, "q", where=["a=2"]) if figure.key == "2")
    for survey in (closed, again):
        assert table(survey, "q", by="a").at(("2",), "2").value == of_filter.value
    compared = compare(closed, "q", "2", "a")
    sides = {gap.first: gap.value_first for gap in compared}
    sides |= {gap.second: gap.value_second for gap in compared}
    assert sides["2"] == of_filter.value


def test_means_that_are_compared_are_those_of_the_table(tmp_path):
    """A mean has one step, whatever group it is compared with."""
    frame = weighted_people(1)
    spread = np.random.default_rng(2).normal(0, 1, len(frame))
    folder = write_survey(
        tmp_path, "s", frame.assign(x=100 + frame["a"] ** 2 * spread), VARIABLES | {"x": numeric()},
        design={"weight": "w"}, disclosure=GATES | {"microdata": "closed"},
    )  # fmt: skip
    survey = open_survey(folder)
    of_table = {figure.group[0]: figure.value for figure in table(survey, "x", by="a")}
    compared = [gap for gap in compare(survey, "x", "", "a") if gap.value is not None]
    assert len(compared) > 3
    for gap in compared:
        assert (gap.value_first, gap.value_second) == (of_table[gap.first], of_table[gap.second])


def test_lots_are_drawn_of_the_responses_and_are_right_on_average(both, tmp_path):
    closed, _ = both
    frame = weighted_people(1)
    frame.loc[0, "q"] = 1 + frame.loc[0, "q"] % 3
    other = survey_of(tmp_path / "other", frame)
    lots = {precision_of(survey, request(survey)).lots for survey in (closed, other)}
    assert len(lots) == 2
    precision = precision_of(closed, request(closed))
    shares = np.linspace(0.3, 0.32, 2_001)
    told = np.array([precision.told_share(share, 0.02) for share in shares])
    assert set(told.tolist()) == {0.3, 0.32}
    assert told.mean() == pytest.approx(shares.mean(), abs=4 * 0.01 / 2_001**0.5)


def members(by: str | tuple[str, ...], group: tuple[str, ...]) -> np.ndarray:
    """Which of three by three cells are in a group of one variable or none."""
    code = np.arange(1, 4) == int(group[0]) if group else np.ones(3, dtype=bool)
    return np.ones((3, 3)) * (code[:, None] if by == "a" else code)
