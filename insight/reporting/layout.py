"""The layout of groups: where each stands and what its test found, in chart and table alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from insight.analysis.estimates import Table
from insight.analysis.significance import Group


@dataclass(frozen=True)
class Verdict:
    """What a test found of a group, in words, and whether that is a difference."""

    words: str
    apart: bool

    @property
    def mark(self) -> str:
        """An arrow where the group differs, to stand beside its figure; empty elsewhere.

        Examples
        --------
        >>> Verdict("↑ higher", apart=True).mark, Verdict("not different", apart=False).mark
        ('↑', '')
        """
        return self.words[:1] if self.apart else ""


UNTESTED = Verdict("", apart=False)
Line = tuple[str, str]


@dataclass(frozen=True)
class Layout:
    """Which rows a chart has in which order, and what stands beside them.

    Attributes
    ----------
    everyone
        Whether all groups together are the first row.
    order
        The groups; None for all of them in the order of the codebook.
    heading
        What stands above the words of the tests; empty where nothing was tested.
    verdicts
        What the tests found, by group.
    told
        What the box of a group says of its tests, by group: lines of a name and words.
    """

    everyone: bool = True
    order: Sequence[Group] | None = None
    heading: str = ""
    verdicts: Mapping[Group, Verdict] = field(default_factory=dict)
    told: Mapping[Group, Sequence[Line]] = field(default_factory=dict)

    def rows(self, grouped: Table, whole: Table) -> Iterator[tuple[Table, Group]]:
        """The group of each row, with the table that its figures are in."""
        if self.everyone or not grouped.request.by:
            yield whole, ()
        if grouped.request.by:
            order = grouped.request.groups if self.order is None else self.order
            yield from ((grouped, group) for group in order)

    def verdict(self, group: Group) -> Verdict:
        """What the test of a group found; no words where it was not tested."""
        return self.verdicts.get(group, UNTESTED)

    def lines(self, group: Group) -> Sequence[Line]:
        """What the box of a group says of its tests."""
        return self.told.get(group, ())


AS_IT_IS = Layout()
