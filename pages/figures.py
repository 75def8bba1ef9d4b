"""Published figures: series over time, where the documents disagree, and every single figure."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from insight.documents import fact_tables, series_words
from insight.documents.fact_kinds import Figure, Statement
from insight.documents.later.later_figures import all_facts as published_facts
from insight.documents.series import Series, checks_of, every_series, growths
from insight.documents.series_words import Wording
from insight.documents.wanted import Wanted
from insight.views.at_address.series_view import SeriesView
from insight.web import choices, routes, ui
from insight.web.downloads import FactRows
from insight.web.frame import view_link
from insight.web.html import series as series_html
from insight.web.html import tables
from insight.web.html.cards import Reading, reading_of
from insight.web.parts import fact_chart
from insight.web.parts.fact_chart import FactChart
from insight.web.parts.list_filters import Filter, choose_all

view = choices.current()
language = view.language
all_facts = published_facts()
wording = Wording(all_facts, language)
known_series = every_series(all_facts)
checks = growths(all_facts.figure, known_series)
FEW = 12  # figures that are so few that they are shown unasked
FIRST, MORE = 6, 24  # cards that are shown at first, and that come with each step
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
        figure.series: known_series[figure.series].name[language]
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
    return known_series.get(chosen)


def draw_series(series: Series) -> None:
    """Draw a series with its buttons, and whether its sources agree."""
    own = checks_of(series, checks)
    seen = SeriesView(series, language)
    fact_chart.draw(
        view,
        FactChart(
            title=seen.title,
            finding=seen.finding,
            line=seen.line,
            drawn=seen.marks(),
            table=tables.series_table(series, wording),
            facts=FactRows(f"series_{series.key}", seen.rows),
            sources=seen.sources,
        ),
        seen,
        top=True,
    )
    if beside := series_words.beside(series, own, wording):
        told = series_html.comparison_tables(beside, wording)
        draw_beside_search(view.say("figures.sources"), "", told)


def draw_disagreements() -> None:
    told = series_html.disagreements(known_series, checks, wording, series_link)
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
    measured = any(figure.is_measurement for figure in known_series[key].figures)
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


def draw_figures(figures: Sequence[Figure], statements: Sequence[Statement], name: str) -> None:
    """Draw how many figures there are, all of them as a file, and the list of them."""
    counted = view.say("figures.counted_figures", count=len(figures))
    measured = sum(figure.is_measurement for figure in figures)
    if measured < len(figures):
        counted = view.say("figures.some_measured", figures=counted, measured=measured)
    counts = {
        "figures": counted,
        "statements": view.say("figures.counted_statements", count=len(statements)),
    }
    count = view.say("figures.count", **counts)
    with st.container(horizontal=True, vertical_alignment="bottom", key="figures_above"):
        ui.heading(view.say("figures.all"), line=count)
        if figures:
            rows = partial(fact_tables.table, figures, all_facts, language, "figure_kind")
            ui.download_rows(view, rows, name)
    draw_list()


def draw_list() -> None:
    """Draw the topics, and the cards of the one chosen or of what a search has found."""
    some = listed[topic] if topic else found
    cards = [card(fact, reading) for fact in some[:room]]
    drawn = series_html.cards_and_more(cards, len(some), address(cards=str(room + MORE)), reading)
    topics = [
        series_html.Topic(
            code,
            view.say("figures.topic", topic=all_facts.word("topic", code), count=len(facts)),
            address(topic="" if code == topic else code, cards=""),
            drawn if code == topic else Markup(),
        )
        for code, facts in listed.items()
    ]
    st.html(series_html.topic_list(topics, Markup() if topic else drawn))


def address(**changed: str) -> str:
    """Return the address of this page as it is shown, but for what is changed."""
    return routes.href(view, "figures", **(link | changed))


def by_topic(facts: Sequence[Figure | Statement]) -> dict[str, list[Figure | Statement]]:
    """Return facts by topic, in the topics' own order; topics without any are left out."""
    sorted_by: dict[str, list[Figure | Statement]] = {
        code: [] for field, code in all_facts.words if field == "topic"
    }
    for fact in facts:
        sorted_by[fact.topic].append(fact)
    return {code: some for code, some in sorted_by.items() if some}


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
listed = by_topic([fact for fact in (*figures, *statements) if fact != followed])
everything = [fact for some in listed.values() for fact in some]
found = everything if wanted.find or len(everything) <= FEW else []
topic = choices.linked("topic", [code for field, code in all_facts.words if field == "topic"])
topic = topic if topic in listed else ""
rooms = [str(FIRST + MORE * times) for times in range(1, len(known) // MORE + 1)]
room = int(choices.linked("cards", rooms) or FIRST)
link = {
    "series": series.key if series else "",
    "kind": "" if kind == "measured" else kind,
    "figure": followed.id if followed else "",
    "topic": topic,
    "cards": str(room) if room > FIRST and (topic or found) else "",
    "find": wanted.find,
    **codes,
}
view_link.set_link(view, **link)
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
    draw_figures(figures, statements, name)
