"""Head and foot of a printed page: whose it is and when, and where it is found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.views.view import View
from insight.web import choices
from insight.web.html.templates import draw
from insight.web.routes import surveys_on


def draw_head(language: Language) -> None:
    """Draw the name of the app and today's date."""
    today = numbers.day(datetime.now().astimezone().date(), language)
    st.html(draw("frame", "printed_head", say(language, "shell.printed", date=today), language))


def draw_foot(
    view: View | None, page: str, link: Mapping[str, Sequence[str]], language: Language
) -> None:
    """Draw where the page is from and its address; the page's script adds those of its links."""
    there = surveys_on(view, page) if view else ()
    names = ", ".join(survey.codebook.title[language] for survey in there)
    address = "" if any(choices.is_own(survey) for survey in there) else _address(link)
    st.html(draw("frame", "printed_foot", names, address, page == "sources", language))


def _address(link: Mapping[str, Sequence[str]]) -> str:
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{urlencode(link, doseq=True)}" if page else ""
