"""Refusals of analyses by address: what is wrong, and what to do."""

import pytest
from asked_api import ANALYSIS, api_client

TRUST = "citizens.trust_need_to_know"
GENDERS = {"between": "gender", "category": "net.high", "valueCodes[year]": "2021"}


@pytest.fixture(scope="module")
def client():
    return api_client()


MEASURES = f"{TRUST}.mean"
OTHER = "trust_secure_storage"
REFUSED = [
    ("No variable of groups", "adjusted", {"category": "1", "given": "age_group"}),
    ("No variable of groups", "adjusted", {**GENDERS, "given": "category"}),
    ("Non-existent variable", "adjusted", {**GENDERS, "given": "nothing"}),
    ("Cannot be answered", "adjusted", GENDERS),
    ("Cannot be answered", "adjusted", {**GENDERS, "given": "gender"}),
    ("Missing selection for mandantory variable", "adjusted",
     {"between": "gender", "given": "age_group"}),
    ("Parameter error", "adjusted", {**GENDERS, "given": "age_group", "level": "0.9"}),
    ("Non-existent survey", "beside", {"survey": "nonesuch", "category": "1"}),
    ("Non-existent survey", "beside", {"category": "1"}),
    ("Cannot be answered", "beside", {"survey": "citizens", "category": "1"}),
    ("Cannot be answered", "beside", {"survey": "organisations", "category": "1"}),
    ("No variable of groups", "beside",
     {"survey": "health_personnel", "category": "1", "otherCodes[category]": "1"}),
    ("Cannot be answered", "beside",
     {"survey": "health_personnel", "category": "1", "valueCodes[education]": "1"}),
    ("No variable of groups", "standardised", {"by": "gender"}),
    ("Parameter error", "standardised", {"over": "gender", "waves": "alike"}),
    ("Parameter error", "standardised", {"waves": "alike", "to": "2020"}),
    ("Parameter error", "standardised", {"waves": "alike", "numbers": "1:2,2:3"}),
    ("Too many variables broken down", "standardised",
     {"by": "gender,education,carer", "over": "age_group"}),
    ("Too many conditions", "standardised",
     {"by": "gender,education", "over": "age_group,carer,health_region"}),
    ("More than one value", "standardised", {"over": "age_group", "to": "top(2)"}),
    ("Parameter error", "standardised", {"over": "age_group", "to": "2020", "numbers": "1:2"}),
    ("Non-existent value", "standardised", {"over": "gender", "numbers": "1:2,7:3"}),
    ("Non-existent value", "standardised", {"over": "gender", "numbers": "1:2,_T:3"}),
    ("Cannot be answered", "standardised", {"over": "gender", "by": "gender"}),
    ("Not a table of means", "measure", {"statistic": "pearson", "others": OTHER}),
    ("Unsupported output format", "adjusted", {**GENDERS, "outputFormat": "xlsx"}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "name", "asked"), REFUSED)
def test_a_refusal_is_a_problem_that_says_what_to_do(client, title, name, asked):
    answer = client.get(ANALYSIS.format(TRUST, name), params=asked)
    assert (answer.status_code, answer.json()["title"]) == (400, title)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "--" not in answer.json()["detail"]


REFUSED_OF_MEANS = [
    ("Parameter error", {"others": OTHER}),
    ("Parameter error", {"statistic": "kendall", "others": OTHER}),
    ("Parameter error", {"statistic": "pearson", "others": "nothing"}),
    ("Parameter error", {"statistic": "pearson", "others": "gender"}),
    ("Parameter error", {"statistic": "pearson", "others": OTHER, "turned": OTHER}),
    ("Not one other question", {"statistic": "spearman"}),
    ("Not one other question", {"statistic": "ratio", "others": f"{OTHER},contact_12m"}),
    ("Cannot be answered", {"statistic": "ratio", "others": "trust_need_to_know"}),
    ("Cannot be answered", {"statistic": "alpha"}),
    ("Too many variables broken down",
     {"statistic": "pearson", "others": OTHER, "by": "gender,education,carer"}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "asked"), REFUSED_OF_MEANS)
def test_a_measure_that_is_none_is_refused(client, title, asked):
    answer = client.get(ANALYSIS.format(MEASURES, "measure"), params=asked)
    assert (answer.status_code, answer.json()["title"]) == (400, title)
    assert client.get(answer.json()["type"]).json()["title"] == title
