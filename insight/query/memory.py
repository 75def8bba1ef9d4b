"""Answers remembered for every visitor, in bounds, and forgotten with the survey that they are of.

What a visitor has brought lives in memory no longer than the visitor's session does.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from insight.survey.folders import Survey

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Memory:
    """The latest answers of one function, by what was asked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def answer(self, asked: tuple[object, ...], make: Callable[[], object]) -> object:
        """Return the answer, made where it is not there; two may make it at the same time."""
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
                return self._answers[asked]
        made = make()
        with self._lock:
            self._answers[asked] = made
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return made

    def forget(self, root: Path) -> None:
        """Forget the answers about surveys under a folder."""
        with self._lock:
            for asked in [one for one in self._answers if _is_about(one, root)]:
                del self._answers[asked]


_memories: list[Memory] = []


def remembered(most: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Remember the latest answers of a function that is asked about surveys.

    Parameters
    ----------
    most
        How many answers to keep.

    Examples
    --------
    >>> @remembered(most=10)
    ... def told(name: str) -> str:
    ...     print("worked out")
    ...     return name.upper()
    >>> told("a"), told("a")
    worked out
    ('A', 'A')
    """

    def remembering(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        memory = Memory(most)
        _memories.append(memory)

        @wraps(function)
        def answered(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            asked = (*args, *(one for pair in sorted(kwargs.items()) for one in pair))
            return cast("Answer", memory.answer(asked, lambda: function(*args, **kwargs)))

        return answered

    return remembering


def forget(root: Path) -> None:
    """Forget every answer about the surveys under a folder."""
    for memory in _memories:
        memory.forget(root)


def _is_about(asked: Hashable, root: Path) -> bool:
    return isinstance(asked, tuple) and any(
        isinstance(one, Survey) and one.folder.is_relative_to(root) for one in asked
    )
