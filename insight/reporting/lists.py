"""Lists of groups in a sentence, cut where they grow long."""

from __future__ import annotations

from collections.abc import Sequence

from insight.language.catalogue import Language, say
from insight.language.numbers import list_names

MOST_NAMED = 3


def name_some(names: Sequence[str], language: Language) -> str:
    """Return the first few names, and how many more there are.

    Examples
    --------
    >>> name_some(["a", "b", "c", "d", "e"], "en")
    'a, b, c and 2 more'
    """
    if len(names) <= MOST_NAMED + 1:
        return list_names(names, language)
    more = say(language, "breakdown.more", count=len(names) - MOST_NAMED)
    return list_names([*names[:MOST_NAMED], more], language)
