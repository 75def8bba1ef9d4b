"""The delivery of a result: to the file that was named, or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from insight.exports.files import write_file


def deliver(content: bytes, out: Path | None) -> None:
    """Write a result whole to a file, or to standard output where none was named.

    Raises
    ------
    RequestError
        If the file cannot be written.
    """
    if out is not None:
        write_file(out, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
