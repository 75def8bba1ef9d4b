"""The table of an answer in words: what its rows show, a line for each, and why anything is not."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names
from insight.reporting import basis_words, labels
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.row_marks import Whose

EMPTY = "–"


def words_of(
    rows: Rows, whose: Sequence[Whose], keys: Sequence[str], against: str, language: Language
) -> pd.DataFrame:
    """Return the figures of rows as words, without columns in which nothing stands.

    Parameters
    ----------
    rows, whose
        The rows, and whose answers each of them shows.
    keys
        The answers whose shares are told.
    against
        What stands above how each differs from the others; empty where nothing was tested.
    language
        Language of the words.
    """
    of_row, found, size, base, remark = (
        say(language, key)
        for key in ("table.group", "answers.found", "answers.size", "table.base", "table.remark")
    )
    since, against = rows.since or " ", against or "  "
    fixed = [of_row, since, found, against, size, base, remark]
    told = [labels.target_label(whose[0].table, key, language) for key in keys]
    answers = distinct_names(told, keys, fixed)
    [measure] = distinct_names([rows.measure], [say(language, "table.share")], fixed)
    basis = say(language, "table.basis_of", label=rows.measure)
    lines = []
    for row, each in zip(rows.rows, whose, strict=True):
        estimate = each.table.at(each.group, each.key)
        hidden = labels.hidden_word(estimate, language) or EMPTY
        shares = (_share(each, key, language) for key in keys)
        lines.append(
            {
                of_row: row.name,
                **dict(zip(answers, shares, strict=True)),
                **({} if each.key in keys else {measure: row.value or hidden}),
                f"{rows.measure}, {labels.level(each.table, language)}": row.interval,
                since: row.change.words,
                found: row.change.found,
                against: row.against.found,
                size: row.against.words,
                base: row.n or hidden,
                remark: labels.reason(estimate, each.table.codebook.disclosure, language),
                basis: basis_words.word(estimate.basis, language),
            }
        )
    mixed = basis_words.are_mixed(each.table.at(each.group, each.key) for each in whose)
    names = dict.fromkeys(name for line in lines for name in line)
    columns = {name: [line.get(name, "") for line in lines] for name in names}
    kept = {
        name: words for name, words in columns.items() if any(words) and (mixed or name != basis)
    }
    return pd.DataFrame(kept, dtype=object)


def _share(whose: Whose, key: str, language: Language) -> str:
    try:
        estimate = whose.table.at(whose.group, key)
    except KeyError:
        return EMPTY
    hidden = labels.hidden_word(estimate, language)
    return labels.value_of(estimate, whose.table, language, hidden or EMPTY)
