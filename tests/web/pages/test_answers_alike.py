"""The page of answers: groups when other variables are alike, beside how they are."""

import re
from urllib.parse import parse_qsl, unquote

import pytest
from answers_page import page
from visitor import TRUST_ITEM, bodies, bundled, charts, press, rows_of, shown, tables, words

from insight import adjust
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.adjusted.adjusted_sentences import stays
from insight.survey.filters import parse_filter


def offered(app):
    [found] = [one for one in app.multiselect if "given" in (one.key or "")]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_are_shown_when_others_are_alike_beside_as_they_are(language):
    app = page(lang=language, by="gender")
    assert "given" not in app.query_params
    before = len(charts(app))
    app = shown(offered(app).set_value(["age_group"]).run())
    assert app.query_params["given"] == "age_group"
    survey = bundled("citizens")
    where = parse_filter(["year=2021"], survey.codebook)
    found = adjust(survey, TRUST_ITEM, "high", "gender", "age_group", where=where)
    said = words(app)
    for sentence in stays(found, language):
        assert sentence in said
    assert len(charts(app)) == before + 1
    rows = rows_of(charts(app)[-1])
    assert rows["value"].tolist() == [
        told.value for group in found.groups for told in (group.unadjusted, group.adjusted)
    ]
    assert len(tables(app)[-1]) == len(found.groups) + len(found.differences)
    for group in rows["group"]:
        assert f"{group}: " in said  # the chart in words


def test_a_link_leads_to_it_and_a_faulty_one_is_told():
    app = page(by="gender", given="age_group,gender,nothing")
    assert app.query_params["given"] == "age_group"
    assert "nothing" in words(app)


def test_what_cannot_be_held_alike_is_said_in_a_sentence():
    app = page(by="gender", survey="health_personnel", given="occupation")
    assert "The groups Other of “Gender” have too few answers to be shown" in words(app)


def test_a_link_without_it_lets_go_of_it():
    """As does a step back to before it was chosen."""
    app = page(by="gender", given="age_group")
    app.query_params = {"lang": "en", "by": "gender"}
    app = shown(app.run())
    assert "given" not in app.query_params
    assert offered(app).value == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shared_and_what_goes_into_the_report_has_it(language):
    app = page(lang=language, by="gender", given="age_group", standard="education", to="all")
    [lead, *_] = re.findall(r'data-written="(%7Bhere%7D/api/picture/[^"]*)"', bodies(app))
    said = {"given": "age_group", "standard": "education", "to": "all"}
    assert said.items() <= dict(parse_qsl(unquote(lead).partition("?")[2])).items()
    app = press(app, say(language, "basket.add"))
    [entry] = app.session_state["basket"].entries
    assert {name: entry.view.link[name] for name in said} == {
        name: (value,) for name, value in said.items()
    }
    assert any(
        say(language, "standardised.column").lower() in name for name in entry.view.found.figures
    )
    shown(offered(app).set_value([]).run())
    assert say(language, "basket.add") in [button.label for button in app.button]


def test_two_splits_are_not_held_alike():
    app = page(by="gender", by2="age_group")
    assert not [one for one in app.multiselect if "given" in (one.key or "")]
