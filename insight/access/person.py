"""A person who asks: somebody who has signed in, or nobody in particular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    sign_in
        Which time they signed in, as a key that says nothing of them; empty behind a proxy.
    knows_groups
        Whether the organisation has told the groups. Of who is in too many it says only that, and
        then no group may be taken for granted, nor that there is none.
    """

    # It may be a number that must never reach a log.
    id: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    groups: frozenset[str] = frozenset()
    until: datetime | None = None
    sign_in: str = ""
    knows_groups: bool = True

    @property
    def has_signed_in(self) -> bool:
        """Whether it is known who asks."""
        return bool(self.id)


ANYBODY = Person()


def person_of(scope: Mapping[str, Any]) -> Person:
    """Return who makes a request, as the server has found out; else anybody."""
    person = scope.get(PERSON, ANYBODY)
    return person if isinstance(person, Person) else ANYBODY
