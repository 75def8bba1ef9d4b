"""First times, which take long: whoever waits for one is told so, by whom they talk to.

Those who make it, or wait until another has, say only that; nothing is said where nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

Teller = Callable[[], AbstractContextManager[object]]
_teller: ContextVar[Teller | None] = ContextVar("teller", default=None)


@contextmanager
def told_by(teller: Teller | None) -> Iterator[None]:
    """Let what is made meanwhile in this thread be told.

    Parameters
    ----------
    teller
        Is entered when something begins to be made, and left when it is there. Nobody is told where
        it is None.
    """
    token = _teller.set(teller)
    try:
        yield
    finally:
        _teller.reset(token)


@contextmanager
def first_time() -> Iterator[None]:
    """Make something, or wait for it; what is made within is not told once more."""
    teller = _teller.get()
    if teller is None:
        yield
        return
    with teller(), told_by(None):
        yield
