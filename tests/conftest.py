"""What all tests share: how a process of tests uses its part of the machine."""

import gc
from functools import cache, partial

import duckdb
import pytest
from hypothesis import settings


def pytest_configure() -> None:
    """Let a database keep to one thread, and no test fail for being slow."""
    duckdb.connect = partial(duckdb.connect, config={"threads": 1})
    # Several workers share a processor: how long an example takes says nothing of the code.
    settings.register_profile("shared processor", deadline=None)
    settings.load_profile("shared processor")


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
