"""What a view tells besides has an address in the API, which answers with the page's figures."""

import csv
import io

import pytest
from asked_views import view_client
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, write_survey

from insight.access.person import ANYBODY
from insight.exports.files import tidy_bytes
from insight.views.further.further_answers import further_answers
from insight.views.shown import shown
from insight.web.addresses.addressed_view import addressed_view
from insight.web.addresses.analysis_address import analysis_address

TRUST = {"survey": "citizens", "item": "trust_need_to_know", "wave": "2021", "against": "none"}
STAFF = "health_personnel"
ALIKE = {"q": {**SCALE["q"], "construct": "asked_alike"}}


@pytest.fixture(scope="module")
def client():
    return view_client()


def seen(link):
    """A view by its link, and what it tells besides."""
    linked = addressed_view(({"lang": "en"} | link).items())
    answer = shown(linked.view, linked.asked)
    told = further_answers(linked.view, linked.asked, answer.compared, answer.figures)
    return linked, [further.found for further in told]


def read(text):
    return [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


def check(client, link, name):
    """The rows at the address are those of the page's own file, of the answer that it follows."""
    linked, [found] = seen(link)
    address = analysis_address(linked, found, ANYBODY)
    assert f"/{name}?lang={linked.view.language}" in address
    answer = client.get(f"/{address}&outputFormat=csv")
    assert answer.status_code == 200, answer.text
    rows = read(answer.text)
    own = read(tidy_bytes(found.tidy(linked.view.language)).decode())
    followed = linked.asked.breakdown.target
    own = [row for row in own if row["category"] == followed]
    assert len(rows) == len(own) > 0
    figures = [name for name, kind in found.tidy("en").kinds.items() if kind in ("number", "count")]
    told = [*figures, "flag", "filter", *({"finding", "filter_other", "population"} & {*own[0]})]
    for row, other in zip(rows, own, strict=True):
        assert {key: row[key] for key in told} == {key: other[key] for key in told}
    assert any(row[key] for row in rows for key in figures)
    assert client.get(f"/{address}").json()["rows"]


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ({"by": "gender", "given": "age_group,education"}, "adjusted"),
        ({"by": "gender", "given": "age_group", "where": "age_group=1,2", "lang": "nb"},
         "adjusted"),
        ({"by": "gender", "given": "education", "target": "4", "base": "valid"}, "adjusted"),
        ({"by": "gender", "given": "education", "target": "mean"},
         "adjusted"),
        ({"by": "year", "given": "gender"}, "adjusted"),
        ({"by": "none", "show": "trend", "given": "gender"}, "adjusted"),
        ({"by": "health_region", "standard": "age_group"}, "standardised"),
        ({"by": "gender", "standard": "age_group,health_region", "to": "all", "base": "valid"},
         "standardised"),
        ({"by": "year", "standard": "gender", "where": "age_group=1"}, "standardised"),
        ({"by": "year", "standard": "gender", "to": "own", "numbers": "1:30,2:70", "lang": "nb"},
         "standardised"),
        ({"by": "age_group", "standard": "gender", "to": "2019", "target": "mean"},
         "standardised"),
        ({"against": STAFF}, "beside"),
        ({"against": STAFF, "wave": "2020", "where": "gender=1", "lang": "nb"}, "beside"),
        ({"against": STAFF, "target": "mean", "base": "valid", "by": "gender"}, "beside"),
        ({"survey": STAFF, "against": "citizens", "target": "4"}, "beside"),
    ],
)  # fmt: skip
def test_the_rows_are_those_of_the_view(client, link, name):
    check(client, TRUST | link, name)


@pytest.mark.parametrize(
    "link",
    [
        {"by": "gender", "given": "age_group", "where": "health_region=1,2"},
        {"by": "gender", "standard": "education", "where": "age_group=1,2"},
        {"against": STAFF, "where": "age_group=1,2"},
    ],
)
def test_what_the_api_cannot_be_asked_has_no_address(link):
    linked, [found] = seen(TRUST | link)
    assert found
    assert analysis_address(linked, found, ANYBODY) == ""


def test_beside_everyone_of_a_survey_without_waves_the_filter_is_not_carried(client, data):
    for name in ("one", "two"):
        rows = 300 if name == "one" else 240
        write_survey(data, name, answers(rows), ALIKE | GENDER, disclosure=GATES)
    link = {"survey": "one", "item": "q", "against": "two", "where": "gender=1"}
    check(client, link, "beside")
    _, [found] = seen(link)
    assert not found.other_request.where.conditions
    assert found.request.where.conditions


def test_names_and_codes_stand_in_the_address_as_the_api_has_them(client, data):
    frame = answers(900) | {"the place": [("a, b", "c:d", "æ")[row // 300] for row in range(900)]}
    variables = SCALE | GENDER | {"the place": segment("a, b", "c:d", "æ")}
    write_survey(data, "odd", frame, variables, disclosure=GATES)
    link = {"survey": "odd", "item": "q", "by": "gender"}
    numbers = {"to": "own", "numbers": r"a\, b:1,c:d:2,æ:3.5"}
    check(client, link | {"standard": "the place"} | numbers, "standardised")
    check(client, link | {"given": "the place", "where": r"the place=a\, b,æ"}, "adjusted")


def test_what_is_refused_has_no_address(data):
    frame = answers(300) | {"w": [0.5 + row % 7 / 7 for row in range(300)]}
    frame |= {"place": [1 + row // 100 for row in range(300)]}
    rules = GATES | {"microdata": "closed"}
    variables = SCALE | GENDER | {"place": segment(1, 2, 3)}
    write_survey(data, "shut", frame, variables, design={"weight": "w"}, disclosure=rules)
    link = {"survey": "shut", "item": "q", "by": "gender", "standard": "place"}
    assert seen(link | {"to": "own", "numbers": "1:1,2:1,3:1"})[1] == [None]
    assert seen(link | {"to": "all"})[1] != [None]
