"""One search for everything: facts and bundled surveys for all, and a visitor's survey for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import streamlit as st

from insight.documents.glossary import glossary
from insight.documents.later.later_figures import all_facts
from insight.language.ranked_search import Results, Search
from insight.language.text_index import Index
from insight.query.opened import OpenSurvey
from insight.reporting.searching.codebook_entries import codebook_entries
from insight.reporting.searching.fact_entries import fact_entries
from insight.web import answers, choices


def find(words: str, surveys: Sequence[OpenSurvey]) -> Results:
    """Return what is found by words in the documents and in the surveys that the reader has."""
    return _search(map(_index, surveys)).find(words)


def shared_search() -> Search:
    """Return the search of what all visitors share; its indexes are made once."""
    return _search(map(_of_survey, answers.surveys().surveys))


def _search(of_surveys: Iterable[Index]) -> Search:
    return Search([of_facts(), *of_surveys], _terms())


@cache
def of_facts() -> Index:
    """Return the index of the facts and of the words that are explained."""
    known = all_facts()
    return Index.of(fact_entries(known, [*known.terms, *glossary()]))


@cache
def _terms() -> tuple[str, ...]:
    """The names by which abbreviations are understood, in both languages."""
    names = (name for entry in of_facts().entries if entry.kind == "term" for name in entry.names)
    return tuple(written for name in names for written in (name.nb, name.en))


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
