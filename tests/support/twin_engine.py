"""Every query over a file asked of ClickHouse's engine too: ``pytest -p twin_engine``.

What both answer is the same to twelve digits, and the answer that goes on is ClickHouse's. So all
tests of estimates become tests of the engine. Queries that bring out rows are DuckDB's alone.
"""

import tempfile
from collections import Counter
from functools import cached_property
from pathlib import Path

import numpy as np

from insight.query import stored
from insight.query.engines.engine import RowsRefusedError
from insight.query.engines.local_files import LocalFiles

EXACT = 1e-12
FILE = "read_parquet($path, hive_partitioning = false)"
COUNTED = Counter()


class TwinEngine(LocalFiles):
    """DuckDB, and a ClickHouse that has the same rows."""

    server = None
    tables: dict[str, str] = {}  # noqa: RUF012 - of the whole run
    known: dict[tuple[str, str], object] = {}  # noqa: RUF012

    def aggregate(self, sql, *parts):
        key = (sql, repr(parts))
        if key not in self.known:
            self.known[key] = self._asked_of_both(sql, *parts)
        return self.known[key]

    def _asked_of_both(self, sql, *parts):
        wanted = super().aggregate(sql, *parts)
        if FILE not in sql:
            return wanted
        paths = {str(part.values["path"]) for part in parts if "path" in part.values}
        there = sql.replace(FILE, f'"reg"."{self._table(paths.pop())}"')
        try:
            found = self.server.engine(self._store).aggregate(there, *parts)
        except RowsRefusedError:
            COUNTED["queries of rows, which are refused"] += 1
            return wanted
        COUNTED["queries"] += 1
        COUNTED["cells"] += compare(found, wanted)
        return found

    def _table(self, path):
        if path not in self.tables:
            self.tables[path] = f"t{len(self.tables)}"
            self.server.take(Path(path), self.tables[path])
        return self.tables[path]


def compare(found, wanted) -> int:
    """Both have the same rows, in whatever order; how many cells they have is returned."""
    assert [*found] == [*wanted]
    columns = [(filled(found[name]), filled(wanted[name])) for name in wanted]
    assert {len(ours) for ours, _ in columns} == {len(theirs) for _, theirs in columns}
    orders = [np.lexsort([rounded(pair[side]) for pair in columns[::-1]]) for side in (0, 1)]
    for ours, theirs in columns:
        ours, theirs = ours[orders[0]], theirs[orders[1]]
        if theirs.dtype.kind in "OUSM":
            assert [*map(str, ours)] == [*map(str, theirs)]
        else:
            most = np.nanmax(np.abs(theirs), initial=0.0)
            close = np.isclose(ours, theirs, rtol=EXACT, atol=EXACT * most, equal_nan=True)
            assert close.all(), (ours[~close][:3], theirs[~close][:3])
    return sum(len(theirs) for _, theirs in columns)


def filled(column):
    numbers = np.ma.getdata(column).dtype.kind in "biuf"
    return np.ma.filled(column.astype(float), np.nan) if numbers else np.ma.filled(column, "")


def rounded(column):
    if column.dtype.kind in "OUSM":
        return np.array([*map(str, column)])
    return np.array([float(f"{value:.6g}") for value in column])


def pytest_sessionstart():
    """Start the server, and let it be asked of all surveys."""
    from engine_server import EngineServer

    TwinEngine.server = EngineServer(Path(tempfile.mkdtemp(prefix="insight-engine-")))
    engine = cached_property(lambda survey: TwinEngine(survey.store))
    engine.__set_name__(stored.StoredSurvey, "engine")
    stored.StoredSurvey.engine = engine


def pytest_terminal_summary(terminalreporter):
    """Tell how much was the same."""
    for what, count in COUNTED.most_common():
        terminalreporter.write_line(f"ClickHouse's engine beside DuckDB: {count} {what}")


def pytest_sessionfinish():
    """End the server."""
    TwinEngine.server.end()
