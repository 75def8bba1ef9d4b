"""What pages are built of: the current view, cached estimates, charts with their tables, files.

A page is a script that asks for :func:`current` and draws. What shapes a result lives in the
session and in the link alike, always as ids and codes, so that a link reads the same in both
languages.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight import export, labels, readable, sentences
from insight.catalogue import Language, say
from insight.charts import Spec, Theme
from insight.codebook import Variable
from insight.comparison import Comparison, compare
from insight.consistency import check
from insight.constructs import Alike
from insight.errors import Fault, InsightError, RequestError, near_miss, shortened
from insight.estimates import Base, Estimate, Table, table
from insight.facts import PublishedFigure, published_figures
from insight.filters import EVERYONE, Filter
from insight.store import Store
from insight.survey import Found, Survey, data_folder, find_surveys
from insight.tidy import stacked

LARGEST_DOWNLOAD = 200_000


@dataclass(frozen=True)
class View:
    """What the reader has chosen, the same for every page.

    Attributes
    ----------
    language, theme
        Of the words and of the colours.
    surveys
        The surveys that can be used, in the order of their ids.
    survey
        The one chosen.
    respondents
        The respondent group, without the wave.
    wave
        Code of the chosen wave; None for all of them, or where there are none.
    base
        Whether "don't know" counts.
    link
        What of this stands in the link.
    """

    language: Language
    theme: Theme
    surveys: tuple[Survey, ...]
    survey: Survey
    respondents: Filter
    wave: str | None
    base: Base
    link: Mapping[str, list[str]]

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the reader's language."""
        return say(self.language, key, **values)

    @property
    def whole_wave(self) -> Filter:
        """Everyone in the chosen wave."""
        segments = (one.id for one in self.survey.codebook.segments)
        return self.where.without(*segments)

    @property
    def where(self) -> Filter:
        """The respondent group in the chosen wave."""
        wave = self.survey.codebook.wave
        return (
            self.respondents.narrowed(wave, [self.wave])
            if wave and self.wave
            else (self.respondents)
        )


def current() -> View:
    """Return the view that the shell has prepared for this run."""
    view: View = st.session_state["view"]
    return view


@cache
def store() -> Store:
    """Return the one database of this server."""
    return Store()


@lru_cache(maxsize=4)
def _surveys_as_of(marks: tuple[tuple[str, int, int], ...], root: Path) -> Found:
    found = find_surveys(root)
    whole: list[Survey] = []
    broken = list(found.broken)
    for survey in found.surveys:
        try:
            whole.append(check(store(), survey))
        except InsightError as error:
            broken.append((survey.id, error))
    return Found(tuple(whole), tuple(broken))


def surveys() -> Found:
    """Return the surveys of the data folder, read anew when a file has changed."""
    root = data_folder()
    marks = tuple(
        (str(path), status.st_mtime_ns, status.st_size)
        for path in sorted(root.glob("**/codebook.toml")) + sorted(root.glob("**/*.parquet"))
        for status in [path.stat()]
    )
    return _surveys_as_of(marks, root)


@lru_cache(maxsize=4000)
def estimates(survey: Survey, item: str, by: tuple[str, ...], where: Filter, base: Base) -> Table:
    """Return estimates with nets and Wilson intervals, remembered for every visitor."""
    return table(store(), survey, item, by=by, where=where, base=base, nets=True)


def by_wave(asked: Alike, base: Base) -> Table:
    """Return estimates of an item by the waves of its survey."""
    wave = asked.survey.codebook.design.wave
    return estimates(asked.survey, asked.item.id, (wave or "",), asked.respondents, base)


def latest(view: View, tables: Sequence[Table], target: str) -> list[tuple[Table, Estimate]]:
    """Return each survey's figure in the chosen wave, or in its own last."""
    found = []
    for one in tables:
        estimates_by_wave = {estimate.group[0]: estimate for estimate in one.of(target)}
        last = next(reversed(estimates_by_wave))
        found.append((one, estimates_by_wave.get(view.wave or last, estimates_by_wave[last])))
    return found


@lru_cache(maxsize=1000)
def _waves_compared(
    survey: Survey, item: str, target: str, where: Filter, base: Base
) -> Comparison | None:
    wave = survey.codebook.design.wave
    if wave is None or len(survey.codebook.variable(wave).categories) < 2:
        return None
    return compare(store(), survey, item, target, wave, where=where, base=base, adjustment="none")


def changes(view: View, tables: Sequence[Table], target: str) -> str:
    """Say for each survey how the chosen wave's figure has changed from the wave before it."""
    said = []
    for shown, estimate in latest(view, tables, target):
        request = shown.request
        found = _waves_compared(shown.survey, shown.item.id, target, request.where, view.base)
        waves = [group[0] for group in request.groups]
        place = waves.index(estimate.group[0])
        if found and place > 0:
            words = sentences.change(found, waves[place - 1], waves[place], view.language)
            who = labels.short_title(shown.codebook)
            said.append(view.say("sentence.one_of", who=who, figure=words))
    return "; ".join(said) + "." if said else ""


def in_wave(view: View, asked: Alike) -> Table:
    """Return estimates of an item in the chosen wave, or the survey's last where it has none."""
    wave = asked.survey.codebook.wave
    where = asked.respondents
    if wave:
        code = view.wave if view.wave in wave.by_key else wave.categories[-1].key
        where = where.narrowed(wave, [code or ""])
    return estimates(asked.survey, asked.item.id, (), where, view.base)


def interviews(shown: Sequence[Survey]) -> dict[str, list[int]]:
    """Return how many respondents each survey has, wave by wave."""
    return {one.id: _interviews(one) for one in shown}


@lru_cache(maxsize=100)
def _interviews(survey: Survey) -> list[int]:
    wave = survey.codebook.wave
    filters = [EVERYONE.narrowed(wave, [code]) for code in wave.by_key] if wave else [EVERYONE]
    return [store().count(survey, one) for one in filters]


def published(tables: Sequence[Table], target: str) -> tuple[PublishedFigure, ...]:
    """Return the figures published about what simulated surveys show."""
    shown = {(one.codebook.id, one.item.id) for one in tables if one.codebook.simulated}
    return tuple(
        one
        for one in published_figures()
        if one.measure == "share" and one.target == target and (one.survey, one.item) in shown
    )


def from_link(parameter: str) -> list[str] | None:
    """Return what the link asks for, if somebody else has written it since we last did.

    That is the first visit, a link within the app, or a step back; otherwise the widgets know
    better than the link. A link says everything: a parameter that it lacks has its default, and is
    returned as an empty list.
    """
    present = {name: st.query_params.get_all(name) for name in st.query_params}
    if not present or present == st.session_state.get("link"):
        return None
    return present.get(parameter, [])


def first_choice(key: str, parameter: str, options: Sequence[str], default: str) -> None:
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
        The value where there is none yet; a link that asks for an unknown one is told so.
    """
    asked = from_link(parameter)
    if asked is not None:
        st.session_state[key] = asked[0] if asked and asked[0] in options else default
    if asked:
        check_choice(parameter, asked[0], options)
    if st.session_state.get(key) not in options:
        st.session_state[key] = default


def check_choice(parameter: str, asked: str, options: Sequence[str]) -> None:
    """Tell the reader where a link asks for what is none of the options."""
    if asked not in options:
        hint = near_miss(asked, options)
        shown = {"parameter": parameter, "value": shortened(asked), "hint": hint}
        notice(RequestError(Fault("fault.unknown_in_link", shown)))


def distinct(options: Sequence[str], name: Callable[[str], str]) -> Callable[[str], str]:
    """Return names of options that differ; Streamlit tells options apart by their names.

    Examples
    --------
    >>> list(map(distinct(["a", "b", "c"], {"a": "Yes", "b": "No", "c": "No"}.get), "abc"))
    ['Yes', 'No (b)', 'No (c)']
    """
    times = Counter(name(one) for one in options)
    return lambda one: name(one) if times[name(one)] == 1 else f"{name(one)} ({one})"


def own_key(key: str, language: Language) -> str:
    """Return the key of a widget whose choice lives in the session under `key`.

    Each language has a widget of its own: the browser sends labels, and those of the language
    before would be no choices of this one. The choice itself also outlives a visit to another page.
    """
    own = f"{key}@{language}"
    if st.session_state.get(own) != st.session_state.get(key):
        st.session_state[own] = st.session_state.get(key)
    return own


def keep(own: str, key: str) -> None:
    """Remember under `key` what has been chosen in the widget `own`."""
    st.session_state[key] = st.session_state[own]


def select(
    view: View, label: str, options: Sequence[str], name: Callable[[str], str], key: str
) -> str:
    """Offer a choice that outlives a visit to another page; `key` has a value already."""
    own = own_key(key, view.language)
    chosen: str = st.selectbox(
        label,
        options,
        format_func=distinct(options, name),
        key=own,
        filter_mode="contains",
        on_change=keep,
        args=(own, key),
    )
    return chosen


def notice(problem: InsightError) -> None:
    """Keep a sentence to be shown once at the top of the page."""
    st.session_state.setdefault("notices", []).append(problem)


def show_notices(language: Language) -> None:
    """Show the sentences kept, each once."""
    for sentence in dict.fromkeys(
        problem.text(language) for problem in st.session_state.pop("notices", [])
    ):
        st.warning(plain(sentence))


def write_link(view: View, **local: str) -> None:
    """Make the address say what is shown: the view, and what the page adds to it."""
    link = {**view.link, **{name: [value] for name, value in local.items() if value}}
    st.session_state["link"] = link
    if {name: st.query_params.get_all(name) for name in st.query_params} != link:
        st.query_params.from_dict(link)


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


def table_of(frame: pd.DataFrame) -> None:
    """Draw a table of words, each as it is."""
    st.table(frame.map(lambda one: plain(str(one))).rename(columns=plain), hide_index=True)


def heading(title: str, finding: str = "", line: str = "", *, top: bool = False) -> None:
    """Draw a heading, the page's own or a part's, the finding, and in grey whom it is about."""
    tag = "h1" if top else "h2"
    st.html(
        f"<{tag} class='finding'>{html.escape(title)}</{tag}>"
        + (f"<p class='lead'>{html.escape(finding)}</p>" if finding else "")
        + (f"<p class='secondary'>{html.escape(line)}</p>" if line else "")
    )


def finding(title: str, sentence: str, line: str) -> None:
    """Draw a finding in a box: what was asked, what was found, whom it is about."""
    st.html(
        f"<h3 class='finding'>{html.escape(title)}</h3><p class='lead'>{html.escape(sentence)}</p>"
        f"<p class='secondary'>{html.escape(line)}</p>"
    )


def link_to(view: View, page: str, label: str, **local: str) -> None:
    """Draw a link to another page with the same view."""
    parameters = {**view.link, **{name: [value] for name, value in local.items()}}
    st.page_link(st.session_state["pages"][page], label=label, query_params=parameters)


def secondary(words: str) -> None:
    """Draw a line of small print that is still easy to read."""
    st.html(f"<p class='secondary'>{html.escape(words)}</p>")


def announce(words: str) -> None:
    """Tell a screen reader what has changed."""
    st.html(f"<p role='status' aria-live='polite' class='unseen'>{html.escape(words)}</p>")


def chart(rows: pd.DataFrame, spec: Spec, alternative: str, key: str) -> None:
    """Draw a chart with its text alternative."""
    st.vega_lite_chart(rows, spec, theme=None, alt=alternative, key=key)


def equivalent_table(view: View, frame: pd.DataFrame) -> None:
    """Offer the chart's numbers as a table."""
    with st.expander(view.say("figure.table")):
        table_of(frame)


def tools() -> DeltaGenerator:
    """Return a row for buttons, which wraps on a narrow screen."""
    return st.container(horizontal=True)


def set_aside(view: View, alike: Sequence[Alike]) -> None:
    """Say which part of the filter a survey beside the chosen one does not have."""
    for one in alike:
        for condition in one.aside:
            survey, variable = labels.short_title(one.survey.codebook), condition.variable.label
            secondary(view.say("figure.aside", survey=survey, variable=variable))


def nobody(view: View, whole: Table) -> str:
    """Say in words that no answers can be shown; empty where they can."""
    estimate = whole.estimates[0]
    if estimate.base:
        return ""
    rules = view.survey.codebook.disclosure
    if estimate.base == 0 or (
        rules.microdata == "open" and store().count(view.survey, view.where) == 0
    ):
        return view.say("figure.nobody")
    return view.say("figure.too_few", limit=rules.min_base)


def sources(view: View, figures: Sequence[PublishedFigure]) -> None:
    """Offer the published figures with source and quote."""
    if not figures:
        return
    with st.expander(view.say("figure.published")):
        table_of(readable.published(figures, view.language))
        if any(one.year_inferred for one in figures):
            secondary(view.say("figure.published_inferred"))


def assumption(view: View, item: Variable) -> None:
    """Say what no source has published about an item."""
    if item.assumption:
        secondary(view.say("figure.assumption", words=item.assumption))


def download_tidy(view: View, tables: Sequence[Table], name: str, keys: Sequence[str] = ()) -> None:
    """Offer the tidy result of exactly what is shown."""
    st.download_button(
        view.say("figure.download"),
        data=lambda: export.tidy_bytes(stacked(tables, view.language, keys)),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"download.{name}",
    )


def download_responses(view: View) -> None:
    """Offer the responses behind the figures, where the codebook allows it."""
    if view.survey.codebook.disclosure.microdata != "open":
        secondary(view.say("figure.responses_closed"))
        return
    if store().count(view.survey, view.where) > LARGEST_DOWNLOAD:
        secondary(
            view.say("figure.responses_many", limit=labels.whole(LARGEST_DOWNLOAD, view.language))
        )
        return
    st.download_button(
        view.say("figure.responses"),
        data=lambda: export.responses_csv(store(), view.survey, view.where),
        file_name=f"{view.survey.id}_responses.csv",
        mime="text/csv",
        on_click="ignore",
        key="download.responses",
    )
