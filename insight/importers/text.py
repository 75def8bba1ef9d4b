"""To come."""

from __future__ import annotations

from pathlib import Path

from insight.errors import Fault, ImportRefusal
from insight.importers.source import ImportOptions, SourceFile


def read_text(path: Path, options: ImportOptions) -> SourceFile:
    """Return the file."""
    raise ImportRefusal(Fault("fault.import_unknown", {"file": path.name}))
