"""What stands where in a chart: estimates as rows that hold every position and every word.

The specifications in :mod:`insight.charts` only draw these rows, so that a filter moves the marks
instead of drawing the chart anew.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from insight import labels
from insight.catalogue import Language, say
from insight.codebook import Category, Variable
from insight.estimates import Estimate, Table
from insight.published import PublishedFigure

LONGEST_LINE = 60
STEPS = {1: (4,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def has_scale(item: Variable) -> bool:
    """Whether the item's answers form a scale that a Likert bar can show."""
    valid = [one for one in item.categories if not one.missing]
    return item.kind == "single" and item.ordered and 2 <= len(valid) <= 5


def steps(item: Variable, language: Language) -> tuple[tuple[int, str], ...]:
    """The answers of a scale, each with its place among five colours."""
    valid = [one for one in item.categories if not one.missing]
    return tuple(
        (step, one.label[language]) for step, one in zip(STEPS[len(valid)], valid, strict=True)
    )


def trend_rows(
    tables: Sequence[Table], key: str, published: Sequence[PublishedFigure], language: Language
) -> pd.DataFrame:
    """Rows of a trend: one per survey and wave, with its interval and published figure.

    Parameters
    ----------
    tables
        One table per survey, broken down by its wave.
    key
        The category or net that is followed.
    published
        Figures published about it, drawn as diamonds; bounds and rounded phrases are left out.
    language
        Language of the words in the chart.
    """
    points = {
        (one.survey, str(one.wave)): one.value
        for one in published
        if one.is_level and not one.where
    }
    waves = sorted({code for table in tables for code in table.request.by[0].by_key}, key=_number)
    rows = [
        {
            "series": number,
            "order": waves.index(estimate.group[0]),
            "name": labels.short_title(table.codebook)[language],
            "wave": labels.group_label(table, estimate.group, language),
            "value": estimate.value,
            "low": estimate.low,
            "upp": estimate.upp,
            "published": points.get((table.codebook.id, estimate.group[0])),
            "assumed": table.codebook.simulated
            and (table.codebook.id, estimate.group[0]) not in points,
            "words": _words(table, estimate, language),
            "hover": labels.level_sentence(table, key, estimate.group, language),
            "breaks": any(one.wave == estimate.group[0] for one in table.item.breaks),
            "segment": _stretch(table, estimate.group[0]),
        }
        for number, table in enumerate(tables)
        for estimate in table.of(key)
    ]
    return _placed(pd.DataFrame(rows))


def _words(table: Table, estimate: Estimate, language: Language) -> str:
    return "" if estimate.value is None else labels.value(estimate.value, table, language)


def _stretch(table: Table, wave: str) -> int:
    """Number the stretches between breaks, so that no line is drawn across one."""
    waves = list(table.request.by[0].by_key)
    starts = {one.wave for one in table.item.breaks if one.wave in waves}
    return sum(1 for one in waves[: waves.index(wave) + 1] if one in starts)


def _number(code: str) -> tuple[float, str]:
    """Sort numbers by size, and words after them."""
    return (float(code) if code.isdecimal() else float("inf"), code)


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Say on which side of its point each number stands, so that two series do not collide."""
    highest = rows.groupby("wave")["value"].transform("max")
    alone = rows.groupby("wave")["series"].transform("count") == 1
    last = rows["order"] == rows["order"].max()
    rank = rows.groupby("wave")["value"].rank(ascending=False, method="first")
    gap = rows.groupby("wave")["value"].transform(lambda one: one.max() - one.min())
    nudge = (8 * (rank * 2 - 3)).where((gap < 0.07) & ~alone, 0)
    rows["above"] = (rows["value"] >= highest) & (alone | (rank == 1))
    rows["first_of_wave"] = ~rows["wave"].duplicated()
    rows["end_name"] = rows["name"].where(last & rows["value"].notna(), "")
    rows["end_dy"] = nudge.fillna(0)
    return rows


def likert_rows(table: Table, whole: Table, key: str, language: Language) -> pd.DataFrame:
    """Rows of diverging bars: one per group and answer, and the words of each group.

    Parameters
    ----------
    table
        The item broken down by one segment, with its nets.
    whole
        The same without the breakdown, the first bar.
    key
        Net or category whose share stands beside the bars.
    language
        Language of the words in the chart.
    """
    valid = [one for one in table.item.categories if not one.missing]
    rows: list[dict[str, object]] = [_heading(table, key, language)]
    for order, (source, group) in enumerate(_groups(table, whole)):
        shared = _group_words(source, group, key, language) | {"order": order}
        rows += [shared | one for one in _bars(source, group, valid, language)]
        rows.append(shared | {"mark": "words"})
    return pd.DataFrame(rows)


def _groups(table: Table, whole: Table) -> Iterator[tuple[Table, tuple[str, ...]]]:
    yield whole, ()
    if table.request.by:
        yield from ((table, group) for group in table.request.groups)


def _bars(
    table: Table, group: tuple[str, ...], valid: Sequence[Category], language: Language
) -> Iterator[dict[str, object]]:
    """The pieces of one bar, from left to right, with the neutral middle at 0."""
    shares = [table.at(group, one.key).value for one in valid]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return
    middle = (len(valid) - 1) / 2
    left = -sum(
        share * (1.0 if place < middle else 0.5 if place == middle else 0.0)
        for place, share in enumerate(known)
    )
    for place, (category, share) in enumerate(zip(valid, known, strict=True)):
        yield {
            "mark": "bar",
            "step": STEPS[len(valid)][place],
            "answer": category.label[language],
            "x0": left,
            "x1": left + share,
            "middle": left + share / 2,
            "number": labels.whole(100 * share, language) if share >= 0.045 else "",
            "hover": labels.level_sentence(table, category.key, group, language),
        }
        left += share


def _group_words(
    table: Table, group: tuple[str, ...], key: str, language: Language, *, named: bool = True
) -> dict[str, object]:
    """The words of a row: its name, its share, don't know, n, and why anything is hidden."""
    chosen = table.at(group, key)
    rules = table.codebook.disclosure
    unknown = [one.key for one in table.item.categories if one.missing == "dont_know"]
    asked = [code for code in unknown if code in table.request.categories]
    told = chosen.shown and table.item.kind == "single"
    share = table.at(group, asked[0]).value if asked and told else None
    words: dict[str, object] = {
        "share": _words(table, chosen, language),
        "interval": labels.interval(chosen, table, language),
        "unknown": labels.percent(share, language) if share is not None else "",
        "n": labels.whole(chosen.base, language) if chosen.base is not None else "",
        "reason": "" if chosen.value is not None else labels.reason(chosen, rules, language),
        "flagged": _warning(chosen, rules.low_base, language),
    }
    label = labels.target_label(table, key, language) if named else ""
    words["line"] = _line(words, label, language)
    return words | _named(labels.group_label(table, group, language))


def _named(name: str) -> dict[str, object]:
    """The name of a row, in lines beside the bar and in one above it."""
    wrapped = _wrapped(name)
    return {"group": wrapped, "group_line": name, "lines": wrapped.count("\n") + 1}


def _warning(estimate: Estimate, limit: int, language: Language) -> str:
    return say(language, "flag.low_base", limit=limit) if "low_base" in estimate.flags else ""


def _line(words: Mapping[str, object], label: str, language: Language) -> str:
    """The columns of a narrow screen as one line under the bar, without `label` if it runs on."""
    parts = [
        f"{label} {words['share']} ({words['interval']})".strip() if words["share"] else "",
        f"{say(language, 'chart.dont_know')} {words['unknown']}" if words["unknown"] else "",
        f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{words['n']}" if words["n"] else "",
        words["flagged"],
    ]
    line = " · ".join(str(part) for part in parts if part)
    return _line(words, "", language) if label and len(line) > LONGEST_LINE else line


def _heading(table: Table, key: str, language: Language) -> dict[str, object]:
    dont_know = any(
        one.missing == "dont_know" and one.key in table.request.categories
        for one in table.item.categories
    )
    return {
        "mark": "head",
        "order": -1,
        "group": "",
        "group_line": "",
        "share": _wrapped(labels.target_label(table, key, language), 14),
        "interval": labels.level(table, language),
        "unknown": say(language, "chart.dont_know") if dont_know else "",
        "n": "n",
    }


def _wrapped(words: str, width: int = 25) -> str:
    lines = textwrap.wrap(
        words.replace("/", "/\N{ZERO WIDTH SPACE} "), width, max_lines=3, placeholder=" …"
    )
    return (
        "\n".join(lines).replace("/\N{ZERO WIDTH SPACE} ", "/").replace("\N{ZERO WIDTH SPACE}", "")
    )


def dot_rows(table: Table, whole: Table, keys: Sequence[str], language: Language) -> pd.DataFrame:
    """Rows of points with intervals: one per group, or one per answer without a breakdown.

    Parameters
    ----------
    table
        The item broken down by one segment.
    whole
        The same without the breakdown, the first row.
    keys
        The categories or nets to show; several only where there is no breakdown.
    language
        Language of the words in the chart.
    """
    rows: list[dict[str, object]] = [_heading(table, keys[0], language)]
    if not table.request.by:
        rows[0]["share"] = ""
    number = 0
    for key in keys:
        for source, group in _groups(table, whole):
            words = _group_words(source, group, key, language, named=False)
            if not table.request.by:
                name = labels.target_label(table, key, language)
                words |= _named(name)
            estimate = source.at(group, key)
            shared = words | {"order": number, "all": not group}
            point = {"value": estimate.value, "low": estimate.low, "upp": estimate.upp}
            hover = labels.level_sentence(source, key, group, language)
            rows.append(shared | point | {"mark": "point", "hover": hover})
            rows.append(shared | {"mark": "words"})
            number += 1
    return pd.DataFrame(rows)
