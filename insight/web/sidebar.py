"""The sidebar: which survey, whose answers, which wave, and what counts.

The choices live in the session, where widgets put them before a run begins. A page that is not
about a survey leaves the widgets out, and finds the choices again when the reader moves on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import get_args

import streamlit as st

from insight.analysis.estimates import Base
from insight.disclosure.choice_counts import respondents_left
from insight.language.catalogue import Language, say
from insight.language.errors import NotNowError
from insight.query.opened import OpenSurvey
from insight.reporting.charts.palettes import Theme
from insight.survey.codebook import Variable
from insight.survey.disk.publication import version_link
from insight.survey.filters import EVERYONE
from insight.survey.folders import Found, Survey
from insight.views import tables_asked
from insight.views.view import FIXED, View
from insight.web import choices
from insight.web.audited import acts
from insight.web.frame import chosen_respondents, view_link
from insight.web.html.templates import draw
from insight.web.routes import PAGES, WITHOUT_GROUP, WITHOUT_SIDEBAR, WITHOUT_SURVEY

GAP = 2 * "\N{NO-BREAK SPACE}"


def view(inventory: Found[OpenSurvey], page: str, language: Language) -> View | None:
    """Return what the reader looks at, and draw what it is chosen with.

    Parameters
    ----------
    inventory
        The surveys there are.
    page
        The page that is shown; it says whether there is a survey to choose.
    language
        Of the widgets.

    Returns
    -------
    View or None
        None where there is no survey.
    """
    by_id = {survey.id: survey for survey in inventory.surveys}
    if not by_id:
        return None
    chosen = _survey(page, by_id)
    survey = by_id.get(FIXED.get(page, ""), by_id[chosen])
    chosen_respondents.take_from_link(survey)
    wave = _wave(survey)
    base = _base()
    chosen_respondents.bring_along(survey, page)
    offers = page not in (*WITHOUT_SURVEY, *WITHOUT_SIDEBAR)
    if offers and page not in FIXED:
        _survey_choice(by_id, language)
    if page not in WITHOUT_SURVEY:
        acts.begin_view(survey, chosen_respondents.in_wave(survey, wave))
    if offers:
        _wave_choice(survey, language)
    if offers and page not in WITHOUT_GROUP:
        _group_choice(survey, language)
        _counts(survey, wave, language)
        _base_choice(language)
        _reset(survey, language)
    respondents = chosen_respondents.respondents_of(survey)
    if page not in FIXED:
        st.session_state["respondents"] = respondents
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    link: dict[str, list[str]] = {"lang": [language], "survey": [survey.id]}
    link |= {"wave": [wave]} if wave else {}
    link |= {"where": list(respondents.written)} if respondents.conditions else {}
    link |= {"base": [base]} if base != "all" else {}
    link |= version_link(survey)
    if page == PAGES[0]:  # the front page shows everybody the same
        respondents, base = EVERYONE, "all"
    return View(language, theme, inventory.surveys, survey, chosen, respondents, wave, base, link)


def _survey(page: str, by_id: Mapping[str, Survey]) -> str:
    """The survey that the reader has chosen, which a page about one survey leaves alone."""
    if page not in FIXED:
        known = list(by_id)
        for name in view_link.from_link("survey") or ():
            if name not in by_id:
                acts.name_survey(name)
        choices.first_choice("survey", "survey", known, known[0], "fault.survey_not_here")
    chosen: str = st.session_state.get("survey", "")
    return chosen if chosen in by_id else next(iter(by_id))


def _survey_choice(by_id: Mapping[str, Survey], language: Language) -> None:
    own = choices.own_key("survey", language)
    st.selectbox(
        say(language, "shell.survey"),
        list(by_id),
        format_func=lambda survey_id: by_id[survey_id].codebook.title[language],
        key=own,
        on_change=_carry_filter,
        args=(own, by_id),
    )


def _carry_filter(own: str, by_id: Mapping[str, Survey]) -> None:
    """Bring what the newly chosen survey understands of the filter along to it."""
    choices.keep(own, "survey")
    chosen_respondents.carry_to(by_id[st.session_state["survey"]])


def _wave(survey: Survey) -> str | None:
    wave = survey.codebook.wave
    if wave is None:
        if linked := view_link.from_link("wave"):
            choices.check_choice("wave", linked[0], ())
        return None
    codes = list(wave.by_key)
    usual = survey.codebook.usual_wave or codes[-1]
    choices.first_choice(f"wave:{survey.id}", "wave", codes, usual)
    chosen: str = st.session_state[f"wave:{survey.id}"]
    return chosen


def _wave_choice(survey: Survey, language: Language) -> None:
    wave = survey.codebook.wave
    if wave is None:
        return
    key = f"wave:{survey.id}"
    own = choices.own_key(key, language)
    st.selectbox(
        choices.plain(wave.label[language]),
        list(wave.by_key),
        format_func=_labels(wave, language),
        key=own,
        on_change=choices.keep,
        args=(own, key),
    )
    if not survey.codebook.waves_ordered:
        st.html(draw("page", "secondary", say(language, "shell.waves_unordered")))


def _group_choice(survey: OpenSurvey, language: Language) -> None:
    st.html(draw("page", "sidebar_heading", say(language, "shell.group")))
    for variable in survey.codebook.segments:
        key = chosen_respondents.key_of(survey, variable)
        active = list(st.session_state.setdefault(key, []))
        with st.expander(
            choices.plain(variable.label[language]),
            expanded=bool(active) or len(variable.categories) <= 4,
            key=f"open:{survey.id}:{variable.id}",
            type="compact",
        ):
            own = choices.own_key(key, language)
            st.pills(
                choices.plain(variable.label[language]),
                _groups(survey, variable),
                selection_mode="multi",
                format_func=_in_markdown(_labels(variable, language)),
                key=own,
                on_change=choices.keep,
                args=(own, key),
                label_visibility="collapsed",
                wrap=True,
            )


def _groups(survey: OpenSurvey, variable: Variable) -> list[str]:
    """The groups that can be chosen: none of those without an answer, unless a link asks for it."""
    active = st.session_state.get(chosen_respondents.key_of(survey, variable), [])
    return [
        category.key
        for category in variable.categories
        if not category.missing or category.key in active
    ]


def _counts(survey: OpenSurvey, wave: str | None, language: Language) -> None:
    """Write beside each choice how many respondents it would leave.

    The numbers are drawn by the style sheet: as part of a choice's label they would change what
    the choice is, and a quick second click would be lost. Where no number may be told there is
    none.
    """
    where = chosen_respondents.in_wave(survey, wave)
    try:
        tables_asked.note(tables_asked.Figures(survey, "", (), where), "counts beside choices")
    except NotNowError:
        return  # the page says so
    rules = []
    for variable, counts in respondents_left(survey, where).items():
        place = (
            f".st-key-{re.sub('[^a-zA-Z0-9_-]', '-', f'where:{survey.id}:{variable}@{language}')}"
        )
        groups = _groups(survey, survey.codebook.variable(variable))
        for number, code in enumerate(groups, 1):
            if code in counts:
                rules.append(
                    f"{place} button:nth-of-type({number}) p::after "
                    f"{{content:'{GAP}{counts[code]}'}}"
                )
    st.html(draw("page", "style", " ".join(rules)))


def chips(view: View) -> None:
    """Draw the active conditions of the filter, each of which a click removes.

    The style sheet draws the cross, and says in words what it means.
    """
    if view.respondents.conditions:
        cross = f"' ✕' / ', {view.say('shell.take_off')}'"
        rule = f"[class*='st-key-chip-'] button p::after {{content: {cross}}}"
        st.html(draw("page", "style", rule))
    for condition in view.respondents.conditions:
        for code in condition.codes:
            label = choices.plain(condition.variable.category(code).label[view.language])
            st.button(
                label,
                key=f"chip:{condition.variable.id}:{code}",
                on_click=chosen_respondents.take_off,
                args=(view.survey, condition.variable, code),
                help=view.say("shell.remove", label=label),
            )


def _labels(variable: Variable, language: Language) -> Callable[[str], str]:
    return lambda code: variable.category(code).label[language]


def _in_markdown(name: Callable[[str], str]) -> Callable[[str], str]:
    return lambda code: choices.plain(name(code))


def _base() -> Base:
    linked = view_link.from_link("base")
    if linked is not None:
        st.session_state["base"] = "valid" if linked == ["valid"] else "all"
    if linked:
        choices.check_choice("base", linked[0], get_args(Base))
    chosen: Base = st.session_state.setdefault("base", "all")
    return chosen


def _base_choice(language: Language) -> None:
    st.session_state["dont_know_counts"] = st.session_state["base"] == "all"
    st.toggle(
        say(language, "shell.dont_know_counts"),
        key="dont_know_counts",
        on_change=_keep_base,
        help=choices.explain("dont_know", language),
    )


def _keep_base() -> None:
    view_link.stay()
    st.session_state["base"] = "all" if st.session_state["dont_know_counts"] else "valid"


def _reset(survey: Survey, language: Language) -> None:
    st.button(say(language, "shell.reset"), on_click=_forget, args=(survey,), width="stretch")


def _forget(survey: Survey) -> None:
    view_link.stay()
    for variable in survey.codebook.segments:
        st.session_state[chosen_respondents.key_of(survey, variable)] = []
    st.session_state["base"] = "all"
