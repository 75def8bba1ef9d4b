"""Edits to a codebook that a person has worked on: their words, comments and order stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import tomlkit

from insight.catalogue import LANGUAGES
from insight.errors import Fault
from insight.importers.answers import Answer
from insight.importers.codebook_toml import category_line, key, quoted, variable_lines
from insight.importers.draft import DraftVariable

Origin = Mapping[str, str | int | date]


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
    """Return the text of a codebook with these edits, and everything else as it is."""
    book = tomlkit.parse(text)
    book["origin"] = _origin(edits)
    variables: Any = book["variables"]
    for name, answers in edits.answers.items():
        _add_answers(variables[name], answers)
    if edits.wave:
        design: Any = book.setdefault("design", tomlkit.table())
        design["wave"] = edits.wave
    lines = _with_breaks(tomlkit.dumps(book).rstrip("\n").split("\n"), edits)
    for variable in edits.variables:
        new = variable_lines(variable) if isinstance(variable, DraftVariable) else variable
        lines += ["", *new]
    return "\n".join(lines) + "\n"


def _origin(edits: Edits) -> Any:
    lines = [f"{name} = {_plain(value)}" for name, value in edits.origin.items()]
    if edits.waves:
        lines.append("waves = [")
        for wave in edits.waves:
            parts = ", ".join(f"{name} = {_plain(value)}" for name, value in wave.items())
            lines.append(f"    {{ {parts} }},")
        lines.append("]")
    return tomlkit.parse("[origin]\n" + "\n".join(lines) + "\n\n")["origin"]


def _add_answers(variable: Any, answers: Sequence[Answer | str]) -> None:
    made = [one if isinstance(one, str) else category_line(one) for one in answers]
    if "categories" not in variable:
        listed = "\n".join(f"    {line}," for line in made)
        variable["categories"] = tomlkit.parse(f"a = [\n{listed}\n]\n")["a"]
        return
    for line in made:
        variable["categories"].append(tomlkit.parse(f"a = {line}\n")["a"])


def _with_breaks(lines: list[str], edits: Edits) -> list[str]:
    """Add proposed breaks as comments below the head of their variable."""
    heads = {f"[variables.{key(name)}]": name for name in edits.breaks}
    found: list[str] = []
    for line in lines:
        found.append(line)
        name = heads.get(re.sub(r"\s*(#.*)?$", "", line.strip()))
        if name is not None:
            found += break_lines(*edits.breaks[name])
    return found


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
