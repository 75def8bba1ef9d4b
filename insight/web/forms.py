"""Forms in which a visitor corrects what was understood of a survey file.

Each returns what was handed in, and nothing until then.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from insight.importers.correcting import (
    PARTS,
    DesignChoice,
    VariableChoice,
    columns_in_use,
    groupable,
    suitable,
)
from insight.importers.drafting.proposals import Proposal
from insight.importers.readers.source import ImportOptions
from insight.language.catalogue import LANGUAGES, Language, Text, say
from insight.survey.codebook import KINDS, MISSING, ROLES, Codebook, Missing, Variable
from insight.web.choices import plain
from insight.web.html.import_review import code_name, has_few_codes, namer
from insight.web.visitor import WORKBOOKS

SEPARATORS, DECIMALS = ("", ";", ",", "\t", "|"), ("", ",", ".")
ENCODINGS = ("", "utf-8", "windows-1252", "utf-16")


def reading(path: Path, language: Language) -> ImportOptions | None:
    """Ask how a text or a workbook is to be read."""
    with st.form("own:again", border=False):
        if path.suffix.lower() in WORKBOOKS:
            options = ImportOptions(sheet=st.text_input(_say(language, "sheet")) or None)
        else:
            first, second, third = st.columns(3)
            with first:
                separator = _one_of("separator", SEPARATORS, language)
            with second:
                decimal = _one_of("decimal", DECIMALS, language)
            with third:
                encoding = _one_of("encoding", ENCODINGS, language)
            options = ImportOptions(separator, decimal, encoding)
        return options if st.form_submit_button(_say(language, "read_again")) else None


def _one_of(name: str, options: Sequence[str], language: Language) -> str | None:
    words = {"": _say(language, "detected"), "\t": _say(language, "tab")}
    chosen = st.selectbox(
        _say(language, name), options, format_func=lambda option: words.get(option, option)
    )
    return chosen or None


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
        segments = st.multiselect(
            _say(language, "segments"),
            groupable(book),
            [segment.id for segment in book.segments],
            format_func=namer(book, [], language),
        )
        probability = st.toggle(_say(language, "probability"), book.design.probability)
        used = st.form_submit_button(_say(language, "use"))
    return DesignChoice(columns, probability, segments) if used else None


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
