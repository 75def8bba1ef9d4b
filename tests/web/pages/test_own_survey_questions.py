"""What was taken for one question with several answers, and how a visitor undoes it."""

from brought_survey import bring, brought, said, visitor
from hostile_words import SCRIPT
from survey_file import write_sav
from visitor import bodies, opened, press, unescaped, words
from without_sandbox import without_sandbox

from insight.language.catalogue import say

HEADS = "id;Kanaler [Nett];Kanaler [Brev];Kanaler [SMS];Mat\n"
CHANNELS = HEADS + "1;Ja;Nei;Ja;Brød, smør\n2;Nei;Nei;Ja;Brød\n3;Ja;Ja;Ja;Ost\n" * 30
UNCLEAR = "q\n" + "Nett\n" * 30 + '"Nett, Brev"\n' * 25 + "SMS\n" * 20 + '"Nett, Brev, SMS"\n' * 9


def kinds(app) -> dict[str, str]:
    book = visitor(app).brought.survey.codebook
    return {one.id: one.kind for one in book.variables.values()}


def pressed(app, action: str, name: str):
    label = say("en", f"own_survey.{action}", name=name)
    with without_sandbox():
        return press(app, next(one.label for one in app.button if unescaped(one.label) == label))


def test_why_columns_are_one_question_is_said_and_one_click_holds_them_apart():
    app = brought("kanaler.csv", CHANNELS)
    assert kinds(app)["Kanaler"] == "multiple"
    assert "share a question and end in different answers" in words(app)
    pressed(app, "separate", "Kanaler")
    assert said(app, "read")
    assert "multiple" not in kinds(app).values()
    assert len(kinds(app)) == 5
    pressed(app, "as_proposed", "")
    assert kinds(app)["Kanaler"] == "multiple"


def test_cells_that_may_hold_several_answers_are_split_with_one_click():
    app = brought("q.csv", UNCLEAR)
    assert kinds(app) == {"q": "single"}
    assert "may be several answers, or one answer that holds the sign" in words(app)
    pressed(app, "split", "q")
    assert kinds(app) == {"q": "multiple"}
    pressed(app, "keep_whole", "q")
    assert kinds(app) == {"q": "single"}


def test_no_word_of_a_head_becomes_more_than_a_word():
    heads = f"id;{SCRIPT} [a];{SCRIPT} [b];**x** - {SCRIPT};**x** - b\n"
    app = brought("h.csv", heads + "1;Ja;Nei;X;\n2;Nei;Ja;;X\n" * 30)
    assert [*kinds(app).values()].count("multiple") == 2
    assert SCRIPT not in bodies(app)
    assert not any("**x**" in one.label for one in app.button)


def test_a_file_of_another_program_is_kept_only_where_it_asks_something(tmp_path):
    marks = {f"kanal_{n}": [1.0, 0.0] * 30 for n in (1, 2, 3)}
    with without_sandbox():
        app = opened("own_survey", lang="en")
        for frame, kept in ((marks, True), ({"q": [1.0, 2.0] * 30}, False)):
            bring(app, "s.sav", write_sav(tmp_path / "s.sav", frame).read_bytes())
            assert bool(visitor(app).file) is kept
            assert visitor(app).loose_file is None
            assert bool([*visitor(app).root.rglob("s.sav")]) is kept
    assert not any(one.label == say("en", "own_survey.read_again") for one in app.button)
