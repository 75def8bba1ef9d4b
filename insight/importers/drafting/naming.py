"""Names of columns that a codebook, a query, a link and a file can all carry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from insight.survey.codebook import RESERVED_COLUMNS
from insight.survey.parser import LONGEST_NAME

RESERVED = RESERVED_COLUMNS | {"how many are alike", "filename", "file_row_number"}
LONGEST = LONGEST_NAME - 20  # leaves room for a number behind a name that is taken
BLANK = "column"


def clean_name(name: str) -> str:
    """Return a name with letters, digits and a few marks only.

    Examples
    --------
    >>> clean_name("comp.imp"), clean_name(' <b>"Kjønn" '), clean_name("../../etc"), clean_name("")
    ('comp.imp', 'b_Kjønn', 'etc', 'column')
    """
    kept = re.sub(r"[^\w.@#$% -]+", "_", name, flags=re.UNICODE)
    kept = "".join(character for character in kept if character.isprintable())
    kept = re.sub(r"\s+", " ", kept).strip()
    if kept != name.strip():
        kept = re.sub(r"_+", "_", kept).strip("_ .-")
    return kept[:LONGEST].strip() or BLANK


class Names:
    """The names that are taken; names that differ in upper and lower case only are the same."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in [*RESERVED, *taken]}

    def take(self, name: str) -> str:
        """Return the clean name, or the first that is free after it, and keep it taken.

        Examples
        --------
        >>> names = Names()
        >>> [names.take(name) for name in ("Q1", "q1", "", "", "mean")]
        ['Q1', 'q1_2', 'column', 'column_2', 'mean_2']
        """
        free = self.free(name)
        self._taken.add(free.casefold())
        return free

    def free(self, name: str) -> str:
        """Return the name that `take` would give, and take none."""
        wanted = clean_name(name)
        free, number = wanted, 1
        while free.casefold() in self._taken:
            number += 1
            free = f"{wanted}_{number}"
        return free


def survey_id_of(file_name: str) -> str:
    """Return an id for the survey in a file, made of the file's name.

    Examples
    --------
    >>> survey_id_of("ESS9NO.sav"), survey_id_of("2021 Undersøkelse.csv"), survey_id_of("æ.sav")
    ('ess9no', 'survey_2021_undersokelse', 'ae')
    """
    stem = re.sub(r"(\.[A-Za-z0-9]{1,8})+$", "", file_name).lower()
    for letter, plain in (("æ", "ae"), ("ø", "o"), ("å", "aa"), ("ä", "a"), ("ö", "o")):
        stem = stem.replace(letter, plain)
    kept = re.sub(r"[^a-z0-9]+", "_", stem).strip("_")[:60].strip("_")
    if not kept:
        return "survey"
    return kept if kept[0].isalpha() else f"survey_{kept}"
