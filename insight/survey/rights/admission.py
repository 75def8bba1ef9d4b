"""Admission to a survey: whom a table of TOML lets in, and what they may there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from insight.language.errors import near_miss
from insight.survey.toml_reader import TomlReader

Right = Literal["figures", "responses", "sensitive", "reports", "own_files"]
RIGHTS: tuple[Right, ...] = get_args(Right)
# In a codebook all but this one, which is about no survey.
OWN_FILES: Right = "own_files"
IN_A_SURVEY = tuple(right for right in RIGHTS if right != OWN_FILES)
WHOM = ("everybody", "groups", "users")


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in, and what they may.

    Attributes
    ----------
    rights
        What they may; without `figures` nothing of a survey.
    groups, users
        The groups that they are in, or who they are.
    everybody
        Whether it is everybody, also who has not signed in.
    """

    rights: frozenset[Right]
    groups: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    everybody: bool = False

    def lets_in(self, user: str, groups: frozenset[str]) -> bool:
        """Whether somebody is let in; `user` is empty of who has not signed in."""
        named = bool(user) and (user in self.users or not self.groups.isdisjoint(groups))
        return self.everybody or named


def read_admission(
    reader: TomlReader, rights: Sequence[Right] = IN_A_SURVEY, more: Sequence[str] = ()
) -> Admission:
    """Read a table, every name of which must be known: a slip of the pen opens nothing.

    Parameters
    ----------
    reader
        The table.
    rights
        Those that it may give.
    more
        Names that it may have besides.
    """
    known = (*WHOM, "rights", *more)
    for name in reader.names:
        if name not in known:
            reader.fault("fault.unknown_key", name, value=name, hint=near_miss(name, known))
    given: set[Right] = set()
    for written in reader.strings("rights"):
        found = next((right for right in rights if right == written), None)
        if found is None:
            hint = near_miss(written, rights)
            reader.fault("fault.unknown_choice", "rights", value=written, hint=hint)
        else:
            given.add(found)
    groups, users = reader.strings("groups"), reader.strings("users")
    everybody = reader.boolean("everybody", default=False)
    if reader.value("rights") is None:
        reader.fault("fault.absent", "rights", value="rights")
    if not (groups or users or everybody):
        reader.fault("fault.admits_nobody", "")
    if everybody and (groups or users):
        reader.fault("fault.admits_all_and_some", "everybody")
    return Admission(frozenset(given), frozenset(groups), frozenset(users), everybody)
