"""Word lists: vocabularies in TOML beside the modules that read them, as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

READ = 300  # letters of a name or label that are looked at


@cache
def word_list(name: str) -> Mapping[str, Any]:
    """Return a vocabulary of this folder.

    Examples
    --------
    >>> "weight" in word_list("design_words")
    True
    """
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that matches what any of several does; without any, it matches nothing.

    Examples
    --------
    >>> bool(any_of(["kjønn", "gender"]).fullmatch("Gender"))
    True
    """
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", re.IGNORECASE)
