"""Titles that readers word themselves: what files can hold of them, and what became of the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from insight.language.catalogue import Language, is_plain, say
from insight.language.printable_words import printable_line

LONGEST_TITLE = 500  # letters
NO_BREAKS = "[\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}]"


@dataclass(frozen=True)
class OwnTitle:
    """A title as files get it, and in a sentence each what is not as it was typed."""

    words: str
    told: tuple[str, ...] = ()


def own_title(typed: str, language: Language) -> OwnTitle:
    r"""Return what was typed as a title of one line, without letters that files cannot hold.

    Beside what no file holds, letters without a shape of their own are taken out, which a picture
    would have to write as escapes.

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
    if not all(is_plain(letter) or letter.isspace() for letter in typed):
        told.append(say(language, "picture.title_without"))
    held = re.sub(NO_BREAKS, "\N{NO-BREAK SPACE}", printable_line(typed))
    words = printable_line("".join(filter(is_plain, held)))
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rstrip()
        told.append(say(language, "picture.title_cut", most=LONGEST_TITLE))
    return OwnTitle(words, tuple(told))
