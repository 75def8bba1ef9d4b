"""The program of one worker of several: Streamlit's, with connections that are handed to it.

It is started by ``insight serve``, and by nobody else.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from streamlit import config
from streamlit.web import cli
from streamlit.web.server.starlette import starlette_server

from insight.language.errors import Fault
from insight.operation.serving.handed_connections import HandedConnections
from insight.survey.disk import visitor_folder
from insight.web.serving.own_worker import OwnWorker

APP = Path(__file__).resolve().parents[3] / "app.py"


def main() -> None:
    """Answer visitors until the process is asked to end."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", type=int, required=True)
    parser.add_argument("--line", type=int, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--lock", type=int, required=True)
    chosen = parser.parse_args()
    OwnWorker.name = chosen.name
    visitor_folder.share(chosen.folder, chosen.lock)
    line = HandedConnections(fileno=chosen.line)

    def socket_of(*_: object) -> tuple[HandedConnections, str]:
        if config.get_option("server.sslCertFile"):
            sys.exit(Fault("fault.workers_tls").text("en"))
        return line, "127.0.0.1"

    # The one thing in which a worker differs from the app alone.
    starlette_server._bind_server_socket = socket_of  # type: ignore[assignment]
    # Names that the app answers to follow from the address.
    options = ["--server.address", chosen.host, "--server.port", str(chosen.port)]
    options += ["--logger.hideWelcomeMessage", "true"]
    sys.argv = ["streamlit", "run", str(APP), *options]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
