"""A person who asks: somebody who has signed in, or nobody in particular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PERSON = "insight.person"  # where the server puts who asks, in what ASGI calls the scope


@dataclass(frozen=True)
class Person:
    """Who asks, as their organisation knows them.

    Attributes
    ----------
    id
        What tells them from all others for good; empty of who has not signed in.
    name
        What to call them on a page.
    groups
        Names of the groups that the organisation has put them in.
    until
        When it is no longer certain; None of who has not signed in.
    """

    id: str = ""
    name: str = ""
    groups: frozenset[str] = frozenset()
    until: datetime | None = None

    @property
    def has_signed_in(self) -> bool:
        """Whether it is known who asks."""
        return bool(self.id)


ANYBODY = Person()


def person_of(scope: Mapping[str, Any]) -> Person:
    """Return who makes a request, as the server has found out; else anybody."""
    person = scope.get(PERSON, ANYBODY)
    return person if isinstance(person, Person) else ANYBODY
