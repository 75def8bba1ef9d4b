"""Labels in SPSS syntax (.sps): VARIABLE LABELS and VALUE LABELS, as most programs export them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from insight.importers.data_maps.data_map import MappedVariable, plain_words

_COMMENT = re.compile(r"^\s*(\*|comment\b)", re.IGNORECASE)
_LABELS = re.compile(r"\s*(add\s+)?(var\w*|val\w*)\s+lab\w*\b(.*)", re.IGNORECASE | re.DOTALL)
# A quoted text in which the mark is written twice, the stroke between variables, or a word.
_TOKEN = re.compile(r"\"((?:[^\"]|\"\")*)\"|'((?:[^']|'')*)'|(/)|([^\s/\"',]+)")


def syntax_variables(text: str) -> Iterator[MappedVariable]:
    """Yield the variables of SPSS syntax with their labels; other commands are read over."""
    for command in _commands(text):
        if (labels := _LABELS.match(command)) is None or _COMMENT.match(command):
            continue
        tokens = [*_tokens(labels[3])]
        if labels[2].lower().startswith("var"):
            yield from _variable_labels(tokens)
        else:
            yield from _value_labels(tokens)


def _commands(text: str) -> Iterator[str]:
    """Commands, each ending with a full stop at the end of a line or with a blank line."""
    lines: list[str] = []
    for line in re.split(r"\r\n?|\n", text):
        if line.strip():
            lines.append(line)
        if not line.strip() or line.rstrip().endswith("."):
            yield re.sub(r"\.\s*$", "", "\n".join(lines))
            lines = []
    yield "\n".join(lines)


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Words and texts, and whether each was quoted; texts joined by a plus are one."""
    for token in _TOKEN.finditer(text):
        double, single, stroke, word = token.groups()
        if double is not None or single is not None:
            yield (double or "").replace('""', '"') or (single or "").replace("''", "'"), True
        elif stroke or word != "+":
            yield stroke or word, False


def _variable_labels(tokens: list[tuple[str, bool]]) -> Iterator[MappedVariable]:
    name = ""
    for word, quoted in tokens:
        if quoted and name:
            yield MappedVariable(name, plain_words(word))
            name = ""
        elif not quoted and word != "/":
            name = word


def _value_labels(tokens: list[tuple[str, bool]]) -> Iterator[MappedVariable]:
    """Names, then codes with labels, until a stroke."""
    names: list[str] = []
    codes: dict[str, str] = {}
    code: str | None = None
    for place, (word, quoted) in enumerate([*tokens, ("/", False)]):
        following = tokens[place + 1] if place + 1 < len(tokens) else ("/", False)
        if word == "/" and not quoted:
            yield from (MappedVariable(name, "", codes) for name in names)
            names, codes, code = [], {}, None
        elif quoted and code is not None:
            codes[code], code = plain_words(word), None
        elif following[1]:
            code = _plain_number(word)
        elif not quoted and word.lower() != "to":
            names.append(word)


def _plain_number(word: str) -> str:
    """A code as it is compared: 1.00 is 1."""
    return re.sub(r"^(-?\d+)\.0*$", r"\1", word)
