"""Published figures: series over time, where the documents disagree, and every single figure."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from insight.documents import fact_tables, series_words
from insight.documents.fact_kinds import Figure, Statement
from insight.documents.later.later_figures import all_facts as published_facts
from insight.documents.later.series_breaks import series_breaks
from insight.documents.series import Series, gather_series, growths
from insight.documents.series_words import Wording
from insight.documents.wanted import Wanted
from insight.reporting.charts import series_rows, series_specs
from insight.web import choices, routes, ui
from insight.web.html import series as series_html
from insight.web.html import tables
from insight.web.html.cards import Reading, reading_of
from insight.web.parts.list_filters import Filter, choose_all

view = choices.current()
language = view.language
all_facts = published_facts()
wording = Wording(all_facts, language)
every_series = gather_series(all_facts.figures, series_breaks())
checks = growths(all_facts.figure, every_series)
FEW = 12  # cards of which some are shown unfolded
AT_ONCE = 4  # cards that are
NO_SERIES = "none"


def choose() -> tuple[dict[str, str], str]:
    """Offer the filter; return the codes chosen, and which figures are asked for."""
    populations = sorted({figure.population for figure in all_facts.figures})
    who = {code: all_facts.word("population", code)[language] for code in populations}
    offered = [
        Filter(view.say("fact.theme"), "theme", all_facts.theme_names(language)),
        Filter(view.say("figures.population"), "population", who),
    ]
    kinds = {code: view.say(f"figures.kind_{code}") for code in ("measured", choices.ANY)}
    with st.sidebar:
        codes = choose_all(view, offered)
        return codes, choices.pick(view, view.say("figures.kind"), "kind", kinds)


def fits(fact: Figure | Statement) -> bool:
    told = fact.indicator if isinstance(fact, Figure) else fact.text
    survey = fact.survey if isinstance(fact, Figure) else None
    who = fact.who if isinstance(fact, Figure) else None
    source = all_facts.sources[fact.source]
    words = [told, survey, who, fact.quote, all_facts.word("topic", fact.topic)]
    if source.kind == "web_page":
        words += [source.title, source.short]
    return wanted.fits({"theme": fact.themes, "population": (fact.population,)}, words)


def choose_series(figures: Sequence[Figure]) -> Series | None:
    named = {
        figure.series: every_series[figure.series].name[language]
        for figure in figures
        if figure.series
    }
    if not named:
        return None
    own = followed.series if isinstance(followed, Figure) and followed.series in named else ""
    if followed and not own:  # a series of something else would seem to be the figure's
        named = {NO_SERIES: view.say("figures.choose_series"), **named}
    label = view.say("figures.series")
    chosen = choices.pick(view, label, "series", named, default=own or "")
    return every_series.get(chosen)


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
        alternative = series_words.describe_chart(series, wording)
        ui.chart(view, series_rows.series_rows(series, wording), spec, alternative, "series")
        if explained := series_rows.how_to_read(series, wording):
            ui.secondary(explained)
    ui.equivalent_table(view, tables.series_table(series, wording))
    with ui.tools():
        rows = partial(fact_tables.table, series.figures, all_facts, language, "figure_kind")
        ui.download_rows(view, rows, f"series_{series.key}")
    if beside := series_words.beside(series, own, wording):
        told = series_html.comparison_tables(beside, wording)
        draw_beside_search(view.say("figures.sources"), "", told)


def draw_disagreements() -> None:
    told = series_html.disagreements(every_series, checks, wording, series_link)
    draw_beside_search(view.say("figures.disagree"), view.say("figures.disagree_line"), told)


def draw_beside_search(title: str, line: str, told: Markup) -> None:
    """Draw a part of the page, folded for whoever searches, who sees first what is found."""
    if not reading.find:
        ui.heading(title, line=line)
        st.html(told)
        return
    with st.expander(title):
        if line:
            ui.secondary(line)
        st.html(told)


def series_link(key: str) -> str:
    measured = any(figure.is_measurement for figure in every_series[key].figures)
    return routes.href(view, "figures", series=key, kind="" if measured else "any")


def draw_followed(fact: Figure | Statement, reading: Reading) -> None:
    ui.secondary(view.say("figures.figure"))
    series = fact.series if isinstance(fact, Figure) else ""
    address = routes.href(view, "figures", series=series or "")
    st.html(series_html.followed(card(fact, reading), address, wording))


def card(fact: Figure | Statement, reading: Reading) -> Markup:
    if isinstance(fact, Statement):
        return series_html.statement_card(fact, reading)
    return series_html.figure_card(fact, reading, series_link)


def draw_figures(
    figures: Sequence[Figure], statements: Sequence[Statement], reading: Reading, name: str
) -> None:
    counted = view.say("figures.counted_figures", count=len(figures))
    measured = sum(figure.is_measurement for figure in figures)
    if measured < len(figures):
        counted = view.say("figures.some_measured", figures=counted, measured=measured)
    counts = {
        "figures": counted,
        "statements": view.say("figures.counted_statements", count=len(statements)),
    }
    count = view.say("figures.count", **counts)
    ui.heading(view.say("figures.all"), line=count)
    if figures:
        rows = partial(fact_tables.table, figures, all_facts, language, "figure_kind")
        with ui.tools():
            ui.download_rows(view, rows, name)
    everything: list[Figure | Statement] = [
        fact for fact in (*figures, *statements) if fact != followed
    ]
    drawn: dict[str, list[Markup]] = {
        code: [card(fact, reading) for fact in everything if fact.topic == code]
        for field, code in all_facts.words
        if field == "topic"
    }
    there = {topic: cards for topic, cards in drawn.items() if cards}
    at_once = AT_ONCE if reading.find or len(everything) <= FEW else 0
    st.html(series_html.topics(there, reading, at_once=at_once))


known: dict[str, Figure | Statement] = {
    fact.id: fact for fact in (*all_facts.figures, *all_facts.statements)
}
followed = known.get(choices.linked("figure", list(known)))
codes, kind = choose()
series_column, find_column = st.columns([3, 2])
with find_column:
    wanted = Wanted(codes, choices.find(view, view.say("fact.find")))
fitting = [fact for fact in all_facts.figures if fits(fact)]
measured = [fact for fact in fitting if fact.is_measurement]
figures = measured if measured and kind == "measured" else fitting
statements = [fact for fact in all_facts.statements if fits(fact)]
with series_column:
    series = choose_series(figures)
own = {
    "series": series.key if series else "",
    "kind": "" if kind == "measured" else kind,
    "figure": followed.id if followed else "",
}
choices.set_link(view, **own, **codes, find=wanted.find)
reading = reading_of(view, "figures", all_facts, wanted.find)
if not series:
    ui.heading(view.say("figures.title"), top=True)
if followed:
    draw_followed(followed, reading)
if series:
    draw_series(series)
if not (figures or statements):
    st.info(view.say("fact.nothing"))
elif kind == "measured" and figures and not measured:
    st.info(view.say("figures.only_dates"))
elif not (series or followed):
    st.info(view.say("figures.no_series"))
draw_disagreements()
if figures or statements:
    name = f"figures_{codes['theme']}" if "theme" in codes else "figures"
    draw_figures(figures, statements, reading, name)
