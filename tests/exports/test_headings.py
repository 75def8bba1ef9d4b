"""Headings in words: every column of a result or of facts has one, and no two share it."""

from collections.abc import Iterator
from functools import partial

import pandas as pd
import pytest
from visitor import asked, bundled, view_of

from insight.analysis.estimates import stack
from insight.documents import fact_tables, strategy
from insight.documents.facts import facts
from insight.documents.inventories.actors import mentioned
from insight.documents.inventories.inventory_tables import table_of_lacks, table_of_named
from insight.documents.inventories.missing import lacks
from insight.documents.later.later_figures import all_facts as later_facts
from insight.documents.passages.timeline import timeline
from insight.exports.headings import in_words, of_facts
from insight.language.catalogue import LANGUAGES
from insight.reporting.events.event_words import event_table
from insight.web.evidence import ground

KNOWN = facts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_words_of_its_own(language):
    survey = bundled("citizens")
    item = "trust_need_to_know"
    tables = [asked(survey, item, by=("age_group",)), asked(survey, item)]
    tables.append(asked(survey, item, statistic="mean"))
    columns = stack(tables, language).to_pandas().columns
    words = in_words(columns, tables, language)
    assert set(words) == set(columns)
    assert len({*words.values()}) == len(columns)
    age = survey.codebook.variable("age_group").label[language]
    assert words["age_group_label"] == age
    assert words["age_group"].startswith(f"{age} (")
    assert not [heading for heading in words.values() if "_" in heading]


def tables_of_facts() -> Iterator[tuple[str, pd.DataFrame]]:
    """Every table of facts that a page offers, by the name of its page."""
    known = later_facts()
    yield "figures", fact_tables.table(known.figures, known, "nb", "figure_kind")
    yield "timeline", event_table(timeline(), KNOWN, "nb")
    yield "needs", fact_tables.needs(KNOWN.needs, KNOWN, "nb", partial(ground, view_of()))
    yield "strategy", strategy.table(strategy.entries(KNOWN), KNOWN, "nb")
    yield "actors", table_of_named(mentioned(), KNOWN, "nb")
    yield "missing", table_of_lacks(lacks(), KNOWN, "nb")
    passages = fact_tables.table(KNOWN.passages, KNOWN, "nb", "passage_kind")
    more = dict.fromkeys(["trend", "group", "sort", "measured_by", "questions", "figures"], "")
    yield "trends", passages.assign(**more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "table"), [*tables_of_facts()])
def test_every_column_of_facts_has_words_of_its_own(page, table, language):
    words = of_facts(table.columns, KNOWN, language)
    assert set(words) == set(table.columns)
    assert len({*words.values()}) == len(table.columns)
    assert not [heading for heading in words.values() if "_" in heading]
    coded = [name for name in table.columns if f"{name}_label" in table.columns]
    for name in coded:
        assert words[name].startswith(f"{words[f'{name}_label']} (")
