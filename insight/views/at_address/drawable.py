"""A view that can be drawn apart from its page, whatever it is of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from insight.language.catalogue import Language
from insight.reporting.pictures.picture import Picture


@dataclass(frozen=True)
class Drawing:
    """What is drawn.

    Attributes
    ----------
    picture
        The drawing, with the words around it.
    table
        The same as a table of words; without columns where there is none.
    below
        What stands below it, each part by itself.
    """

    picture: Picture
    table: pd.DataFrame
    below: Sequence[Drawing] = ()


class Drawable(Protocol):
    """A view as its address leads to it.

    Attributes
    ----------
    page, query
        Its page, and the link to it as the page writes it, after the question mark.
    language
        Of its words.
    title, about
        What it is of, without a figure of answers, and sentences that say more.
    height
        How many pixels of height a frame of a page with it needs, about.
    kept_with
        With what its drawings are remembered, and forgotten.
    versions
        Marks of all that it is made of, which change when that does.
    """

    @property
    def page(self) -> str: ...  # noqa: D102 - said above

    @property
    def query(self) -> str: ...  # noqa: D102

    @property
    def language(self) -> Language: ...  # noqa: D102

    @property
    def title(self) -> str: ...  # noqa: D102

    @property
    def about(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def height(self) -> int: ...  # noqa: D102

    @property
    def kept_with(self) -> Hashable: ...  # noqa: D102

    @property
    def versions(self) -> tuple[str, ...]: ...  # noqa: D102

    def drawn(self, day: date) -> Drawing:
        """Return what the page draws, made on a day.

        Raises
        ------
        RequestError
            If there is nothing that can be shown.
        """
