"""Tallies: what is counted and timed, by labels whose values are known beforehand.

A value that was not foreseen is counted as ``other``. So no label can carry what somebody asked or
who they are, and there are never more series than were thought of.
"""

from __future__ import annotations

import itertools
import threading
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

OTHER = "other"
MOST_AT_ZERO = 50  # series that are told before anything has happened, so that a first time shows

Labels = Mapping[str, Collection[str]]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """What all tallies have.

    Attributes
    ----------
    name
        In what is told, without the ending of its kind.
    says
        What it counts, in one English sentence.
    labels
        The labels with the values that each may have.
    """

    name: str
    says: str
    labels: Labels = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def key(self, labels: Mapping[str, str]) -> Key:
        """Return the values of all labels, where one that is unknown is ``other``.

        Examples
        --------
        >>> Tally("made", "Made.", {"kind": ("pdf", "png")}).key({"kind": "Kari"})
        ('other',)
        """
        return tuple(
            value if (value := labels.get(name, OTHER)) in known else OTHER
            for name, known in self.labels.items()
        )

    def foreseen(self) -> list[Key]:
        """Return the series that are told from the start; none where there could be many."""
        size = 1
        for known in self.labels.values():
            size *= len(known)
        return list(itertools.product(*self.labels.values())) if size <= MOST_AT_ZERO else []


@dataclass(frozen=True)
class Counter(Tally):
    """What only grows."""

    _values: dict[Key, float] = field(default_factory=dict, init=False, repr=False)

    def add(self, amount: float = 1, **labels: str) -> None:
        """Count something, once or by an amount."""
        key = self.key(labels)
        with self._lock:
            self._values[key] = self._values.get(key, 0) + amount

    def values(self) -> dict[Key, float]:
        """Return the sums so far."""
        with self._lock:
            return dict.fromkeys(self.foreseen(), 0.0) | self._values


@dataclass(frozen=True)
class Level(Tally):
    """What goes up and down."""

    _values: dict[Key, float] = field(default_factory=dict, init=False, repr=False)

    def set(self, value: float, **labels: str) -> None:
        """Say what it is now."""
        self._values[self.key(labels)] = value

    def add(self, amount: float, **labels: str) -> None:
        """Say by how much it has changed."""
        key = self.key(labels)
        with self._lock:
            self._values[key] = self._values.get(key, 0) + amount

    def values(self) -> dict[Key, float]:
        """Return what it is."""
        with self._lock:
            return dict.fromkeys(self.foreseen(), 0.0) | self._values


@dataclass(frozen=True)
class Reading(Tally):
    """What is read from others, only when somebody wants to know it."""

    kind: Literal["gauge", "counter"] = "gauge"
    _readers: dict[Key, Callable[[], float]] = field(default_factory=dict, init=False, repr=False)

    def watch(self, read: Callable[[], float], **labels: str) -> None:
        """Read it so from now on."""
        self._readers[self.key(labels)] = read

    def values(self) -> dict[Key, float]:
        """Return what is read now."""
        return {key: float(read()) for key, read in [*self._readers.items()]}


@dataclass(frozen=True)
class Durations(Tally):
    """How often something took how long.

    Attributes
    ----------
    bounds
        Seconds up to which times are counted together, from low to high.
    """

    bounds: tuple[float, ...] = ()
    _counts: dict[Key, list[int]] = field(default_factory=dict, init=False, repr=False)
    _sums: dict[Key, float] = field(default_factory=dict, init=False, repr=False)

    def observe(self, seconds: float, **labels: str) -> None:
        """Count a time."""
        key, place = self.key(labels), bisect_left(self.bounds, seconds)
        with self._lock:
            counts = self._counts.setdefault(key, [0] * (len(self.bounds) + 1))
            counts[place] += 1
            self._sums[key] = self._sums.get(key, 0) + seconds

    def values(self) -> dict[Key, tuple[list[int], float]]:
        """Return how many times lay between the bounds, the last above all of them; their sum."""
        with self._lock:
            none = {key: ([0] * (len(self.bounds) + 1), 0.0) for key in self.foreseen()}
            known = {key: (list(counts), self._sums[key]) for key, counts in self._counts.items()}
            return none | known
