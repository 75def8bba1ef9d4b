"""``insight mcp``: the door by which an assistant asks, on standard input or over HTTP."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from importlib.util import find_spec

from insight.commands.arguments import add_shared
from insight.language.catalogue import say
from insight.language.errors import Fault, RequestError
from insight.operation.serving.listening import as_host, listening

HOST, PORT = "127.0.0.1", 8502


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight mcp``."""
    add_shared(parser)
    parser.add_argument("--http", action="store_true", help="over HTTP, not on standard input")
    parser.add_argument("--host", default=HOST, help=f"where HTTP listens; else {HOST}")
    parser.add_argument("--port", type=int, default=PORT, help=f"its port; else {PORT}")


def run(chosen: argparse.Namespace) -> int:
    """Answer assistants until standard input ends, or until the command is interrupted."""
    if find_spec("mcp") is None:
        raise RequestError(Fault("fault.no_mcp"))
    from insight.access.access_file import require_access
    from insight.api.assistant.protocol import PATH, serve_http, serve_stdio
    from insight.api.assistant.tools_of_assistant import Assistant
    from insight.api.settings import settings_from
    from insight.survey.folders import data_folder, require_folder

    data = data_folder(chosen.data)
    require_folder(data)
    if chosen.http:
        require_access(data)
    assistant = Assistant(settings_from(), chosen.lang, chosen.data, of_operator=not chosen.http)
    with suppress(KeyboardInterrupt):
        if not chosen.http:
            serve_stdio(assistant)
            return 0
        with listening(chosen.host, chosen.port) as at:
            address = f"http://{as_host(chosen.host)}:{at.getsockname()[1]}{PATH}"
            print(say(chosen.lang, "assistant.listening", address=address), file=sys.stderr)
            serve_http(assistant, at, chosen.host)
    return 0
