"""Columns set aside: replicate weights, personal columns and free text, which are no answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.categories import Answers
from insight.importers.drafting.parts import DraftVariable, Piece, Work
from insight.importers.drafting.recoding import recode_column
from insight.importers.drafting.replicate_proposals import propose_replicates
from insight.importers.drafting.tallies import Value, is_text
from insight.importers.meaning.free_text import is_free_text
from insight.importers.meaning.personal import is_birth_date_header, personal_kind
from insight.importers.meaning.personal_content import Personal, personal_texts
from insight.importers.meaning.replicate_families import FEWEST, replicates_of
from insight.language.errors import Fault, some

MOST_LABELLED = 0.2  # labels for each different value; with more, the values are categories
SAMPLE = 5_000  # filled cells of a column with very many values that are looked at
LIFETIMES = 30  # years over which dates lie that are days of birth
BIRTHS = 0.5  # share of different dates among such ones
FEWEST_BIRTHS = 10


def set_aside_replicates(work: Work) -> None:
    """Draft replicate weights as numbers that are no answers, each family with a remark."""
    headers = [(column.name, column.label) for column in work.source.columns]
    spreads = {
        position: spread
        for position, (column, tally) in enumerate(
            zip(work.source.columns, work.tallies, strict=True)
        )
        if (spread := tally.spread) and not column.labels
    }
    for family in replicates_of(headers, spreads):
        names = {position: work.source.columns[position].name for position in family.positions}
        full = {position for position, name in names.items() if family.number(name) == 0}
        positions = sorted({*names} - full, key=lambda position: family.number(names[position]))
        for position in family.positions:
            _draft_number(work, position)
        work.replicates |= {work.ids[position] for position in positions}
        values = {"stem": family.stem, "count": len(positions)}
        work.notes.append(Fault("import.replicates", values))
        columns = tuple(work.ids[position] for position in positions)
        if len(columns) >= FEWEST:
            work.replicate_proposals.append(propose_replicates(family.stem, columns))


def _draft_number(work: Work, position: int) -> None:
    name, label = work.ids[position], work.label(position)
    variable = DraftVariable(name, "other", "numeric", label, source=work.origin(position))
    work.variables[position] = [variable]
    work.pieces[position] = Piece(
        (name,), lambda: [recode_column(work.values(position), Answers("numeric"))]
    )


def set_aside_personal(work: Work, position: int) -> bool:
    """Keep a column that tells who a respondent is without describing it, and say whether it does.

    It is left out of what is written where that is wanted.
    """
    column = work.source.columns[position]
    if not _may_be_texts(work, position):
        return False
    kind: Personal | None
    if pa.types.is_temporal(column.type):
        kind = "birth_date" if _are_births(work, position) else None
    else:
        kind = personal_kind(column.name, column.label, _counts(work, position))
    if kind is None or kind == "in_text":
        return False
    _keep_personal(work, position, kind)
    return True


def set_aside_free_text(work: Work, position: int) -> bool:
    """Keep a column of people's own words without describing it, and say whether it is one."""
    column, name = work.source.columns[position], work.ids[position]
    if not _may_be_texts(work, position):
        return False
    texts = {
        value: count for value, count in _counts(work, position).items() if isinstance(value, str)
    }
    if not is_free_text(column.name, column.label, texts):
        return False
    if personal_texts(texts):
        _keep_personal(work, position, "in_text")
    else:
        work.left_out[name] = "many" if position in work.paradata else "text"
        work.pieces[position] = Piece((name,), lambda: [work.values(position)])
    return True


def _may_be_texts(work: Work, position: int) -> bool:
    """Whether somebody filled a column and the file has no labels that make it categories."""
    column, tally = work.source.columns[position], work.tallies[position]
    return not tally.empty and len(column.labels) <= MOST_LABELLED * tally.distinct


def _keep_personal(work: Work, position: int, kind: Personal) -> None:
    name = work.ids[position]
    work.left_out[name] = "personal"
    work.personal.setdefault(kind, []).append(name)
    names = () if work.without_personal else (name,)
    work.pieces[position] = Piece(names, lambda: [work.values(position)] if names else [])


def _counts(work: Work, position: int) -> Mapping[Value, int]:
    """Unlabelled values and how often each occurs, of the first cells where there are very many."""
    column, tally = work.source.columns[position], work.tallies[position]
    counts = tally.counts
    if not counts and (tally.numeric or is_text(column.type)):
        sample = work.values(position).drop_null().slice(0, SAMPLE).combine_chunks()
        counted = pc.value_counts(sample)
        counts = dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
    return {
        value: count
        for value, count in counts.items()
        if value not in column.labels and not column.declares_missing(value)
    }


def _are_births(work: Work, position: int) -> bool:
    """Whether dates are days of birth: by their header, or because they lie over lifetimes."""
    column, tally = work.source.columns[position], work.tallies[position]
    if not (pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)):
        return False
    if is_birth_date_header(column.name, column.label):
        return True
    if tally.filled < FEWEST_BIRTHS or tally.distinct < BIRTHS * tally.filled:
        return False
    ends = pc.min_max(pc.year(work.values(position))).as_py()
    return bool(ends["max"] - ends["min"] >= LIFETIMES)


def personal_remarks(work: Work) -> Iterator[Fault]:
    """Name the columns that tell who a respondent is, and what became of them."""
    if not work.personal:
        return
    count = sum(len(names) for names in work.personal.values())
    became = "left_out" if work.without_personal else "kept"
    yield Fault(f"import.personal_{became}", {"count": count})
    for kind, names in work.personal.items():
        yield Fault(f"import.personal_{kind}", {"count": len(names), "names": some(names)})
