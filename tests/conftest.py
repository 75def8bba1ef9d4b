"""What all tests share: how this process uses the processor that it has to itself."""

import gc
from functools import cache, partial

import duckdb
import pytest


def pytest_configure() -> None:
    """Let a database keep to one thread: there is a process of tests for each processor."""
    duckdb.connect = partial(duckdb.connect, config={"threads": 1})


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Search no more for garbage among what is imported and collected, and less often elsewhere."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def imported_once(tmp_path_factory):
    """A large real file as a survey `s`, imported once; whoever changes it takes a copy."""
    from fixtures_folder import shared_file

    from insight.importers.importing import import_file

    @cache
    def imported(name: str):
        return import_file(shared_file(f"fixtures/{name}"), tmp_path_factory.mktemp("once") / "s")

    return imported
