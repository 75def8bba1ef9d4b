"""Figures by address: what the API is, and addresses and code of the question at hand."""

from __future__ import annotations

import re

import streamlit as st

from insight.api.cube import Cube
from insight.api.descriptions.code_examples import Example
from insight.api.settings import MOST_SEGMENTS, Settings, settings_from
from insight.disclosure.hidden_groups import MOST_CONDITIONS
from insight.language import numbers
from insight.survey.codebook import Variable
from insight.views.view import View
from insight.web import choices
from insight.web.html.templates import draw

HERE = "http://localhost:8501"  # where make app starts it
STATISTICS_NORWAY = {
    "nb": "https://www.ssb.no/api/pxwebapiv2",
    "en": "https://www.ssb.no/en/api/pxwebapiv2",
}


def is_there(view: View) -> bool:
    """Whether the survey's figures are had by address: never those of one that a reader brings."""
    return bool(view.survey.codebook.items) and not choices.is_own(view.survey)


def draw_guide(view: View, item: str) -> None:
    """Draw what the API is, and addresses and code of a question.

    Parameters
    ----------
    view
        What the reader looks at; the figures are of its survey, wave and language.
    item
        Id of the question that is shown. Empty where the page shows all: then it is the one last
        looked at, and all is folded.
    """
    settings = settings_from()
    links = [
        (view.say("by_address.tables"), f"api/v2/tables?lang={view.language}"),
        (view.say("by_address.openapi"), "api/v2/openapi.json"),
        (view.say("by_address.pxwebapi"), STATISTICS_NORWAY[view.language]),
    ]
    told = {"sentences": _told(view, settings), "links": links}
    cube = Cube(view.survey, _item_at_hand(view, item))
    base = Settings(address=settings.address or _seen_at()).base
    example = Example(cube, view.language, base, view.wave)
    about = [*_about(view, example), *([] if item else [_other(view)])]
    examples = {"about": " ".join(about), **_code(view, example)}
    st.html(draw("by_address", "guide", told, examples, bool(item), view.language))
    st.html(draw("by_address", "script"), unsafe_allow_javascript=True)


def _code(view: View, example: Example) -> dict[str, list[tuple[str, str]]]:
    """The addresses, and what reads them, by name."""
    addresses = [
        (view.say("by_address.csv"), example.url("csv")),
        (view.say("by_address.json_stat"), example.url("json-stat2")),
    ]
    codes = [
        ("Python", example.python),
        ("R", example.r),
        ("JavaScript", example.javascript),
        ("Power Query (Power BI, Excel)", example.power_query),
    ]
    return {"addresses": addresses, "codes": codes}


def _told(view: View, settings: Settings) -> list[str]:
    """What must be known of the API, and of this survey's figures in it."""
    book = view.survey.codebook
    limits = view.say(
        "by_address.limits",
        calls=numbers.whole(settings.most_calls, view.language),
        seconds=settings.seconds,
        cells=numbers.whole(settings.most_cells, view.language),
        segments=MOST_SEGMENTS,
        conditions=MOST_CONDITIONS,
    )
    licence = (
        view.say("codebook.licence", licence=book.licence)
        if book.licence
        else view.say("by_address.no_licence")
    )
    simulated = [view.say("by_address.simulated")] if book.simulated else []
    return [view.say("by_address.what"), view.say("by_address.hidden"), *simulated, limits, licence]


def _item_at_hand(view: View, item: str) -> Variable:
    """The question that is shown, else the one last looked at, else the first."""
    items = {each.id: each for each in view.survey.codebook.items}
    last = str(st.session_state.get(f"item:{view.survey.id}", ""))
    return items.get(item) or items.get(last) or next(iter(items.values()))


def _about(view: View, example: Example) -> list[str]:
    """Say in words what the examples ask for."""
    wave = view.survey.codebook.wave
    said = [view.say("by_address.about_item", item=example.cube.label)]
    if segment := example.segment:
        said.append(view.say("by_address.by_segment", segment=segment.label))
    if wave and view.wave:
        said.append(view.say("by_address.in_wave", wave=wave.category(view.wave).label))
    elif wave:
        said.append(view.say("by_address.all_waves"))
    return said


def _other(view: View) -> str:
    return view.say("by_address.other", permalink=view.say("codebook.permalink"))


def _seen_at() -> str:
    """The address at which the reader sees the app, as the browser has told its own session."""
    page = _url().partition("?")[0]
    seen = page.rpartition("/")[0]
    return seen if re.fullmatch(r"https?://[\w.:/\[\]~%-]+", seen, re.ASCII) else HERE


def _url() -> str:
    return st.context.url or ""
