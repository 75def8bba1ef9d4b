"""A time axis: waves at their distances, names that do not touch, no line without an order."""

from itertools import pairwise
from pathlib import Path

import pytest
from survey_folder import segment, single, write_survey

from insight import open_survey, table
from insight.reporting.charts.line_rows import lines_rows, points, runs
from insight.reporting.charts.panel_rows import panels_of_lines
from insight.reporting.charts.trend_rows import trend_rows
from insight.reporting.layout import AS_IT_IS
from insight.reporting.time_axis import LETTER, ROOMS, time_axis

UNEVEN = [2010, 2011, 2019]
WORDS = ["Etter", "Før", "Pilot"]


def waved(root: Path, waves, survey_id="ours", by=("wave",)):
    """A survey in which each wave has respondents of two groups, and a question of theirs."""
    frame = {
        "wave": [wave for wave in waves for _ in range(8)],
        "g": [1, 2] * 4 * len(waves),
        "q": [1, 2, 2, 1, 1, 2, 1, 2] * len(waves),
    }
    design, variables = {"wave": "wave"}, {"q": single(1, 2), "g": segment(1, 2)}
    folder = write_survey(root, survey_id, frame, variables, design=design)
    return table(open_survey(folder), "q", by=by)


def steps(along) -> list[float]:
    return [later - earlier for earlier, later in pairwise(along)]


def test_waves_stand_at_their_distances_whatever_the_way_of_showing(tmp_path):
    trend = trend_rows([waved(tmp_path / "a", UNEVEN)], "1", (), "nb")
    one, eight = steps(trend["along"])
    assert eight == pytest.approx(8 * one)
    grouped = waved(tmp_path / "b", UNEVEN, by=("g", "wave"))
    lines = lines_rows(grouped, "1", ["1", "2"], AS_IT_IS, "nb")
    for mark in ("wave", "point"):
        along = lines[lines["mark"] == mark]["along"].drop_duplicates()
        assert steps(along)[1] == pytest.approx(8 * steps(along)[0])
    everyone = waved(tmp_path / "c", UNEVEN)
    panels = panels_of_lines(grouped, everyone, "1", ["1", "2"], AS_IT_IS, "nb")
    along = panels[panels["mark"] == "line"]["fx"].drop_duplicates()
    assert along.tolist() == pytest.approx([0, 1 / 9, 1])


@pytest.mark.parametrize(
    ("waves", "distances"),
    [
        ([2019, 2020, 2021], [1, 1]),
        (["okt 2023", "jan 2024", "jul 2024"], [1, 2]),
        (["Runde 1", "Runde 2", "Runde 10"], [1, 8]),
        (["2023 1", "2023 2", "2024 1"], [1, 1]),
        (WORDS, [1, 1]),
    ],
    ids=str,
)
def test_waves_without_times_stand_side_by_side(waves, distances, tmp_path):
    axis = time_axis([waved(tmp_path, waves)], "nb")
    assert [tick.name for tick in axis.ticks] == [str(wave) for wave in waves]
    along = steps([tick.along for tick in axis.ticks])
    assert [step / along[0] for step in along] == pytest.approx(distances)


def test_one_wave_stands_in_the_middle(tmp_path):
    [tick] = time_axis([waved(tmp_path, [2019])], "nb").ticks
    assert tick.along == 0.5


def test_waves_of_two_surveys_share_their_times(tmp_path):
    first = waved(tmp_path / "a", [2019, 2021])
    second = waved(tmp_path / "b", ["2020", "2021"])
    axis = time_axis([first, second], "nb")
    assert [tick.name for tick in axis.ticks] == ["2019", "2020", "2021"]
    assert axis.ranks == ({"2019": 0, "2021": 2}, {"2020": 1, "2021": 2})


def test_rounds_and_years_are_no_times_of_each_other(tmp_path):
    tables = [waved(tmp_path / "a", ["Runde 9", "Runde 10"]), waved(tmp_path / "b", [2019, 2021])]
    along = steps([tick.along for tick in time_axis(tables, "nb").ticks])
    assert along == pytest.approx([along[0]] * 3)


@pytest.mark.parametrize(
    "waves", [UNEVEN, [f"{m:02}/2023" for m in range(1, 13)], range(1990, 2024)]
)
def test_names_that_share_a_line_do_not_touch(waves, tmp_path):
    ticks = time_axis([waved(tmp_path, [*waves])], "nb").ticks
    for width, room in ROOMS.items():
        assert ticks[0].row[f"{width}_line"] == ticks[-1].row[f"{width}_line"] == 0
        for line in range(4):
            beside = [tick for tick in ticks if tick.row[f"{width}_line"] == line]
            for left, right in pairwise(beside):
                between = (right.along - left.along) * room
                assert between >= (len(left.name) + len(right.name)) / 2 * LETTER


def test_numbers_that_would_touch_stand_in_the_table_only(tmp_path):
    months = ["okt 2022", "nov 2022", "jan 2024"]
    first, second, last = time_axis([waved(tmp_path, months)], "nb").ticks
    assert (first.wide_number, second.wide_number, last.wide_number) == (True, False, True)
    years = time_axis([waved(tmp_path / "years", [2019, 2020, 2021])], "nb").ticks
    assert all(tick.wide_number and tick.narrow_number for tick in years)


def test_no_line_is_drawn_between_waves_of_which_no_order_is_known(tmp_path):
    trend = trend_rows([waved(tmp_path / "a", WORDS)], "1", (), "nb")
    assert trend["segment"].tolist() == [0, 1, 2]
    unordered = waved(tmp_path / "b", WORDS)
    [run] = runs(unordered, "1", (), "nb")
    assert all(point.alone for point in points(unordered, run))
    known = trend_rows([waved(tmp_path / "c", UNEVEN)], "1", (), "nb")
    assert known["segment"].tolist() == [0, 0, 0]


def test_the_line_of_a_break_is_halfway_between_its_waves(tmp_path):
    ticks = time_axis([waved(tmp_path, UNEVEN)], "nb").ticks
    assert ticks[2].pause == pytest.approx((ticks[1].along + ticks[2].along) / 2)
