"""Words of the rows of a chart: names in lines, and what stands beside the marks of a group."""

from __future__ import annotations

import textwrap

from insight.analysis.estimates import Table
from insight.analysis.significance import Group
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.reporting.layout import AS_IT_IS, UNTESTED, Layout


def group_words(
    table: Table, group: Group, key: str, language: Language, layout: Layout = AS_IT_IS
) -> dict[str, object]:
    """Return the words of a row: name, test, n, and why anything is hidden or uncertain."""
    chosen = table.at(group, key)
    rules = table.codebook.disclosure
    few = "low_base" in chosen.flags
    words: dict[str, object] = {
        "n": numbers.whole(chosen.base, language) if chosen.base is not None else "",
        "reason": "" if chosen.value is not None else labels.reason(chosen, rules, language),
        "flagged": say(language, "flag.low_base", limit=rules.low_base) if few else "",
    }
    if layout.heading:
        verdict = layout.verdict(group) if chosen.shown else UNTESTED
        words |= {"test": verdict.words, "apart": verdict.apart}
    return words | name_lines(labels.group_label(table, group, language))


def name_lines(name: str) -> dict[str, object]:
    """Return the name of a row, in lines beside its marks and in one above them."""
    lines = wrap(name)
    return {"group": lines, "group_line": name, "lines": lines.count("\n") + 1}


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
