"""Files read in the test's own process, where a test is about what becomes of them.

What the sandbox does about a file has its own tests, as has each way in which a file is refused.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from insight.importers import importing
from insight.importers.progress import listening
from insight.importers.sandbox.worker import perform
from insight.language.errors import ImportRefusal, InsightError


@contextmanager
def without_sandbox() -> Iterator[None]:
    """Let what the sandbox would do be done in this process, within the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "run_apart", _run_here)
        yield


def _run_here(
    request: Mapping[str, Any], on_progress: Callable[[float], None] | None = None
) -> dict[str, Any]:
    try:
        with listening(on_progress or (lambda _: None)):
            return json.loads(json.dumps(perform(json.loads(json.dumps(request)))))
    except InsightError as refusal:
        raise ImportRefusal(*refusal.faults) from refusal
