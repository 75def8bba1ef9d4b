"""The page on what is missing, as a visitor's session runs it."""

import pytest
from visitor import bodies, box, opened, shown, words

from insight.documents.inventories.missing import counts, lacks
from insight.language.catalogue import LANGUAGES, say


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_there_folded_by_kind(language):
    app = opened("missing", lang=language)
    assert bodies(app).count('<p class="title">') == sum(len(lack.kinds) for lack in lacks())
    assert '<details class="lacks">' in bodies(app)
    assert say(language, "missing.finding", count=len(lacks())) in words(app)


@pytest.mark.parametrize("kind", counts())
def test_a_kind_is_chosen_by_a_link(kind):
    app = opened("missing", lang="en", kind=kind)
    assert say("en", "missing.finding", count=counts()[kind]) in words(app)
    assert app.query_params["kind"] == kind


def test_document_and_words_narrow_it():
    app = opened("missing", lang="nb", document="scenario_analysis", find="65 drivere")
    assert say("nb", "missing.finding", count=1) in words(app)


def test_a_choice_on_the_page_stands_in_the_link():
    app = opened("missing", lang="en")
    shown(box(app, "own:lack_kind").set_value("misprint").run())
    assert app.query_params["kind"] == "misprint"
