"""Rows as records: what is wrong with a file is said with its file, row and column."""

from dataclasses import dataclass
from typing import Literal

import pytest

from insight.documents import records
from insight.documents.records import AnyText
from insight.language.catalogue import Text


@dataclass(frozen=True)
class Animal:
    id: str
    kind: Literal["", "bird"]
    legs: int
    weight: float | None
    tame: bool
    name: Text
    note: Text | None
    seen: tuple[str, ...] = ()


HEADER = "id,kind,legs,weight,tame,name_nb,name_en,note_nb,note_en\n"


def read(tmp_path, text):
    path = tmp_path / "animals.csv"
    path.write_text(text, encoding="utf-8")
    return records.read(path, Animal)


def test_a_row_becomes_a_record(tmp_path):
    rows = HEADER + "owl,bird,2,0.4,false,Ugle,Owl,,\ncat,,4,,true,Katt,Cat,Myk,Soft\n"
    assert read(tmp_path, rows) == (
        Animal("owl", "bird", 2, 0.4, False, Text("Ugle", "Owl"), None),
        Animal("cat", "", 4, None, True, Text("Katt", "Cat"), Text("Myk", "Soft")),
    )


WRONG = {
    "no id": (",bird,2,,true,U,O,,", "row 2, column id: expected some text"),
    "no such kind": (
        "a,fish,2,,true,U,O,,",
        "column kind: expected one of bird, or nothing, not 'fish'",
    ),
    "half a leg": ("a,bird,2.5,,true,U,O,,", "column legs: expected a whole number, not '2.5'"),
    "no legs": ("a,bird,,,true,U,O,,", "column legs: expected a whole number, not ''"),
    "no number": ("a,bird,2,heavy,true,U,O,,", "column weight: expected a number, not 'heavy'"),
    "no end": ("a,bird,2,inf,true,U,O,,", "column weight: expected a number"),
    "perhaps": ("a,bird,2,,perhaps,U,O,,", "column tame: expected true or false"),
    "one language": ("a,bird,2,,true,U,,,", "column name: expected text in both languages"),
    "half a note": ("a,bird,2,,true,U,O,N,", "column note: expected text in both languages"),
    "a cell too few": ("a,bird,2,,true,U,O,", "row 2: wrong number of cells"),
    "a cell too many": ("a,bird,2,,true,U,O,,,x", "row 2: wrong number of cells"),
}


@pytest.mark.parametrize(("row", "fault"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_place(tmp_path, row, fault):
    with pytest.raises(ValueError, match=r"animals\.csv") as found:
        read(tmp_path, f"{HEADER}{row}\n")
    assert fault in str(found.value)


@pytest.mark.parametrize("header", ["", "id\n", HEADER.replace("legs,", ""), "x," + HEADER])
def test_a_file_with_other_columns_is_refused(tmp_path, header):
    with pytest.raises(ValueError, match=r"animals\.csv: expected the columns id, kind, legs"):
        read(tmp_path, header)


def test_an_id_stands_once():
    owl = Animal("owl", "", 2, None, True, Text("a", "b"), None)
    records.unique([owl])
    with pytest.raises(ValueError, match="Animal: id 'owl' stands twice, in rows 2 and 3"):
        records.unique([owl, owl])


@dataclass(frozen=True)
class Sound:
    id: str
    word: AnyText


def contradictions(sound):
    if sound.word == sound.id:
        yield "word", f"{sound.word!r} is who makes it"


def test_a_text_may_be_nothing_and_what_contradicts_the_rest_is_named(tmp_path):
    path = tmp_path / "sounds.csv"
    path.write_text("id,word\nfish,\nowl,hoo\n", encoding="utf-8")
    assert records.read(path, Sound, contradictions) == (Sound("fish", ""), Sound("owl", "hoo"))
    path.write_text("id,word\nfish,\nowl,owl\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^sounds\.csv, row 3, column word: 'owl' is who makes"):
        records.read(path, Sound, contradictions)
