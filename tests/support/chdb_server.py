"""ClickHouse's engine behind HTTP: a small server that runs chdb, for tests of the real client.

It speaks what clickhouse-connect asks of a ClickHouse server, with one user and a secret. As
``python chdb_server.py FOLDER SECRET`` it writes its port and serves until its input ends. A file
``hang`` in the folder lets it take queries and answer none; whoever goes away then is noted in a
file ``left``. A file ``hung`` tells that one has been taken.
"""

import base64
import re
import select
import sys
import threading
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import chdb

USER = "reader"
# What is told to the server, and is no setting of the engine.
OF_TRANSPORT = frozenset(
    {
        *("database", "buffer_size", "wait_end_of_query", "query_id", "session_id", "query"),
        *("compress", "decompress", "enable_http_compression", "client_protocol_version"),
        *("send_progress_in_http_headers", "http_headers_progress_interval_ms"),
        "cancel_http_readonly_queries_on_client_close",
    }
)
FORMAT = re.compile(r"\s+FORMAT\s+(\w+)\s*;?\s*$", re.IGNORECASE)


class Handler(BaseHTTPRequestHandler):
    """Answers one query after the other on a connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer(b"Ok.\n")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self._secret() != f"{USER}:{self.server.secret}":
            self._refuse(403, 516, "AUTHENTICATION_FAILED")
            return
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        given |= self._form(body)
        while (self.server.folder / "hang").exists() and "sumKahan" in given["query"]:
            (self.server.folder / "hung").touch()
            if select.select([self.connection], [], [], 0.02)[0]:
                (self.server.folder / "left").touch()
                return
        try:
            self._answer(self.server.run(given))
        except Exception as error:
            code = re.search(r"Code: (\d+)", str(error))
            self._refuse(500, int(code[1]) if code else 1001, str(error))

    def _secret(self):
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        return base64.b64decode(given).decode() if kind == "Basic" else ""

    def _form(self, body):
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/form-data"):
            return {"query": body.decode()} if body else {}
        form = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
        return {
            part.get_param("name", header="content-disposition"): part.get_payload(
                decode=True
            ).decode()
            for part in form.get_payload()
        }

    def _answer(self, content, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _refuse(self, status, code, words):
        self._answer(f"Code: {code}. {words}".encode(), status, X_ClickHouse_Exception_Code=code)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """The server, with its engine's data in a folder."""

    daemon_threads = True

    def __init__(self, folder, secret):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.secret = Path(folder), secret
        self._path = str(self.folder / "data")
        self._kept = chdb.connect(self._path)  # so that the engine stays

    def run(self, given):
        """Run a query on a connection of its own."""
        found = FORMAT.search(given["query"])
        sql, kind = (
            (given["query"][: found.start()], found[1]) if found else (given["query"], "TSV")
        )
        settings = {name: value for name, value in given.items() if name not in OF_TRANSPORT}
        values = {
            name.removeprefix("param_"): settings.pop(name)
            for name in [*settings]
            if name.startswith("param_")
        }
        connection = chdb.connect(self._path)
        try:
            if base := given.get("database"):
                connection.query(f"USE `{base}`")
            if settings:
                last = sorted(settings, key=lambda name: name == "readonly")
                connection.query("SET " + ", ".join(f"{one} = '{settings[one]}'" for one in last))
            return connection.query(sql, kind, params=values).bytes()
        finally:
            connection.close()


if __name__ == "__main__":
    server = Server(*sys.argv[1:])
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
