"""Figures of a small survey from where those of a large one are read."""

import pytest

from insight.query.cubes import sources

# Respondents for each cell that a cube needs to be made.
WORTH = {"cube": 0.1, "memory": 1e9}


def read_from(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Let surveys be read from a cube, from a table in memory, or from the file."""
    fewest = 1 if place in WORTH else 10**9
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", fewest)
    monkeypatch.setattr(sources, "WORTH_SUMMING", WORTH.get(place, sources.WORTH_SUMMING))
