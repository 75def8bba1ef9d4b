"""Hostile parameters: whatever is asked, the answer is an answer or a refusal, never a failure."""

import os
from urllib.parse import quote

import pytest
import schemathesis
from asked_api import api_client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.pytest._test_builder import build_operation_test

from insight.api.asking.analyses_by_name import ANALYSES
from insight.api.asking.measured_items import STATISTICS
from insight.api.cube_words import LANGUAGES
from insight.api.listing import listing

# More of them where a note is to be written: INSIGHT_HOSTILE=10000.
CASES = int(os.environ.get("INSIGHT_HOSTILE", "100"))
QUIET = {"deadline": None, "suppress_health_check": [*HealthCheck]}
REFUSALS = {400, 403, 404, 405, 413}

client = api_client()
DESCRIBED = "/api/v2/openapi.json"


def assert_told_or_refused(answer):
    assert answer.status_code in {200, 201} | REFUSALS, answer.text
    if answer.status_code in REFUSALS:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert "Traceback" not in answer.text


@pytest.fixture(scope="module")
def operations():
    described = schemathesis.openapi.from_asgi(DESCRIBED, client.app)
    return {one.ok().label: one.ok() for one in described.get_all_operations()}


@settings(max_examples=max(CASES // 13, 3), **QUIET)
def ask(case):
    case.call_and_validate(
        checks=[
            checks.not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ]
    )


@pytest.mark.parametrize(
    "operation",
    [
        f"{method.upper()} {path}"
        for path, methods in client.get(DESCRIBED).json()["paths"].items()
        for method in methods
    ],
)
def test_what_is_asked_as_described_or_not_is_answered_as_described(operations, operation):
    # Its own parametrize() would think of all cases wherever tests are collected.
    asked = operations[operation]
    config = asked.schema.config
    parts = {"operation": asked, "test_func": ask, "given_kwargs": {}, "feedback": NO_FEEDBACK}
    build_operation_test(config=config, **parts)()


CUBES = [cube.id for cube in listing().cubes]
NAMES = [each.id for each in listing().cubes[0].dimensions]
SURVEYS = [survey.id for survey in listing().surveys]
ITEMS = [cube.item.id for cube in listing().cubes[::4]]
CODES = [
    "*",
    "_T",
    "1",
    "2,3",
    "net.*",
    "top(2)",
    "share",
    "*hare",
    "range(1,2)",
    "from(2019)",
    "?",
]
words = st.text(max_size=12) | st.sampled_from([*CODES, *NAMES, "NaN", "%00", "../..", "1e999"])
variables = st.sampled_from([*NAMES, "Tid", "nothing"]) | st.text(max_size=5)
chosen = st.dictionaries(variables, st.sampled_from(CODES) | words, max_size=6)
usual = st.sampled_from([{}, {"category": "*", "ContentsCode": "*"}])
others = st.dictionaries(
    st.sampled_from(
        ["lang", "outputFormat", "outputFormatParams", "heading", "stub", "codelist[category]"]
    ),
    st.sampled_from([*LANGUAGES, "csv", "px", "xlsx", "html", "UseCodes", *NAMES]) | words,
    max_size=3,
)


@given(st.sampled_from(CUBES), usual, chosen, others)
@settings(max_examples=CASES, **QUIET)
def test_any_selection_is_told_or_refused(table, first, then, more):
    asked = {f"valueCodes[{name}]": codes for name, codes in {**first, **then}.items()}
    assert_told_or_refused(client.get(f"/api/v2/tables/{table}/data", params={**asked, **more}))


CHOICES = ["valid", "rest", "bh", "0.99", "csv", "en", "alike", "1:2,2:3", "2020", "alpha"]
named = st.lists(st.sampled_from([*NAMES, *ITEMS, *SURVEYS]), max_size=3).map(",".join)
analysing = st.fixed_dictionaries(
    {
        "between": st.sampled_from(NAMES) | words,
        "category": st.sampled_from(["1", "net.high"]) | words,
    },
    optional={
        **dict.fromkeys(("given", "by", "over", "others", "turned", "survey"), named | words),
        **{
            name: st.sampled_from([*CHOICES, *STATISTICS]) | words
            for name in (
                *("base", "against", "adjustment", "level", "outputFormat", "lang", "to"),
                *("numbers", "waves", "statistic", "otherCodes[year]"),
            )
        },
    },
)


@given(st.sampled_from(CUBES), st.sampled_from([*ANALYSES]), analysing, chosen)
@settings(max_examples=CASES * 2, **QUIET)
def test_any_analysis_is_told_or_refused(table, name, asked, then):
    then = {f"valueCodes[{name}]": codes for name, codes in then.items()}
    path = f"/api/v2/tables/{table}/{name}"
    assert_told_or_refused(client.get(path, params={**asked, **then}))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
MEMBERS = ["selection", "placement", "query", "tableId", "variableCode", "response"]


@given(st.dictionaries(st.sampled_from(MEMBERS), json_values, max_size=4))
@settings(max_examples=CASES // 3, **QUIET)
def test_any_body_is_told_or_refused(body):
    for path in (f"v2/tables/{CUBES[0]}/data", "v2/savedqueries", "v1/en/citizens/contact_12m"):
        assert_told_or_refused(client.post(f"/api/{path}", json=body))


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=CASES // 3, **QUIET)
def test_any_address_is_told_or_refused(name):
    path = quote(name, safe="")
    for address in ("tables/{}", "codelists/{}", "savedqueries/{}/data", "problems/{}"):
        assert_told_or_refused(client.get(f"/api/v2/{address.format(path)}"))
