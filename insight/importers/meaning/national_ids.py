"""National identity numbers of the Nordic countries, told from other digits by their check digits.

Norway's rule: the Norwegian Tax Administration, *Oppbygging av fødselsnummer*; D-numbers add 40 to
the day, synthetic test numbers 40, 65 or 80 to the month. Sweden's last digit is Luhn's. Denmark's
numbers of later years have no check digit, so they count in their written form only.
"""

from __future__ import annotations

import re
from datetime import date

_NORWEGIAN = re.compile(r"(\d{6})[ .-]?(\d{5})")
_SWEDISH = re.compile(r"(?:19|20)?(\d{6})[-+]?(\d{4})")
_DANISH = re.compile(r"(\d{6})-\d{4}")
_FINNISH = re.compile(r"(\d{6})[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]")
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
ANYWHERE = re.compile(r"(?<!\d)\d{6}[ .-]?\d{4,5}(?![\w-])")


def is_national_id(text: str) -> bool:
    """Whether a text is a national identity number of Norway, Sweden, Denmark or Finland.

    Examples
    --------
    >>> is_national_id("010100 00110"), is_national_id("41010000023"), is_national_id("12345678901")
    (True, True, False)
    >>> is_national_id("811228-9874"), is_national_id("070761-4285"), is_national_id("131052-308T")
    (True, True, True)
    """
    text = text.strip()
    return (
        is_norwegian_id(text)
        or _is_swedish(text)
        or any(
            _has_day(match[1])
            for pattern in (_DANISH, _FINNISH)
            if (match := pattern.fullmatch(text))
        )
    )


def is_norwegian_id(text: str) -> bool:
    """Whether a text is a Norwegian national identity number, D-number or synthetic number.

    Examples
    --------
    >>> is_norwegian_id("01010000110"), is_norwegian_id("01010000111")
    (True, False)
    """
    match = _NORWEGIAN.fullmatch(text)
    if not match:
        return False
    digits = [int(digit) for digit in match[1] + match[2]]
    return _divides(digits[:10], _FIRST) and _divides(digits, _SECOND) and _has_day(match[1])


def _divides(digits: list[int], weights: tuple[int, ...]) -> bool:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


def _is_swedish(text: str) -> bool:
    match = _SWEDISH.fullmatch(text)
    if not match or not ("-" in text or "+" in text or len(text) == 12):
        return False
    digits = [int(digit) for digit in match[1] + match[2]]
    doubled = [digit * (2 - place % 2) for place, digit in enumerate(digits)]
    luhn = sum(product // 10 + product % 10 for product in doubled) % 10 == 0
    return luhn and _has_day(match[1][4:] + match[1][2:4] + match[1][:2])


def _has_day(digits: str) -> bool:
    """Whether six digits are day, month and year, with what is added for other sorts of numbers."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    month = next((month - added for added in (80, 65, 40) if month > added), month)
    try:
        date(1900 + year if year else 2000, month, day - 40 if day > 40 else day)
    except ValueError:
        return False
    return True
