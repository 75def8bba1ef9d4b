"""What every page stands in: language, navigation, the sidebar with its filters, the notices.

Streamlit runs this file for every visitor and every click. It has a folder of its own so that a
link to any page, as the first request after a start, runs it too.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import streamlit as st

from insight import answers, choices
from insight.answers import View
from insight.catalogue import LANGUAGES, Language, as_language, say
from insight.charts import Theme
from insight.codebook import Variable
from insight.errors import Fault, RequestError
from insight.estimates import Base
from insight.filters import EVERYONE, Filter, parse_kindly
from insight.survey import Found, Survey

PAGES = ("overview", "trust")
ROOT = Path(__file__).resolve().parent
LANGUAGE_NAMES: dict[Language, str] = {"nb": "Norsk", "en": "English"}


def warm_up() -> None:
    """Read the surveys and answer one request, so that the first visitor need not wait."""
    for survey in answers.surveys().surveys:
        for item in survey.codebook.items[:1]:
            answers.estimates(survey, item.id, (), EVERYONE, "all")


def run() -> None:
    """Draw the app around the page that was asked for."""
    language = _language()
    st.html(ROOT / "static" / "style.css")
    st.html(
        f"<script>document.documentElement.lang = '{language}'</script>",
        unsafe_allow_javascript=True,
    )
    pages = [
        st.Page(
            ROOT.parent / "pages" / f"{name}.py",
            title=say(language, f"{name}.title"),
            url_path=name,
            default=name == PAGES[0],
        )
        for name in PAGES
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(
        page_title=f"{page.title} – {say(language, 'shell.app_name')}",
        page_icon=str(ROOT / "static" / "icon.png"),
        layout="wide",
    )
    found = answers.surveys()
    with st.sidebar:
        _language_choice(language)
        survey = _survey_choice(found, language)
        view = _view(found, survey, language) if survey else None
    for name, problem in found.broken:
        broken = say(language, "shell.broken", survey=name, reason=problem.text(language))
        st.error(choices.plain(broken))
    if view is None:
        st.info(say(language, "shell.no_surveys"))
        return
    st.session_state["view"] = view
    st.session_state["pages"] = dict(zip(PAGES, pages, strict=True))
    top = st.container()
    page.run()
    with top:
        choices.show_notices(language)
    if any(one.codebook.simulated for one in found.surveys):
        with st.container(key="simulated"):
            st.html(
                f"<p><strong>{html.escape(say(language, 'shell.simulated'))}</strong> "
                f"{html.escape(say(language, 'shell.simulated_means'))}</p>"
            )


def apologise() -> None:
    """Say that the page failed, when the fault is ours and not the visitor's."""
    st.error(say(as_language(st.session_state.get("language")), "shell.failed"))


def _language() -> Language:
    if asked := choices.from_link("lang"):
        choices.check_choice("lang", asked[0], LANGUAGES)
        st.session_state["language"] = as_language(asked[0])
    return as_language(st.session_state.setdefault("language", LANGUAGES[0]))


def _language_choice(language: Language) -> None:
    st.segmented_control(
        say(language, "shell.language"),
        LANGUAGES,
        format_func=lambda one: LANGUAGE_NAMES[one],
        key="language",
        required=True,
        label_visibility="collapsed",
    )


def _survey_choice(found: Found, language: Language) -> Survey | None:
    by_id = {survey.id: survey for survey in found.surveys}
    if not by_id:
        return None
    choices.first_choice("survey", "survey", list(by_id), next(iter(by_id)))
    own = choices.own_key("survey", language)
    chosen = st.selectbox(
        say(language, "shell.survey"),
        list(by_id),
        format_func=choices.distinct(list(by_id), lambda one: by_id[one].codebook.title[language]),
        key=own,
        on_change=_carry_filter,
        args=(own, by_id),
    )
    return by_id[chosen]


def _carry_filter(own: str, by_id: dict[str, Survey]) -> None:
    """Bring what the newly chosen survey understands of the filter along to it."""
    choices.keep(own, "survey")
    earlier: Filter = st.session_state.get("respondents", EVERYONE)
    survey = by_id[st.session_state["survey"]]
    kept, aside = earlier.carried_to(survey.codebook)
    for variable in survey.codebook.segments:
        st.session_state[_key(survey, variable)] = list(kept.codes(variable.id))
    for condition in aside:
        values = {"variable": condition.variable.label, "survey": survey.codebook.title}
        choices.notice(RequestError(Fault("fault.set_aside", values)))


def _key(survey: Survey, variable: Variable) -> str:
    return f"where:{survey.id}:{variable.id}"


def _view(found: Found, survey: Survey, language: Language) -> View:
    _filter_from_link(survey)
    wave = _wave_choice(survey, language)
    respondents = _respondents(survey, language)
    st.session_state["respondents"] = respondents
    base = _base_choice(language)
    _reset(survey, language)
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    link: dict[str, list[str]] = {"lang": [language], "survey": [survey.id]}
    link |= {"wave": [wave]} if wave else {}
    link |= {"where": list(respondents.written)} if respondents.conditions else {}
    link |= {"base": [base]} if base != "all" else {}
    return View(language, theme, found.surveys, survey, respondents, wave, base, link)


def _filter_from_link(survey: Survey) -> None:
    """Take the respondent group from the link where somebody has changed it."""
    asked = choices.from_link("where")
    if asked is None:
        return
    respondents, refused = parse_kindly(asked, survey.codebook)
    for variable in survey.codebook.segments:
        st.session_state[_key(survey, variable)] = list(respondents.codes(variable.id))
    for problem in refused:
        choices.notice(problem)


def _wave_choice(survey: Survey, language: Language) -> str | None:
    wave = survey.codebook.wave
    if wave is None:
        if asked := choices.from_link("wave"):
            choices.check_choice("wave", asked[0], ())
        return None
    codes = list(wave.by_key)
    key = f"wave:{survey.id}"
    choices.first_choice(key, "wave", codes, codes[-1])
    own = choices.own_key(key, language)
    return st.selectbox(
        choices.plain(wave.label[language]),
        codes,
        format_func=_labels(wave, language),
        key=own,
        on_change=choices.keep,
        args=(own, key),
    )


def _respondents(survey: Survey, language: Language) -> Filter:
    st.html(f"<h2 class='sidebar'>{html.escape(say(language, 'shell.group'))}</h2>")
    chosen = EVERYONE
    for variable in survey.codebook.segments:
        key = _key(survey, variable)
        active = list(st.session_state.setdefault(key, []))
        with st.expander(
            choices.plain(variable.label[language]),
            expanded=bool(active) or len(variable.categories) <= 4,
            key=f"open:{survey.id}:{variable.id}",
            type="compact",
        ):
            own = choices.own_key(key, language)
            codes = st.pills(
                choices.plain(variable.label[language]),
                list(variable.by_key),
                selection_mode="multi",
                format_func=_in_markdown(_labels(variable, language)),
                key=own,
                on_change=choices.keep,
                args=(own, key),
                label_visibility="collapsed",
                wrap=True,
            )
        chosen = chosen.narrowed(variable, codes or [])
    return chosen


def _labels(variable: Variable, language: Language) -> Callable[[str], str]:
    return choices.distinct(
        list(variable.by_key), lambda code: variable.category(code).label[language]
    )


def _in_markdown(name: Callable[[str], str]) -> Callable[[str], str]:
    return lambda code: choices.plain(name(code))


def _base_choice(language: Language) -> Base:
    asked = choices.from_link("base")
    if asked is not None:
        st.session_state["dont_know_counts"] = asked != ["valid"]
    if asked:
        choices.check_choice("base", asked[0], get_args(Base))
    st.session_state.setdefault("dont_know_counts", True)
    counts = st.toggle(say(language, "shell.dont_know_counts"), key="dont_know_counts")
    return "all" if counts else "valid"


def _reset(survey: Survey, language: Language) -> None:
    st.button(say(language, "shell.reset"), on_click=_forget, args=(survey,), width="stretch")


def _forget(survey: Survey) -> None:
    for variable in survey.codebook.segments:
        st.session_state[_key(survey, variable)] = []
    st.session_state["dont_know_counts"] = True


if __name__ == "__main__":
    run()
