"""An asker: whose act it is, and what the log knows the session by."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sized
from dataclasses import dataclass, field

from insight.operation.audit.audit_settings import AuditSettings

_BETWEEN = re.compile(r"\W|_")
_NATIONAL_NUMBER = re.compile(r"\d{11}")
# As Entra ID's, which has as many digits in a row by chance.
_DRAWN_BY_LOT = re.compile(r"(?:\w+:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Asker:
    """Who does something.

    Attributes
    ----------
    person
        Their id; empty of who has not signed in.
    session
        The pseudonym of their session; empty where there is none.
    tables
        The different tables that they have asked for; None where nobody counts them.
    """

    person: str = field(default="", repr=False)
    session: str = ""
    tables: Sized | None = field(default=None, repr=False)


NOBODY = Asker()


def name_of(person: str, settings: AuditSettings) -> str:
    """Return the name by which a person is told; empty of who has not signed in.

    A pseudonym is the same as long as the key is. The number of a citizen, as ID-porten tells it,
    is never told in clear, whatever the operator has set.

    Examples
    --------
    >>> clear = AuditSettings(key=b"k", people="clear")
    >>> name_of("kari@example.no", clear), len(name_of("01019012345", clear))
    ('kari@example.no', 16)
    """
    if not person:
        return ""
    if settings.people == "clear" and not _may_be_citizen(person):
        return person
    written = person.encode("utf-8", "surrogatepass")
    return hmac.new(settings.key, written, hashlib.sha256).hexdigest()[:16]


def _may_be_citizen(person: str) -> bool:
    """Whether an id may have a citizen's number in it, however that is written."""
    if _DRAWN_BY_LOT.fullmatch(person):
        return False
    return bool(_NATIONAL_NUMBER.search(_BETWEEN.sub("", person)))
