"""Rows of bars and points: estimates with every position and every word.

The specifications in :mod:`insight.reporting.charts.specs` only draw these rows, so that a filter
moves the marks instead of drawing the chart anew.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.analysis.significance import Group
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import basis_words, labels
from insight.reporting.layout import AS_IT_IS, UNTESTED, Layout
from insight.survey.codebook import Category, Variable

LONGEST_LINE = 60
STEPS = {1: (4,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
LONG_STEPS = {6: (0, 1, 2, 4, 5, 6), 7: (0, 1, 2, 3, 4, 5, 6)}
ASIDE = (7, 6, 5)
MOST_STACKED = 7


def has_scale(item: Variable) -> bool:
    """Whether the item's answers form a scale that a Likert bar can show."""
    valid = [category for category in item.categories if not category.missing]
    return item.kind == "single" and item.ordered and 2 <= len(valid) <= 5


def steps(item: Variable, language: Language) -> tuple[tuple[int, str], ...]:
    """The answers of a scale, each with its place among five colours."""
    valid = [category for category in item.categories if not category.missing]
    return tuple(
        (step, category.label[language])
        for step, category in zip(STEPS[len(valid)], valid, strict=True)
    )


def can_stack(item: Variable, codes: Sequence[str]) -> bool:
    """Whether few enough answers are in the base to stand as pieces of one bar."""
    missing = sum(1 for code in codes if item.category(code).missing)
    return item.kind == "single" and 0 < len(codes) - missing <= MOST_STACKED and missing <= 1


def steps_of_answers(
    item: Variable, codes: Sequence[str], language: Language
) -> tuple[tuple[int, str], ...]:
    """The answers in the base, each with its place among eight colours, the last of them grey."""
    valid = [code for code in codes if not item.category(code).missing]
    places = LONG_STEPS.get(len(valid), range(len(valid))) if item.ordered else range(len(valid))
    of_valid = iter(places)
    return tuple(
        (7 if item.category(code).missing else next(of_valid), item.category(code).label[language])
        for code in codes
    )


def likert_rows(
    table: Table, whole: Table, key: str, language: Language, layout: Layout = AS_IT_IS
) -> pd.DataFrame:
    """Rows of diverging bars: one per group and answer, and the words of each group.

    Parameters
    ----------
    table
        The item broken down by segments, with its nets.
    whole
        The same without the breakdown, the first bar.
    key
        Net or category whose share stands beside the bars.
    language
        Language of the words in the chart.
    layout
        Which groups, in which order, with which words of tests.
    """
    valid = [category for category in table.item.categories if not category.missing]

    def pieces(source: Table, group: Group) -> Iterator[dict[str, object]]:
        return _bars(source, group, valid, language)

    return _bar_rows(table, whole, key, language, layout, pieces)


def share_rows(
    table: Table, whole: Table, key: str, language: Language, layout: Layout = AS_IT_IS
) -> pd.DataFrame:
    """Rows of bars that add up to 100 per cent; parameters as of :func:`likert_rows`."""
    codes = table.request.categories
    steps = [step for step, _ in steps_of_answers(table.item, codes, language)]
    answers = [table.item.category(code) for code in codes]

    def pieces(source: Table, group: Group) -> Iterator[dict[str, object]]:
        left = 0.0
        shares = [source.at(group, answer.key).value for answer in answers]
        for step, answer, share in zip(steps, answers, shares, strict=True):
            if share is not None:
                yield {"step": step} | _piece(source, group, answer, left, share, language)
                left += share

    return _bar_rows(table, whole, key, language, layout, pieces)


def _bar_rows(
    table: Table,
    whole: Table,
    key: str,
    language: Language,
    layout: Layout,
    pieces: Callable[[Table, Group], Iterator[dict[str, object]]],
) -> pd.DataFrame:
    rows: list[dict[str, object]] = [_heading(table, key, language, layout)]
    for order, (source, group) in enumerate(layout.rows(table, whole)):
        shared = group_words(source, group, key, language, layout) | {"order": order}
        rows += [shared | piece for piece in pieces(source, group)]
        rows.append(shared | {"mark": "words"})
    return pd.DataFrame(rows)


def _bars(
    table: Table, group: tuple[str, ...], valid: Sequence[Category], language: Language
) -> Iterator[dict[str, object]]:
    """The pieces of one bar, from left to right, with the neutral middle at 0."""
    shares = [table.at(group, category.key).value for category in valid]
    told_shares = [share for share in shares if share is not None]
    if len(told_shares) < len(shares):
        return
    middle = (len(valid) - 1) / 2
    left = -sum(
        share * (1.0 if place < middle else 0.5 if place == middle else 0.0)
        for place, share in enumerate(told_shares)
    )
    for step, category, share in zip(STEPS[len(valid)], valid, told_shares, strict=True):
        yield {"step": step} | _piece(table, group, category, left, share, language)
        left += share


def _piece(
    table: Table, group: Group, answer: Category, left: float, share: float, language: Language
) -> dict[str, object]:
    return {
        "mark": "bar",
        "answer": answer.label[language],
        "x0": left,
        "x1": left + share,
        "middle": left + share / 2,
        "number": numbers.whole(100 * share, language) if share >= 0.045 else "",
        "hover": basis_words.hover(table, answer.key, group, language),
    }


def group_words(
    table: Table,
    group: Group,
    key: str,
    language: Language,
    layout: Layout = AS_IT_IS,
    *,
    titled: bool = True,
) -> dict[str, object]:
    """Return the words of a row: name, share, test, don't know, n, and why anything is hidden."""
    chosen = table.at(group, key)
    rules = table.codebook.disclosure
    unknown = [
        category.key for category in table.item.categories if category.missing == "dont_know"
    ]
    offered = [code for code in unknown if code in table.request.categories]
    told = chosen.shown and table.item.kind == "single" and table.statistic == "share"
    share = table.at(group, offered[0]).value if offered and told else None
    words: dict[str, object] = {
        "share": labels.value_of(chosen, table, language),
        "interval": labels.interval(chosen, table, language),
        "unknown": numbers.percent(share, language) if share is not None else "",
        "n": numbers.whole(chosen.base, language) if chosen.base is not None else "",
        "reason": "" if chosen.value is not None else labels.reason(chosen, rules, language),
        "flagged": _warning(chosen, rules.low_base, language),
    }
    if layout.heading:
        verdict = layout.verdict(group) if chosen.shown else UNTESTED
        words |= {"test": verdict.words, "apart": verdict.apart}
    label = labels.target_label(table, key, language) if titled else ""
    words["line"] = _line(words, label, language)
    return words | name_lines(labels.group_label(table, group, language))


def name_lines(name: str) -> dict[str, object]:
    """Return the name of a row, in lines beside the bar and in one above it."""
    lines = wrap(name)
    return {"group": lines, "group_line": name, "lines": lines.count("\n") + 1}


def _warning(estimate: Estimate, limit: int, language: Language) -> str:
    return say(language, "flag.low_base", limit=limit) if "low_base" in estimate.flags else ""


def _line(words: Mapping[str, object], label: str, language: Language) -> str:
    """The columns of a narrow screen as one line under the bar, without what makes it run on."""
    share = f"{words['share']} ({words['interval']})".strip() if words["share"] else ""
    test, flagged = words.get("test", ""), words["flagged"]
    unknown = f"{say(language, 'chart.dont_know')} {words['unknown']}" if words["unknown"] else ""
    n = f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{words['n']}" if words["n"] else ""
    for parts in (
        [f"{label} {share}".strip() if share else "", test, unknown, n, flagged],
        [share, test, unknown, n, flagged],
        [share, test, n, flagged],
    ):
        line = " · ".join(str(part) for part in parts if part)
        if len(line) <= LONGEST_LINE:
            break
    return line


def _heading(
    table: Table, key: str, language: Language, layout: Layout = AS_IT_IS
) -> dict[str, object]:
    dont_know = table.statistic == "share" and any(
        category.missing == "dont_know" and category.key in table.request.categories
        for category in table.item.categories
    )
    return {
        "mark": "head",
        "order": -1,
        "group": "",
        "group_line": "",
        "share": wrap(_quantity(table, key, language), 14),
        "interval": labels.level(table, language),
        "unknown": say(language, "chart.dont_know") if dont_know else "",
        "n": "n",
        **({"test": wrap(layout.heading, 14)} if layout.heading else {}),
    }


def _quantity(table: Table, key: str, language: Language) -> str:
    """What stands above a column of figures: the answer of shares, or that they are means."""
    return labels.target_label(table, key, language) if key else say(language, "chart.mean")


def wrap(words: str, width: int = 25, lines: int = 3) -> str:
    r"""Return words in lines no longer than `width`, cut short where there are too many of them.

    Examples
    --------
    >>> wrap("Neither high nor low trust", 12, 2)
    'Neither high\nnor low …'
    """
    parts = textwrap.wrap(
        words.replace("/", "/\N{ZERO WIDTH SPACE} "), width, max_lines=lines, placeholder=" …"
    )
    return (
        "\n".join(parts).replace("/\N{ZERO WIDTH SPACE} ", "/").replace("\N{ZERO WIDTH SPACE}", "")
    )


def dot_rows(
    table: Table,
    whole: Table,
    keys: Sequence[str],
    language: Language,
    layout: Layout = AS_IT_IS,
) -> pd.DataFrame:
    """Rows of points with intervals: one per group, or one per answer without a breakdown.

    Parameters
    ----------
    table
        The item broken down by segments.
    whole
        The same without the breakdown, the first row.
    keys
        The categories or nets to show; several only where there is no breakdown.
    language
        Language of the words in the chart.
    layout
        Which groups, in which order, with which words of tests.
    """
    rows: list[dict[str, object]] = [_heading(table, keys[0], language, layout)]
    if not table.request.by:
        rows[0]["share"] = "" if keys[0] else rows[0]["share"]
    number = 0
    for key in keys:
        for source, group in layout.rows(table, whole):
            words = group_words(source, group, key, language, layout, titled=False)
            if not table.request.by:
                name = labels.target_label(table, key, language)
                words |= name_lines(name)
            estimate = source.at(group, key)
            shared = words | {"order": number, "all": not group}
            point = {"value": estimate.value, "low": estimate.low, "upp": estimate.upp}
            hover = basis_words.hover(source, key, group, language)
            rows.append(shared | point | {"mark": "point", "hover": hover})
            rows.append(shared | {"mark": "words"})
            number += 1
    return pd.DataFrame(rows)
