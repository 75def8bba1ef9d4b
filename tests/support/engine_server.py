"""A ClickHouse server of a test's own, and surveys whose responses stand in it."""

import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from checkout import ROOT

from insight.query.engines import connections
from insight.query.engines.clickhouse import ClickHouse, client_of
from insight.query.engines.engine_settings import clickhouse_settings_from

SECRET = 'a secret, with "marks" & more'
BASE = "reg"


class EngineServer:
    """A process that answers as a ClickHouse server does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/support/chdb_server.py"), str(folder), SECRET],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.port = int(self._process.stdout.readline())
        self.client = client_of(clickhouse_settings_from(self.environment()))
        self.client.command(f"CREATE DATABASE {BASE}")

    def environment(self, **more: str) -> dict[str, str]:
        """What an operator would set."""
        url = f"http://reader@127.0.0.1:{self.port}/{BASE}"
        return {"INSIGHT_CLICKHOUSE_URL": url, "INSIGHT_CLICKHOUSE_SECRET": SECRET} | more

    def engine(self, store, **more: str) -> ClickHouse:
        """An engine that asks it."""
        return ClickHouse(clickhouse_settings_from(self.environment(**more)), store)

    def take(self, parquet: Path, table: str) -> None:
        """Make a table of the rows of a file."""
        made = f"CREATE TABLE {BASE}.`{table}` ENGINE = MergeTree ORDER BY tuple() AS"
        self.client.command(f"{made} SELECT * FROM file('{parquet}', 'Parquet')")  # noqa: S608

    def run(self, sql: str) -> None:
        """Run a statement on it, as whoever keeps the data would."""
        self.client.command(sql)

    def end(self) -> None:
        """End it at once, as a machine that fails does."""
        self._process.kill()
        self._process.wait()


@contextmanager
def engine_server(folder: Path):
    """Run a server for a while."""
    server = EngineServer(folder)
    try:
        yield server
    finally:
        server.end()


def moved_to(server: EngineServer, folder: Path, table: str) -> Path:
    """Move the responses of a survey folder into a table; the codebook says where they are."""
    new = folder.parent.parent / f"of {table}" / "surveys" / folder.name
    shutil.copytree(folder, new)
    server.take(new / "responses.parquet", table)
    (new / "responses.parquet").unlink()
    book = new / "codebook.toml"
    lines = f'\n[source]\nengine = "clickhouse"\ntable = "{BASE}.{table}"\n'
    book.write_text(book.read_text("utf-8") + lines, "utf-8")
    return new


def use(server: EngineServer, monkeypatch) -> None:
    """Let surveys in a ClickHouse be asked of this server."""
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)
    connections.engine_of.cache_clear()
