"""The Norwegian alphabet, by which names are put in order in both languages."""

from __future__ import annotations

LAST = str.maketrans("éæøå", "e{|}")


def sort_key(name: str) -> str:
    """Return what a name is sorted by: case aside, æ, ø and å last.

    Examples
    --------
    >>> sorted(["Ås", "Ærlig", "Ørland", "Zeta", "Én"], key=sort_key)
    ['Én', 'Zeta', 'Ærlig', 'Ørland', 'Ås']
    """
    return name.casefold().translate(LAST)
