"""What was understood of a survey that a visitor brought is corrected, and taken back."""

import re

import pytest
from brought_survey import brought, choose, said, use, visitor
from hostile_words import SCRIPT
from streamlit.testing.v1 import AppTest
from visitor import bodies, shown, warnings, words

from insight import open_survey
from insight.language.catalogue import say


def test_a_weight_is_used_only_when_it_is_chosen():
    app = brought()
    survey = visitor(app).brought.survey
    assert survey.codebook.design.weight is None
    choose(app, "weight", "vekt")
    use(app, "use")
    assert said(app, "corrected")
    corrected = visitor(app).brought.survey
    assert corrected.codebook.design.weight == "vekt"
    shown(app.switch_page("../../../pages/answers.py").run())
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
    shown(app.switch_page("../../../pages/answers.py").run())
    [ways] = [each for each in app.button_group if each.key.startswith("answers:show")]
    assert say("en", "breakdown.show_trend") in ways.options
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
    shown(app.switch_page("../../../pages/answers.py").run())
    [style] = [one.proto.body for one in app.get("html") if "st-key-where" in one.proto.body]
    assert re.findall(r"nth-of-type\((\d)\) p::after {content:'\s*(\d+)'}", style) == [("2", "60")]


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
