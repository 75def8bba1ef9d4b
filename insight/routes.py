"""The pages, which survey each is about, and links to them that say everything.

What shapes a page stands in its address as ids and codes, so a link is the view.
"""

from __future__ import annotations

from urllib.parse import urlencode

from insight.answers import View

PAGES = ("overview", "trust", "breakdown", "maturity", "needs", "figures", "strategy", "codebook")
FIXED = {"maturity": "organisations"}
WITHOUT_SURVEY = ("figures", "strategy")
WITHOUT_GROUP = ("codebook",)


def link(view: View, page: str, **local: str) -> dict[str, list[str]]:
    """Return the parameters of a page's address: the reader's view, and what the page adds.

    Parameters
    ----------
    view
        What the reader is looking at.
    page
        One of the pages.
    **local
        The page's own parameters. `survey` or `wave` among them replaces that of the view; with
        another survey the filter stays behind, for its codes are those of the survey.
    """
    kept = dict(view.link)
    survey = FIXED.get(page) or local.get("survey") or view.reader_survey
    if survey != view.survey.id:
        kept = {name: kept[name] for name in ("lang", "base") if name in kept}
    own = {name: [value] for name, value in local.items() if value and name != "survey"}
    return {**kept, "survey": [survey], **own}


def href(view: View, page: str, **local: str) -> str:
    """Return the address of a page, relative to any other page.

    Examples
    --------
    An address is written as codes: ``needs?lang=nb&survey=citizens&need=c_trust_and_safety``.
    """
    path = "./" if page == PAGES[0] else page
    return f"{path}?{urlencode(link(view, page, **local), doseq=True)}"
