"""The Model Context Protocol: the tools to whoever speaks it, over standard input or HTTP.

Needs the extra package ``mcp``; nothing else imports it.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import anyio
import uvicorn
from anyio.to_thread import run_sync
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from insight.api.assistant.reply import Reply
from insight.api.assistant.tool_arguments import language_in
from insight.api.assistant.tools_of_assistant import TOOLS, Assistant
from insight.api.problems import Problem
from insight.api.rates import Rates, client_of
from insight.api.settings import MOST_BYTES, Settings
from insight.language.catalogue import Language, say

WORKERS = 4
MOST_CONNECTIONS = 200
PATH = "/mcp"
_HERE = ("127.0.0.1", "localhost", "[::1]")
_Told = ServerRequestContext[dict[str, object]]


def server_of(assistant: Assistant) -> Server[dict[str, object]]:
    """Return the tools as a server, which answers in threads of their own."""
    language = assistant.language
    workers = anyio.CapacityLimiter(WORKERS)
    rates = Rates(assistant.settings)

    async def list_tools(
        _: _Told, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    title=say(language, f"assistant.title_{tool.name}"),
                    description=say(language, f"assistant.does_{tool.name}"),
                    input_schema=tool.schema(language),
                    annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
                )
                for tool in TOOLS.values()
            ]
        )

    async def call_tool(told: _Told, called: types.CallToolRequestParams) -> types.CallToolResult:
        given = called.arguments or {}
        if refused := _refused(told, rates, language_in(given, language)):
            return _result(refused)
        return _result(await run_sync(assistant.answer, called.name, given, limiter=workers))

    return Server(
        "e-helseinnsikt",
        title=say(language, "shell.app_name"),
        instructions=say(language, "assistant.instructions"),
        website_url=assistant.settings.address or None,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _refused(told: _Told, rates: Rates, language: Language) -> Reply | None:
    """A refusal of who calls too often over HTTP; whoever has started the server is not counted."""
    if told.request is None:
        return None
    client = getattr(told.request, "client", None)
    try:
        rates.take(client_of(client.host if client else ""), "data")
    except Problem as problem:
        return Reply([problem.told(language)])
    return None


def _result(reply: Reply) -> types.CallToolResult:
    text = types.TextContent(type="text", text=reply.text)
    if reply.data is None:
        return types.CallToolResult(content=[text], is_error=True)
    return types.CallToolResult(content=[text], structured_content=dict(reply.data))


def serve_stdio(assistant: Assistant) -> None:
    """Answer whoever has started this process, until standard input ends."""

    async def serve() -> None:
        server = server_of(assistant)
        async with stdio_server() as (given, told):
            await server.run(given, told, server.create_initialization_options())

    anyio.run(serve)


def http_application(assistant: Assistant, host: str) -> Starlette:
    """Return the server as an application for HTTP, at :data:`PATH`."""
    return server_of(assistant).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        host=host,
        max_request_body_size=MOST_BYTES,
        transport_security=_known_names(assistant.settings, host),
    )


def serve_http(assistant: Assistant, listening: socket.socket, host: str) -> None:
    """Answer over HTTP at an open socket, by the name it was opened with, until interrupted."""
    application = http_application(assistant, host)
    config = uvicorn.Config(
        application, log_level="warning", access_log=False, limit_concurrency=MOST_CONNECTIONS
    )
    uvicorn.Server(config).run([listening])


def _known_names(settings: Settings, host: str) -> TransportSecuritySettings:
    """The names by which the server may be called; a page elsewhere cannot ask it by another."""
    own = (*_HERE, f"[{host}]" if ":" in host else host.lower())
    names = [*own, *(f"{name}:*" for name in own)]
    origins = [f"http://{name}" for name in names]
    if settings.address:
        parts = urlsplit(settings.address.lower())
        names.append(parts.netloc)
        origins.append(f"{parts.scheme}://{parts.netloc}")
    return TransportSecuritySettings(allowed_hosts=names, allowed_origins=origins)
