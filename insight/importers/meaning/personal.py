"""Personal columns: names, addresses, numbers and places that tell who a respondent is.

A header alone does not make a column personal where its cells say otherwise: "Telefon" may be an
option that is marked, or a way of contact that is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import get_args

from insight.importers.meaning.header_topics import topics_of
from insight.importers.meaning.personal_content import Personal, personal_numbers, personal_texts
from insight.importers.meaning.word_lists import READ, any_of, word_list

Value = int | float | str
REPEATED = 0.5  # share of different ones among what each respondent has alone; options come again
_OWN = ("name", "address", "account")
_KINDS: tuple[Personal, ...] = get_args(Personal)
_PLAUSIBLE: Mapping[str, re.Pattern[str]] = {
    "name": re.compile(r"[^\W\d_]+[^\W\d_ .'’-][\w .,'’-]*"),
    "email": re.compile(r".*@.*"),
    "phone": re.compile(r"(?:\D*\d){5,15}\D*"),
    "ip": re.compile(r"(?=.*[.:])[\dA-Fa-f.:]{6,}"),
    "coordinates": re.compile(r"[^\d]*\d{1,3}[.,°]\d+.*"),
    "birth_date": re.compile(r"(?:.*\d){5,8}\D*|\d{1,2}\.? \w+ \d{2,4}"),
    "national_id": re.compile(r"(?=(?:.*\d){4}).{5,40}"),
}


def personal_kind(name: str, label: str, counts: Mapping[Value, int]) -> Personal | None:
    """Return what a column tells of who a respondent is, by its header and its cells, else None.

    Parameters
    ----------
    name, label
        Of the column.
    counts
        Value to number of respondents.

    Examples
    --------
    >>> personal_kind("E-post", "", {"ola@example.org": 1})
    'email'
    >>> personal_kind("E-post", "", {"Ja": 20, "Nei": 10}) is None
    True
    >>> personal_kind("LocationLatitude", "", {59.9139: 1, 60.3929: 1})
    'coordinates'
    """
    if not counts:
        return None
    kind = _kind_of_header(name, label)
    if kind and _fits(kind, counts):
        return kind
    texts = {value: count for value, count in counts.items() if isinstance(value, str)}
    if texts:
        return personal_texts(texts)
    return personal_numbers({value: n for value, n in counts.items() if not isinstance(value, str)})


def is_birth_date_header(name: str, label: str) -> bool:
    """Whether a header asks when somebody was born.

    Examples
    --------
    >>> is_birth_date_header("Fødselsdato", ""), is_birth_date_header("q2", "When were you born?")
    (True, True)
    """
    return _kind_of_header(name, label) == "birth_date"


def _kind_of_header(name: str, label: str) -> Personal | None:
    for text in (label, name):
        plain = text[:READ].strip()
        if kind := next((kind for kind, _, names in _headers() if names.fullmatch(plain)), None):
            return kind
        for topic in topics_of(text):
            for kind, topics, _ in _headers():
                if topics.fullmatch(topic):
                    return kind
    return None


def _fits(kind: Personal, counts: Mapping[Value, int]) -> bool:
    """Whether the cells can be what the header says."""
    texts = [str(value).strip() for value in counts]
    pattern = _PLAUSIBLE.get(kind)
    if pattern and 2 * sum(bool(pattern.fullmatch(text)) for text in texts) < len(texts):
        return False
    if kind in _OWN:
        return len(texts) > REPEATED * sum(counts.values())
    return True


@cache
def _headers() -> tuple[tuple[Personal, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (kind, any_of([*words["topics"], *words["questions"]]), any_of(words["names"]))
        for kind in _KINDS
        if (words := word_list("personal").get(kind))
    )
