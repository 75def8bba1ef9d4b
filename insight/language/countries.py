"""Countries by code (ISO 3166-1 alpha-2) and by name, in the languages of the neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale

NAMED_IN = ("nb", "nn", "en", "sv", "da", "de", "fr")


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of all countries.

    Examples
    --------
    >>> {"NO", "NA", "DK"} <= country_codes(), "JA" in country_codes(), "EU" in country_codes()
    (True, False, False)
    """
    own = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN", "XA", "XB", "ZZ", "QO"}
    codes = Locale("en").territories
    return frozenset(str(code) for code in codes if re.fullmatch("[A-Z]{2}", str(code))) - own


@cache
def _names() -> frozenset[str]:
    return frozenset(
        name.casefold()
        for language in NAMED_IN
        for code, name in Locale(language).territories.items()
        if code in country_codes()
    )


def are_country_codes(texts: Iterable[str], fewest: int = 2) -> bool:
    """Whether texts are codes of countries, all of them and at least so many.

    Examples
    --------
    >>> are_country_codes(["SE", "NO"]), are_country_codes(["SE", "Ja"]), are_country_codes(["NO"])
    (True, False, False)
    """
    codes = {*texts}
    return len(codes) >= fewest and codes <= country_codes()


def are_country_names(texts: Iterable[str]) -> bool:
    """Whether most of the texts are names of countries.

    Examples
    --------
    >>> are_country_names(["Norge", "Sverige", "Andre land"]), are_country_names(["Lav", "Høy"])
    (True, False)
    """
    names = [text.strip().casefold() for text in texts]
    return 2 * sum(name in _names() for name in names) > len(names)
