"""Wishes of a reader for a list: codes that were chosen, and words that are searched for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from insight.language.catalogue import Text
from insight.language.search import matches


@dataclass(frozen=True)
class Wanted:
    """A choice among things of one kind; without codes and words it leaves all of them.

    Attributes
    ----------
    codes
        The codes that were chosen, by what they are codes of, such as ``theme``.
    find
        Words that must all occur.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    find: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.codes or self.find.strip())

    def fits(
        self,
        has: Mapping[str, Collection[str]],
        texts: Iterable[str | Text | None] = (),
    ) -> bool:
        """Tell whether something is wanted.

        Parameters
        ----------
        has
            The codes that it has, by what they are codes of.
        texts
            What words are looked for in.

        Examples
        --------
        >>> Wanted({"theme": "privacy"}).fits({"theme": ["trust", "privacy"]})
        True
        >>> Wanted({"theme": "privacy"}, "law").fits({"theme": ["privacy"]}, ["A plan"])
        False
        """
        chosen = all(code in has[name] for name, code in self.codes.items())
        return chosen and matches(self.find, texts)
