"""The data address of a view has the figures of its rows."""

import csv
import io

import pytest
from asked_api import cells
from asked_views import view_client

from insight.views.at_address.answers_view import AnswersView
from insight.web.addresses.addressed_view import addressed_view
from insight.web.addresses.data_address import data_address

TRUST = {"lang": "en", "survey": "citizens", "item": "trust_need_to_know"}


@pytest.fixture(scope="module")
def client():
    return view_client()


@pytest.mark.parametrize(
    "link",
    [
        {"by": "age_group", "show": "bars"},
        {"by": "age_group", "show": "dots", "base": "valid", "where": "gender=2"},
        {"by": "age_group", "by2": "gender", "show": "heat", "where": "age_group=1,2"},
        {"by": "none", "show": "dots"},
        {"by": "gender", "show": "trend"},
        {"by": "age_group", "target": "mean", "show": "dots"},
    ],
)
def test_the_figures_are_those_of_the_view(client, link):
    linked = addressed_view((TRUST | link).items())
    answer = client.get(f"/{data_address(linked)}")
    assert answer.status_code == 200, answer.text
    by = [variable.id for variable in linked.asked.breakdown.by]
    over_time = linked.asked.show == "trend"
    by = [*by, "year"] if over_time else by
    measure = "mean" if link.get("target") == "mean" else "share"
    found = {}
    for of_cell, value, _ in cells(answer.json()):
        if of_cell["ContentsCode"] == measure:
            group = tuple(of_cell.get(name, "_T") for name in by)
            found[group, of_cell.get("category", "").removeprefix("net.")] = value
    table = AnswersView(linked).answered()[0].tables[0]
    shown = [one for one in table.estimates if one.value is not None]
    compared = [one for one in shown if (one.group, one.key) in found]
    keys = {one.key for one in shown} if link["show"] == "bars" else {linked.asked.breakdown.target}
    assert {one.group for one in compared} == {one.group for one in shown}
    assert {one.key for one in compared} >= keys
    scale = 1 if measure == "mean" else 100
    for one in compared:
        assert found[one.group, one.key] == pytest.approx(scale * one.value, abs=1e-12)


def test_the_file_for_spreadsheets_has_them_too(client):
    linked = addressed_view((TRUST | {"by": "gender", "show": "dots"}).items())
    answer = client.get(f"/{data_address(linked)}&outputFormat=csv")
    rows = [*csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))]
    assert len(rows) == 3 * 5  # all, women, men; share, bounds, n and base


@pytest.mark.parametrize(
    "link",
    [
        {"by": "gender", "where": "age_group=1,2"},
        {"items": "trust_need_to_know,trust_secure_storage"},
    ],
)
def test_what_the_api_cannot_be_asked_has_no_data_address(link):
    assert data_address(addressed_view((TRUST | link).items())) == ""
