"""Names in a row, of which a long one is cut, and names of groups within a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.survey.codebook import Variable

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


def name_within(variable: Variable, code: str, language: Language) -> str:
    """Return the label of a category as it stands within a sentence.

    Its capital goes unless it is a name or an abbreviation, which the other labels may tell.
    """
    beside = [each.label[language] for each in variable.categories if not each.missing]
    return within_sentence(variable.category(code).label[language], beside=beside)
