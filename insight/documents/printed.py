"""Printed figures in the reader's language: value, unit, qualifier and time."""

from __future__ import annotations

import re
from datetime import date

from insight.documents.fact_kinds import Figure
from insight.documents.facts import Facts
from insight.documents.published import PublishedFigure
from insight.language import numbers
from insight.language.catalogue import Language, say

UNGROUPED = ("year", "version", "rank", "chapter_number", "sdg_number")
NO_WORD = ("percent", "percent_change", "count", "nps", *UNGROUPED)
PARTS = {"Q": 4, "T": 3, "H": 2}
DASHES_OF_A_DAY = 2
PERCENT = ("percent", "percent_change")


def value(figure: Figure, facts: Facts, language: Language) -> str:
    """Return the value with its unit, and "over" or "about" where the document says so.

    A number that is printed in words only, or was worked out of others, is called that.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> value(facts().figure["helsenorge_visits_2020_ut2021"], facts(), "en")
    'over 70 million visits'
    >>> value(facts().figure["helsenorge_visits_growth_2020_2021"], facts(), "en")
    '+85%'
    """
    written = bare_value(figure, facts, language)
    if figure.how == "words":
        return say(language, "fact.in_words", value=written)
    return say(language, "fact.derived", value=written) if figure.how == "derived" else written


def bare_value(figure: Figure, facts: Facts, language: Language) -> str:
    """Return the value as :func:`value`, without saying how it came about."""
    parts = [number(figure.value, figure.unit, language)]
    if figure.unit not in NO_WORD:
        parts.append(facts.word("unit", figure.unit)[language])
    if figure.qualifier:
        parts.insert(0, facts.word("qualifier", figure.qualifier)[language])
    return " ".join(parts)


def share(figure: PublishedFigure, facts: Facts, language: Language) -> str:
    """Return a published share of a survey as it was printed, "over" or "about" included.

    Where the source has words only, they are quoted, and the number is called our reading; a number
    that was worked out is called that.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> from insight.documents.published import published_figures
    >>> of_id = {figure.figure_id: figure for figure in published_figures()}
    >>> [share(of_id[one], facts(), "en") for one in ("hcp_satisfaction_ehr", "hcp_infosec_good")]
    ['under 50%', '81%']
    """
    written = numbers.percent(figure.value, language)
    if figure.qualifier:
        written = f"{facts.word('qualifier', figure.qualifier)[language]} {written}"
    if figure.in_words:
        return say(language, "fact.read", words=_words(figure, facts, language), value=written)
    return say(language, "fact.derived", value=written) if figure.origin == "derived" else written


def _words(figure: PublishedFigure, facts: Facts, language: Language) -> str:
    """The words that a share was read out of, translated where the facts have them in English."""
    words = figure.quote.rstrip(".")
    if language == "nb":
        return say(language, "fact.quoted", words=words)
    translated = (fact.text[language] for fact in facts.statements if fact.quote == words)
    if (translation := next(translated, None)) is not None:
        return say(language, "fact.quoted", words=translation)
    return f"{say(language, 'fact.norwegian')} «{words}»"


def short(figure: Figure, facts: Facts, language: Language) -> str:
    """Return the value without its unit's word, as it stands at a mark of a chart.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> short(facts().figure["helsenorge_visits_2020_ut2021"], facts(), "en")
    'over 70'
    >>> short(facts().figure["helsenorge_doubling_2020_2021"], facts(), "en")
    '2 times'
    """
    if figure.unit == "factor":
        return value(figure, facts, language)
    written = number(figure.value, figure.unit, language)
    if not figure.qualifier:
        return written
    return f"{facts.word('qualifier', figure.qualifier)[language]} {written}"


def number(amount: float, unit: str, language: Language) -> str:
    """Return an amount as its unit is written, without the unit's word.

    Examples
    --------
    >>> number(15541819, "count", "en"), number(2021, "year", "en"), number(8.5, "percent", "en")
    ('15,541,819', '2021', '8.5%')
    """
    if unit in UNGROUPED:
        return f"{amount:g}" if unit != "version" else f"{amount:.1f}"
    written = numbers.amount(amount, language)
    if unit not in PERCENT:
        return written
    sign = "+" if unit == "percent_change" and amount > 0 else ""
    return f"{sign}{written}" + ("\N{NO-BREAK SPACE}%" if language == "nb" else "%")


def when(figure: Figure, language: Language) -> str:
    """Return the time of a figure, with a star where it was read out of the context.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> when(facts().figure["gp_econsultation_share_2021_05"], "en")
    'May 2021'
    >>> when(facts().figure["hcp_satisfaction_ehr"], "en")
    '2020*'
    """
    if figure.year:
        return time(figure.year, language)
    if figure.year_inferred:
        return f"{time(figure.year_inferred, language)}*"
    return say(language, "fact.undated")


def time(printed: str, language: Language) -> str:
    """Return a day, month, part of a year, year or span of years as a reader knows it.

    Examples
    --------
    >>> time("2021-Q4", "nb"), time("2020", "en"), time("2022-T2", "en")
    ('4. kvartal 2021', '2020', 'May–August 2022')
    >>> time("2024-02-09", "nb"), time("2019-2023", "en")
    ('9. februar 2024', '2019–2023')
    """
    year, _, part = printed.partition("-")
    if quarter := re.fullmatch(r"Q([1-4])", part):
        return say(language, "fact.quarter", quarter=quarter[1], year=year)
    if part.startswith("H"):
        return say(language, "fact.half", half=part[1:], year=year)
    if part.startswith("T"):
        return say(language, f"fact.third_{part[1:]}", year=year)
    if len(part) == len(year):
        return f"{year}–{part}"
    if "-" in part:
        return numbers.day(date.fromisoformat(printed), language)
    if part:
        day = date(int(year), int(part), 1)
        return numbers.month(day, language)
    return year


def in_time(when: str, language: Language) -> str:
    """Return when something was, as it stands in a sentence.

    Examples
    --------
    >>> in_time("2021-05", "en"), in_time("2020", "nb"), in_time("2024-01-03", "en")
    ('in May 2021', 'i 2020', 'on 3 January 2024')
    """
    is_day = when.count("-") == DASHES_OF_A_DAY
    key = "series.on_day" if is_day else "series.in_time"
    return say(language, key, time=time(when, language))


def place(figure: Figure) -> float | None:
    """Return where on a time axis a figure stands: its day, or the middle of its time.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> place(facts().figure["helsenorge_visits_2020_ch4"])
    2020.5
    """
    if not figure.when:
        return None
    year, _, part = figure.when.partition("-")
    if part[:1] in PARTS:
        return int(year) + (int(part[1:]) - 0.5) / PARTS[part[0]]
    if len(part) == len(year):
        return (int(year) + int(part) + 1) / 2
    if "-" in part:
        month, day = map(int, part.split("-"))
        return int(year) + (month - 1 + day / 31) / 12
    return int(year) + ((int(part) - 0.5) / 12 if part else 0.5)


def without_markup(text: str) -> str:
    r"""Return a document's text as its readers see it, without the marks of the file it came as.

    Examples
    --------
    >>> without_markup("**Mål 1:** Økt kompetanse\\* i [DIPS](#) Arena")
    'Mål 1: Økt kompetanse* i DIPS Arena'
    """
    linked = re.sub(r"\[([^\[\]]*)\]\((?:#|https?:[^()]*)\)", r"\1", text)
    return re.sub(r"\*\*|\]\(#\)|\\(?=[()*])", "", linked)
