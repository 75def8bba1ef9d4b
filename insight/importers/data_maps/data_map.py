"""A data map: variables by the names of their columns, with labels and the labels of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

MOST_VARIABLES = 20_000
MOST_CODES = 2_000  # of a variable
MOST_LABELS = 200_000  # of codes, in a map


@dataclass(frozen=True)
class MappedVariable:
    """What a data map says of a variable; `codes` has the label of each code."""

    name: str
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DataMap:
    """The variables of a data map, and the program that it is of."""

    program: str
    variables: tuple[MappedVariable, ...]


def joined(program: str, variables: Iterable[MappedVariable]) -> DataMap:
    """Return a data map in which a variable that stands twice is one; what comes first stays."""
    labels: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    left = MOST_LABELS
    for variable in variables:
        name = variable.name
        labels[name] = labels.get(name) or variable.label
        known = codes.setdefault(name, {})
        room = min(left, MOST_CODES - len(known))
        if room > 0:
            new = ((code, words) for code, words in variable.codes.items() if code not in known)
            before = len(known)
            known.update(dict(islice(new, room)))
            left -= len(known) - before
        if len(labels) >= MOST_VARIABLES:
            break
    found = (MappedVariable(name, label, codes[name]) for name, label in labels.items())
    return DataMap(program, tuple(found))


def plain_words(words: str) -> str:
    """Return words without tags, entities of blanks and line breaks, as programs write them.

    Examples
    --------
    >>> plain_words("<p>Hvor <b>ofte</b>?</p>&nbsp;")
    'Hvor ofte?'
    """
    without = re.sub(r"<[^<>]{0,300}>", " ", words).replace("&nbsp;", " ").replace("&amp;", "&")
    return re.sub(r"\s+([?.,:;!])", r"\1", re.sub(r"\s+", " ", without)).strip()
