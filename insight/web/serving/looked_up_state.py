"""A session's state looked up key by key where Streamlit asks for one, and not all of it copied.

Every list on a page asks whether its own key has a value. Streamlit copies the whole state for
each, some eighty keys with all their checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

INTERNAL = "$$STREAMLIT_INTERNAL_KEY"
_copied: Callable[[SafeSessionState], dict[str, Any]] = vars(SafeSessionState)[
    "filtered_state"
].fget


class LookedUp(Mapping[str, Any]):
    """What a session's state holds under the names of widgets and of our own.

    Parameters
    ----------
    state
        The state.
    """

    def __init__(self, state: SafeSessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        """The value under a name."""
        if key.startswith(INTERNAL):
            raise KeyError(key)
        with self._state._lock:
            return self._state._state[key]

    def __iter__(self) -> Iterator[str]:
        """All names, which are looked through one by one only here."""
        return iter(_copied(self._state))

    def __len__(self) -> int:
        """How many names there are."""
        return len(_copied(self._state))


def install() -> None:
    """Let state be looked up from now on."""
    SafeSessionState.filtered_state = property(LookedUp)  # type: ignore[assignment,method-assign]
