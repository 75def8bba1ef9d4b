"""The reading of a data map, in a process of its own with limits, as survey files are read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from insight.importers.data_maps.data_map import DataMap, MappedVariable, joined
from insight.importers.data_maps.map_rows import sheets_of, text_of
from insight.importers.data_maps.program_maps import READERS, program_of
from insight.importers.data_maps.spss_syntax import syntax_variables
from insight.importers.sandbox.sandbox import run_apart
from insight.language.errors import Fault, ImportRefusal

WORK = "insight.importers.data_maps.map_reading:perform"


def read_data_map(path: Path) -> DataMap:
    """Read a data map: a table of name, label and codes, or that of a program.

    Raises
    ------
    ImportRefusal
        If the file cannot be read, or is no data map.
    """
    if not path.is_file():
        raise ImportRefusal(Fault("fault.import_no_file", {"file": path.name or str(path)}))
    answer = run_apart({"path": str(path.resolve())}, function=WORK)
    variables = (MappedVariable(*variable) for variable in answer["variables"])
    return DataMap(answer["program"], tuple(variables))


def perform(request: Mapping[str, Any]) -> dict[str, Any]:
    """Read the data map at ``path`` and return it as plain values."""
    found = _read(Path(request["path"]))
    variables = [[each.name, each.label, dict(each.codes)] for each in found.variables]
    return {"program": found.program, "variables": variables}


def _read(path: Path) -> DataMap:
    if path.suffix.lower() == ".sps":
        found = joined("SPSS", syntax_variables(text_of(path)))
    else:
        sheets = sheets_of(path)
        program = program_of(sheets)
        if program is None:
            raise ImportRefusal(Fault("fault.map_unknown", {"file": path.name}))
        found = joined(program, READERS[program](sheets))
    if not found.variables:
        raise ImportRefusal(Fault("fault.map_unknown", {"file": path.name}))
    return found
