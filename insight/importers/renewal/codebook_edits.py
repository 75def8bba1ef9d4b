"""Edits to a codebook that a person has worked on: their words, comments and order stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import tomlkit

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.codebook_text import category_line, quoted, variable_lines
from insight.importers.drafting.parts import DraftVariable
from insight.language.catalogue import LANGUAGES
from insight.language.errors import Fault, ImportRefusal, shortened
from insight.survey.folders import CODEBOOK

Origin = Mapping[str, str | int | date]
# Only the tables that change are given to tomlkit, which takes seconds for a wide survey.
_TABLES = re.compile(r"^(?=\[)", re.MULTILINE)


@dataclass
class Edits:
    """What is to change in a codebook.

    Attributes
    ----------
    origin
        The table [origin], and the file of each wave.
    wave
        Column of the wave, where the survey gets one.
    answers
        Categories that a variable gets, or lines that describe them.
    variables
        Variables that the survey gets, or their lines.
    breaks
        Variable to the wave from which it is different, and how.
    """

    origin: Origin
    waves: Sequence[Origin] = ()
    wave: str | None = None
    answers: Mapping[str, Sequence[Answer | str]] = field(default_factory=dict)
    variables: Sequence[DraftVariable | Sequence[str]] = ()
    breaks: Mapping[str, tuple[int | str, Sequence[Fault]]] = field(default_factory=dict)


def edited(text: str, edits: Edits) -> str:
    """Return the text of a codebook with these edits, and everything else as it is.

    Raises
    ------
    ImportRefusal
        If a variable that gets categories has no table of its own to add them to.
    """
    blocks = _TABLES.split(text)
    heads = [_head(block) for block in blocks]
    blocks = [block for block, head in zip(blocks, heads, strict=True) if head[:1] != ["origin"]]
    heads = [head for head in heads if head[:1] != ["origin"]]
    for name, answers in edits.answers.items():
        if ["variables", name] not in heads:
            values = {"variable": shortened(name), "file": CODEBOOK}
            raise ImportRefusal(Fault("fault.import_no_table", values))
        at = heads.index(["variables", name])
        blocks[at] = _with_answers(blocks[at], name, answers)
    if edits.wave:
        blocks = _with_wave(blocks, heads, edits.wave)
    blocks = [_with_breaks(block, _head(block), edits) for block in blocks]
    blocks.insert(1, _origin(edits))
    for variable in edits.variables:
        new = variable_lines(variable) if isinstance(variable, DraftVariable) else variable
        blocks.append("\n" + "\n".join(new) + "\n")
    return "".join(blocks)


def _head(block: str) -> list[str]:
    """The name of a table as its parts; nothing for what stands before the first table."""
    line = block.split("\n", 1)[0]
    if not line.startswith("["):
        return []
    try:
        found: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return []
    parts = []
    while isinstance(found, dict) and found:
        ((name, found),) = found.items()
        parts.append(name)
    return parts


def _with_answers(block: str, name: str, answers: Sequence[Answer | str]) -> str:
    book: Any = tomlkit.parse(block)
    _add_answers(book["variables"][name], answers)
    return tomlkit.dumps(book)


def _with_wave(blocks: list[str], heads: list[list[str]], wave: str) -> list[str]:
    line = f"wave = {quoted(wave)}\n"
    if ["design"] not in heads:
        return [*blocks[:1], f"[design]\n{line}\n", *blocks[1:]]
    at = heads.index(["design"])
    head, _, rest = blocks[at].partition("\n")
    return [*blocks[:at], f"{head}\n{line}{rest}", *blocks[at + 1 :]]


def _origin(edits: Edits) -> str:
    lines = ["[origin]", *(f"{name} = {_plain(value)}" for name, value in edits.origin.items())]
    if edits.waves:
        lines.append("waves = [")
        for wave in edits.waves:
            parts = ", ".join(f"{name} = {_plain(value)}" for name, value in wave.items())
            lines.append(f"    {{ {parts} }},")
        lines.append("]")
    return "\n".join(lines) + "\n\n"


def _add_answers(variable: Any, answers: Sequence[Answer | str]) -> None:
    made = [one if isinstance(one, str) else category_line(one) for one in answers]
    if "categories" not in variable:
        listed = "\n".join(f"    {line}," for line in made)
        variable["categories"] = tomlkit.parse(f"a = [\n{listed}\n]\n")["a"]
        return
    for line in made:
        variable["categories"].append(tomlkit.parse(f"a = {line}\n")["a"])


def _with_breaks(block: str, head: list[str], edits: Edits) -> str:
    """Add a proposed break as a comment below the head of its variable."""
    if len(head) != 2 or head[0] != "variables" or head[1] not in edits.breaks:
        return block
    first, _, rest = block.partition("\n")
    return "\n".join([first, *break_lines(*edits.breaks[head[1]]), rest])


def break_lines(wave: int | str, differences: Sequence[Fault]) -> list[str]:
    """Return a break as a comment: a person decides whether figures can be compared."""
    words = {
        language: quoted(" ".join(one.text(language) for one in differences))
        for language in LANGUAGES
    }
    shown = quoted(wave) if isinstance(wave, str) else str(wave)
    inner = ", ".join(f"{language} = {one}" for language, one in words.items())
    return [f"# breaks = [ {{ wave = {shown}, {inner} }} ]"]


def _plain(value: str | int | date) -> str:
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if isinstance(value, date) else str(value)
