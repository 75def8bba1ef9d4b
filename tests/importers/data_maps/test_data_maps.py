"""Data maps of programs: what each says of its columns, and what it becomes in a recipe."""

import pytest
import xlsxwriter
from codebook_text import HEAD, parsed
from survey_folder import as_toml, multiple, numeric, single

from insight.importers.data_maps.data_map import (
    MOST_CODES,
    MOST_LABELS,
    MappedVariable,
    joined,
)
from insight.importers.data_maps.map_reading import perform, read_data_map
from insight.importers.data_maps.map_steps import steps_of_map
from insight.language.errors import ImportRefusal

HEADER = "Variable / Field Name,Form Name,Field Type,Field Label"
REDCAP = f"""{HEADER},"Choices, Calculations, OR Slider Labels"
record_id,base,text,"Record ID",
trust,base,radio,"<b>How much</b> do you trust?","1, Little | 2, Much, or more | 9, Don't know"
consent,base,yesno,"Consent?",
used,base,checkbox,"What have you used?","1, Web | 2, Phone"
"""
LIMESURVEY = "\t".join(["class", "type/scale", "name", "relevance", "text", "help", "language"]) + (
    "\nG\t\tGroup\t1\tA group\t\tnb\nQ\tL\ttrust\t1\t<p>Hvor stor tillit?</p>\t\tnb\n"
    "A\t0\tA1\t\tLiten\t\tnb\nA\t0\tA2\t\tStor\t\tnb\nQ\tM\tused\t1\tHva brukte du?\t\tnb\n"
    "SQ\t\tSQ001\t1\tNett\t\tnb\nSQ\t\tSQ002\t1\tTelefon\t\tnb\n"
    "Q\tL\ttrust\t1\tHow much trust?\t\ten\n"
)
SPS = """* Encoding: UTF-8.
VARIABLE LABELS trust 'How much don''t you trust?'
  /q2 "Age".
VARIABLE LABELS
 used 'Use'.
VALUE LABELS
  trust q3
   1 'Little'
   2.00 "Much"
  /q2 98 "Refused".
MISSING VALUES q2 (98).
"""
FILES = {
    "redcap.csv": (REDCAP, "REDCap", {
        "trust": ("How much do you trust?",
                  {"1": "Little", "2": "Much, or more", "9": "Don't know"}),
        "consent": ("Consent?", {"1": "Yes", "0": "No"}),
        "used___1": ("Web", {}),
        "used": ("What have you used?", {}),
    }),
    "limesurvey.txt": (LIMESURVEY, "LimeSurvey", {
        "trust": ("Hvor stor tillit?", {"A1": "Liten", "A2": "Stor"}),
        "used[SQ001]": ("Nett", {}),
        "used_SQ002": ("Telefon", {}),
        "used": ("Hva brukte du?", {}),
    }),
    "labels.sps": (SPS, "SPSS", {
        "trust": ("How much don't you trust?", {"1": "Little", "2": "Much"}),
        "q2": ("Age", {"98": "Refused"}),
        "q3": ("", {"1": "Little", "2": "Much"}),
        "used": ("Use", {}),
    }),
    "norsk.csv": ("Navn;Etikett;Koder\ntillit;Tillit;1 = Liten; 2 = Stor\n".replace("1 =", '"1 =')
                  .replace("Stor\n", 'Stor"\n'), "table", {
        "tillit": ("Tillit", {"1": "Liten", "2": "Stor"}),
    }),
    "row_for_each_code.csv": (
        "variable,label,code,code label\ntrust,Trust,1,Little\n,,2,Much\nq2,Age,,\n", "table", {
            "trust": ("Trust", {"1": "Little", "2": "Much"}),
            "q2": ("Age", {}),
        }),
}  # fmt: skip


def said(found) -> dict:
    return {each.name: (each.label, dict(each.codes)) for each in found.variables}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("encoding", "end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r")]
)
def test_a_data_map_says_what_its_program_wrote(name, encoding, end, tmp_path):
    text, program, expected = FILES[name]
    path = tmp_path / name
    path.write_text(text, encoding, newline=end)
    answer = perform({"path": str(path)})
    found = {each: (label, codes) for each, label, codes in answer["variables"]}
    assert answer["program"] == program
    assert {each: found[each] for each in expected} == expected


def workbook(path, **sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_an_xlsform_is_read_from_its_sheets(tmp_path):
    survey = [
        ["type", "name", "label::Norsk (nb)", "label::English (en)"],
        ["select_one yn", "trust", "Tillit?", "Trust?"],
        ["select_multiple tool", "used", "Brukt?", "Used?"],
        ["note", "thanks", "Takk", "Thanks"],
    ]
    choices = [
        ["list_name", "name", "label::Norsk (nb)"],
        ["yn", 1, "Ja"],
        ["yn", 0, "Nei"],
        ["tool", "web", "Nett"],
    ]
    found = said(read_data_map(workbook(tmp_path / "f.xlsx", survey=survey, choices=choices)))
    assert found["trust"] == ("Tillit?", {"1": "Ja", "0": "Nei"})
    assert found["used/web"] == ("Nett", {})
    assert "thanks" not in found


def test_a_workbook_may_be_a_plain_table_below_a_title(tmp_path):
    rows = [["Our data map"], ["Name", "Label", "Codes"], ["q", "Trust", "1=Little|2=Much"]]
    found = read_data_map(workbook(tmp_path / "m.xlsx", Sheet1=rows))
    assert said(found) == {"q": ("Trust", {"1": "Little", "2": "Much"})}


BROKEN = {
    "absent.csv": None,
    "empty.csv": b"",
    "answers.csv": b"q1,q2\n1,2\n",
    "picture.csv": b"\x89PNG\r\n\x1a\n\0\0\0",
    "no.xlsx": b"PK\x03\x04 no workbook",
    "nothing.sps": b"FREQUENCIES q1.\n",
    "header.csv": b"name,label\n",
    "nul.csv": b"name,label\nq\0,a\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_data_map_is_refused_in_a_sentence(name, tmp_path):
    path = tmp_path / name
    if BROKEN[name] is not None:
        path.write_bytes(BROKEN[name])
    with pytest.raises(ImportRefusal) as refused:
        read_data_map(path)
    [fault] = refused.value.faults
    assert name in fault.text("nb") or "oversikt" in fault.text("nb")


def test_a_map_that_says_a_thing_twice_is_believed_the_first_time_and_has_an_end():
    twice = [MappedVariable("q", "", {"1": "Lite"}), MappedVariable("q", "Tillit", {"1": "Mye"})]
    more = (MappedVariable("q", "", {str(code): "x"}) for code in range(2, 50_000))
    (found,) = joined("table", [*twice, *more]).variables
    assert (found.label, found.codes["1"], len(found.codes)) == ("Tillit", "Lite", MOST_CODES)
    same = {str(code): "x" for code in range(MOST_CODES)}
    wide = joined("SPSS", (MappedVariable(f"q{number}", "", same) for number in range(19_000)))
    assert sum(len(each.codes) for each in wide.variables) == MOST_LABELS


VARIABLES = {
    "trust": single(1, 2, 9),
    "used": multiple({"used___1": "used___1", "used___2": "used___2"}),
    "x": numeric(),
}


def test_a_map_becomes_steps_that_label_what_the_survey_has(tmp_path):
    book = parsed(tmp_path, HEAD + as_toml({"variables": VARIABLES}))
    path = tmp_path / "redcap.csv"
    path.write_text(REDCAP, "utf-8")
    found = steps_of_map(read_data_map(path), book)
    trust, used = (step.operation for step in found.steps)
    assert trust.label.nb == "How much do you trust?"
    assert [(named.code, named.label.en) for named in trust.categories] == [
        (1, "Little"),
        (2, "Much, or more"),
        (9, "Don't know"),
    ]
    assert [(named.code, named.label.en) for named in used.categories] == [
        ("used___1", "Web"),
        ("used___2", "Phone"),
    ]
    assert (found.unknown, found.unnamed) == (("record_id", "consent"), ("x",))
