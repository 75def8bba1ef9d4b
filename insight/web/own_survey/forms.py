"""Forms in which a visitor corrects what was understood of a survey file.

Each returns what was handed in, and nothing until then.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight.importers.correcting import (
    PARTS,
    DesignChoice,
    VariableChoice,
    are_in_use,
    columns_in_use,
    groupable,
    suitable,
)
from insight.importers.drafting.parts import Together
from insight.importers.drafting.proposals import Proposal
from insight.importers.drafting.replicate_proposals import acceptable
from insight.importers.importing import Imported
from insight.importers.readers.source import ImportOptions
from insight.language.catalogue import LANGUAGES, Language, Text, say
from insight.language.errors import shorten
from insight.survey.codebook import KINDS, MISSING, ROLES, Codebook, Missing, Variable
from insight.web.choices import plain
from insight.web.html.import_review import (
    MOST_ROWS,
    code_name,
    has_few_codes,
    namer,
    question_html,
)
from insight.web.own_survey.visitor import WORKBOOKS

SEPARATORS, DECIMALS = ("", ";", ",", "\t", "|"), ("", ",", ".")
ENCODINGS = ("", "utf-8", "windows-1252", "utf-16")
HEADER_ROWS = ("", "0", "1", "2", "3", "4")


def reading(path: Path, language: Language) -> ImportOptions | None:
    """Ask how a text or a workbook is to be read."""
    with st.form("own:again", border=False):
        without_personal = not with_personal(language, "own:again:personal")
        if path.suffix.lower() in WORKBOOKS:
            left, right = st.columns(2)
            with left:
                sheet = st.text_input(_say(language, "sheet")) or None
            with right:
                header = _one_of("header_rows", HEADER_ROWS, language)
            options = ImportOptions(sheet=sheet)
        else:
            first, second, third, fourth = st.columns(4)
            with first:
                separator = _one_of("separator", SEPARATORS, language)
            with second:
                decimal = _one_of("decimal", DECIMALS, language)
            with third:
                encoding = _one_of("encoding", ENCODINGS, language)
            with fourth:
                header = _one_of("header_rows", HEADER_ROWS, language)
            options = ImportOptions(separator, decimal, encoding)
        options = replace(
            options,
            header_rows=int(header) if header else None,
            without_personal=without_personal,
        )
        return options if st.form_submit_button(_say(language, "read_again")) else None


def with_personal(language: Language, key: str) -> bool:
    """Ask whether columns that tell who a respondent is are taken along."""
    return st.toggle(
        _say(language, "with_personal"), key=key, help=_say(language, "with_personal_help")
    )


def _one_of(name: str, options: Sequence[str], language: Language) -> str | None:
    words = {"": _say(language, "detected"), "\t": _say(language, "tab")}
    chosen = st.selectbox(
        _say(language, name), options, format_func=lambda option: words.get(option, option)
    )
    return chosen or None


def several_answers(
    made: Imported, now: ImportOptions, language: Language, key: str
) -> ImportOptions | None:
    """Ask whether columns and cells are one question, a button for each; return what was pressed.

    Parameters
    ----------
    made
        What was understood of the file.
    now
        How it was read.
    language, key
        Of the widgets.
    """
    questions = [*made.undecided, *made.together]
    for question in questions[:MOST_ROWS]:
        said, press = st.columns([3, 1], vertical_alignment="center")
        with said:
            st.html(question_html(question, language))
        if _press(press, made, question, language, key):
            return _otherwise(made, question, now)
    if more := {question.variable: question for question in questions[MOST_ROWS:]}:
        said, press = st.columns([3, 1], vertical_alignment="bottom")
        chosen = said.selectbox(_say(language, "several_more"), [*more], key=f"own:more:{key}")
        if _press(press, made, more[chosen], language, key):
            return _otherwise(made, more[chosen], now)
    if now.separate or now.split:
        back = st.button(_say(language, "as_proposed"), key=f"own:as_proposed:{key}")
        return replace(now, separate=(), split=()) if back else None
    return None


def _press(
    at: DeltaGenerator, made: Imported, question: Together, language: Language, key: str
) -> bool:
    """Offer to read columns or cells otherwise than they were read."""
    cells = "split" if question in made.undecided else "keep_whole"
    action = cells if question.of_cells else "separate"
    name = plain(shorten(question.variable))
    label = say(language, f"own_survey.{action}", name=name)
    return at.button(label, key=f"own:{action}:{key}:{question.variable}")


def _otherwise(made: Imported, question: Together, now: ImportOptions) -> ImportOptions:
    if question in made.undecided:
        return replace(now, split=(*now.split, *question.columns))
    split = tuple(name for name in now.split if name not in question.columns)
    return replace(now, separate=(*now.separate, *question.columns), split=split)


def sample(
    book: Codebook, proposals: Sequence[Proposal], language: Language, key: str
) -> DesignChoice | None:
    """Ask how the respondents were sampled, and what divides them."""
    now = columns_in_use(book.design)
    with st.form(f"own:sample:{key}"):
        columns = {}
        for at, part in zip((*st.columns(3), *st.columns(2)), PARTS, strict=True):
            proposed = [proposal.column for proposal in proposals if proposal.part == part]
            there = list(dict.fromkeys(["", now[part], *proposed, *suitable(book, part)]))
            name = namer(book, proposed, language)
            columns[part] = at.selectbox(
                _say(language, part), there, there.index(now[part]), format_func=name
            )
        replicates = _replicates(book, proposals, language)
        segments = st.multiselect(
            _say(language, "segments"),
            groupable(book),
            [segment.id for segment in book.segments],
            format_func=namer(book, [], language),
        )
        probability = st.toggle(_say(language, "probability"), book.design.probability)
        used = st.form_submit_button(_say(language, "use"))
    return DesignChoice(columns, probability, segments, replicates) if used else None


def _replicates(
    book: Codebook, proposals: Sequence[Proposal], language: Language
) -> dict[str, Any] | None:
    """Ask whether replicate weights that an archive is known to have are taken, and how.

    The table is empty where none are, and None where there are none to ask about.
    """
    tables = acceptable(proposals)
    if not tables:
        return None
    in_use = [at for at, table in enumerate(tables, 1) if are_in_use(book.design, table)]

    def name(at: int) -> str:
        if not at:
            return _say(language, "none")
        table = tables[at - 1]
        written = f"{table.get('rho', 0):g}".replace(".", "," if language == "nb" else ".")
        method = say(language, f"codebook.replicates_{table['method']}", rho=written)
        return f"{table['columns']}: {method} ({_say(language, 'proposed')})"

    label, options = _say(language, "replicates"), range(len(tables) + 1)
    chosen = st.selectbox(label, options, (*in_use, 0)[0], format_func=name)
    return tables[chosen - 1] if chosen else {}


def wave_order(book: Codebook, language: Language, key: str) -> list[str] | None:
    """Ask for the place of each wave, and return the waves in that order.

    Where two are given the same place one of them is returned twice, which is no order.
    """
    wave = book.wave
    assert wave is not None
    count = len(book.waves)
    labels = {code: plain(wave.category(code).label[language]) for code in book.waves}
    with st.form(f"own:waves:{key}"):
        places = [
            at.number_input(
                say(language, "own_survey.wave_place", wave=labels[code]),
                1,
                count,
                place,
                key=f"own:{key}:wave:{code}",
            )
            for place, (code, at) in enumerate(
                zip(book.waves, itertools.cycle(st.columns(3)), strict=False), 1
            )
        ]
        if not st.form_submit_button(_say(language, "use_order")):
            return None
    by_place = dict(zip(places, book.waves, strict=True))
    return [by_place[place] for place in sorted(places)]


def variable(of: Variable, language: Language, key: str) -> VariableChoice | None:
    """Ask what a variable is and is called, and which of its codes stand for no answer."""
    own = f"own:{key}:{of.id}"
    with st.form(f"own:variable:{key}"):
        label = _both("label", of.label, language, own)
        left, right = st.columns(2)
        roles = {role: say(language, f"codebook.one_{role}") for role in ROLES}
        role = left.selectbox(
            _say(language, "role"),
            ROLES,
            ROLES.index(of.role),
            format_func=lambda role: roles[role],
            key=f"{own}:role",
        )
        kinds = [kind for kind in KINDS if (kind == "multiple") == (of.kind == "multiple")]
        kind_names = {kind: say(language, f"codebook.kind_{kind}") for kind in kinds}
        kind = right.selectbox(
            _say(language, "kind"),
            kinds,
            kinds.index(of.kind),
            format_func=lambda kind: kind_names[kind],
            key=f"{own}:kind",
        )
        missing = _missing(of, language, own)
        ordered = st.toggle(_say(language, "ordered"), of.ordered, key=f"{own}:ordered")
        saved = st.form_submit_button(_say(language, "save"))
    return VariableChoice(role, kind, ordered, missing, label) if saved else None


def _missing(variable: Variable, language: Language, own: str) -> dict[str, Missing]:
    """Ask which codes mean what; of a variable with too many codes, leave them as they are."""
    if not has_few_codes(variable):
        return {
            category.key: category.missing for category in variable.categories if category.missing
        }
    return {
        code: meaning
        for meaning in MISSING
        for code in st.multiselect(
            _say(language, f"missing_{meaning}"),
            list(variable.by_key),
            [category.key for category in variable.categories if category.missing == meaning],
            format_func=lambda code: code_name(variable, code, language),
            key=f"{own}:{meaning}",
            accept_new_options=variable.kind == "numeric",
        )
    }


def title(now: Text, language: Language, key: str) -> Text | None:
    """Ask what the survey is called."""
    with st.form(f"own:title:{key}"):
        wanted = _both("title", now, language, f"own:title:{key}")
        return wanted if st.form_submit_button(_say(language, "save_title")) else None


def _both(name: str, now: Text, language: Language, own: str) -> Text:
    """Ask for words in both languages, side by side."""
    written = [
        at.text_input(
            _say(language, f"{name}_{written_in}"),
            now[written_in],
            key=f"{own}:{name}:{written_in}",
        )
        for at, written_in in zip(st.columns(2), LANGUAGES, strict=True)
    ]
    return Text(*written)


def _say(language: Language, key: str) -> str:
    return say(language, f"own_survey.{key}")
