"""A fixture for tests of what becomes of a file, and not of the process that reads it."""

from collections.abc import Iterator

import pytest
from without_sandbox import without_sandbox


@pytest.fixture(name="without_sandbox")
def files_are_read_here() -> Iterator[None]:
    with without_sandbox():
        yield
