"""A survey that a visitor brought is the visitor's alone, and goes with the session."""

import io
import json
import time
import zipfile

from brought_survey import brought, choose, said, use, visitor
from visitor import bodies, box, opened, shown, warnings, words

from insight import open_survey, table
from insight.analysis import shared_surveys
from insight.language.catalogue import say
from insight.query.sampling_units import units_of
from insight.query.store import shared_store
from insight.web.own_survey import visitor as own_survey
from insight.web.own_survey.brought import WRITTEN
from insight.web.own_survey.returning import AWAY, SEEN, see_off


def test_two_visitors_do_not_see_each_others_surveys():
    first, second = brought("mine.csv"), brought("yours.csv")
    for app, own, other in ((first, "mine", "yours"), (second, "yours", "mine")):
        ids = {one.id for one in shown(app.run()).session_state["view"].surveys}
        assert own in ids
        assert other not in ids
    assert visitor(first).root != visitor(second).root
    stranger = opened("answers", lang="en", survey="mine")
    [sentence] = warnings(stranger)
    assert "mine" in sentence
    assert "mine" not in box(stranger, "survey").options
    assert "mine" not in {one.id for one in shared_surveys.surveys().surveys}


def test_nobody_else_may_open_the_folder():
    root = visitor(brought()).root
    assert root.stat().st_mode & 0o077 == 0
    assert root.parent.stat().st_mode & 0o077 == 0
    assert len(root.name) == 64  # a digest, which leads nobody back to the visitor's key


def test_files_and_memory_go_when_the_visitor_is_long_gone():
    app = brought("gone.csv")
    shown(app.switch_page("../../../pages/answers.py").run())
    root = visitor(app).root
    survey, memory = visitor(app).brought.survey, shared_store().memory
    units, before = units_of(survey), len(memory)
    assert root.exists()
    assert survey.recall("units", lambda: "anew") is units
    see_off(lambda session: False, time.monotonic() + AWAY + 1)
    assert not root.exists()
    own_survey.sweep()
    assert len(memory) < before
    assert survey.recall("units", lambda: "anew") == "anew"


def test_a_visitor_who_removes_the_survey_is_where_they_began():
    app = brought()
    root = visitor(app).root
    use(app, "remove")
    assert said(app, "step_read")
    assert {path.name for path in root.iterdir()} == {SEEN, WRITTEN}
    assert json.loads((root / WRITTEN).read_text()) == {
        "survey": None,
        "file": None,
        "taken_along": {},
    }
    assert app.session_state["view"].survey.id == "citizens"


def test_nothing_of_it_is_called_simulated_and_the_bundled_surveys_stay_so():
    app = brought()
    shown(app.switch_page("../../../pages/answers.py").run())
    assert say("en", "shell.simulated_means") not in words(app)
    assert say("en", "shell.own_means") in words(app)
    assert "data-written" not in bodies(app)
    shown(box(app, "survey").set_value("citizens").run())
    assert say("en", "shell.simulated_means") in words(app)
    assert say("en", "shell.own_means") not in words(app)
    assert "data-written" in bodies(app)
    shown(app.switch_page("../../../pages/overview.py").run())
    assert say("en", "shell.simulated_means") in words(app)
    names = [
        one.codebook.short_title or one.codebook.title for one in shared_surveys.surveys().surveys
    ]
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
