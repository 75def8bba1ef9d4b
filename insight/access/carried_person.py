"""Text in which a person is carried from the server's door into a session."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from insight.access.person import ANYBODY, Person


def written(person: Person) -> str:
    """Return a person as text of ASCII; empty of who has not signed in."""
    if not person.has_signed_in:
        return ""
    parts = {
        "id": person.id,
        "name": person.name,
        "groups": sorted(person.groups),
        "until": person.until.timestamp() if person.until else None,
        "sign_in": person.sign_in,
        "knows_groups": person.knows_groups,
    }
    return json.dumps(parts)


def read(text: object) -> Person:
    """Return the person whom a text carries.

    Examples
    --------
    >>> read(written(Person("42", "Ola"))).name, read("").has_signed_in
    ('Ola', False)
    """
    if not isinstance(text, str) or not text:
        return ANYBODY
    parts = json.loads(text)
    until = parts["until"]
    return Person(
        parts["id"],
        parts["name"],
        frozenset(parts["groups"]),
        None if until is None else datetime.fromtimestamp(until, UTC),
        parts["sign_in"],
        parts["knows_groups"],
    )
