"""Numbers, bases, reasons and sentences in the reader's language.

A sentence here says what an estimate allows and no more: a level with its interval, never a
difference or a change that nobody has tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from insight.analysis import decimals
from insight.analysis.decimals import Measured
from insight.analysis.estimates import LOWER, QUANTILES, UPPER, Estimate, Table, label_of
from insight.analysis.tidy import filter_in_words
from insight.language import numbers
from insight.language.capitals import at_beginning
from insight.language.catalogue import Language, Text, say
from insight.reporting.lists import name_within
from insight.survey.codebook import Codebook
from insight.survey.design import DisclosureRules


def value(number: float, result: Measured, language: Language) -> str:
    """Return a share in per cent or a mean with decimals, whichever the result holds."""
    if result.statistic == "share":
        return numbers.percent(number, language, exact=not result.rounded)
    return numbers.decimal(number, language, _places(number, result))


def _places(number: float, result: Measured) -> int:
    """How many decimals a number has among others; beside quantiles, also between them, its own."""
    if not isinstance(result, Table):
        return decimals.places(result.magnitude)
    if result.statistic not in QUANTILES:
        return result.places
    return max(result.places, decimals.places_needed([number]))


def value_of(estimate: Estimate, table: Table, language: Language, hidden: str = "") -> str:
    """Return the value of an estimate, or what stands for one that is not shown."""
    if estimate.value is None:
        return hidden
    if "boundary" in estimate.flags:  # nobody or everybody, also where others are rounded
        return numbers.percent(estimate.value, language)
    return value(estimate.value, table, language)


def interval(estimate: Estimate, table: Table, language: Language) -> str:
    """Return the interval of an estimate, such as ``65–70 %``; empty where it has none."""
    if estimate.low is None or estimate.upp is None:
        return ""
    if table.statistic != "share":
        places = table.places
        low, upp = (numbers.decimal(end, language, places) for end in (estimate.low, estimate.upp))
        if estimate.low == estimate.upp and estimate.kind != "quantile":
            return ""  # all answers are alike, which says nothing of those who were not asked
        key = "from_to" if "\N{MINUS SIGN}" in low else "between"
        return say(language, f"sentence.{key}", low=low, upp=upp)
    ends = [100 * estimate.low, 100 * estimate.upp]
    places = next((few for few in range(3) if round(ends[0], few) != round(ends[1], few)), 0)
    low = numbers.decimal(ends[0], language, places)
    return f"{low}–{numbers.with_percent(numbers.decimal(ends[1], language, places), language)}"


def level(table: Table, language: Language) -> str:
    """Return the confidence level of a table's intervals, such as ``95 %``."""
    return numbers.level(table.level, language)


def weighting(table: Table, language: Language) -> str:
    """Say whether figures are weighted, and whether they are rounded for it."""
    weighted = "base.rounded" if table.rounded else "base.weighted"
    return say(language, weighted if table.weighted else "base.unweighted")


def certainty(table: Table, language: Language) -> str:
    """Say at which level the intervals are, and whether they hold for such a sample."""
    kind = "base.interval" if table.codebook.design.probability else "base.indicative"
    return say(language, kind, level=level(table, language))


def reason(estimate: Estimate, rules: DisclosureRules, language: Language) -> str:
    """Return in words why a figure is hidden or flagged; empty where it is neither."""
    if estimate.base == 0:
        return say(language, "flag.empty")
    words = [say(language, f"flag.{flag}", limit=rules.limit(flag)) for flag in estimate.flags]
    return "; ".join(words)


def short_title(codebook: Codebook) -> Text:
    """The few words by which a survey is named beside others."""
    return codebook.short_title or codebook.title


def target_label(table: Table, key: str, language: Language) -> str:
    """The label of the category, net or quantile called `key`; the item's own for a mean."""
    estimate = next(table.of(key))
    return label_of(table.item, estimate, language) or table.item.label[language]


def figure_label(table: Table, key: str, language: Language) -> str:
    """What a figure is: the label of the category or net, else "mean" or "median"."""
    label = label_of(table.item, next(table.of(key)), language)
    return label or say(language, "chart.mean")


def half_between(table: Table, group: Sequence[str], language: Language) -> str:
    """Say between which quartiles half of the answers lie; empty where they are not told."""
    if table.statistic != "quartiles":
        return ""
    ends = [table.at(group, key).value for key in (LOWER, UPPER)]
    if any(end is None for end in ends):
        return ""
    low, upp = (numbers.decimal(end or 0.0, language, table.places) for end in ends)
    return say(language, "quantile.half", low=low, upp=upp)


def base_line(table: Table, total: int | None, language: Language) -> str:
    """Say who the figures are about: the filter, how many, weighted or not, the interval.

    Parameters
    ----------
    table
        The figures.
    total
        Respondents in the base without the filter; None where that is not to be told.
    language
        Language of the line.
    """
    bases = [estimate.base for estimate in table.estimates if estimate.base is not None]
    shown = numbers.whole(max(bases), language) if bases and not table.request.by else None
    parts = [filter_in_words(table.request, language)]
    if shown and total is not None:
        parts.append(say(language, "base.of", n=shown, total=numbers.whole(total, language)))
    elif shown:
        parts.append(say(language, "base.n", n=shown))
    parts += [weighting(table, language), certainty(table, language)]
    if replicates := table.codebook.design.replicates:
        parts.append(say(language, "base.replicates", count=len(replicates.columns)))
    if table.lonely:
        parts.append(say(language, "base.lonely", count=table.lonely))
    if table.codebook.simulated:
        parts.append(say(language, "base.simulated"))
    return " · ".join(parts)


def base_words(table: Table, total: int | None, language: Language) -> str:
    """Say in a few words who the figures are about, as :func:`base_line` does with more of them."""
    bases = [estimate.base for estimate in table.estimates if estimate.base is not None]
    wave = table.codebook.wave
    where = table.request.where.without(wave.id) if wave else table.request.where
    parts = [where.sentence(language)]
    if bases and total is not None:
        n, all_of = (numbers.whole(number, language) for number in (max(bases), total))
        key = "base.n" if n == all_of else "base.of"
        parts.append(say(language, key, n=n, total=all_of))
    parts.append(weighting(table, language))
    shares = table.statistic == "share"
    if shares and any(category.missing for category in table.item.categories):
        key = "base.without_missing" if table.request.valid_only else "base.with_missing"
        parts.append(say(language, key))
    words = ", ".join(parts)
    return at_beginning(words)


def level_sentence(
    table: Table, key: str, group: Sequence[str], language: Language, label: str = ""
) -> str:
    """Say how large one figure is, with its interval, or why it is not shown.

    It goes by its own label unless by another.
    """
    estimate, label = table.at(group, key), label or target_label(table, key, language)
    if estimate.value is None:
        why = _why_hidden(table, estimate, language)
        return say(language, "sentence.hidden", label=label, reason=why)
    number = value_of(estimate, table, language)
    between = interval(estimate, table, language)
    if not between:
        return say(language, "sentence.level_alone", label=label, value=number)
    return say(language, "sentence.level", label=label, value=number, interval=between)


def _why_hidden(table: Table, estimate: Estimate, language: Language) -> str:
    why = reason(estimate, table.codebook.disclosure, language)
    return why or say(language, "flag.empty")


def comparable(tables: Sequence[Table], survey_id: str, key: str) -> list[Table]:
    """Keep the tables in which `key` means what it means in the chosen survey."""
    firsts = [(table, next(table.of(key), None)) for table in tables]
    labelled = [(table, label_of(table.item, first, "nb")) for table, first in firsts if first]
    own = [label for table, label in labelled if table.codebook.id == survey_id]
    return [table for table, label in labelled if label in own]


def wave_label(table: Table, estimate: Estimate, language: Language) -> str:
    """The label of the one wave that an estimate is about; empty where it is about several."""
    wave = table.codebook.wave
    if wave is None:
        return ""
    codes = table.request.where.codes(wave.id)
    if wave in table.request.by:
        codes = (estimate.group[table.request.by.index(wave)],)
    return wave.category(codes[0]).label[language] if len(codes) == 1 else ""


def breaks(tables: Iterable[Table], language: Language) -> list[str]:
    """Say where figures cannot be compared with those before, and why, each reason once."""
    waves = [(table, wave) for table in tables if (wave := table.codebook.wave)]
    sentences = dict.fromkeys(
        say(
            language,
            "sentence.break",
            wave=name_within(wave, start.wave, language),
            reason=start.reason,
        )
        for table, wave in waves
        for start in table.item.breaks
        if start.wave in wave.by_key
    )
    return [*sentences]


def interval_heading(table: Table, key: str, language: Language) -> str:
    """The heading of a column of intervals, such as "High trust, 95%"."""
    return f"{target_label(table, key, language)}, {level(table, language)}"


def group_label(table: Table, group: Sequence[str], language: Language) -> str:
    """The labels of a group's codes; "all" where there is no breakdown."""
    pairs = zip(table.request.by, group, strict=True)
    labels = [variable.category(code).label[language] for variable, code in pairs]
    return ", ".join(labels) or say(language, "chart.everyone")


def figure(estimate: Estimate, table: Table, language: Language) -> str:
    """Return an estimate with its interval, or in words why it is not shown."""
    if estimate.value is None:
        return _why_hidden(table, estimate, language)
    words = value_of(estimate, table, language)
    between = interval(estimate, table, language)
    half = half_between(table, estimate.group, language) if not estimate.key else ""
    told = f"{words} ({between})" if between else words
    return f"{told}, {half}" if half else told


def hidden_word(estimate: Estimate, language: Language) -> str:
    """Return the word that stands for a figure that is not shown; empty if it is."""
    if estimate.shown:
        return ""
    return say(language, f"breakdown.cell_{estimate.flags[0]}" if estimate.flags else "flag.empty")


def hidden_reasons(
    estimates: Iterable[Estimate], rules: DisclosureRules, language: Language
) -> list[str]:
    """Return why some of the figures are not shown, a sentence for each reason."""
    reasons = dict.fromkeys(
        reason(estimate, rules, language)
        for estimate in estimates
        if estimate.flags and not estimate.shown
    )
    return [f"{at_beginning(sentence)}." for sentence in reasons]
