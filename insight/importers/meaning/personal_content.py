"""Personal content: cells that tell who a respondent is, whatever the column is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from insight.importers.meaning.national_ids import ANYWHERE, is_national_id, is_norwegian_id

Personal = Literal[
    "name",
    "email",
    "phone",
    "address",
    "ip",
    "coordinates",
    "birth_date",
    "national_id",
    "account",
    "in_text",
]

MOSTLY = 0.8  # share of the filled cells that make a column one of such cells
FEWEST = 3
READ_CELL = 2_000  # letters of a cell that are looked at
FEWEST_NAMES, LISTED = 10, 0.25  # respondents, and share of them with a first name of the list
FEWEST_TELEPHONES = 10
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)")
# Times of day have colons, too, but not seven, nor two together.
_IPV6 = re.compile(r"(?=.*::|(?:\w+:){7})[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:\+|00)\d[\d ()./-]{6,18}\d"
    r"|(?:[2-9]\d[ .]\d{2}[ .]\d{2}[ .]\d{2}|[49]\d{2}[ .]\d{2}[ .]\d{3})"
    r"|0\d{1,3}[ -]\d{2,3}[ -]?\d{2,3}[ -]?\d{2,3}|\(\d{3}\) ?\d{3}[ -]\d{4}|\d{3}-\d{3}-\d{4}"
)
_MOBILE = re.compile(r"[49]\d{7}")
_POINT = re.compile(
    r"\(?\s*[+-]?\d{1,2}\.\d{3,}\s*[,; ]\s*[+-]?\d{1,3}\.\d{3,}"
    r"(?:[,; ]\s*-?\d+(?:\.\d+)?){0,2}\s*\)?"
)
_PERSON = re.compile(r"[^\W\d_][\w'’-]*\.?(?: [^\W\d_][\w'’-]*\.?){1,3}")
_PHONE_IN_TEXT = re.compile(rf"(?<![\w.,-])(?:{_PHONE.pattern}|[49]\d{{7}})(?![\w,-])")

_SHAPES: Final[tuple[tuple[Personal, Callable[[str], bool]], ...]] = (
    ("email", lambda text: bool(_EMAIL.fullmatch(text))),
    ("national_id", is_national_id),
    ("ip", lambda text: bool(_IPV4.fullmatch(text) or _IPV6.fullmatch(text))),
    ("coordinates", lambda text: bool(_POINT.fullmatch(text))),
    ("phone", lambda text: bool(_PHONE.fullmatch(text))),
)


def personal_texts(counts: Mapping[str, int]) -> Personal | None:
    """Return what texts tell of the persons who gave them, else None.

    Parameters
    ----------
    counts
        Text to number of respondents.

    Returns
    -------
        ``"in_text"`` where single cells do so among other words.

    Examples
    --------
    >>> personal_texts({"ola@example.org": 1, "kari@example.org": 1, "": 1})
    'email'
    >>> personal_texts({"Ring meg på 900 00 000": 1, "Nei": 7}), personal_texts({"Ja": 9, "Nei": 1})
    ('in_text', None)
    """
    texts = {text.strip()[:READ_CELL]: count for text, count in counts.items() if text.strip()}
    filled = sum(texts.values())
    if not filled:
        return None
    for kind, is_one in _SHAPES:
        fitting = sum(count for text, count in texts.items() if is_one(text))
        if fitting >= MOSTLY * filled and (fitting >= FEWEST or kind in ("email", "national_id")):
            return kind
    if _are_mobiles([text.replace(" ", "") for text in texts]):
        return "phone"
    if _are_persons(texts, filled):
        return "name"
    return "in_text" if any(_tells_in_text(text) for text in texts) else None


def personal_numbers(counts: Mapping[int | float, int]) -> Personal | None:
    """Return what whole numbers tell of the persons who gave them, else None.

    Examples
    --------
    >>> personal_numbers({1010000110: 1, 41010000023: 1, 1010000382: 1})
    'national_id'
    >>> personal_numbers({20210101: 9}) is None
    True
    """
    texts = [str(number) for number in counts if float(number).is_integer()]
    if len(texts) < len(counts) or not texts:
        return None
    longest = [text.zfill(11) for text in texts if 9 < len(text) < 12]
    if len(longest) >= FEWEST and len(longest) == len(texts):
        fitting = sum(is_norwegian_id(text) for text in longest)
        return "national_id" if fitting >= MOSTLY * len(longest) else None
    return "phone" if _are_mobiles(texts) else None


def _are_mobiles(texts: list[str]) -> bool:
    """Whether digits are Norwegian mobile numbers, which begin with 4 or 9, both of them."""
    if len(texts) < FEWEST_TELEPHONES:
        return False
    mobiles = [text for text in texts if _MOBILE.fullmatch(text)]
    begins = {text[0] for text in mobiles}
    return len(mobiles) >= MOSTLY * len(texts) and begins == {"4", "9"}


def _are_persons(texts: Mapping[str, int], filled: int) -> bool:
    """Whether texts are names of persons: several capitalised words, many a known first name."""
    if filled < FEWEST_NAMES or len(texts) < MOSTLY * filled:
        return False
    persons = [text for text in texts if _PERSON.fullmatch(text) and text == _capitalised(text)]
    listed = sum(text.split()[0].casefold() in _first_names() for text in persons)
    return len(persons) >= MOSTLY * len(texts) and listed >= LISTED * len(texts)


def _capitalised(text: str) -> str:
    """The text with capitals where names have them; small words such as "van" may stay small."""
    first, *middle, last = text.split()
    return " ".join([first[:1].upper() + first[1:], *middle, last[:1].upper() + last[1:]])


def _tells_in_text(text: str) -> bool:
    return bool(
        ("@" in text and _EMAIL.search(text))
        or _PHONE_IN_TEXT.search(text)
        or any(is_national_id(match[0]) for match in ANYWHERE.finditer(text))
    )


@cache
def _first_names() -> frozenset[str]:
    path = Path(__file__).parent / "first_names.txt"
    return frozenset(path.read_text(encoding="utf-8").split())
