"""What a link asks for below an answer and is closed to somebody is as what there is not."""

import re

import pytest
from answers_page import page
from closed_surveys import ANALYST, CLOSED, STRANGER, write_folder
from page_bytes import sent
from people import sits_here
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, write_survey
from visitor import words

SENSITIVE = "illness"
NONESUCH = {SENSITIVE: "ilxness", CLOSED: "zebrafisk"}
# Marks of elements, which are random.
MARKS = re.compile(rb"[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RULES = """
[[allow]]
everybody = true
surveys = ["health"]
rights = ["figures"]

[[allow]]
groups = ["analysts"]
surveys = ["health"]
rights = ["figures", "sensitive"]
"""


@pytest.fixture
def health(data):
    """A survey with a background variable in an order that is sensitive."""
    illness = {**segment(1, 2, 3, ordered=True), "sensitive": True}
    frame = answers(300) | {
        SENSITIVE: [1 + row % 3 for row in range(300)],
        "place": [1 + row // 100 for row in range(300)],
    }
    variables = SCALE | GENDER | {SENSITIVE: illness, "place": segment(1, 2, 3)}
    write_survey(data, "health", frame, variables, disclosure=GATES)
    (data / "access.toml").write_text(RULES, "utf-8")


def told(name: str, survey: str, link: dict[str, str]) -> bytes:
    """All that is sent for a link with a name in it, and no random mark."""
    app = page(survey=survey, item="q", **{key: of.format(name) for key, of in link.items()})
    named = MARKS.sub(b"", sent(app) + words(app).encode())
    for each in (*NONESUCH, *NONESUCH.values()):
        named = named.replace(each.encode(), b"NAME")
    return named


@pytest.mark.parametrize(
    "link",
    [
        {"by": "{}"},
        {"by": "place", "standard": "gender,{}"},
        {"by": "place", "standard": "{}", "to": "own", "numbers": "1:1,2:1,3:1"},
        {"by": "place", "given": "{}"},
    ],
)
def test_a_sensitive_background_is_as_none(health, monkeypatch, link):
    sits_here(monkeypatch, ANALYST)
    with_right = told(SENSITIVE, "health", link)
    sits_here(monkeypatch, STRANGER)
    assert told(SENSITIVE, "health", link) == told(NONESUCH[SENSITIVE], "health", link)
    assert told(SENSITIVE, "health", link) != with_right


def test_a_closed_survey_is_none_to_differ_from(data, monkeypatch):
    write_folder(data)
    link = {"by": "gender", "against": "{}"}
    sits_here(monkeypatch, ANALYST)
    with_right = told(CLOSED, "mackerel", link)
    sits_here(monkeypatch, STRANGER)
    assert told(CLOSED, "mackerel", link) == told(NONESUCH[CLOSED], "mackerel", link) != with_right
