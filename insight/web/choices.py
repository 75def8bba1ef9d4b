"""Choices of the reader: in widgets, in the session, and in the link alike.

What shapes a result always travels as ids and codes, so that a link reads the same in both
languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import streamlit as st

from insight.documents.glossary import glossary
from insight.language.catalogue import Language
from insight.language.distinct import distinct_names
from insight.language.errors import Fault, InsightError, RequestError, nearest, shorten
from insight.language.search import LONGEST
from insight.operation.counts import count_refusal
from insight.survey.codebook import Variable
from insight.survey.filters import EVERYONE
from insight.survey.folders import Survey
from insight.views.view import View
from insight.web.frame.view_link import from_link, stay
from insight.web.own_survey.visitor import Visitor

ANY = "any"  # what is chosen where nothing is
UNKNOWN = "fault.unknown_in_link"


def current() -> View:
    """Return the view that the shell has prepared for this run."""
    view: View = st.session_state["view"]
    return view


def reader() -> tuple[Language, View | None]:
    """Return the reader's language, and the view where there is a survey."""
    return st.session_state["language"], st.session_state["view"]


def is_own(survey: Survey) -> bool:
    """Whether the reader has brought a survey, so that no link leads to it."""
    visitor: Visitor | None = st.session_state.get("visitor")
    return visitor is not None and visitor.owns(survey)


def first_choice(
    key: str, parameter: str, options: Sequence[str], default: str, unknown: str = UNKNOWN
) -> None:
    """Give a widget its value: from the link, the session, or `default`.

    Parameters
    ----------
    key
        The widget's key in the session.
    parameter
        Its name in the link.
    options
        The values that it can have.
    default
        The value where there is none yet.
    unknown
        What is told of a link that asks for another value, as a sentence of the catalogue.
    """
    linked = from_link(parameter)
    if linked is not None:
        st.session_state[key] = linked[0] if linked and linked[0] in options else default
    if linked:
        check_choice(parameter, linked[0], options, unknown)
    if st.session_state.get(key) not in options:
        st.session_state[key] = default


def linked(parameter: str, known: Sequence[str], unknown: str = UNKNOWN) -> str:
    """Return which of some known the link asks for, until another does; empty of none."""
    key = f"own:{parameter}"
    first_choice(key, parameter, ["", *known], "", unknown)
    return str(st.session_state[key])


def forget_survey(survey: str) -> None:
    """Forget what has been chosen about a survey that is not what it was."""
    for key in list(st.session_state):
        if isinstance(key, str) and survey in re.split("[:@]", key)[1:]:
            del st.session_state[key]
    st.session_state["respondents"] = EVERYONE


def check_choice(
    parameter: str, choice: str, options: Sequence[str], unknown: str = UNKNOWN
) -> None:
    """Tell the reader where a link asks for what is none of the options."""
    if choice not in options:
        hint = nearest(choice, options)
        shown = {"parameter": parameter, "value": shorten(choice), "hint": hint}
        notice(RequestError(Fault(unknown, shown)))


def distinct(options: Sequence[str], name: Callable[[str], str]) -> Callable[[str], str]:
    """Return names of options that differ; Streamlit tells options apart by their names.

    Examples
    --------
    >>> list(map(distinct(["a", "b", "c"], {"a": "Yes", "b": "No", "c": "No"}.get), "abc"))
    ['Yes', 'No (b)', 'No (c)']
    """
    names = distinct_names([name(option) for option in options], options)
    told = dict(zip(options, names, strict=True))
    return lambda option: told.get(option) or name(option)


def own_key(key: str, language: Language, page: str = "") -> str:
    """Return the key of a widget whose choice lives in the session under `key`.

    Each language has a widget of its own: the browser sends labels, and those of the language
    before would be no choices of this one. The choice itself also outlives a visit to another page,
    where a widget of that `page` may offer it among others.
    """
    own = f"{key}@{language}" + (f"@{page}" if page else "")
    if st.session_state.get(own) != st.session_state.get(key):
        st.session_state[own] = st.session_state.get(key)
    return own


def keep(own: str, key: str) -> None:
    """Remember under `key` what has been chosen in the widget `own`."""
    stay()
    st.session_state[key] = st.session_state[own]


def explain(term: str, language: Language) -> str:
    """Return what the glossary says of a word, for where Streamlit reads Markdown."""
    word = next(word for word in glossary() if word.id == term)
    return plain(f"{word.name[language]}: {word.text[language]}")


def pick(
    view: View,
    label: str,
    parameter: str,
    named: Mapping[str, str],
    *,
    key: str = "",
    default: str = "",
    term: str = "",
    hidden: bool = False,
) -> str:
    """Offer a choice of the page's own, which outlives a visit to another page.

    Parameters
    ----------
    view
        What the reader looks at.
    label
        Label of the widget.
    parameter
        Name in the link.
    named
        The choices by code.
    key, default
        Its own name in the session, if any; the choice until there is another, else the first.
    term, hidden
        A word of the glossary for it; whether only a screen reader is told the label.

    Returns
    -------
    str
        The code chosen.
    """
    codes = list(named)
    key = key or f"own:{parameter}"
    first_choice(key, parameter, codes, default or codes[0])
    own = own_key(key, view.language, st.session_state.get("page", ""))
    chosen: str = st.selectbox(
        label,
        codes,
        format_func=distinct(codes, lambda code: named[code]),
        key=own,
        filter_mode="contains",
        on_change=keep,
        args=(own, key),
        help=explain(term, view.language) if term else None,
        label_visibility="collapsed" if hidden else "visible",
    )
    return chosen


def pick_item(view: View, items: Sequence[Variable], usual: str = "") -> Variable:
    """Offer the items of a survey; the choice follows the reader from page to page.

    Without a choice it is the `usual` one, or the first.
    """
    named = {item.id: item.label[view.language] for item in items}
    key = f"item:{view.survey.id}"
    chosen = pick(view, view.say("trust.item"), "item", named, key=key, default=usual)
    return view.survey.codebook.variable(chosen)


def switch(view: View, label: str, parameter: str, named: Mapping[str, str], key: str) -> str:
    """Offer a few choices side by side, as :func:`pick`; none where there is only one."""
    codes = list(named)
    first_choice(key, parameter, codes, codes[0])
    if len(codes) > 1:
        own = own_key(key, view.language)
        st.segmented_control(
            label,
            codes,
            format_func=distinct(codes, lambda code: named[code]),
            key=own,
            required=True,
            on_change=keep,
            args=(own, key),
            label_visibility="collapsed",
        )
    return str(st.session_state[key])


def toggle(view: View, label: str, parameter: str, *, term: str = "") -> bool:
    """Offer to switch something off, which the link then says; it is on until then."""
    key = f"own:{parameter}"
    first_choice(key, parameter, ("on", "off"), "on")
    own = f"toggle:{parameter}"
    st.session_state[own] = st.session_state[key] == "on"
    st.toggle(
        label,
        key=own,
        on_change=_keep_toggle,
        args=(own, key),
        help=explain(term, view.language) if term else None,
    )
    return str(st.session_state[key]) == "on"


def _keep_toggle(own: str, key: str) -> None:
    stay()
    st.session_state[key] = "on" if st.session_state[own] else "off"


def find(view: View, label: str) -> str:
    """Offer a box to search in, and return the words in it; each page has words of its own."""
    st.session_state["find_box"] = searched_for()
    key = _find_key()
    st.text_input(label, key="find_box", max_chars=LONGEST, on_change=keep, args=("find_box", key))
    return searched_for()


def searched_for() -> str:
    """Return the words that are searched for on this page, without a box to search in."""
    linked = from_link("find")
    if linked is not None:
        st.session_state[_find_key()] = linked[0][:LONGEST] if linked else ""
    return str(st.session_state.setdefault(_find_key(), ""))


def _find_key() -> str:
    return f"find:{st.session_state.get('page', '')}"


def notice(problem: InsightError) -> None:
    """Keep a sentence to be shown once at the top of the page."""
    count_refusal("page", problem)
    st.session_state.setdefault("notices", []).append(problem)


def show_notices(language: Language) -> None:
    """Show the sentences kept, each once."""
    for sentence in dict.fromkeys(
        problem.text(language) for problem in st.session_state.pop("notices", [])
    ):
        st.warning(plain(sentence))


@lru_cache(maxsize=5_000)
def plain(words: str) -> str:
    r"""Return words for where Streamlit reads Markdown, so that they stand there as they are.

    A label such as ``$50–$100 *`` is no formula, and no word of a hostile link becomes a picture
    or a link.

    Examples
    --------
    >>> print(plain("1. *bold*"))
    1\. \*bold\*
    """
    unlinked = re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)", "\N{WORD JOINER}", words)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", unlinked)
