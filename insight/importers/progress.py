"""Progress of a long piece of work, told to whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[float], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def report(part: float) -> None:
    """Say that `part` of the work is done, from 0 to 1; without a listener nothing happens."""
    if listener := _listener.get():
        listener(min(max(part, 0.0), 1.0))


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let `listener` be told within the block.

    Examples
    --------
    >>> heard = []
    >>> with listening(heard.append):
    ...     report(0.5)
    >>> report(1), heard
    (None, [0.5])
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
