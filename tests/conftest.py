"""What all tests share: how this process uses the processor that it has to itself."""

import gc
from functools import partial

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
