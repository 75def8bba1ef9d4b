"""Forms for one variable: its categories, a number in bands, a cell with several answers."""

from __future__ import annotations

import streamlit as st

from insight.analysis.preparation.band_proposals import propose_bands
from insight.language.errors import Fault, RequestError
from insight.survey.codebook import MISSING, Category, Missing, Variable
from insight.survey.recipe.number_operations import intervals_between, limit_text
from insight.survey.recipe.operations import Band, Interval, Split, Written
from insight.web.choices import plain
from insight.web.html.templates import draw
from insight.web.own_survey.workbench.bench import MOST_CATEGORIES, Bench, Operations
from insight.web.own_survey.workbench.edited_categories import EditedCategory, operations_of
from insight.web.own_survey.workbench.written_cuts import cuts_of

WIDTHS = (1.1, 3, 3, 1.9)
HEADS = ("place", "answer", "use_as", "means")
PROPOSALS = ("equal", "steps")
SEPARATORS = (";", ",", "|", "/")


def categories(bench: Bench) -> Operations:
    """Ask in which order the answers are, what they are called, and which are none."""
    known = bench.book.variables
    ids = [name for name in bench.variables("single") if len(known[name].categories) > 1]
    variable = bench.pick(bench.say("variable"), ids, "categories")
    if variable is None:
        return ()
    if len(variable.categories) > MOST_CATEGORIES:
        raise RequestError(Fault("fault.workbench_many_categories", {"most": MOST_CATEGORIES}))
    key = f"{bench.key}:categories:{variable.id}"
    with st.container(key="bench-categories"):
        with st.container(key="bench-heads"):
            for head, name in zip(st.columns(WIDTHS), HEADS, strict=True):
                head.html(draw("workbench", "head", bench.say(name)))
        edited = [
            _category(bench, variable, category, place, key)
            for place, category in enumerate(variable.categories, 1)
        ]
    ordered = st.toggle(bench.say("ordered"), variable.ordered, key=f"{key}:ordered")
    turned = st.toggle(bench.say("turned"), key=f"{key}:turned")
    return operations_of(
        variable,
        edited,
        ordered=ordered,
        turned=turned,
        language=bench.language,
        words=bench.words,
    )


def _category(
    bench: Bench, variable: Variable, category: Category, place: int, key: str
) -> EditedCategory:
    own, name = f"{key}:{category.key}", category.label[bench.language]
    at = st.columns(WIDTHS, vertical_alignment="center")
    wanted = at[0].number_input(
        plain(bench.say("place_of", answer=name)),
        1,
        len(variable.categories),
        place,
        key=f"{own}:place",
        label_visibility="collapsed",
    )
    at[1].text(name)
    words = at[2].text_input(
        plain(bench.say("use_as_of", answer=name)),
        name,
        max_chars=300,
        key=f"{own}:words",
        label_visibility="collapsed",
    )
    meanings: list[Missing | None] = [None, *MISSING]
    means = at[3].selectbox(
        plain(bench.say("means_of", answer=name)),
        meanings,
        meanings.index(category.missing),
        format_func=lambda meaning: bench.say(f"means_{meaning or 'answer'}"),
        key=f"{own}:means",
        label_visibility="collapsed",
    )
    # A place that is taken pushes the others back, as whoever writes 1 means: first.
    moved = wanted * 2 - (wanted < place) + (wanted > place)
    return EditedCategory(category.key, moved, words.strip() or name, means)


def band(bench: Bench) -> Operations:
    """Ask where each band of a number begins."""
    known = bench.book.variables
    numbers = [name for name in bench.variables("numeric", "single") if is_number(known[name])]
    variable = bench.pick(bench.say("number"), numbers, "band")
    if variable is None:
        return ()
    key = f"{bench.key}:band:{variable.id}"
    proposed = propose_bands(bench.survey, variable.id)
    offers = {"equal": _starts(proposed.equal, bench), "steps": _starts(proposed.steps, bench)}
    offered = [name for name in PROPOSALS if offers[name]]
    st.session_state.setdefault(f"{key}:starts", offers["steps"] or offers["equal"])
    if offered:
        with st.container(horizontal=True, vertical_alignment="center"):
            for name in offered:
                st.button(
                    bench.say(f"propose_{name}"),
                    key=f"{key}:{name}",
                    on_click=_propose,
                    args=(f"{key}:starts", offers[name]),
                )
    written = st.text_input(
        bench.say("starts"), key=f"{key}:starts", help=bench.say("starts_help"), max_chars=200
    )
    try:
        cuts = cuts_of(written, bench.language)
    except RequestError as problem:
        bench.refuse(problem)
        cuts = ()
    keep = st.toggle(bench.say("keep_number"), key=f"{key}:keep")
    if not cuts:
        return ()
    bands = intervals_between(cuts, whole=proposed.whole)
    own = bench.new_id(f"{variable.id}_band") if keep else None
    return (Band(variable.id, bands, name=own, keep=keep, label=variable.label),)


def is_number(variable: Variable) -> bool:
    """Whether values are numbers: a number, or whole codes most of which are their own label."""
    if variable.kind == "numeric":
        return True
    answers = [category for category in variable.categories if not category.missing]
    named = sum(category.label.nb.strip() != category.key for category in answers)
    return variable.kind == "single" and variable.integer_codes and 2 * named < len(answers)


def _propose(key: str, starts: str) -> None:
    st.session_state[key] = starts


def _starts(bands: tuple[Interval, ...], bench: Bench) -> str:
    return "; ".join(limit_text(band.low, bench.language) for band in bands if band.low is not None)


def split(bench: Bench) -> Operations:
    """Ask which answers stand in a cell, and what is between them."""
    variable = bench.pick(bench.say("cells"), bench.variables("single"), "split")
    if variable is None:
        return ()
    key = f"{bench.key}:split:{variable.id}"
    separator = st.selectbox(bench.say("separator"), SEPARATORS, key=f"{key}:separator")
    labels = [category.label for category in variable.categories if not category.missing]
    parts = [part.strip() for label in labels for part in label["nb"].split(separator)]
    proposed = "\n".join(dict.fromkeys(filter(None, parts)))
    written = st.text_area(
        bench.say("options"), proposed, key=f"{key}:{separator}", max_chars=20_000
    )
    options = [*dict.fromkeys(filter(None, map(str.strip, written.splitlines())))]
    if len(options) < 2:
        return ()
    named = tuple(Written(option, bench.words(option)) for option in options)
    return (Split(variable.id, separator, named),)
