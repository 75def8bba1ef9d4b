"""Somebody whose session a page is, as the sign-in finds them out."""

import pytest

from insight.access.person import Person
from insight.web.frame import signed_in


def sits_here(monkeypatch: pytest.MonkeyPatch, person: Person) -> None:
    """Let a person be the one who has signed in, in every session from now on."""
    monkeypatch.setattr(signed_in, "current_person", lambda: person)
