"""Numbers of municipalities and counties are names of places, and no amounts."""

import csv
from pathlib import Path

import pytest

import insight.importers.meaning as meaning
from insight.importers.meaning.place_numbers import place_names

FOLDER = Path(meaning.__file__).parent


@pytest.mark.parametrize(
    ("file", "digits", "count"), [("municipalities", 4, 838), ("counties", 2, 33)]
)
def test_each_place_has_one_number_and_a_name(file, digits, count):
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
        places = [(row["number"], row["name"]) for row in csv.DictReader(rows)]
    assert len({number for number, _ in places}) == len(places) == count
    assert [place for place in places if len(place[0]) != digits or not place[0].isdigit()] == []
    assert [name for _, name in places if name != name.strip() or not name] == []
    assert places == sorted(places)


def test_each_municipality_lies_in_a_county():
    numbers = {
        file: [
            line.partition(",")[0]
            for line in (FOLDER / f"{file}.csv").read_text("utf-8").splitlines()[1:]
        ]
        for file in ("municipalities", "counties")
    }
    assert {number[:2] for number in numbers["municipalities"]} <= {*numbers["counties"]}


NAMED = [
    ("kommune", {"0301": 2, "1103": 1, "5001": 1}, ["Oslo", "Stavanger", "Trondheim - Tråante"]),
    ("Kommunenr.", {301: 1, 3107: 1}, ["Oslo", "Fredrikstad"]),
    ("I hvilken kommune bor du?", {"0301": 1}, ["Oslo"]),
    ("kommune", {"0301": 1, "0401": 1}, ["Oslo"]),  # an old number keeps its number
    ("fylkesnr", {"03": 1, "46": 1}, ["Oslo", "Vestland"]),
    ("Fylke", {3: 1, 30: 1}, ["Oslo", "Viken"]),
    ("fylke", {"01": 1, "20": 1}, ["Østfold", "Finnmark"]),
    ("Fylke", {1: 4, 2: 4, 15: 1}, []),  # a questionnaire's own numbering as well as an old one
    ("kommune", {101: 4, 147: 4}, []),  # Danish ones as well as ours without their noughts
]


@pytest.mark.parametrize(("name", "values", "names"), NAMED)
def test_names_come_with_numbers_that_can_be_nothing_else(name, values, names):
    assert [*place_names(name, "", values).values()] == names


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("tillit", {"0301": 1}),
        ("kommune", {"Oslo": 1}),
        ("kommune", {1: 3, 2: 4}),
        ("kommune", {"03011": 1}),
        ("fylke", {}),
    ],
)
def test_other_columns_hold_no_numbers_of_places(name, values):
    assert place_names(name, "", values) is None
