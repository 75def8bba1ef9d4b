"""Importing a file: the folder that comes of it, and that a refusal leaves nothing behind."""

import zipfile
from contextlib import nullcontext

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_file import write_sav
from without_sandbox import without_sandbox

from insight import open_survey, table
from insight.__main__ import main
from insight.importers.importing import import_file
from insight.language.errors import InsightError

PEOPLE = {"q1": [1.0, 2.0, 2.0, 9.0], "vekt": [0.5, 1.5, 1.0, 1.0], "navn": ["a", "b", "c", "d"]}
LABELS = {
    "column_labels": ["Har du brukt helsenorge.no?", "Vekt", "Navn"],
    "variable_value_labels": {"q1": {1: "Ja", 2: "Nei", 9: "Vet ikke"}},
    "missing_ranges": {"q1": [9]},
}


@pytest.fixture
def sav(tmp_path):
    return write_sav(tmp_path / "Undersøkelse 2021.sav", PEOPLE, **LABELS)


def everything_under(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_file_becomes_a_survey_that_answers(sav, tmp_path):
    made = import_file(sav, tmp_path / "nyeste")
    assert made.folder == tmp_path / "nyeste"
    assert (made.rows, made.variables, made.sets) == (4, 3, 0)
    assert [(one.part, one.column) for one in made.proposals] == [("weight", "vekt")]
    survey = open_survey(made.folder)
    assert survey.codebook.design.columns == ()
    assert survey.codebook.variable("q1").label.nb == "Har du brukt helsenorge.no?"
    found = table(survey, "q1")
    assert [one.n for one in found.estimates] == [None] * 3  # fewer than ten are hidden
    assert pq.read_schema(made.folder / "responses.parquet").field("q1").type == pa.int8()


def test_a_wide_text_file_needs_no_more_memory_than_others(tmp_path):
    names = [f"v{number}" for number in range(800)]
    answers = [[f"{(row + number) % 3} {'x' * 15}" for number in range(800)] for row in range(200)]
    lines = [",".join(row) for row in (names, *answers)]
    (tmp_path / "wide.csv").write_text("\n".join(lines), encoding="utf-8")
    assert import_file(tmp_path / "wide.csv", tmp_path / "wide").variables == 800


@pytest.mark.usefixtures("without_sandbox")
def test_the_origin_of_a_survey_stands_in_its_codebook(sav, tmp_path):
    made = import_file(sav, tmp_path / "s")
    text = (made.folder / "codebook.toml").read_text(encoding="utf-8")
    assert 'file = "Undersøkelse 2021.sav"\nsha256 = "' in text
    assert "\nrows = 4\nimported = 20" in text


TARGETS = [
    ("a name that can be an id", "to", None, "to"),
    ("an id of its own", "to", "mine", "to/mine"),
    ("the id is the name", "to", "to", "to"),
    ("a name that cannot be an id", "To here", None, "To here/undersokelse_2021"),
    ("a folder that is not there yet", "a/b/c", None, "a/b/c"),
]


@pytest.mark.usefixtures("without_sandbox")
@pytest.mark.parametrize(
    ("to", "survey_id", "folder"), [one[1:] for one in TARGETS], ids=[one[0] for one in TARGETS]
)
def test_where_a_survey_goes(sav, tmp_path, to, survey_id, folder):
    assert import_file(sav, tmp_path / to, survey_id).folder == tmp_path / folder


@pytest.mark.usefixtures("without_sandbox")
def test_a_folder_of_surveys_gets_one_more(sav, tmp_path):
    surveys = tmp_path / "surveys"
    for name in ("one", "two"):
        assert import_file(sav, surveys, name).folder == surveys / name
    assert import_file(sav, surveys).folder == surveys / "undersokelse_2021"
    assert everything_under(surveys)[::3] == ["one", "two", "undersokelse_2021"]


@pytest.mark.usefixtures("without_sandbox")
def test_a_folder_with_other_things_is_left_alone(sav, tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "brev.txt").write_text("Kjære", encoding="utf-8")
    made = import_file(sav, tmp_path / "s")
    assert made.folder == tmp_path / "s" / "undersokelse_2021"
    (made.folder / "codebook.toml").unlink()
    with pytest.raises(InsightError, match="holds something other than a survey"):
        import_file(sav, tmp_path / "s")
    assert (tmp_path / "s" / "brev.txt").read_text(encoding="utf-8") == "Kjære"


def a_zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "0" * 1000)
    return path


def wide(path):
    rows = ",".join(f"c{one}" for one in range(100_000))
    path.write_text(f"{rows}\n{','.join('1' * 100_000)}\n", encoding="ascii")
    return path


def cut(path):
    whole = write_sav(path.with_name("whole.sav"), PEOPLE).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    path.with_name("whole.sav").unlink()
    return path


def lying(path):
    whole = bytearray(write_sav(path, PEOPLE).read_bytes())
    whole[80:84] = (2_000_000_000).to_bytes(4, "little")  # respondents, says the header
    path.write_bytes(whole)
    return path


BAD = {
    "not there": ("a.sav", lambda path: path),
    "empty": ("a.sav", lambda path: path.write_bytes(b"")),
    "cut": ("a.sav", cut),
    "something else": ("a.sav", lambda path: path.write_bytes(b"%PDF-1.7 hello")),
    "wrong extension": ("a.dta", lambda path: write_sav(path, PEOPLE)),
    "a zip": ("a.xlsx", a_zip),
    "100,000 columns": ("a.csv", wide),
    "only names": ("a.csv", lambda path: path.write_text("a,b\n", encoding="ascii")),
    "noise": ("a.parquet", lambda path: path.write_bytes(b"PAR1" + bytes(range(256)) * 9)),
}


# Of which each ends the reading elsewhere: before the process, in it, and near its limits.
BAD_APART = ("not there", "cut", "100,000 columns")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence_and_leaves_nothing(name, tmp_path, capsys):
    file, make = BAD[name]
    (tmp_path / "in").mkdir()
    make(tmp_path / "in" / file)
    before = everything_under(tmp_path)
    for to, within in (("out", nullcontext()), ("deep/er/out", without_sandbox())):
        if to == "out" and name not in BAD_APART:
            continue
        with within:
            status = main(["import", str(tmp_path / "in" / file), "--to", str(tmp_path / to)])
        told = capsys.readouterr()
        assert status == 1
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert "Traceback" not in told.err
    assert everything_under(tmp_path) == before


def test_a_header_that_lies_about_the_respondents_is_not_believed(tmp_path):
    assert import_file(lying(tmp_path / "a.sav"), tmp_path / "s").rows == 4


ODD = {
    "labels with HTML, formulas and controls": {
        "frame": {"q": [1.0, 2.0]},
        "column_labels": ["<b onclick=alert(1)>=HYPERLINK()</b>\x07"],
        "variable_value_labels": {"q": {1: '"; DROP', 2: "@SUM\n[design]"}},
    },
    "weights as text": {"frame": {"weight": ["0,5", "1,5"], "q": [1.0, 2.0]}},
    "nothing but blanks": {"frame": {"q": [None, None], "r": [1.0, 2.0]}},
    "10,000 categories": {
        "frame": {"q": [1.0, 2.0]},
        "variable_value_labels": {"q": {one: f"nr. {one}" for one in range(10_000)}},
    },
}


@pytest.mark.usefixtures("without_sandbox")
@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_becomes_a_survey_in_order(name, tmp_path, capsys):
    given = dict(ODD[name])
    sav = write_sav(tmp_path / "odd.sav", given.pop("frame"), **given)
    assert main(["import", str(sav), "--to", str(tmp_path / "odd")]) == 0
    assert main(["check", str(tmp_path / "odd")]) == 0


@pytest.mark.usefixtures("without_sandbox")
def test_names_of_columns_in_a_text_file_may_be_anything(tmp_path):
    file = tmp_path / "../../x.csv".replace("/", "_")
    file.write_text("a,A,,a,../b,level\n1,2,3,4,5,6\n2,1,2,1,2,1\n", encoding="utf-8")
    made = import_file(file, tmp_path / "s")
    names = pq.read_schema(made.folder / "responses.parquet").names
    assert names == ["a", "A_2", "column", "a_3", "b", "level_2"]


def test_other_surveys_do_not_notice_a_refusal(sav, tmp_path):
    kept = import_file(sav, tmp_path / "surveys" / "kept").folder
    before = {path: path.read_bytes() for path in kept.iterdir()}
    (tmp_path / "bad.sav").write_bytes(b"$FL2")
    for to in ("surveys", "surveys/kept"):
        with pytest.raises(InsightError):
            import_file(tmp_path / "bad.sav", tmp_path / to)
    assert {path: path.read_bytes() for path in kept.iterdir()} == before
    assert everything_under(tmp_path / "surveys") == [
        "kept",
        "kept/codebook.toml",
        "kept/responses.parquet",
    ]


@pytest.mark.usefixtures("without_sandbox")
def test_a_folder_with_one_survey_in_it_opens_that_one(sav, tmp_path, capsys):
    import_file(sav, tmp_path / "surveys", "only")
    assert main(["check", str(tmp_path / "surveys")]) == 0
    assert main(["table", str(tmp_path / "surveys"), "--item", "q1"]) == 0
    import_file(sav, tmp_path / "surveys", "second")
    assert main(["check", str(tmp_path / "surveys")]) == 1
