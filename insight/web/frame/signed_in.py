"""The person whose session it is."""

from __future__ import annotations

from insight.access.person import ANYBODY, Person


def current_person() -> Person:
    """Return who has signed in, or anybody."""
    return ANYBODY
