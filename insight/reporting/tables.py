"""Tables for people: a chart's numbers in the reader's language, in words where they are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names
from insight.reporting import basis_words, labels
from insight.reporting.layout import AS_IT_IS, Layout


def over_time(tables: Sequence[Table], key: str, language: Language) -> pd.DataFrame:
    """One row per survey and wave: the share, its interval, n and any warning."""
    shown = [(table, estimate) for table in tables for estimate in table.of(key)]
    survey = say(language, "table.survey")
    fixed = [survey, labels.level(tables[0], language), *_last_heads(language)]
    rows = []
    for table, estimate in shown:
        wave, label = table.request.by[0], labels.target_label(table, key, language)
        when, name = distinct_names([wave.label[language], label], [wave.id, key], fixed)
        rows.append(
            {
                survey: labels.short_title(table.codebook)[language],
                when: labels.group_label(table, estimate.group, language),
                **_figure(table, estimate, name, language),
            }
        )
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
    of_group, heading = (
        say(language, "table.group"),
        labels.interval_heading(whole, target, language),
    )
    fixed = [of_group, heading, layout.heading, *_last_heads(language)]
    answers = [labels.target_label(whole, key, language) for key in keys]
    names = distinct_names(answers, keys, fixed)
    rows, told = [], []
    for table, group in layout.rows(grouped, whole):
        chosen = table.at(group, target)
        told.append(chosen)
        shares = (_value(table.at(group, key), table, language) for key in keys)
        row = {
            of_group: labels.group_label(table, group, language),
            **dict(zip(names, shares, strict=True)),
            heading: labels.interval(chosen, table, language),
            **({layout.heading: layout.verdict(group).words} if layout.heading else {}),
            **_base_and_remark(table, chosen, language),
        }
        rows.append(row)
    label = labels.target_label(whole, target, language)
    return _with_basis(rows, told, say(language, "table.basis_of", label=label), language)


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


def _last_heads(language: Language) -> list[str]:
    return [say(language, f"table.{name}") for name in ("base", "remark", "basis")]


def _base(estimate: Estimate, language: Language) -> str:
    if estimate.base is None:
        return labels.hidden_word(estimate, language) or "–"
    return numbers.whole(estimate.base, language)


def _value(estimate: Estimate, table: Table, language: Language) -> str:
    """The value, or the word for why there is none."""
    return labels.value_of(estimate, table, language, labels.hidden_word(estimate, language) or "–")


def _figure(table: Table, estimate: Estimate, name: str, language: Language) -> dict[str, str]:
    """A figure under its name, then its interval, base and any warning."""
    return {
        name: _value(estimate, table, language),
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
