"""Long format: persons with several rows are told from respondents with one."""

import random

import pyarrow as pa
import pytest
from fixtures_folder import shared_file
from survey_files import opened

from insight.importers.importing import import_file
from insight.importers.readers.opening import read_source
from insight.importers.readers.source import SourceColumn, SourceFile
from insight.importers.readers.tables.long_format import long_format_remark

DRAWN = random.Random(1)
PERSONS = range(40)
ITEMS = ("q1", "q2", "q3")


def answer(most=5):
    return DRAWN.randint(1, most)


def table(names, rows):
    data = [pa.chunked_array([list(cells)]) for cells in zip(*rows, strict=True)]
    columns = tuple(
        SourceColumn(name, "", {}, (), "", values.type)
        for name, values in zip(names, data, strict=True)
    )
    return SourceFile("a.csv", "csv", len(rows), columns, data.__getitem__)


def pairs(persons=PERSONS, items=ITEMS):
    return [(person, item) for person in persons for item in items]


# The names of the columns, the rows, and which sentence with which numbers.
LONG = {
    "answers in rows": (
        ["respondent", "question", "answer"],
        [(*pair, answer()) for pair in pairs()],
        ("fault.import_long", 40, 3),
    ),
    "in any order": (
        ["Svar", "Spørsmål", "Respondent ID"],
        [(answer(), item, person) for person, item in DRAWN.sample(pairs(), 120)],
        ("fault.import_long", 40, 3),
    ),
    "with background that comes again": (
        ["id", "kjønn", "alder", "variable", "value"],
        [(person, person % 2, 20 + person, item, answer()) for person, item in pairs()],
        ("fault.import_long", 40, 3),
    ),
    "with words and times of answers": (
        ["id", "item", "value", "text", "time"],
        [(*pair, answer(), f"t{answer()}", at) for at, pair in enumerate(pairs())],
        ("fault.import_long", 40, 3),
    ),
    "with persons that are texts": (
        ["submission_id", "question_id", "answer"],
        [(f"R_{person}", item, answer()) for person, item in pairs()],
        ("fault.import_long", 40, 3),
    ),
    "with numbered items": (
        ["pid", "item", "svar"],
        [(*pair, answer()) for pair in pairs(items=(1, 2, 3, 4))],
        ("fault.import_long", 40, 4),
    ),
    "with names that say nothing": (
        ["a", "b", "c"],
        [(*pair, answer()) for pair in pairs()],
        ("fault.import_long", 40, 3),
    ),
    "with answers that are left out": (
        ["respondent", "question", "answer"],
        [(*pair, answer()) for pair in pairs() if pair not in ((3, "q2"), (9, "q3"))],
        ("fault.import_long_uneven", 40, 3),
    ),
    "persons asked several times": (
        ["id", "kjønn", "runde", "q1", "q2", "q3", "q4"],
        [(id, id % 2, wave, *(answer() for _ in "1234")) for id, wave in pairs(items=(1, 2))],
        ("fault.import_several_rows", 40, None),
    ),
    "repeated forms of REDCap": (
        ["record_id", "redcap_repeat_instance", "kjønn", "q1", "q2", "q3"],
        [(person, number, person % 2 if number == 1 else None, *(answer() for _ in "123"))
         for person, number in pairs(items=(1, 2, 3))],
        ("fault.import_several_rows", 40, None),
    ),
}  # fmt: skip

# Rows that are respondents, though something repeats.
WIDE = {
    "respondents": (
        ["id", "kjønn", "q1", "q2"],
        [(id, id % 2, answer(), answer()) for id in range(120)],
    ),
    "pupils who are numbered in each school": (
        ["school", "pupil", "q1"],
        [(f"Skole {letter}", pupil, answer()) for letter in "abcdef" for pupil in range(25)],
    ),
    "members of households": (
        ["household", "person", "q1"],
        [(house, person, answer()) for house in range(50) for person in (1, 2, 3)],
    ),
    "numbers that begin anew in each country": (
        ["cntry", "idno", "q1", "q2", "q3", "q4"],
        [(country, id, *(answer() for _ in "1234")) for country in "ABC" for id in range(50)],
    ),
    "a design with every pair of groups once": (
        ["region", "alder", "q1"],
        [(region, age, answer()) for region in ("Nord", "Sør") for age in ("ung", "eldre")],
    ),
    "answers that are alike": (["q1", "q2", "q3"], [(1, 2, 3)] * 40),
    "nothing but blanks": (["id", "q1"], [(None, None)] * 10),
}


@pytest.mark.parametrize("kind", LONG)
def test_several_rows_of_a_person_are_told(kind):
    names, rows, (key, persons, each) = LONG[kind]
    remark = long_format_remark(table(names, rows))
    assert remark is not None
    assert (remark.key, remark.values["persons"]) == (key, persons)
    assert remark.values.get("count") == each
    assert remark.values["rows"] == len(rows)


@pytest.mark.parametrize("kind", WIDE)
def test_rows_that_are_respondents_are_left_in_peace(kind):
    assert long_format_remark(table(*WIDE[kind])) is None


def test_the_first_remark_says_how_many_persons_there_are_and_what_to_do():
    source = read_source(shared_file("cases/import/19_long_format.csv"))
    said = source.remarks[0].text("en")
    assert "40 persons in “respondent” with 3 rows each" in said
    assert "Each of the 120 rows counts as a respondent." in said
    assert "Export the file with one row for each person" in said


def test_an_import_says_it(tmp_path):
    rows = "".join(f"{person};{item};{answer()}\n" for person, item in pairs())
    opened(tmp_path / "a.csv", f"respondent;question;answer\n{rows}")
    imported = import_file(tmp_path / "a.csv", tmp_path / "s")
    assert imported.rows == 120
    assert imported.remarks[0].key == "fault.import_long"


@pytest.mark.parametrize(
    "fixture", ["ESS9NO.sav", "ESS10NO.csv", "efc.parquet", "apistrat.parquet"]
)
def test_no_real_survey_with_one_row_each_is_taken_for_long(fixture):
    assert long_format_remark(read_source(shared_file(f"fixtures/{fixture}"))) is None
