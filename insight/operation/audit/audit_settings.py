"""Settings of the audit, which an operator gives as environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from insight.language.errors import Fault, RequestError
from insight.operation.operation_settings import EnvironmentReader

People = Literal["pseudonym", "clear"]
SHORTEST_KEY = 32
LARGEST_KEY = 4096


@dataclass(frozen=True)
class AuditSettings:
    """What an operator decides of the audit.

    Attributes
    ----------
    path
        The file; None where nothing is written.
    key
        What people's pseudonyms are made with.
    people
        Whether people are told by a pseudonym, or by the id that their organisation knows.
    """

    path: Path | None = None
    key: bytes = field(default=b"", repr=False)
    people: People = "pseudonym"


def audit_settings_from(environment: Mapping[str, str] = os.environ) -> AuditSettings:
    """Read the settings.

    Raises
    ------
    RequestError
        If the key cannot be read or could be guessed, or a word is not known.

    Examples
    --------
    >>> audit_settings_from({}).path is None
    True
    """
    read = EnvironmentReader(environment)
    people = read.one_of("INSIGHT_AUDIT_PEOPLE", get_args(People), "pseudonym")
    path = read.words("INSIGHT_AUDIT")
    if not path:
        return AuditSettings(people=people)
    return AuditSettings(Path(path).absolute(), _key(read.words("INSIGHT_AUDIT_KEY")), people)


def _key(name: str) -> bytes:
    """The key, which stands in a file: an environment is shown by too many tools."""
    key = b""
    try:
        if name:
            with Path(name).open("rb") as file:
                key = file.read(LARGEST_KEY + 1).strip()
    except OSError:
        key = b""
    if not SHORTEST_KEY <= len(key) <= LARGEST_KEY or len(set(key)) < SHORTEST_KEY // 4:
        values = {"name": "INSIGHT_AUDIT_KEY", "least": SHORTEST_KEY}
        raise RequestError(Fault("fault.audit_key", values))
    return key
