"""Addresses of pages, as links beside what programs are told."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from insight.language.catalogue import Language


def page_address(
    address: str, page: str, language: Language, survey: str, **chosen: str | Sequence[str]
) -> str:
    """Return the address of a page.

    Parameters
    ----------
    address
        Where the app is seen from outside; empty, the address of the page begins with a slash.
    page, language, survey
        The page, its language, and the survey that it is about.
    **chosen
        What else stands in the link; what is empty does not.

    Examples
    --------
    >>> page_address("", "answers", "en", "citizens", by="year", where=["gender=1"], base="")
    '/answers?lang=en&survey=citizens&by=year&where=gender%3D1'
    """
    kept = {name: value for name, value in chosen.items() if value}
    query = urlencode({"lang": language, "survey": survey, **kept}, doseq=True)
    return f"{address}/{page}?{query}"
