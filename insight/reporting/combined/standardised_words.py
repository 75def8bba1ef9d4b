"""Standardised figures in sentences, as a table and as rows of a chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.analysis.estimates import Estimate
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.reporting import labels
from insight.reporting.lists import name_some, name_within


class Line(NamedTuple):
    """A group: its name, its figure as it is and standardised, and the strata that it lacks."""

    name: str
    plain: Estimate
    told: Estimate
    lacking: tuple[str, ...]


def what_it_is(found: StandardisedTable, wave: str, language: Language) -> str:
    """Say to what figures are standardised: a wave, all, or numbers that the reader has written.

    Parameters
    ----------
    found
        The figures.
    wave
        The wave whose composition it is; empty of all respondents.
    language
        Language of the sentence.
    """
    whose = "of_all" if found.population.own else "of_own"
    population = say(language, f"standardised.{whose}")
    waves = found.survey.codebook.wave
    if wave and waves:
        population = say(language, "standardised.of_wave", wave=name_within(waves, wave, language))
    names = [within_sentence(one.label[language]) for one in found.population.strata]
    values = {"names": list_names(names, language), "population": population}
    return say(language, "standardised.what", **values)


def lines(found: StandardisedTable, key: str, language: Language) -> list[Line]:
    """Return each group in both ways.

    Parameters
    ----------
    found, key
        The figures, and which of them is followed; empty for a mean.
    language
        Language of the names.
    """
    pairs = zip(found.estimates, found.lacking, strict=True)
    return [
        Line(
            labels.group_label(found.crude, estimate.group, language),
            found.crude.at(estimate.group, key),
            estimate,
            tuple(_stratum(found, number, language) for number in lacking),
        )
        for estimate, lacking in pairs
        if estimate.key == key
    ]


def _stratum(found: StandardisedTable, number: int, language: Language) -> str:
    pairs = zip(found.population.strata, found.strata[number], strict=True)
    return ", ".join(variable.category(code).label[language] for variable, code in pairs)


def in_words(line: Line, found: StandardisedTable, language: Language) -> str:
    """Say how large a group's figure is in both ways."""
    return say(
        language,
        "standardised.in_words",
        group=line.name,
        plain=labels.figure(line.plain, found.crude, language),
        told=labels.figure(line.told, found.crude, language),
    )


def lacks(line: Line, language: Language) -> str:
    """Say why a group has no standardised figure; empty where it has one."""
    if not line.lacking:
        return ""
    strata = name_some(line.lacking, language)
    return say(language, "standardised.lacks", group=line.name, strata=strata)


def table(found: StandardisedTable, key: str, language: Language) -> pd.DataFrame:
    """Return the groups in words, in both ways, and what to remark where there is something."""
    rows = [dict(_row(line, found, language)) for line in lines(found, key, language)]
    table, remark = pd.DataFrame(rows, dtype=object), say(language, "table.remark")
    return table if any(table.get(remark, ())) else table.drop(columns=remark, errors="ignore")


def _row(line: Line, found: StandardisedTable, language: Language) -> Iterator[tuple[str, str]]:
    rules = found.survey.codebook.disclosure
    yield say(language, "table.group"), line.name
    yield say(language, "adjusted.unadjusted"), labels.figure(line.plain, found.crude, language)
    shown = line.told.value is not None
    told = labels.figure(line.told, found.crude, language) if shown else "–"
    yield say(language, "standardised.column"), told
    base = line.told.base
    yield say(language, "table.base"), "" if base is None else numbers.whole(base, language)
    reason = "" if line.lacking else labels.reason(line.told, rules, language)
    yield say(language, "table.remark"), lacks(line, language) or reason


def rows(found: StandardisedTable, key: str, language: Language) -> pd.DataFrame:
    """Return a row of the chart for each group and way: its place, figure and interval."""
    return pd.DataFrame(
        [
            {
                "group": line.name,
                "order": order,
                "way": say(language, f"standardised.{way}"),
                "alike": way == "column",
                "value": estimate.value,
                "low": estimate.low,
                "upp": estimate.upp,
            }
            for order, line in enumerate(lines(found, key, language))
            for way, estimate in (("plain", line.plain), ("column", line.told))
        ]
    )
