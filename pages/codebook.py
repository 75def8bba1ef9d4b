"""The codebook: what a survey asked, what its codes mean, what is simulated, and a glossary."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from insight.analysis.distribution import distribution
from insight.documents import glossary
from insight.documents.facts import facts
from insight.documents.glossary import Term
from insight.exports import dictionary
from insight.exports.codebook_formats import codebook_toml_bytes
from insight.exports.dictionary import ASKED_FIRST
from insight.language import numbers
from insight.language.errors import InsightError
from insight.reporting import labels
from insight.reporting.description import describe
from insight.reporting.version_words import told_versions
from insight.survey.codebook import Role, Variable
from insight.survey.constructs import like
from insight.survey.disk.publication import publication_of
from insight.survey.filters import EVERYONE
from insight.survey.folders import CODEBOOK
from insight.views import answers
from insight.web import choices, routes, ui
from insight.web.audited.acts import Taken
from insight.web.evidence import needs_of_item
from insight.web.frame import file_button, rights_here, view_link
from insight.web.html import codebook as codebook_html
from insight.web.html import needs as needs_html
from insight.web.html.codebook import Entry
from insight.web.html.templates import draw
from insight.web.parts import book_maker, by_address

FEW = 3
AT_ONCE = 40

view = choices.current()
language = view.language
codebook = view.survey.codebook
item_key = f"codebook:item:{view.survey.id}"
more_key = f"codebook:more:{view.survey.id}"


def chosen_item() -> str:
    """Return the variable that the link asks for; empty for the whole codebook."""
    linked = view_link.from_link("item")
    if linked is not None:
        st.session_state[item_key] = linked[0] if linked else ""
    if linked and linked[0]:
        choices.check_choice("item", linked[0], list(codebook.variables))
        st.session_state["find:codebook"], st.session_state["own:role"] = "", "all"
    item: str = st.session_state.get(item_key, "")
    return item if item in codebook.variables else ""


def forget_item() -> None:
    view_link.stay()
    st.session_state[item_key] = ""


def chosen_term() -> Term | None:
    """Return the word of a glossary that the link asks for."""
    by_id = {term.id: term for term in (*facts().terms, *glossary.glossary())}
    return by_id.get(choices.linked("term", list(by_id)))


def forget_term() -> None:
    view_link.stay()
    st.session_state["own:term"] = ""


def show_more() -> None:
    view_link.stay()
    st.session_state[more_key] = st.session_state.get(more_key, 0) + AT_ONCE


def choose_role() -> Role | None:
    named = {name: view.say(f"codebook.role_{name}") for name in ("all", *ASKED_FIRST)}
    chosen = choices.pick(view, view.say("codebook.role"), "role", named)
    return next((of for of in ASKED_FIRST if of == chosen), None)


def entry(variable: Variable) -> Entry:
    """Return a variable with its distribution in the chosen wave; the wave's own is over all."""
    wave = None if variable == codebook.wave else codebook.wave
    label = wave.category(view.wave).label if wave else None
    others = (survey.codebook for survey in view.surveys if survey.id != view.survey.id)
    also_in = tuple(labels.short_title(book) for book in others if like(book, variable))
    where = view.whole_wave if wave else EVERYONE
    try:
        table = answers.estimates(view.survey, variable.id, (), where, "all")
    except InsightError as refusal:
        return Entry(variable, None, label, also_in, refusal.text(language))
    return Entry(variable, distribution(table), label, also_in)


def variables_html(variables: Sequence[Variable], *, opened: bool, query: str = "") -> Markup:
    needs = {variable.id: needs_of_item(view.survey.id, variable.id) for variable in variables}
    return codebook_html.variables_html(
        [entry(variable) for variable in variables],
        codebook,
        language,
        opened=opened,
        query=query,
        address="" if choices.is_own(view.survey) else f"{routes.href(view, 'codebook')}&item=",
        links={name: needs_html.folded_links(view, of) for name, of in needs.items()},
    )


def whom() -> str:
    """Say whom the distributions are about."""
    if codebook.wave is None:
        return view.say("codebook.in_all")
    return view.say("codebook.in_wave", wave=codebook.wave.category(view.wave).label)


def draw_item(item: str) -> None:
    view_link.set_link(view, item=item)
    ui.secondary(whom())
    st.html(variables_html([codebook.variable(item)], opened=True))
    st.button(view.say("codebook.show_all"), on_click=forget_item)


def draw_term(term: Term) -> None:
    view_link.set_link(view, term=term.id)
    ui.heading(view.say("codebook.glossary"))
    st.html(codebook_html.term_html(term, facts(), language, partial(routes.place, view)))
    st.button(view.say("codebook.show_all"), on_click=forget_term)


def draw_search() -> str:
    """Draw the variables that the reader searches for; return the search."""
    ui.heading(view.say("codebook.variables"))
    query_column, role_column = st.columns([3, 1])
    with query_column:
        query = choices.find(view, view.say("codebook.search"))
    with role_column:
        role = choose_role()
    view_link.set_link(view, find=query, role=role or "")
    matching = dictionary.search(codebook, query, role)
    values = {"shown": len(matching), "total": len(codebook.variables)}
    words = view.say("codebook.found" if matching else "codebook.nothing", **values)
    line = f"{words} {whom()}" if matching else words
    st.html(draw("page", "status", line, "variables"))
    if matching:
        opened = bool(query) and len(matching) <= FEW
        shown = matching[: AT_ONCE + st.session_state.get(more_key, 0)]
        st.html(variables_html(shown, opened=opened, query=query))
        if left := len(matching) - len(shown):
            more = numbers.whole(min(left, AT_ONCE), language)
            st.button(view.say("fact.more", count=more), on_click=show_more)
    return query


def draw_about() -> None:
    ui.heading(view.say("codebook.about"))
    [interviews] = answers.interviews([view.survey]).values()
    said, norwegian = (
        describe(view.survey, interviews, written_in) for written_in in (language, "nb")
    )
    st.html(codebook_html.about_html(said, norwegian, language))


def draw_glossary(query: str) -> None:
    statistical = glossary.search(glossary.glossary(), query)
    ehealth = glossary.search(facts().terms, query)
    found = statistical or ehealth
    ui.heading(
        view.say("codebook.glossary"), line="" if found else view.say("codebook.no_such_word")
    )
    if found:
        drawn = codebook_html.glossary_html(
            statistical,
            ehealth,
            facts(),
            language,
            place_link=partial(routes.place, view),
            query=query,
        )
        st.html(drawn)


def draw_downloads() -> None:
    with ui.tools():
        file_button.draw(
            language,
            view.say("codebook.download_dictionary"),
            lambda: dictionary.dictionary_csv(codebook, language),
            f"{view.survey.id}_dictionary.csv",
            "text/csv",
            "codebook-dictionary",
            Taken("dictionary", (view.survey,)),
        )
        file_button.draw(
            language,
            view.say("codebook.download"),
            lambda: codebook_toml_bytes(view.survey),
            f"{view.survey.id}_{CODEBOOK}",
            "application/toml",
            "codebook-file",
            Taken("codebook", (view.survey,)),
        )
        has_cells = codebook.items and (codebook.segments or codebook.wave)
        if has_cells and rights_here.may(view.survey, "reports"):
            book_maker.draw(view)


item, term = chosen_item(), chosen_term()
publication = publication_of(view.survey)
roles = [variable.role for variable in codebook.variables.values()]
counted = {f"{name}s": roles.count(name) for name in ASKED_FIRST}
ui.heading(
    view.say("codebook.heading", survey=codebook.title),
    view.say("codebook.lead", **counted),
    top=True,
)
if item:
    draw_item(item)
elif term:
    draw_term(term)
else:
    there = by_address.is_there(view)
    st.html(codebook_html.contents_html(language, by_address=there, versions=bool(publication)))
draw_downloads()
draw_about()
if publication:
    ui.heading(view.say("versions.title"), line=view.say("versions.lead"))
    st.html(codebook_html.versions_html(told_versions(publication, language)))
draw_glossary("" if item or term else draw_search())
if not term and by_address.is_there(view):
    by_address.draw_guide(view, item)
