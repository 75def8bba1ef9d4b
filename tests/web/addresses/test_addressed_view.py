"""A view read from its link is the view that the page shows, and anything else is refused."""

import re

import pytest
from answers_page import WHOLE_LINK, page
from hostile_words import LONG, SCRIPT
from visitor import bodies

from insight.api.problems import Problem
from insight.language.errors import InsightError
from insight.views.at_address.answers_view import AnswersView
from insight.views.linked_view import LinkedView
from insight.views.view_pictures import today
from insight.web.addresses.addressed_view import addressed_view

TRUST = {"survey": "citizens", "item": "trust_need_to_know"}
LINKS = [
    {},
    WHOLE_LINK,
    TRUST | {"by": "none", "show": "dots"},
    TRUST | {"by": "age_group", "by2": "gender", "show": "panels", "order": "value"},
    TRUST | {"by": "year", "nets": "off", "target": "5"},
    TRUST | {"by": "age_group", "where": ["age_group=1", "gender=2"], "against": "gender=1"},
    TRUST | {"by": "age_group", "mark": "2", "against": "none", "base": "valid"},
    TRUST | {"items": "trust_need_to_know,trust_secure_storage", "by": "gender", "turn": "groups"},
    TRUST | {"by": "gender", "given": "education,age_group", "target": "mean"},
    TRUST | {"by": "none", "standard": "gender", "to": "2019"},
    TRUST | {"by": "gender", "given": "age_group", "standard": "education", "to": "all"},
    TRUST | {"by": "age_group", "standard": "gender", "to": "own", "numbers": "1:50.5,2:1e+06"},
]


PAIR = ("first", "second", "between", "within")  # of two groups, below what is drawn


def pairs(link):
    return [
        (name, value)
        for name, values in link.items()
        for value in ([values] if isinstance(values, str) else values)
    ]


def read(**link) -> LinkedView:
    return addressed_view(pairs({"lang": "en"} | link))


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_to_what_the_page_shows(link):
    app = page(**link)
    linked = read(**link)
    shown = {name: value for name, value in app.query_params.items() if name not in PAIR}
    assert {name: list(values) for name, values in linked.link.items()} == {
        name: [value] if isinstance(value, str) else list(value) for name, value in shown.items()
    }
    first = re.search(r'<h1 class="finding av-title">(.*?)</h1>', bodies(app), re.DOTALL)[1]
    title = AnswersView(linked).drawn(today()).picture.words.title
    assert re.sub(r"<[^>]+>", "", first).strip() == title


def test_the_link_of_a_view_leads_to_it_again():
    linked = read(**WHOLE_LINK)
    assert addressed_view(pairs(linked.link)).link == linked.link


@pytest.mark.parametrize(
    "wrong",
    [
        {"lang": "sv"},
        {"item": "trust"},
        {"item": SCRIPT},
        {"by": "hat"},
        {"by": "age_group", "by2": "age_group"},
        {"target": "net.high"},
        {"wave": "1999"},
        {"base": "some"},
        {"show": "pie"},
        {"show": "trend", "by": "gender", "by2": "age_group"},
        {"order": "size"},
        {"against": "somebody"},
        {"against": "hat=1"},
        {"mark": "99"},
        {"nets": "perhaps"},
        {"items": "trust_need_to_know,hat"},
        {"given": "hat"},
        {"given": SCRIPT},
        {"given": "trust_secure_storage"},
        {"given": "gender,"},
        {"by": "gender", "given": "gender"},
        {"by": "gender", "given": "year"},
        {"by": "gender", "by2": "age_group", "given": "education"},
        {"by": "gender", "given": "age_group", "show": "trend"},
        {"by": "gender", "given": "age_group", "target": "median"},
        {"given": "gender", "items": "trust_need_to_know,trust_secure_storage"},
        {"where": "gender=1", "given": "gender"},
        {"given": LONG * 100},
        {"standard": "gender", "to": "1999"},
        {"standard": "gender,education", "to": "own", "numbers": "1:1,2:1"},
        {"by": "age_group", "standard": "gender,education,health_region,carer"},
        {"standard": "gender", "to": "own"},
        {"standard": "gender", "to": "own", "numbers": "1:1"},
        {"standard": "gender", "to": "own", "numbers": "1:1,2:1,3:1"},
        {"standard": "gender", "to": "own", "numbers": "1:1,1:2,2:1"},
        {"standard": "gender", "to": "own", "numbers": "1:1,2:nan"},
        {"standard": "gender", "to": "own", "numbers": "1:1,2:1e999"},
        {"standard": "gender", "to": "own", "numbers": "1:1,2:-1"},
        {"standard": "gender", "to": "own", "numbers": SCRIPT},
        {"where": "gender"},
        {"where": "gender=7"},
        {"where": "trust_need_to_know=1"},
        {"where": ["gender=1"] * 100},
        {"where": LONG * 100},
    ],
)
def test_what_is_not_there_is_refused_in_one_sentence(wrong):
    with pytest.raises(InsightError) as refusal:
        read(**TRUST | wrong)
    for language in ("nb", "en"):
        assert "\n" not in refusal.value.text(language)
        assert len(refusal.value.text(language)) < 400


def test_a_survey_that_is_not_there_is_no_view():
    with pytest.raises(Problem, match="nowhere"):
        read(survey="nowhere")


def test_what_no_page_has_is_passed_over():
    assert read(**TRUST | {"utm_source": "mail", "fact": "x"}).link == read(**TRUST).link


def test_what_is_standardised_to_is_told_even_where_a_link_leaves_it_out():
    """As the page does: over time the first wave, else the chosen one."""
    link = TRUST | {"wave": "2020", "standard": "gender"}
    assert read(**link, by="age_group").link["to"] == ["2020"]
    assert read(**link, by="none").link["to"] == ["2019"]
    assert "to" not in read(**TRUST | {"by": "gender", "to": "2020", "numbers": "1:1"}).link


def test_eight_conditions_are_the_most():
    """Six segments, the wave and a question are eight; a second question is one more."""
    linked = read(**TRUST)
    book = linked.view.survey.codebook
    asked = [*book.segments, *(item for item in book.items if item.kind == "single")][:8]
    conditions = [f"{variable.id}={next(iter(variable.by_key))}" for variable in asked]
    assert len(conditions) == 8
    assert read(**TRUST | {"against": ";".join(sorted(conditions[:7]))})
    with pytest.raises(Problem, match="At most 8"):
        read(**TRUST | {"against": ";".join(sorted(conditions))})
