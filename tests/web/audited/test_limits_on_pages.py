"""Limits as a reader meets them: one sentence, nothing lost, and on again in time."""

from collections.abc import Callable

import pytest
from brought_survey import CSV
from visitor import bundled, drawn, opened, shown, words
from without_sandbox import without_sandbox

from insight.language.catalogue import LANGUAGES, say
from insight.operation.limits import limits
from insight.operation.limits.limit_settings import limit_settings_from
from insight.web.audited import acts
from insight.web.audited.acts import FORMATS, Taken
from insight.web.frame import file_button

NOW = {"value": 0.0}


@pytest.fixture
def limited(monkeypatch) -> Callable[..., limits.Limits]:
    """What lets limits hold in all sessions of a test, by a clock that the test sets."""

    def begin(**most: int) -> limits.Limits:
        settings = {f"INSIGHT_LIMIT_{name}": f"{number}" for name, number in most.items()}
        NOW["value"] = 0.0
        begun = limits.Limits(limit_settings_from(settings), lambda: NOW["value"])
        monkeypatch.setattr(limits, "_of_process", begun)
        return begun

    return begin


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_asked_for_too_many_tables_is_told_when_it_goes_on(limited, language):
    link = {"lang": language, "survey": "citizens", "item": "trust_need_to_know"}
    asked = len(opened("answers", **link).session_state["tables_asked"])
    limited(QUESTIONS=asked, MINUTES=10)
    app = opened("answers", **link)
    sentence = say(language, "fault.limit_questions", most=asked, minutes=10)
    assert drawn(app)
    assert sentence not in words(app)
    shown(app.run())  # what has been asked for once costs nothing
    assert sentence not in words(app)
    app.query_params["where"] = "gender=1"
    refused = shown(app.run())
    assert sentence in words(refused)
    assert words(refused).count(sentence) == 1
    assert refused.query_params["where"] == "gender=1"
    NOW["value"] = 601
    assert sentence not in words(shown(refused.run()))
    assert drawn(refused)


def test_a_new_session_of_the_same_person_has_no_new_limit(limited, monkeypatch):
    from people import sits_here

    from insight.access.person import Person

    sits_here(monkeypatch, Person("kari"))
    limited(QUESTIONS=1)
    for _ in range(2):
        app = opened("answers", lang="en", survey="citizens")
        assert say("en", "fault.limit_questions", most=1, minutes=60) in words(app)
    sits_here(monkeypatch, Person("ola"))
    limited(QUESTIONS=500)
    assert drawn(opened("answers", lang="en", survey="citizens"))


@pytest.mark.parametrize("page", ["overview", "codebook", "trends", "maturity", "report", "needs"])
def test_every_page_stops_in_a_sentence(limited, page):
    limited(QUESTIONS=1)
    link = {"view": "survey=citizens&item=trust_need_to_know"} if page == "report" else {}
    app = opened(page, lang="nb", **link)
    asks = len(app.session_state["tables_asked"]) > 0
    assert (say("nb", "fault.limit_questions", most=1, minutes=60) in words(app)) == asks


def test_files_beyond_the_limit_are_refused_when_they_are_asked_for(limited):
    limited(DOWNLOADS=2, REPORTS=1)
    of = Taken("csv", (bundled("citizens"),))
    make = acts.counted(lambda: b"a;b", of, "a.csv")
    assert [file_button.made(make, "nb") for _ in range(2)] == [b"a;b"] * 2
    with pytest.raises(file_button.NotMadeError) as refused:
        file_button.made(make, "nb")
    assert str(refused.value) == say("nb", "fault.limit_downloads", most=2, minutes=60)
    report = acts.counted(lambda: b"%PDF", Taken("report_pdf", event="report"), "a.pdf")
    assert file_button.made(report, "nb")


def test_a_tab_book_beyond_the_limit_is_refused_where_it_is_chosen(limited):
    limited(REPORTS=1, REPORTS_ALL=1)
    app = opened("codebook", lang="en", survey="citizens")
    app.multiselect(key="book:items:citizens:en").set_value(["heard_helsenorge"]).run()
    make = app.button(key="book:make")
    shown(make.click().run())
    app.multiselect(key="book:banner:citizens:en").set_value(["age_group"]).run()
    app.button(key="book:make").click().run()
    told = say("en", "fault.limit_reports", most=1, minutes=60)
    assert [box.value for box in app.error] == [told]


def test_a_file_that_is_brought_beyond_the_limit_waits_where_it_is(limited):
    limited(UPLOADS=1)
    with without_sandbox():
        app = opened("own_survey", lang="nb")
        for name in ("a.csv", "b.csv"):
            app.file_uploader[0].set_value((name, CSV.encode(), "text/csv"))
            app.run()
        told = say("nb", "fault.limit_uploads", most=1, minutes=60)
        assert told in words(app)
        assert app.session_state["visitor"].brought.file == "a.csv"
        NOW["value"] = 3601
        app.run()
        assert told not in words(app)
        assert app.session_state["visitor"].brought.file == "b.csv"


def test_formats_are_those_that_can_be_brought():
    from insight.importers.readers.opening import SUFFIXES

    assert {suffix[1:] for suffix in SUFFIXES} | {"pptx", "potx", "toml"} == FORMATS
