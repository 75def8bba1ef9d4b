"""Titles that readers word themselves: what files can hold of them, and what became of the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from insight.language.catalogue import Language, is_plain, say

LONGEST_TITLE = 500  # letters


@dataclass(frozen=True)
class OwnTitle:
    """A title as files get it, and in a sentence each what is not as it was typed."""

    words: str
    told: tuple[str, ...] = ()


def own_title(typed: str, language: Language) -> OwnTitle:
    r"""Return what was typed as a title of one line, without letters that files cannot hold.

    Control characters and letters that no standard knows are taken out, for an SVG or a workbook
    with one of them does not open. Any space but one that holds words together is a plain one.

    Parameters
    ----------
    typed
        Whatever the field of the title has sent.
    language
        Language of what is told.

    Examples
    --------
    >>> own_title("Trust\x1b  rises", "en").words
    'Trust rises'
    """
    told = []
    spaced = re.sub(r"[^\S\N{NO-BREAK SPACE}]+", " ", typed)
    words = "".join(filter(is_plain, spaced))
    if words != spaced:
        told.append(say(language, "picture.title_without"))
    words = re.sub(" {2,}", " ", words).strip()
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rstrip()
        told.append(say(language, "picture.title_cut", most=LONGEST_TITLE))
    return OwnTitle(words, tuple(told))
