"""Tables for people: a chart's numbers in the reader's language, in words where they are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names
from insight.reporting import basis_words, labels
from insight.reporting.layout import AS_IT_IS, Layout
from insight.survey.codebook import Codebook
from insight.survey.folders import Survey


def over_time(tables: Sequence[Table], key: str, language: Language) -> pd.DataFrame:
    """One row per survey and wave: the share, its interval, n and any warning."""
    shown = [(table, estimate) for table in tables for estimate in table.of(key)]
    rows = [
        {
            say(language, "table.survey"): labels.short_title(table.codebook)[language],
            table.request.by[0].label[language]: labels.group_label(
                table, estimate.group, language
            ),
            **_figure(table, estimate, labels.target_label(table, key, language), language),
        }
        for table, estimate in shown
    ]
    named = say(language, "table.basis")
    return _with_basis(rows, [estimate for _, estimate in shown], named, language)


def by_group(
    grouped: Table,
    whole: Table,
    keys: Sequence[str],
    target: str,
    language: Language,
    layout: Layout = AS_IT_IS,
) -> pd.DataFrame:
    """One row per group: the share of each answer, the interval of one, its test, n and warnings.

    Parameters
    ----------
    grouped, whole
        The item broken down, and all respondents together.
    keys
        The answers.
    target
        The one whose interval and test are told.
    language
        Language of the words.
    layout
        Which groups, in which order, with which words of tests.
    """
    names = distinct_names([labels.target_label(whole, key, language) for key in keys], keys)
    rows, told = [], []
    for table, group in layout.rows(grouped, whole):
        chosen = table.at(group, target)
        told.append(chosen)
        shares = (labels.value_of(table.at(group, key), table, language, "–") for key in keys)
        interval = labels.interval(chosen, table, language)
        row = {
            say(language, "table.group"): labels.group_label(table, group, language),
            **dict(zip(names, shares, strict=True)),
            labels.interval_heading(table, target, language): interval,
            **({layout.heading: layout.verdict(group).words} if layout.heading else {}),
            **_base_and_remark(table, chosen, language),
        }
        rows.append(row)
    label = labels.target_label(whole, target, language)
    return _with_basis(rows, told, say(language, "table.basis_of", label=label), language)


def by_answer(table: Table, keys: Sequence[str], language: Language) -> pd.DataFrame:
    """One row per answer, for all respondents together: its share, interval and n."""
    rows = [
        {
            say(language, "table.answer"): labels.target_label(table, key, language),
            **_figure(table, table.at((), key), say(language, "table.share"), language),
        }
        for key in keys
    ]
    shown = [table.at((), key) for key in keys]
    return _with_basis(rows, shown, say(language, "table.basis"), language)


def count_by_group(grouped: Table, key: str, language: Language) -> pd.DataFrame:
    """One row per group: how many answered, and of how many where weights add up to that.

    Parameters
    ----------
    grouped
        An item broken down by one variable.
    key
        A category or net, whose base is told.
    language
        Language of the words.
    """
    rows = [
        {
            say(language, "table.group"): labels.group_label(grouped, estimate.group, language),
            say(language, "table.answered"): _base(estimate, language),
            say(language, "table.of_about"): "–"
            if estimate.base_weighted is None
            else numbers.whole(estimate.base_weighted, language),
            say(language, "table.remark"): _remark(grouped, estimate, language),
        }
        for estimate in grouped.of(key)
    ]
    return pd.DataFrame(rows)


def surveys(
    all_surveys: Sequence[Survey],
    interviews: Mapping[str, Sequence[int | None]],
    language: Language,
) -> pd.DataFrame:
    """One row per survey: its population, waves, respondents in each, weighting, and mark."""
    rows = []
    for survey in all_surveys:
        book = survey.codebook
        weighting = "base.weighted" if book.design.weight else "base.unweighted"
        row = {
            say(language, "table.survey"): book.title[language],
            say(language, "table.population"): book.population[language] if book.population else "",
            say(language, "table.waves"): _waves_in_words(book, language),
            say(language, "table.respondents"): " / ".join(
                "–" if n is None else numbers.whole(n, language) for n in interviews[survey.id]
            ),
            say(language, "table.weighting"): say(language, weighting),
            say(language, "table.updated"): numbers.day(_day_of_change(survey), language),
            say(language, "table.remark"): say(language, "survey.simulated")
            if book.simulated
            else "",
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _day_of_change(survey: Survey) -> date:
    """When a survey's data were last changed: as its codebook says, else as its file does."""
    changed = datetime.fromtimestamp(survey.responses.stat().st_mtime, UTC)
    return survey.codebook.updated or changed.date()


def _waves_in_words(codebook: Codebook, language: Language) -> str:
    wave = codebook.wave
    return " / ".join(category.label[language] for category in wave.categories) if wave else "–"


def _with_basis(
    rows: Sequence[Mapping[str, str]],
    estimates: Sequence[Estimate],
    heading: str,
    language: Language,
) -> pd.DataFrame:
    """Add what each row's level rests on, where that is not the same for all of them."""
    if not basis_words.are_mixed(estimates):
        return pd.DataFrame(rows)
    words = (basis_words.word(estimate.basis, language) for estimate in estimates)
    return pd.DataFrame([{**row, heading: said} for row, said in zip(rows, words, strict=True)])


def _base(estimate: Estimate, language: Language) -> str:
    return "–" if estimate.base is None else numbers.whole(estimate.base, language)


def _figure(table: Table, estimate: Estimate, name: str, language: Language) -> dict[str, str]:
    """A figure under its name, then its interval, base and any warning."""
    return {
        name: labels.value_of(estimate, table, language, "–"),
        labels.level(table, language): labels.interval(estimate, table, language),
        **_base_and_remark(table, estimate, language),
    }


def _base_and_remark(table: Table, estimate: Estimate, language: Language) -> dict[str, str]:
    return {
        say(language, "table.base"): _base(estimate, language),
        say(language, "table.remark"): _remark(table, estimate, language),
    }


def _remark(table: Table, estimate: Estimate, language: Language) -> str:
    return labels.reason(estimate, table.codebook.disclosure, language)
