"""Small print that folds on a phone: what fits two lines, and the rest behind it."""

from __future__ import annotations

import re
import textwrap

from insight.reporting.breakdown.heading.title_room import LINES, fits

LINE = 46  # letters of small print in a line at 390 pixels, beside the mark that unfolds it
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[^a-zæøå ])")


def fold(words: str) -> tuple[str, str]:
    """Return as many whole sentences as two lines hold, and those that are left.

    Of a sentence that is longer than that the beginning is shown, and it goes on after.

    Examples
    --------
    >>> more = "Select a line to see its quote, source and themes."
    >>> fold(f"From a draft of autumn 2021, and from the scenario analysis. {more}")[1] == more
    True
    >>> fold("All is here.")
    ('All is here.', '')
    """
    if fits(words, LINE):
        return words, ""
    shown, *rest = _SENTENCES.split(words)
    if not fits(shown, LINE):
        lines = textwrap.wrap(words, LINE, break_long_words=False, break_on_hyphens=False)
        return f"{' '.join(lines[:LINES])} …", " ".join(lines[LINES:])
    while rest and fits(f"{shown} {rest[0]}", LINE):
        shown = f"{shown} {rest.pop(0)}"
    return shown, " ".join(rest)
