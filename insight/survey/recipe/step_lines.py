"""Lines of a recipe's steps: where each begins, and on which line a part of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from insight.language.errors import Fault
from insight.survey.toml_tables import cut_tables

_HEADER = re.compile(r"[ \t]*\[\[[ \t]*step[ \t]*\]\]")


@dataclass(frozen=True)
class WrittenStep:
    """The lines of a step, and the number of the first."""

    number: int
    text: str

    def fault(self, file: str, fault: Fault) -> Fault:
        """Return a fault of the step's table with its line in the file."""
        place = str(fault.values["place"])
        values = {"file": file, "line": self.line_of(place), "place": place,
                  "problem": fault.values["problem"]}  # fmt: skip
        return Fault("fault.at_line", values)

    def line_of(self, place: str) -> int:
        """Return the line on which a part of the step stands, or that of the step itself."""
        name = re.split(r"[.\[]", place, maxsplit=1)[0]
        above = r"(?:\[+[ 	]*step[ 	]*\.[ 	]*)?"
        begins = re.compile(rf'[ 	]*{above}"?{re.escape(name)}"?[ 	]*[.=\]]')
        for number, line in enumerate(self.text.split("\n"), self.number):
            if name and begins.match(line):
                return number
        return self.number


def lines_of_steps(text: str) -> list[WrittenStep]:
    """Return the lines of each step that stands under ``[[step]]``."""
    return [*_steps(text)]


def _steps(text: str) -> Iterator[WrittenStep]:
    line, begun, lines = 1, 0, ""
    for part in cut_tables(text):
        if _HEADER.match(part):
            if lines:
                yield WrittenStep(begun, lines)
            begun, lines = line, part
        elif lines:
            lines += part
        line += part.count("\n")
    if lines:
        yield WrittenStep(begun, lines)
