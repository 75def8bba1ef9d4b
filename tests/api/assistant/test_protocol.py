"""The protocol as its client sees it: the figures of ``insight table``, hidden ones included."""

import sys

import own_loop
import pytest
from checkout import ROOT
from starlette.testclient import TestClient

from insight import open_survey, table
from insight.api.assistant.tools_of_assistant import Assistant
from insight.api.settings import Settings
from insight.survey.folders import bundled_data

mcp = pytest.importorskip("mcp", reason="the extra package mcp is not installed")
ADDRESS = "https://innsikt.example.no"
ASKED = [
    ("organisations", "sdg_maturity", {"by": ["org_type"]}),
    ("organisations", "sdg_networks", {"by": "org_type,org_size", "base": "valid"}),
    ("organisations", "sdg_most_important", {"where": ["org_size=1,2", "org_region=1"]}),
    ("health_personnel", "trust_need_to_know", {"by": ["year"], "statistic": "mean"}),
    ("health_personnel", "trust_need_to_know", {"where": "year=2020"}),
]


def written(survey, item, asked):
    """The rows that the command writes."""
    by, where = asked.get("by", []), asked.get("where", [])
    by = by.split(",") if isinstance(by, str) else by
    options = {"base": asked.get("base", "all"), "statistic": asked.get("statistic")}
    found = table(open_survey(survey), item, by=by, where=where, nets=True, **options)
    return found.tidy("en").rows


async def ask_all():
    """What the tools are called, and what they answer to each request, of one process."""
    command = ["-m", "insight", "mcp", "--data", str(bundled_data())]
    server = mcp.StdioServerParameters(
        command=sys.executable, args=command, cwd=ROOT, env={"INSIGHT_ADDRESS": ADDRESS}
    )
    async with mcp.Client(server) as client:
        tools = (await client.list_tools()).tools
        told = [
            await client.call_tool(
                "table", {"survey": survey, "item": item, "language": "en", **asked}
            )
            for survey, item, asked in ASKED
        ]
        wrong = await client.call_tool("table", {"survey": "citizen", "item": "q"})
        return tools, told, wrong


def test_a_client_gets_the_figures_of_the_command():
    tools, told, wrong = own_loop.run(ask_all())
    assert [tool.name for tool in tools] == ["surveys", "codebook", "table"]
    assert tools[2].input_schema["required"] == ["survey", "item"]
    flags = set()
    for (survey, item, asked), result in zip(ASKED, told, strict=True):
        data, [content] = result.structured_content, result.content
        for row, ours in zip(data["rows"], written(survey, item, asked), strict=True):
            assert row == row | {name: ours[name] for name in row.keys() & ours.keys()}
            assert bool(row["remark"]) == bool(row["flag"])
            assert {"n", "base", "n_eff", "basis", f"{data['statistic']}_low"} <= row.keys()
            flags |= {*row["flag"].split()}
        assert data["link"].startswith(f"{ADDRESS}/answers?lang=en&survey={survey}&")
        assert content.text.startswith("Simulated answers. The answers were made by a program")
        assert data["link"] in content.text
    assert {"suppressed", "low_base"} <= flags
    assert wrong.is_error
    assert wrong.content[0].text.startswith("Det finnes ingen undersøkelse som heter «citizen».")


CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "surveys", "arguments": {"language": "en"}}}  # fmt: skip


def over_http(settings, calls, host="127.0.0.1:8502", opened="127.0.0.1"):
    from insight.api.assistant.protocol import PATH, http_application

    application = http_application(Assistant(settings, "en", bundled_data()), opened)
    accepted = {"Accept": "application/json, text/event-stream", "Host": host}
    with TestClient(application) as client:
        return [client.post(PATH, json=CALL, headers=accepted) for _ in range(calls)]


def test_http_answers_and_tells_who_asks_too_often():
    first, second = over_http(Settings(most_calls=1), 2)
    assert "citizens: Citizens" in first.json()["result"]["content"][0]["text"]
    refused = second.json()["result"]
    assert refused["isError"]
    assert refused["content"][0]["text"] == "More than 1 calls in 10 seconds. Wait 10 s."


def test_http_answers_by_its_own_names_only():
    [elsewhere] = over_http(Settings(), 1, host="evil.example")
    for host, opened in (
        ("innsikt.example.no", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("vm:8502", "VM"),
    ):
        [answer] = over_http(Settings(address=ADDRESS.title()), 1, host=host, opened=opened)
        assert (elsewhere.status_code, answer.status_code) == (421, 200)
