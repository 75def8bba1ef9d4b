"""The log of a visitor who brings a survey: nothing tells what it is called or what is in it."""

from contextlib import suppress

import pytest
from brought_survey import brought
from kept_log import kept_log
from streamlit.runtime.scriptrunner import script_runner
from told_counts import count

from insight.language.errors import Fault, RequestError
from insight.operation.log_marks import marked, pseudonym
from insight.web.frame import file_button
from insight.web.operated import measured_run
from insight.web.operated.server_log import session_here

NAME = "Kari Nordmann"


@pytest.fixture
def measured():
    before = script_runner.exec_func_with_error_handling
    measured_run.install(0.000_001)
    yield
    script_runner.exec_func_with_error_handling = before


def test_neither_file_nor_answers_of_a_visitor_come_into_log_or_counts(measured):
    sound = f"navn,svar\n{NAME},1\n{NAME} 2,2\n{NAME} 3,1\n"
    imports = count("insight_import_seconds_count", outcome="done")
    with kept_log(session_here) as kept:
        brought(f"{NAME}.csv", sound)
    assert count("insight_import_seconds_count", outcome="done") == imports + 1
    refused = count("insight_import_seconds_count", outcome="refused")
    with kept_log(session_here) as also:
        brought(f"{NAME}.sav", b"$FL2" + NAME.encode() * 100)
    assert count("insight_import_seconds_count", outcome="refused") == refused + 1
    assert [line["page"] for line in kept.lines if line["message"] == "A slow click"]
    for text in (kept.text, also.text):
        assert "Kari" not in text
        assert "insight-own-" not in text


def refused() -> bytes:
    raise RequestError(Fault("picture.no_room", {"shape": NAME}))


def slipped() -> bytes:
    raise ValueError(" ".join(["Kari", "Nordmann"]))


@pytest.mark.parametrize(
    ("make", "outcome", "lines"),
    [(lambda: b"made", "done", 0), (refused, "refused", 0), (slipped, "failed", 1)],
)
def test_a_file_is_counted_by_its_ending_and_logged_where_it_failed(make, outcome, lines):
    before = count("insight_files_total", kind="pdf", outcome=outcome)
    with kept_log() as kept, marked(session="a session"), suppress(file_button.NotMadeError):
        file_button.made(make, "en", f"{NAME}.pdf")
    assert count("insight_files_total", kind="pdf", outcome=outcome) == before + 1
    assert [line["session"] for line in kept.lines] == [pseudonym("a session")] * lines
    assert [line["message"] for line in kept.lines] == ["A file could not be made"] * lines
    assert "Kari Nordmann" not in kept.text
