"""Words of the leading finding: its title, large numbers, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from insight.analysis.corrections.corrected_intervals import Interval
from insight.analysis.estimates import Table
from insight.documents.facts import Facts
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting import labels, sentences, signed
from insight.reporting.breakdown.heading import titles
from insight.reporting.breakdown.heading.title_room import first_that_fits
from insight.reporting.front.lead import Lead, Line
from insight.reporting.lists import name_within

MOST_STEPS = 4  # waves of a line that are told in a row


@dataclass(frozen=True)
class Number:
    """A large number with its unit and what it is; `line` is the place of the line it is about."""

    value: str
    unit: str
    words: str
    line: int | None = None


def title(lead: Lead, language: Language) -> str:
    """Return the finding in a sentence as strong as its test."""
    return first_that_fits(_about(whose, lead, language) for whose in _whose(lead, language))


def _about(whose: str, lead: Lead, language: Language) -> str:
    line = lead.first
    if not lead.over_time:
        value = labels.value_of(line.last, line.table, language)
        return say(language, "front.level", subject=whose, value=titles.in_words(value, language))
    since = wave_within(line.table, line.firm[0], language)
    if not line.is_change:
        key = "front.few" if line.found == "few" else "front.unchanged"
        return say(language, key, subject=whose, since=since)
    gap, table = line.gap, line.table
    assert gap is not None
    before, after = sentences.pair(gap, table, language, reverse=True)
    if before == after:  # a change that whole per cents do not tell
        return say(language, f"answers.all_{line.found}", subject=whose, since=since)
    values = {"before": before, "after": titles.in_words(after, language)}
    span = titles.span(table.codebook, line.firm[0], line.firm[-1], language)
    return say(language, f"answers.change_from_{line.found}", subject=whose, span=span, **values)


def _whose(lead: Lead, language: Language) -> Iterator[str]:
    """What it is about, and among whom, at length and in short: "Trust among citizens"."""
    book, subjects = lead.first.table.codebook, _subjects(lead.first, language)
    for each in subjects:
        if book.short_title is not None:
            who = within_sentence(book.short_title[language])
            yield say(language, "front.among", subject=each, who=who)
        elif len(lead.lines) > 1:
            yield say(language, "front.in_survey", subject=each, survey=book.title)
        else:
            yield each


def _subjects(line: Line, language: Language) -> tuple[str, ...]:
    item = line.table.item
    shorter = titles.subjects(item, line.key, language)
    if line.key:
        return shorter
    return say(language, "front.mean_of", item=item.label), *shorter


def subtitle(lead: Lead, language: Language) -> str:
    """Return the question, and what of its answers is drawn."""
    item, line = lead.first.table.item, lead.first
    asked = item.label[language].rstrip(".")
    if not line.key:
        return asked
    label = labels.target_label(line.table, line.key, language)
    return say(language, "front.asked", item=asked, label=label)


def large_numbers(lead: Lead, language: Language) -> list[Number]:
    """Return three numbers at the most: the changes of two lines, and how far apart they are."""
    if not lead.over_time:
        return []
    found = [
        _change(line, place, language) for place, line in enumerate(lead.lines[:2]) if line.gap
    ]
    if (apart := lead.distance) and abs(apart.value) > 0:
        table, value = lead.first.table, abs(apart.value)
        ends = (apart.low, apart.upp) if apart.value > 0 else (-apart.upp, -apart.low)
        when = wave_within(table, lead.first.firm[-1], language)
        words = say(language, "front.apart", wave=when, interval=_between(*ends, table, language))
        size = signed.size(value, table, language, short=True)
        found.append(Number(size, _unit(table, value, language), words))
    return found


def _change(line: Line, place: int, language: Language) -> Number:
    gap, table = line.gap, line.table
    assert gap is not None
    value = gap.value or 0.0
    return Number(
        signed.value(value, table, language, short=True),
        _unit(table, value, language),
        " ".join([f"{_path(line, language)}.", verdict(line, language), *_assumed(line, language)]),
        place,
    )


def verdict(line: Line, language: Language) -> str:
    """Return what the test found of a change, with its interval."""
    gap, table = line.gap, line.table
    first = wave_within(table, line.firm[0], language)
    if gap is None or gap.claim is None:
        return say(language, "front.untested")
    between = _between(gap.claim.low, gap.claim.upp, table, language)
    key = line.found if line.found in ("higher", "lower", "few") else "alike"
    return say(language, f"front.found_{key}", since=first, interval=between)


def change(line: Line, language: Language) -> str:
    """Return a change with its interval and verdict, as the box of a year has it."""
    gap, table = line.gap, line.table
    if gap is None or gap.value is None or gap.claim is None:
        return ""
    between = _between(gap.claim.low, gap.claim.upp, table, language)
    found = say(language, "front.detected" if line.is_change else "front.not_detected")
    value = signed.value(gap.value, table, language, short=True)
    return say(language, "front.change", value=value, interval=between, found=found)


def _path(line: Line, language: Language) -> str:
    """The survey with the figures of its firm waves in a row, of many the first and the last."""
    table = line.table
    waves = line.firm if len(line.firm) <= MOST_STEPS else (line.firm[0], line.firm[-1])
    values = [labels.value_of(line.at(wave), table, language) for wave in waves]
    sign = numbers.with_percent("", language)
    if all(value.endswith(sign) and value[:1].isdecimal() for value in values):
        values = [*(value.removesuffix(sign) for value in values[:-1]), values[-1]]
    return f"{labels.short_title(table.codebook)[language]}, {' → '.join(values)}"


def _assumed(line: Line, language: Language) -> Iterator[str]:
    if line.assumed:
        waves = [wave_name(line.table, code, language) for code in line.assumed]
        key = "front.assumed_one" if len(waves) == 1 else "front.assumed_several"
        yield say(language, key, waves=numbers.list_names(waves, language))


def _between(low: float, upp: float, table: Table, language: Language) -> str:
    words = signed.interval(Interval(low, upp), table, language, short=True)
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _unit(table: Table, value: float, language: Language) -> str:
    if table.statistic != "share":
        return ""
    return say(language, "front.point" if round(100 * abs(value)) == 1 else "front.points")


def wave_name(table: Table, code: str, language: Language) -> str:
    """Return what a wave is called."""
    wave = table.codebook.wave
    return wave.category(code).label[language] if wave and code in wave.by_key else ""


def wave_within(table: Table, code: str, language: Language) -> str:
    """Return what a wave is called within a sentence."""
    wave = table.codebook.wave
    return name_within(wave, code, language) if wave and code in wave.by_key else ""


def sources(lead: Lead, facts: Facts, language: Language) -> str:
    """Return the documents that print the levels, by their short names; empty of none."""
    short = {source.title: source.short for source in facts.sources.values()}
    titles = dict.fromkeys(figure.source for line in lead.lines for figure in line.printed.values())
    named = [short[title][language] if title in short else title for title in titles]
    return ", ".join(named)


def legend(lead: Lead, axis: str, facts: Facts, language: Language) -> str:
    """Return what line, band and marks are, where the axis starts, and the sources."""
    table = lead.first.table
    level = labels.level(table, language)
    kind = "front.drawn_simulated" if lead.simulated else "front.drawn"
    said = [say(language, kind, level=level)] if lead.over_time else []
    if any(line.printed for line in lead.lines):
        said.append(say(language, "front.diamond"))
    if any(line.assumed for line in lead.lines):
        said.append(say(language, "front.hollow"))
    said.append(axis)
    if printed := sources(lead, facts, language):
        said.append(say(language, "front.sources", sources=printed))
    elif source := table.codebook.source:
        said.append(say(language, "front.sources", sources=source[language].rstrip(".")))
    return " ".join(filter(None, said))


def made(lead: Lead, language: Language) -> Iterator[str]:
    """Yield how the chart was chosen, whom its figures are of, and how the distance was found."""
    yield say(language, "front.chosen" if lead.over_time else "front.chosen_level")
    if tests := lead.first.tests:
        level = numbers.percent(1 - tests.level, language)
        yield say(language, "front.tested", level=level)
    for line in lead.lines:
        table = line.table
        name = labels.short_title(table.codebook)[language]
        kind = [labels.weighting(table, language), labels.certainty(table, language)]
        yield say(language, "front.made_of", who=name, how=", ".join(kind))
    if lead.distance:
        yield say(language, "front.made_apart")
