"""One search for everything: facts and bundled surveys for all, and a visitor's survey for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import streamlit as st

from insight.analysis import shared_surveys
from insight.documents.glossary import glossary
from insight.documents.inventories.actors import named_things
from insight.documents.inventories.missing import lacks
from insight.documents.later.later_figures import all_facts
from insight.language.catalogue import Language
from insight.language.ranked_search import Results, Search
from insight.language.text_index import Index
from insight.language.word_forms import abbreviations, forms_of
from insight.query.opened import OpenSurvey
from insight.reporting.searching.codebook_entries import codebook_entries
from insight.reporting.searching.fact_entries import fact_entries, named_entries
from insight.reporting.searching.synonyms import synonyms
from insight.web import choices
from insight.web.searching.page_entries import page_entries


def find(words: str, surveys: Sequence[OpenSurvey], language: Language) -> Results:
    """Return what is found by words in the documents and in the surveys that the reader has."""
    return _search(map(_index, surveys)).find(words, language)


def shared_search() -> Search:
    """Return the search of what all visitors share; its indexes are made once."""
    return _search(map(_of_survey, shared_surveys.surveys().surveys))


def _search(of_surveys: Iterable[Index]) -> Search:
    return Search([of_facts(), *of_surveys], _same(), _misprints())


@cache
def of_facts() -> Index:
    """Return the index of the facts, of the words that are explained, and of the pages."""
    known = all_facts()
    return Index.of(
        [
            *fact_entries(known, [*known.terms, *glossary()]),
            *named_entries(named_things(), known),
            *page_entries(),
        ]
    )


@cache
def _same() -> tuple[tuple[str, ...], ...]:
    """What means the same: abbreviations with what they stand for, and synonyms."""
    named = (entry for entry in of_facts().entries if entry.kind in ("term", "system"))
    names = (name for entry in named for name in entry.names)
    written = dict.fromkeys(each for name in names for each in (name.nb, name.en))
    return (*abbreviations(written), *(group.phrases for group in synonyms()))


@cache
def _misprints() -> frozenset[str]:
    """Words that are printed by mistake, so that no search is taken for one."""
    found = (lack.misprint for lack in lacks() if lack.misprint)
    return frozenset(
        word
        for misprint in found
        for word in {*forms_of(misprint.printed)} - {*forms_of(misprint.meant or "")}
    )


@lru_cache(maxsize=20)
def _of_survey(survey: OpenSurvey) -> Index:
    return Index.of(codebook_entries(survey.codebook))


def _index(survey: OpenSurvey) -> Index:
    """The index of a survey; that of a visitor's own goes with their session."""
    if not choices.is_own(survey):
        return _of_survey(survey)
    kept: dict[str, Index] = st.session_state.get("own_index", {})
    if survey.version not in kept:
        kept = {survey.version: Index.of(codebook_entries(survey.codebook))}
        st.session_state["own_index"] = kept
    return kept[survey.version]
