"""Which groups stand where, and what their tests found, the same in a chart and in its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    """

    everyone: bool = True
    order: Sequence[Group] | None = None
    heading: str = ""
    verdicts: Mapping[Group, Verdict] = field(default_factory=dict)


AS_IT_IS = Layout()
