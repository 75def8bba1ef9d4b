"""Tables of a TOML file as their lines: where each begins, whatever stands in its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What can hold a bracket that is none; the first bracket of a line; any other bracket.
_TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|\#[^\n]*"
    r"|(?P<first>^[ \t]*\[)"
    r"|[\[\]]",
    re.DOTALL | re.MULTILINE,
)


def cut_tables(text: str) -> Iterator[str]:
    """Yield the lines before the first header, then those of each table."""
    start = depth = 0
    for token in _TOKENS.finditer(text):
        if token["first"] and not depth:
            yield text[start : token.start()]
            start = token.start()
        depth += token[0].endswith("[") - (token[0] == "]")
    yield text[start:]
