"""Published figures: series over time, where the documents disagree, and every single figure."""

from collections.abc import Sequence

import streamlit as st

from insight.documents import fact_tables, series_words
from insight.documents.facts import Figure, Statement, facts
from insight.documents.series import Series, gathered, growths
from insight.documents.series_words import Wording
from insight.language.search import matches
from insight.reporting.charts import series_rows, series_specs
from insight.web import choices, routes, ui
from insight.web.html import series as series_html
from insight.web.html import tables

view = choices.current()
language = view.language
known = facts()
wording = Wording(known, language)
every_series = gathered(known.figures)
checks = growths(known.figure, every_series)


def choose() -> dict[str, str]:
    """Offer the filter, and return what is chosen; an empty search finds everything."""
    anything = {"any": view.say("fact.all")}
    with st.sidebar:
        themes = {one.id: one.name[language] for one in known.themes.values()}
        theme = choices.pick(view, view.say("fact.theme"), "theme", anything | themes)
        populations = {one.population for one in known.figures}
        named = {one: known.word("population", one)[language] for one in sorted(populations)}
        who = choices.pick(view, view.say("figures.population"), "population", anything | named)
        kinds = {one: view.say(f"figures.kind_{one}") for one in ("measured", "any")}
        kind = choices.pick(view, view.say("figures.kind"), "kind", kinds)
    return {"theme": theme, "population": who, "kind": kind}


def fits(one: Figure | Statement, asked: dict[str, str], find: str) -> bool:
    told = one.indicator if isinstance(one, Figure) else one.text
    survey = one.survey if isinstance(one, Figure) else None
    words = [told, survey, one.quote, known.word("topic", one.topic)]
    return (
        asked["theme"] in ("any", *one.themes)
        and asked["population"] in ("any", one.population)
        and matches(find, words)
    )


def choose_series(found: Sequence[Figure]) -> Series | None:
    named = {one.series: every_series[one.series].name[language] for one in found if one.series}
    if not named:
        return None
    return every_series[choices.pick(view, view.say("figures.series"), "series", named)]


def draw_series(series: Series) -> None:
    own = series_html.checks_of(series, checks)
    development = series_words.development(series, wording)
    ui.heading(
        series.name[language], development, series_words.agreement(series, own, wording), top=True
    )
    if not series.is_dates:
        documents = series_rows.documents(series, wording)
        percent = series_rows.is_percent(series)
        spec = series_specs.series_spec(view.theme, language, documents, percent=percent)
        alternative = series_words.described(series, wording)
        ui.chart(view, series_rows.series_rows(series, wording), spec, alternative, "series")
        if reading := series_rows.how_to_read(series, wording):
            ui.secondary(reading)
    ui.equivalent_table(view, tables.series_table(series, wording))
    with ui.tools():
        frame = fact_tables.table(series.figures, known, language, "figure_kind")
        ui.download_rows(view, frame, f"series_{series.key}")
    if beside := series_words.beside(series, own, wording):
        ui.heading(view.say("figures.sources"))
        st.html(series_html.comparison_tables(beside, wording))


def draw_disagreements() -> None:
    ui.heading(view.say("figures.disagree"), line=view.say("figures.disagree_line"))
    st.html(series_html.disagreements(every_series, checks, wording, series_link))
    with st.expander(view.say("figures.odd")):
        st.html(series_html.oddities(every_series, wording, series_link))


def series_link(key: str) -> str:
    measured = any(one.is_measurement for one in every_series[key].figures)
    return routes.href(view, "figures", series=key, kind="" if measured else "any")


def theme_link(theme: str) -> str:
    return routes.href(view, "figures", theme=theme)


def card(one: Figure | Statement, find: str) -> str:
    if isinstance(one, Statement):
        return series_html.statement_card(one, wording, theme_link, find)
    return series_html.figure_card(one, wording, theme_link, series_link, find)


def draw_figures(
    figures: Sequence[Figure], statements: Sequence[Statement], find: str, name: str
) -> None:
    count = view.say("figures.count", figures=len(figures), statements=len(statements))
    ui.heading(view.say("figures.all"), line=count)
    if figures:
        frame = fact_tables.table(figures, known, language, "figure_kind")
        with ui.tools():
            ui.download_rows(view, frame, name)
    everything: list[Figure | Statement] = [*figures, *statements]
    for topic in (code for field, code in known.words if field == "topic"):
        drawn = [card(one, find) for one in everything if one.topic == topic]
        if drawn:
            ui.heading(f"{known.word('topic', topic)[language]} ({len(drawn)})")
            ui.cards(drawn)


asked = choose()
series_column, find_column = st.columns([3, 2])
with find_column:
    find = choices.find(view, view.say("fact.find"))
fitting = [one for one in known.figures if fits(one, asked, find)]
measured = [one for one in fitting if one.is_measurement]
figures = measured if measured and asked["kind"] == "measured" else fitting
statements = [one for one in known.statements if fits(one, asked, find)]
with series_column:
    series = choose_series(figures)
own = {"series": series.key if series else ""}
own |= {name: one for name, one in asked.items() if one not in ("any", "measured")}
choices.set_link(view, **own, find=find)
if series:
    draw_series(series)
else:
    ui.heading(view.say("figures.title"), top=True)
if not (figures or statements):
    st.info(view.say("fact.nothing"))
elif asked["kind"] == "measured" and figures and not measured:
    st.info(view.say("figures.only_dates"))
elif not series:
    st.info(view.say("figures.no_series"))
draw_disagreements()
if figures or statements:
    theme = asked["theme"]
    draw_figures(figures, statements, find, "figures" if theme == "any" else f"figures_{theme}")
