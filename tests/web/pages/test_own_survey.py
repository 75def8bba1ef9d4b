"""The page where a visitor brings a survey, as the visitor's session runs it, without a browser."""

import gzip
import io
import shutil
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from brought_survey import CSV, bring, brought, choose, said, use, visitor
from hostile_words import SCRIPT
from streamlit.testing.v1 import AppTest
from survey_files import spss, with_number, workbook
from survey_folder import segment, single, write_survey
from visitor import bodies, drawn, opened, shown, unescaped, warnings, words
from without_sandbox import without_sandbox

from insight.language.catalogue import LANGUAGES, say
from insight.web.own_survey.visitor import Visitor, zip_folder
from insight.web.routes import PAGES

# --- A file is brought ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_page_says_how_it_goes_and_how_large_a_file_may_be(language):
    found = words(opened("own_survey", lang=language))
    assert say(language, "own_survey.limit", size=200) in found
    assert say(language, "own_survey.step_explore") in found


def test_a_file_is_summed_up_and_every_page_shows_it(tmp_path):
    sav = spss(tmp_path / "a.sav").read_bytes()
    app = bring(opened("own_survey", lang="en"), "Undersøkelse 2025.sav", sav)
    assert said(app, "read")
    assert "Innbyggere 2025" in words(app)
    assert said(app, "file", file="Undersøkelse 2025.sav", id="undersokelse_2025")
    assert app.query_params["survey"] == "undersokelse_2025"
    for page in PAGES[:-1]:
        shown(app.switch_page(f"../../../pages/{page}.py").run())
        assert not app.error
        assert not app.warning
    shown(app.switch_page("../../../pages/codebook.py").run())
    assert "Jeg stoler på helsetjenesten" in words(app)
    assert say("en", "codebook.permalink") not in words(app)
    assert say("en", "by_address.title") not in words(app)


def test_a_text_that_was_read_wrongly_is_read_again_in_another_way():
    app = brought("tall.csv")
    assert "“,” as decimal mark" in unescaped(words(app))
    choose(app, "decimal", ".")
    use(app, "read_again")
    assert "“.” as decimal mark" in unescaped(words(app))
    assert len(list(visitor(app).root.rglob("tall.csv"))) == 1


def test_columns_that_tell_who_somebody_is_are_left_out_unless_they_are_wanted():
    rows = "".join(f"kari{number}@example.org;{number % 3}\n" for number in range(30))
    app = brought("a.csv", f"epost;svar\n{rows}")
    assert say("en", "import.personal_left_out", count=1) in words(app)
    assert written(visitor(app)) == ["svar"]
    toggle = next(one for one in app.toggle if one.key == "own:again:personal")
    toggle.set_value(True)
    use(app, "read_again")
    assert written(visitor(app)) == ["epost", "svar"]


def written(visitor: Visitor) -> list[str]:
    """The columns of the responses that can be downloaded."""
    archive = zipfile.ZipFile(io.BytesIO(zip_folder(visitor.brought.survey)))
    (responses,) = (name for name in archive.namelist() if name.endswith(".parquet"))
    return pd.read_parquet(io.BytesIO(archive.read(responses))).columns.tolist()


def test_a_workbook_of_which_nothing_needs_to_be_said_is_shown(tmp_path):
    rows = [["q1"], *([number % 3] for number in range(30))]
    app = brought("b.xlsx", workbook(tmp_path / "b.xlsx", {"Svar": rows}).read_bytes())
    assert visitor(app).brought.made.remarks == ()
    assert said(app, "file", file="b.xlsx", id="b")


def test_of_a_text_and_a_workbook_the_number_of_header_rows_can_be_said(tmp_path):
    rows = [["q1", "q2"], ["Mye", "Lite"], *([number % 3, number % 2] for number in range(30))]
    text = "\n".join(";".join(map(str, row)) for row in rows).encode()
    book = workbook(tmp_path / "b.xlsx", {"Svar": rows}).read_bytes()
    for name, content in {"a.csv": text, "a.csv.gz": gzip.compress(text), "b.xlsx": book}.items():
        app = brought(name, content)
        assert visitor(app).brought.made.rows == 31
        choose(app, "header_rows", "2")
        use(app, "read_again")
        assert visitor(app).brought.made.rows == 30
        assert visitor(app).brought.survey.codebook.variable("q1").label.nb == "Mye"


def test_of_a_workbook_another_sheet_is_read(tmp_path):
    rows = [["q"], *([number % 3] for number in range(30))]
    book = workbook(tmp_path / "b.xlsx", {"Om": [["x"], ["Les meg"]], "Svar": rows})
    app = brought("b.xlsx", book.read_bytes())
    sheet = next(one for one in app.text_input if one.label == say("en", "own_survey.sheet"))
    sheet.set_value("Svar")
    use(app, "read_again")
    assert list(visitor(app).brought.survey.codebook.variables) == ["q"]


def test_a_name_that_is_taken_gets_a_number():
    app = brought("citizens.csv")
    assert said(app, "renamed", wanted="citizens", id="citizens_2")
    assert "organisations" in {one.id for one in app.session_state["view"].surveys}


ROWS_AT = 80  # in the header of a .sav file


def lying(folder: Path) -> bytes:
    return with_number(spss(folder / "a.sav"), ROWS_AT, 5).read_bytes()


def bomb(_: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", " " * 10**6)
        archive.writestr("xl/worksheets/sheet1.xml", "0" * (3 * 10**8))
    return packed.getvalue()


REFUSED = {
    "cut.sav": lambda folder: spss(folder / "a.sav").read_bytes()[:150],
    "nothing.sav": lambda _: b"",
    "really_text.sav": lambda _: CSV.encode(),
    "really_spss.csv": lambda folder: spss(folder / "a.sav").read_bytes(),
    "bomb.xlsx": bomb,
    "wide.csv": lambda _: (",".join(f"c{one}" for one in range(100_000)) + "\n" + "1,"
                           * 99_999 + "1\n").encode(),
    "two_encodings.csv": lambda _: "navn;by\nÅse;Tromsø\n".encode() * 50
                         + "navn;Ålesund\n".encode("latin-1") * 50,
    "lying.sav": lying,
    "../../etc/passwd": lambda _: b"root:x:0:0:root:/root:/bin/bash\n",
    "letter.pdf": lambda _: b"%PDF-1.7 " + SCRIPT.encode(),
    f"{SCRIPT}.sav": lambda _: b"$FL2 nothing",
}  # fmt: skip


# What is hostile is for the sandbox; of other refusals its own tests hold that they come through.
UNSAFE = {"cut.sav", "bomb.xlsx", "wide.csv", "lying.sav"}


@pytest.fixture(scope="module")
def patient() -> AppTest:
    """A visitor who has brought a survey, and then tries one file after another."""
    return brought()


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_gets_one_sentence_and_hurts_nothing(name, patient, tmp_path):
    app = patient
    before = words(app)
    there = visitor(app).brought
    with nullcontext() if name in UNSAFE else without_sandbox():
        bring(app, name, REFUSED[name](tmp_path))
    if name == "../../etc/passwd":  # text after all, but never a path
        assert not list(Path("/etc").glob("passwd_*"))
        assert all(one.is_relative_to(visitor(app).root) for one in visitor(app).root.rglob("*"))
        return
    [sentence] = warnings(app)
    assert 20 < len(sentence) < 400
    assert "\n" not in sentence
    assert SCRIPT not in bodies(app)
    assert visitor(app).brought is there
    assert words(app).splitlines()[1:4] == before.splitlines()[1:4]
    assert not list(visitor(app).root.rglob("*.sav"))
    assert not shown(app.run()).warning


ACCEPTED = {
    "names.csv": "a,a,,<b>x</b>\n" + "1,2,3,4\n2,3,4,5\n" * 30,
    "labels.csv": '"=cmd|calc","![x](http://evil.example/x.png)"\n' + f'"{SCRIPT}",1\n"b",2\n' * 30,
    "weights_as_text.csv": "q;vekt\n" + "1;tung\n2;lett\n" * 30,
    "dates.csv": "q;dag\n" + "1;2024-02-29\n2;2024-03-01\n" * 30,
    "nulls.csv": "q;tom\n" + "1;\n2;\n" * 30,
    "categories.csv": "q;n\n" + "\n".join(f"{one};1" for one in range(10_000)) + "\n",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_odd_file_is_taken_as_it_is_and_no_word_of_it_becomes_more(name):
    app = brought(name, ACCEPTED[name])
    assert not app.warning
    for page in ("own_survey", "codebook", "answers"):
        shown(app.switch_page(f"../../../pages/{page}.py").run())
        drawn = bodies(app)
        assert SCRIPT not in drawn
        assert "<b>x</b>" not in drawn
        assert "![x](http" not in "".join(one.value for one in (*app.markdown, *app.warning))
        assert len(drawn) < 600_000


def test_a_thousand_categories_do_not_flood_the_page(tmp_path):
    frame = pd.DataFrame({"yrke": [float(row) for row in range(1_000)], "q": [1.0, 2.0] * 500})
    labels = {"yrke": {float(one): f"Yrke {one}" for one in range(1_000)}}
    pyreadstat.write_sav(frame, tmp_path / "a.sav", variable_value_labels=labels)
    app = brought("yrker.sav", (tmp_path / "a.sav").read_bytes())
    assert len(visitor(app).brought.survey.codebook.variable("yrke").categories) == 1_000
    assert len(bodies(app)) < 60_000
    assert max(len(one.options) for one in app.multiselect) <= 200


# --- Without any survey, and surveys that come and go ---------------------------------------------


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_survey_can_be_brought_where_there_is_none(data):
    app = brought()
    assert app.query_params["survey"] == "svar"
    shown(app.switch_page("../../../pages/answers.py").run())
    assert drawn(app)


FRAME = {"q": [1, 2, 3] * 40, "g": [1, 2] * 60}
VARIABLES = {"q": single(1, 2, 3), "g": segment(1, 2)}


def test_a_folder_that_is_dropped_appears_when_it_is_whole(data, tmp_path):
    source = write_survey(tmp_path / "elsewhere", "fresh", FRAME, VARIABLES)
    write_survey(data, "there", FRAME, VARIABLES)
    app = opened("own_survey", lang="en")
    folder = data / "surveys" / "fresh"
    folder.mkdir()
    assert not shown(app.run()).error
    whole = (source / "responses.parquet").read_bytes()
    shutil.copy(source / "codebook.toml", folder)
    for part in (0, 100, len(whole) - 10):
        (folder / "responses.parquet").write_bytes(whole[:part])
        shown(app.run())
        assert [one.id for one in app.session_state["view"].surveys] == ["there"]
        assert say("en", "own_survey.broken", count=1) in [one.label for one in app.expander]
    (folder / "responses.parquet").write_bytes(whole)
    shown(app.run())
    assert [one.id for one in app.session_state["view"].surveys] == ["fresh", "there"]
    assert not app.expander
    shutil.rmtree(folder)
    shown(app.run())
    assert [one.id for one in app.session_state["view"].surveys] == ["there"]


def test_a_broken_survey_is_logged_once_for_each_state_of_its_files(data, caplog):
    write_survey(data, "good", FRAME, VARIABLES)
    bad = write_survey(data, "bad", {**FRAME, "q": [7] * 120}, VARIABLES)
    for _ in range(3):
        opened("answers")
    write_survey(data, "another", FRAME, VARIABLES)
    opened("answers")
    logged = [one for one in caplog.messages if "The survey bad cannot be used" in one]
    assert len(logged) == 1
    pd.DataFrame({**FRAME, "q": [8] * 120}).to_parquet(bad / "responses.parquet")
    opened("answers")
    assert sum("The survey bad cannot be used" in one for one in caplog.messages) == 2
