"""Responses in order on disk: the figures of the file, and never a file that is not whole."""

from itertools import pairwise

import pytest
from drawn_survey import BY, DESIGNS, FILTERS, asked, counted, drawn, hold_equal, opened, written
from kept_on_disk import files, lasting

from insight.language.errors import SurveyReplacedError
from insight.query.cubes import rows_in_order, sources
from insight.query.cubes.cache_settings import CacheSettings
from insight.query.cubes.rows_in_order import AT_ONCE
from insight.query.explained import explained

ITEMS = ("q", "used", "x", "y")
KINDS = ("cube", "in order", "file")


@pytest.fixture
def one_by_one(tmp_path, monkeypatch):
    """Surveys have no room in memory, and no cube pays; what is put in order is kept."""
    lasting(monkeypatch, tmp_path / "cache")
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    monkeypatch.setattr(sources, "WORTH_SUMMING", 1e9)
    monkeypatch.setattr(sources, "MOST_BYTES", 1000)
    return tmp_path / "cache"


def read(survey, *request):
    """The cells of a request, and from where they were read in the end."""
    with explained() as told:
        cells = counted(survey, asked(survey, *request))
    return cells, told.of(*KINDS)[-1].kind


def ordered_file(cache):
    """The file of rows, which alone is not compressed."""
    return max(files(cache), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize("at_once", [AT_ONCE, 100])
@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_figures_are_those_of_the_file(tmp_path, one_by_one, monkeypatch, design, at_once):
    monkeypatch.setattr(rows_in_order, "AT_ONCE", at_once)
    folder = written(tmp_path, design)
    before = opened(folder)
    requests = [(item, BY[at], FILTERS[at % 3]) for at, item in enumerate(ITEMS)]
    expected = [read(before, *request) for request in requests]
    assert {place for _, place in expected} == {"file"}
    sources.put_in_order(before)
    survey = opened(folder)
    for request, (cells, _) in zip(requests, expected, strict=True):
        found, place = read(survey, *request)
        assert place == "in order"
        hold_equal(found, cells)


def test_a_cube_by_what_is_asked_is_made_of_rows_in_order(tmp_path, one_by_one, monkeypatch):
    folder = written(tmp_path, DESIGNS["psus"])
    sources.put_in_order(opened(folder))
    # Room for 150 cells: for 20 units by 5 answers, not by two background variables.
    monkeypatch.setattr(sources, "WORTH_SUMMING", 4)
    monkeypatch.setattr(sources, "BEGINNING", 0.1)
    monkeypatch.setattr(sources, "MOST_BYTES", 10_000)
    survey = opened(folder)
    with explained() as told:
        cells = counted(survey, asked(survey, "q"))
    assert [one.kind for one in told.of(*KINDS)][-2:] == ["in order", "cube"]
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 10**9)
    by_file, place = read(opened(folder), "q")
    assert place == "file"
    hold_equal(cells, by_file)


def test_those_of_one_background_lie_together(tmp_path, one_by_one):
    survey = opened(written(tmp_path, DESIGNS["waves"]))
    sources.put_in_order(survey)
    rows = rows_in_order.rows_in_order(survey)
    found = survey.store.rows(rows.sql.text, rows.sql)
    together = [*zip(*(found[name].to_pylist() for name in ("year", "g", "h")), strict=True)]
    stretches = 1 + sum(one != other for one, other in pairwise(together))
    assert (
        stretches
        == len({*together})
        == len(drawn(1, 600).groupby(["year", "g", "h"], dropna=False))
    )


def test_what_is_removed_is_still_read_by_who_has_it_open(tmp_path, one_by_one):
    folder = written(tmp_path, DESIGNS["psus"])
    survey = opened(folder)
    sources.put_in_order(survey)
    for path in files(one_by_one):
        path.unlink()
    cells, place = read(survey, "q", ("g",), ["h=1"])
    anew, place_anew = read(opened(folder), "q", ("g",), ["h=1"])
    assert (place, place_anew) == ("in order", "file")
    hold_equal(cells, anew)


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_a_file_that_is_not_whole_is_not_read_and_is_made_anew(tmp_path, one_by_one, harm):
    folder = written(tmp_path, DESIGNS["psus"])
    sources.put_in_order(opened(folder))
    path = ordered_file(one_by_one)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 255
    path.write_bytes(content[:-50] if harm == "cut" else content)
    cells, place = read(opened(folder), "q", (), ["h=1"])
    assert place == "file"
    sources.put_in_order(opened(folder))
    anew, place_anew = read(opened(folder), "q", (), ["h=1"])
    assert place_anew == "in order"
    hold_equal(anew, cells)


@pytest.mark.parametrize(
    ("room", "kept"), [(50_000, "q web many x y"), (16_000, "q web"), (5_000, None)]
)
def test_questions_are_kept_as_far_as_there_is_room(tmp_path, one_by_one, monkeypatch, room, kept):
    settings = CacheSettings(one_by_one, room)
    monkeypatch.setattr(rows_in_order, "cache_settings_from", lambda: settings)
    survey = opened(written(tmp_path, DESIGNS["weights"]))
    sources.put_in_order(survey)
    rows = rows_in_order.rows_in_order(survey)
    asked_for = [("q", "q"), ("web", "web"), ("o0", "many"), ("x", "x"), ("y", "y")]
    found = rows and " ".join(name for column, name in asked_for if column in rows.columns)
    assert found == kept


def test_a_survey_that_is_replaced_meanwhile_leaves_nothing(tmp_path, one_by_one, monkeypatch):
    folder = written(tmp_path, DESIGNS["weights"])
    survey, in_order = opened(folder), rows_in_order._in_order

    def replaced(part):
        other = written(tmp_path / "other", DESIGNS["weights"], size=300)
        (other / "responses.parquet").replace(folder / "responses.parquet")
        return in_order(part)

    monkeypatch.setattr(rows_in_order, "_in_order", replaced)
    with pytest.raises(SurveyReplacedError):
        sources.put_in_order(survey)
    assert all("draft" not in path.name for path in files(one_by_one))
    assert rows_in_order.rows_in_order(opened(folder)) is None


def test_nothing_is_put_in_order_that_has_room_in_memory(tmp_path, one_by_one, monkeypatch):
    monkeypatch.setattr(sources, "MOST_BYTES", 10**6)
    survey = opened(written(tmp_path, DESIGNS["psus"]))
    with explained() as told:
        sources.put_in_order(survey)
    assert told.of("made") == []
    assert rows_in_order.rows_in_order(survey) is None
