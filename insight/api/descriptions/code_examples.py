"""Code examples: the figures of one question by address, and the same in four languages of code.

They show the usual question: all its answers by the survey's first background variable, in one
wave.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import urlencode

from insight.api.codes import escape_code
from insight.api.cube import Cube, Dimension
from insight.language.catalogue import Language

Output = Literal["csv", "json-stat2"]
INDENT = "    "


@dataclass(frozen=True)
class Example:
    """What is asked for by the examples.

    Attributes
    ----------
    cube
        The table.
    language
        Language of its words.
    base
        Where version 2 of the API begins, in full.
    wave
        Key of the wave; None for all waves together.
    """

    cube: Cube
    language: Language
    base: str
    wave: str | None = None

    @property
    def segment(self) -> Dimension | None:
        """What the answers are broken down by; None in a survey without background variables."""
        return next((each for each in self.cube.dimensions if each.kind == "segment"), None)

    @property
    def address(self) -> str:
        """The address of the table's data, before what is asked of it."""
        return f"{self.base}/tables/{self.cube.id}/data"

    @cached_property
    def chosen(self) -> Mapping[str, str]:
        """What is chosen of each dimension that is not left out."""
        measure = self.cube.measure
        told = [measure, f"{measure}_low", f"{measure}_upp", "base"]
        wanted = {"category": "*", "contents": ",".join(told)}
        if self.wave is not None:
            wanted["wave"] = escape_code(self.wave)
        chosen = {
            each.id: wanted[each.kind] for each in self.cube.dimensions if each.kind in wanted
        }
        return ({self.segment.id: "*"} if self.segment else {}) | chosen

    def parameters(self, output: Output) -> dict[str, str]:
        """Return the parameters of the address."""
        codes = {f"valueCodes[{name}]": codes for name, codes in self.chosen.items()}
        return {"lang": self.language, **codes, "outputFormat": output}

    def url(self, output: Output) -> str:
        """Return the address whole, such that a shell and a spreadsheet take it as it is."""
        return f"{self.address}?{_query(self.parameters(output))}"

    @property
    def python(self) -> str:
        """Code that reads the rows with pandas."""
        wanted = [f"{INDENT}{_quoted(name)}: {_quoted(value)}," for name, value in self._csv]
        return _lines(
            "from urllib.parse import urlencode",
            "",
            "import pandas as pd",
            "",
            f"address = {_quoted(self.address)}",
            "wanted = {",
            *wanted,
            "}",
            'table = pd.read_csv(address + "?" + urlencode(wanted))',
            "print(table)",
        )

    @property
    def r(self) -> str:
        """Code that reads the rows with R's own functions."""
        first, *others = self._csv
        pieces = [f"?{_query(dict([first]))}", *(f"&{_query(dict([each]))}" for each in others)]
        return _lines(
            "address <- paste0(",
            f"{INDENT}{_quoted(self.address)},",
            ",\n".join(f"{INDENT}{_quoted(piece)}" for piece in pieces),
            ")",
            'answers <- read.csv(address, fileEncoding = "UTF-8", check.names = FALSE)',
            "print(answers)",
        )

    @property
    def javascript(self) -> str:
        """Code that reads JSON-stat, in a browser's module or in Node."""
        parameters = self.parameters("json-stat2").items()
        return _lines(
            f"const address = {_quoted(self.address)};",
            "const wanted = new URLSearchParams({",
            *(f"{INDENT}{_quoted(name)}: {_quoted(value)}," for name, value in parameters),
            "});",
            'const response = await fetch(address + "?" + wanted);',
            "const table = await response.json();",
            "console.log(table.label, table.value, table.status);",
        )

    @property
    def power_query(self) -> str:
        """Code for Power BI and Excel, whose numbers have a point whatever the machine's own."""
        wanted = ",\n".join(f"{INDENT * 2}{_name(name)} = {_m(value)}" for name, value in self._csv)
        return _lines(
            "let",
            f"{INDENT}Answer = Web.Contents({_m(self.address)}, [Query = [",
            wanted,
            f"{INDENT}]]),",
            f'{INDENT}Rows = Csv.Document(Answer, [Delimiter = ",", Encoding = 65001]),',
            f"{INDENT}Headed = Table.PromoteHeaders(Rows),",
            f'{INDENT}Answers = Table.TransformColumnTypes(Headed, {{{{"value", type number}}}}, '
            '"en-US")',
            "in",
            f"{INDENT}Answers",
        )

    @property
    def _csv(self) -> list[tuple[str, str]]:
        return list(self.parameters("csv").items())


def _query(parameters: Mapping[str, str]) -> str:
    return urlencode(parameters, safe="*,")


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _m(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _name(name: str) -> str:
    """A name of a record's field, in quotes where it is more than letters."""
    return name if name.isalpha() else f"#{_m(name)}"


def _lines(*lines: str) -> str:
    return "\n".join(lines)
