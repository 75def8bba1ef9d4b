"""A survey at the workbench, brought once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bench_on_page import BenchOnPage


@pytest.fixture(scope="module")
def page() -> BenchOnPage:
    return BenchOnPage()


@pytest.fixture
def bench(page: BenchOnPage) -> Iterator[BenchOnPage]:
    """The workbench with a survey as it was brought, whatever the test before did."""
    yield page
    for number in range(len(page.recipe), 0, -1):
        page.take_out(number)
