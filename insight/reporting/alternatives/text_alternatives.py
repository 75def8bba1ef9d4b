"""Text alternatives of charts of survey figures: every figure, or the range of too many."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.estimates import QUANTILES, Estimate, Table
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting import labels

LONGEST_DESCRIPTION = 600  # characters, some forty seconds when read aloud

_Named = Sequence[tuple[str, Estimate]]


def describe_groups(tables: Sequence[Table], key: str, language: Language) -> str:
    """Describe a chart for those who cannot see it: the figure of every group.

    Of figures too many to listen to, the lowest and the highest are told.

    Parameters
    ----------
    tables
        The figures that are drawn, a table for each survey.
    key
        The category or net that is followed; empty for a mean.
    language
        Language of the description.
    """
    named = [
        (
            table,
            [
                (labels.group_label(table, estimate.group, language), estimate)
                for estimate in table.of(key)
            ],
        )
        for table in tables
    ]
    first = tables[0]
    title = labels.target_label(first, key, language)
    if first.statistic in QUANTILES:
        title = f"{first.item.label[language]}, {within_sentence(title)}"
    return _describe(title, named, language)


def describe_answers(table: Table, keys: Sequence[str], language: Language) -> str:
    """Describe a chart of one item's answers, those of `keys`, as :func:`describe_groups`."""
    drawn = [(labels.target_label(table, key, language), table.at((), key)) for key in keys]
    return _describe(table.item.label[language], [(table, drawn)], language)


def _describe(
    title: str,
    tables: Sequence[tuple[Table, _Named]],
    language: Language,
) -> str:
    """Say what a chart shows: every figure, or those not hidden, or the range of many."""
    said = ""
    for tell in (_all, _shown_figures, _range):
        parts = [tell(table, named, language) for table, named in tables]
        more = [] if tell is _all else [say(language, "alt.table")]
        said = " ".join([f"{title}.", *parts, *more])
        if len(said) <= LONGEST_DESCRIPTION:
            break
    return said


def _all(table: Table, named: _Named, language: Language) -> str:
    told = (
        say(language, "alt.one", name=name, figure=labels.figure(estimate, table, language))
        for name, estimate in named
    )
    who = labels.short_title(table.codebook)
    return say(language, "alt.figures", who=who, figures="; ".join(told)) if named else ""


def _shown_figures(table: Table, named: _Named, language: Language) -> str:
    shown = [(name, estimate) for name, estimate in named if estimate.value is not None]
    told, hidden = _all(table, shown, language), len(named) - len(shown)
    if hidden:
        who = labels.short_title(table.codebook)
        told += " " + say(language, "alt.hidden", who=who, count=hidden)
    return told.strip()


def _range(table: Table, named: _Named, language: Language) -> str:
    shown = sorted((estimate.value, name) for name, estimate in named if estimate.value is not None)
    if len(shown) <= 2:
        return _shown_figures(table, named, language)
    low, high = (
        say(language, "alt.one", name=name, figure=labels.value(number, table, language))
        for number, name in (shown[0], shown[-1])
    )
    values = {"who": labels.short_title(table.codebook), "low": low, "high": high}
    told = say(language, "alt.range", count=len(shown), **values)
    unseen = [(name, estimate) for name, estimate in named if estimate.value is None]
    return f"{told} {_shown_figures(table, unseen, language)}".strip()
