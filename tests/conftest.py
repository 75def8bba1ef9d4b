"""What all tests share: how a process of tests uses its part of the machine."""

import fcntl
import gc
import os
import pickle
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from _pytest.doctest import DoctestModule
from checkout import ROOT
from hypothesis import settings

# Those need another database, and an environment that has it: make test-engines.
collect_ignore = [] if find_spec("chdb") else ["engines", "support/chdb_server.py"]
collect_ignore += [] if find_spec("pyspark") else ["support/spark_engine.py"]


def pytest_configure() -> None:
    """Let a database keep to one thread, and no test fail for being slow."""
    gc.disable()  # what is imported and collected stays; until then nothing is garbage
    duckdb.connect = partial(duckdb.connect, config={"threads": 1})
    os.environ["INSIGHT_CACHE"] = "off"  # tests leave nothing in the user's own folder
    # Several workers share a processor: how long an example takes says nothing of the code.
    settings.register_profile("shared processor", deadline=None)
    settings.load_profile("shared processor")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Iterator[None]:
    """Look for examples only where there are some, and for none in tests themselves."""
    found = yield
    return [one for one in found if not isinstance(one, DoctestModule) or has_examples(file_path)]


def has_examples(source: Path) -> bool:
    return not source.name.startswith("test_") and ">>> " in source.read_text("utf-8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each worker begin with a part of what is long, so that none ends alone with it."""
    items[:] = shared_out(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def shared_out(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Put tests in an order of as many equal parts, each with long ones first.

    What shares a page, by its module or by the view that it looks at, stays together.
    """
    quick, together = [], defaultdict(list)
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            view = getattr(item, "callspec", None) and item.callspec.params.get("seen")
            together[item.path, view].append(item)
        else:
            quick.append(item)
    units, ordered = [*together.values()], []
    for worker in range(workers):
        size = (len(items) - len(ordered)) // (workers - worker)
        long = [item for unit in units[worker::workers] for item in unit]
        taken = max(size - len(long), 0)
        ordered += [*long, *quick[:taken]]
        del quick[:taken]
    return [*ordered, *quick]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Search for no garbage among what is imported and collected, and less often elsewhere."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def imported_once(tmp_path_factory):
    """A large real file as a survey `s`, imported once for all workers of one run.

    Whoever changes it takes a copy.
    """
    from fixtures_folder import shared_file

    from insight.importers.importing import import_file

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    @cache
    def imported(name: str):
        kept = folder / "imported" / name
        kept.mkdir(parents=True, exist_ok=True)
        told = kept / "told"
        with (kept / "turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not told.exists():
                made = import_file(shared_file(f"fixtures/{name}"), kept / "s")
                told.write_bytes(pickle.dumps(made))
        return pickle.loads(told.read_bytes())

    return imported
