"""The page where a visitor brings a survey, as the visitor's session runs it, without a browser."""

import gc
import io
import re
import shutil
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from streamlit.testing.v1 import AppTest
from survey_files import spss, with_number, workbook
from survey_folder import segment, single, write_survey
from visitor import SCRIPT, bodies, box, charts, opened, shown, unescaped, warnings, words
from without_sandbox import without_sandbox

from insight import open_survey, table
from insight.language.catalogue import LANGUAGES, say
from insight.query.sampling_units import units_of
from insight.query.store import shared_store
from insight.web import answers
from insight.web import visitor as own_survey
from insight.web.routes import PAGES

CSV = "kjonn;svar;vekt\n" + "1;1;0,5\n2;2;1,5\n2;3;1,25\n1;1;0,75\n" * 60


def brought(name: str = "svar.csv", content: bytes | str = CSV, language: str = "en") -> AppTest:
    """Open the page as a new visitor who has brought a file."""
    with without_sandbox():
        return bring(opened("own_survey", lang=language), name, content)


def bring(app: AppTest, name: str, content: bytes | str) -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    app.file_uploader[0].set_value((name, data, "application/octet-stream"))
    return shown(app.run(timeout=120))


def choose(app: AppTest, label: str, value: str):
    next(one for one in app.selectbox if one.label == say("en", f"own_survey.{label}")).set_value(
        value
    )


def use(app: AppTest, label: str) -> AppTest:
    button = next(one for one in app.button if one.label == say("en", f"own_survey.{label}"))
    return shown(button.click().run(timeout=60))


def said(app: AppTest, key: str, **values: object) -> bool:
    return say("en", f"own_survey.{key}", **values) in words(app)


def visitor(app: AppTest) -> own_survey.Visitor:
    return app.session_state["visitor"]


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


def test_a_text_that_was_read_wrongly_is_read_again_in_another_way():
    app = brought("tall.csv")
    assert "“,” as decimal mark" in unescaped(words(app))
    choose(app, "decimal", ".")
    use(app, "read_again")
    assert "“.” as decimal mark" in unescaped(words(app))
    assert len(list(visitor(app).root.rglob("tall.csv"))) == 1


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


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_gets_one_sentence_and_hurts_nothing(name, tmp_path):
    app = brought()
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
    for page in ("own_survey", "codebook", "breakdown", "trust"):
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
    assert len(bodies(app)) < 50_000
    assert max(len(one.options) for one in app.multiselect) <= 200


# --- What was understood is corrected -------------------------------------------------------------


def test_a_weight_is_used_only_when_it_is_chosen():
    app = brought()
    survey = visitor(app).brought.survey
    assert survey.codebook.design.weight is None
    choose(app, "weight", "vekt")
    use(app, "use")
    assert said(app, "corrected")
    corrected = visitor(app).brought.survey
    assert corrected.codebook.design.weight == "vekt"
    shown(app.switch_page("../../../pages/breakdown.py").run())
    assert say("en", "base.weighted") in words(app)
    assert not survey.folder.exists()


def test_every_correction_can_be_taken_back():
    app = brought()
    buttons = {one.label for one in app.button}
    assert say("en", "own_survey.undo") not in buttons
    choose(app, "weight", "vekt")
    use(app, "use")
    use(app, "undo")
    assert said(app, "undone")
    assert visitor(app).brought.survey.codebook.design.weight is None
    assert len(list(visitor(app).root.rglob("responses.parquet"))) == 1


def test_a_correction_that_the_responses_contradict_is_refused_and_the_last_good_one_stays():
    app = brought("hull.csv", "q;vekt\n" + "1;0,5\n2;\n3;1,5\n" * 50)
    there = visitor(app).brought.survey
    choose(app, "weight", "vekt")
    use(app, "use")
    [sentence] = warnings(app)
    assert "vekt" in sentence
    assert visitor(app).brought.survey == there
    assert there.responses.exists()


def test_a_variable_is_corrected():
    app = brought()
    choose(app, "one", "svar")
    shown(app.run())
    choose(app, "role", "segment")
    label = next(one for one in app.text_input if one.label == say("en", "own_survey.label_en"))
    label.set_value("Answer")
    codes = next(one for one in app.multiselect if "refused" in one.label)
    codes.set_value(["3"])
    use(app, "save")
    variable = visitor(app).brought.survey.codebook.variable("svar")
    assert (variable.role, variable.label.en, variable.category("3").missing) == (
        "segment",
        "Answer",
        "refused",
    )


def test_a_wave_that_is_a_number_makes_a_trend():
    rows = [f"{2000 + row % 40};{row % 3 + 1}" for row in range(1600)]
    app = brought("trend.csv", "year;svar\n" + "\n".join(rows))
    assert visitor(app).brought.survey.codebook.variable("year").kind == "numeric"
    choose(app, "wave", "year")
    use(app, "use")
    assert said(app, "corrected")
    shown(app.switch_page("../../../pages/trust.py").run(timeout=60))
    assert say("en", "trust.over_time") in words(app)
    assert app.query_params["wave"] == "2039"


def test_the_title_is_corrected_in_both_languages():
    app = brought()
    titles = [one for one in app.text_input if one.label.startswith("Title")]
    for box_, words_ in zip(titles, ("Vår undersøkelse", SCRIPT), strict=True):
        box_.set_value(words_)
    use(app, "save_title")
    assert visitor(app).brought.survey.codebook.title.en == SCRIPT
    assert '<h2 class="finding">&lt;script&gt;' in bodies(app)


def test_nothing_is_told_beside_choices_of_few(tmp_path):
    rows = "kjonn;svar\n" + "1;1\n2;2\n" * 60 + "3;1\n" * 4
    app = brought("svar.csv", rows)
    shown(app.switch_page("../../../pages/breakdown.py").run())
    [style] = [one.proto.body for one in app.get("html") if "st-key-where" in one.proto.body]
    assert re.findall(r"nth-of-type\((\d)\) p::after {content:'\s*(\d+)'}", style) == [("2", "60")]


# --- It is the visitor's alone --------------------------------------------------------------------


def test_two_visitors_do_not_see_each_others_surveys():
    first, second = brought("mine.csv"), brought("yours.csv")
    for app, own, other in ((first, "mine", "yours"), (second, "yours", "mine")):
        ids = {one.id for one in shown(app.run()).session_state["view"].surveys}
        assert own in ids
        assert other not in ids
    assert visitor(first).root != visitor(second).root
    stranger = opened("breakdown", lang="en", survey="mine")
    [sentence] = warnings(stranger)
    assert "mine" in sentence
    assert "mine" not in box(stranger, "survey").options
    assert "mine" not in {one.id for one in answers.surveys().surveys}


def test_nobody_else_may_open_the_folder():
    root = visitor(brought()).root
    assert root.stat().st_mode & 0o077 == 0
    assert root.parent.stat().st_mode & 0o077 == 0
    assert len(root.name) == 32


def test_files_and_memory_go_with_the_session():
    app = brought("gone.csv")
    shown(app.switch_page("../../../pages/breakdown.py").run())
    root = visitor(app).root
    survey, memory = visitor(app).brought.survey, shared_store().memory
    units, before = units_of(survey), len(memory)
    assert root.exists()
    assert survey.recall("units", lambda: "anew") is units
    del app
    gc.collect()
    opened("own_survey")  # Python keeps what the last page left behind until the next one runs
    gc.collect()
    assert not root.exists()
    own_survey.sweep()
    assert len(memory) < before
    assert survey.recall("units", lambda: "anew") == "anew"


def test_a_visitor_who_removes_the_survey_is_where_they_began():
    app = brought()
    root = visitor(app).root
    use(app, "remove")
    assert said(app, "step_read")
    assert not list(root.iterdir())
    assert app.session_state["view"].survey.id == "citizens"


def test_nothing_of_it_is_called_simulated_and_the_bundled_surveys_stay_so():
    app = brought()
    shown(app.switch_page("../../../pages/breakdown.py").run())
    assert say("en", "shell.simulated") not in words(app)
    assert say("en", "shell.own_means") in words(app)
    shown(box(app, "survey").set_value("citizens").run())
    assert say("en", "shell.simulated") in words(app)
    assert say("en", "shell.own_means") not in words(app)
    shown(app.switch_page("../../../pages/overview.py").run())
    assert say("en", "shell.simulated") in words(app)
    names = [one.codebook.short_title or one.codebook.title for one in answers.surveys().surveys]
    listed = ", ".join(one.en for one in names)
    assert say("en", "shell.simulated_only", surveys=listed) in words(app)


def test_what_is_taken_along_is_the_same_survey_anywhere(tmp_path):
    app = brought()
    choose(app, "weight", "vekt")
    use(app, "use")
    survey = visitor(app).brought.survey
    packed = own_survey.zip_folder(survey)
    assert packed == own_survey.zip_folder(survey)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["svar/codebook.toml", "svar/responses.parquet"]
        archive.extractall(tmp_path / "surveys")
    taken = open_survey("svar", tmp_path)
    here, there = (table(one, "svar", by=("kjonn",)).estimates for one in (survey, taken))
    assert [one.value for one in here] == [one.value for one in there]


# --- Without any survey, and surveys that come and go ---------------------------------------------


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_survey_can_be_brought_where_there_is_none(data):
    app = brought()
    assert app.query_params["survey"] == "svar"
    shown(app.switch_page("../../../pages/breakdown.py").run())
    assert charts(app)


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
        opened("breakdown")
    write_survey(data, "another", FRAME, VARIABLES)
    opened("breakdown")
    logged = [one for one in caplog.messages if "The survey bad cannot be used" in one]
    assert len(logged) == 1
    pd.DataFrame({**FRAME, "q": [8] * 120}).to_parquet(bad / "responses.parquet")
    opened("breakdown")
    assert sum("The survey bad cannot be used" in one for one in caplog.messages) == 2


# --- Waves whose order nobody knows ---------------------------------------------------------------

WAVES = "wave;svar\n" + "Før;1\nEtter;2\nPilot;2\nFør;1\n" * 60


def place(app: AppTest, wave: str):
    label = say("en", "own_survey.wave_place", wave=wave)
    return next(each for each in app.number_input if each.label == label)


@pytest.fixture(name="unordered", scope="module")
def waves_that_nobody_has_put_in_order() -> AppTest:
    app = brought("svar.csv", WAVES)
    choose(app, "wave", "wave")
    return use(app, "use")


def test_waves_are_put_in_order_by_their_places_and_then_have_a_newest(unordered):
    app = unordered
    assert said(app, "waves_unknown", names="Etter, Før, Pilot")
    for wave, wanted in {"Pilot": 1, "Før": 2, "Etter": 2}.items():
        place(app, wave).set_value(wanted)
    use(app, "use_order")
    assert "must have a place of its own" in " ".join(warnings(app))
    for wave, wanted in {"Pilot": 1, "Før": 2, "Etter": 3}.items():
        place(app, wave).set_value(wanted)
    use(app, "use_order")
    assert said(app, "waves_known", names="Pilot, Før, Etter")
    book = visitor(app).brought.survey.codebook
    assert book.wave.category(book.newest_wave).label.nb == "Etter"
    assert open_survey(visitor(app).brought.survey.folder).codebook.waves == book.waves
