"""Proposals for the design: columns that may be weight, stratum, PSU, wave or population.

Each says what speaks for it. None is ever set: a wrong design gives wrong figures that look right.
A person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.tallies import Tally
from insight.importers.meaning.design_words import is_called, is_weight
from insight.importers.readers.source import SourceColumn
from insight.language.catalogue import Text
from insight.language.errors import Fault, shorten, some
from insight.survey.wave_order import natural_order

Part = Literal["weight", "strata", "psu", "wave", "fpc", "replicates"]
MOST_WAVES = 200
_WAVE = re.compile(
    r"(survey_?)?(wave|year|round|week|essround|runde|bølge|bolge|måling|maling|maaling|aar|år|"
    r"årgang|argang|undersøkelsesår|undersokelsesaar|intyear|surveyyear|uke|wave_?(no|id)?)",
    re.IGNORECASE,
)
_WAVE_LABEL = re.compile(
    r"((survey|study) )?(wave|year|round|runde|måling|årgang|(ess )?round|"
    r"(undersøkelses|målings)?år|year of (the )?survey|survey year|gss year.*)",
    re.IGNORECASE,
)
_POPULATION = re.compile(r"fpc\d?|pop_?(size|n)?|n_?pop|popsize|population(_?\w+)?", re.I)


@dataclass(frozen=True)
class Proposal:
    """A column that may have a part in the design, and what speaks for it or against it.

    Attributes
    ----------
    part
        Key in [design] of the codebook.
    column
        Column of responses.parquet.
    reason
        The evidence, as a sentence.
    sound
        Whether nothing speaks against it; False where the column cannot be used as it stands.
    settings
        What else the codebook says then, by key in the table of the part.
    methods
        Of replicate weights, the methods that the archive is known to have, one or several.
    """

    part: Part
    column: str
    reason: Fault
    sound: bool = True
    settings: tuple[tuple[str, str | float | bool], ...] = ()
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column with its name in the survey, what was counted in it, and its values."""

    name: str
    column: SourceColumn
    tally: Tally
    values: Callable[[], pa.ChunkedArray]


def proposals_of(candidates: Sequence[Candidate], declared_weight: str | None) -> list[Proposal]:
    """Return what may be part of the design, the likeliest of each part first."""
    strata = [
        candidate
        for candidate in candidates
        if is_called("strata", candidate.column.name, candidate.column.label)
        and _forms_groups(candidate.tally)
        and not _is_weight(candidate)
    ]
    psus = [
        candidate
        for candidate in candidates
        if is_called("psu", candidate.column.name, candidate.column.label)
        and candidate.tally.distinct > 1
        and candidate not in strata
    ]
    return [
        *_weights(candidates, declared_weight),
        *(_stratum(candidate) for candidate in strata),
        *(_psu(candidate, strata) for candidate in psus),
        *_waves(candidates),
        *_populations(candidates),
    ]


def _is_weight(candidate: Candidate) -> bool:
    return is_weight(candidate.column.name, candidate.column.label, candidate.tally.spread)


def _forms_groups(tally: Tally) -> bool:
    return tally.distinct > 1 and 2 * tally.distinct <= tally.rows


def _weights(candidates: Sequence[Candidate], declared: str | None) -> Iterator[Proposal]:
    ranked = []
    for candidate in candidates:
        is_declared = candidate.column.name == declared
        if not is_declared and not _is_weight(candidate):
            continue
        tally = candidate.tally
        if not tally.numeric or tally.low == tally.high or (tally.low or 0) < 0:
            continue
        if tally.whole and not is_declared and tally.distinct < 3:
            continue
        mean = tally.total / tally.filled
        blanks = tally.rows - tally.filled
        order = (
            blanks > 0,
            not is_declared,
            abs(mean - 1) > 0.05,
            "psp" not in candidate.name.lower(),
        )
        ranked.append(
            (order, _weight(candidate, is_declared=is_declared, mean=mean, blanks=blanks))
        )
    yield from (proposal for _, proposal in sorted(ranked, key=lambda pair: pair[0]))


def _weight(candidate: Candidate, *, is_declared: bool, mean: float, blanks: int) -> Proposal:
    tally = candidate.tally
    if abs(mean - 1) <= 0.05:
        sum_of = Fault("import.weight_mean_one")
    elif tally.total > 5 * tally.rows:
        sum_of = Fault("import.weight_population", {"total": _number(round(tally.total))})
    else:
        sum_of = Fault("import.weight_mean_other")
    key = "import.weight_declared" if is_declared else "import.weight_named"
    values = {
        "words": _words(candidate),
        "low": _number(tally.low or 0.0),
        "high": _number(tally.high or 0.0),
        "mean": _number(mean),
        "sum": sum_of,
        "blank": Fault("import.weight_blank", {"count": blanks}) if blanks else "",
    }
    return Proposal("weight", candidate.name, Fault(key, values), sound=blanks == 0)


def _stratum(candidate: Candidate) -> Proposal:
    values = {
        "words": _words(candidate),
        "count": candidate.tally.distinct,
        "blank": _blank_note(candidate),
    }
    return Proposal(
        "strata", candidate.name, Fault("import.strata", values), not _blank_note(candidate)
    )


def _psu(candidate: Candidate, strata: Sequence[Candidate]) -> Proposal:
    alone = candidate.tally.distinct == candidate.tally.rows
    values = {
        "words": _words(candidate),
        "count": candidate.tally.distinct,
        "nested": Fault("import.psu_alone") if alone else _nesting(candidate, strata),
        "blank": _blank_note(candidate),
    }
    return Proposal("psu", candidate.name, Fault("import.psu", values), not _blank_note(candidate))


def _nesting(candidate: Candidate, strata: Sequence[Candidate]) -> Fault | str:
    if not strata:
        return ""
    pairs = _pairs(candidate.values(), strata[0].values())
    values = {"strata": strata[0].name, "count": pairs}
    key = "import.psu_nested" if pairs == candidate.tally.distinct else "import.psu_numbered_again"
    return Fault(key, values)


def _pairs(first: pa.ChunkedArray, second: pa.ChunkedArray) -> int:
    """How many different pairs two columns have."""
    encoded = [
        pc.fill_null(pc.dictionary_encode(values.combine_chunks()).indices, -1)
        .to_numpy(zero_copy_only=False)
        .astype(np.int64)
        for values in (first, second)
    ]
    return len(np.unique(encoded[0] * (encoded[1].max() + 2) + encoded[1]))


def _waves(candidates: Sequence[Candidate]) -> Iterator[Proposal]:
    for candidate in candidates:
        named = _WAVE.fullmatch(candidate.column.name) or _WAVE_LABEL.fullmatch(
            candidate.column.label
        )
        tally = candidate.tally
        if not named or not tally.counts or not 1 < tally.distinct <= MOST_WAVES:
            continue
        if tally.numeric and not tally.whole:
            continue
        values = {
            "words": _words(candidate),
            "count": tally.distinct,
            "order": _wave_order(candidate),
            "blank": _blank_note(candidate),
        }
        yield Proposal(
            "wave", candidate.name, Fault("import.wave", values), not _blank_note(candidate)
        )


def _wave_order(candidate: Candidate) -> Fault:
    """The first and the last wave, or that nobody knows which these are."""
    labels = candidate.column.labels
    names = [labels.get(value) or str(value) for value in candidate.tally.counts]
    order = natural_order(names)
    if order is None:
        return Fault("import.wave_unordered", {"names": some([shorten(name) for name in names])})
    ends = {"first": shorten(names[order[0]]), "last": shorten(names[order[-1]])}
    return Fault("import.wave_from_to", ends)


def _populations(candidates: Sequence[Candidate]) -> Iterator[Proposal]:
    for candidate in candidates:
        tally = candidate.tally
        if not _POPULATION.fullmatch(candidate.column.name) or not tally.numeric:
            continue
        if (tally.low or 0) < 1 or tally.distinct > max(2, tally.rows // 2):
            continue
        values = {
            "words": _words(candidate),
            "low": _number(tally.low or 0.0),
            "high": _number(tally.high or 0.0),
            "blank": _blank_note(candidate),
        }
        yield Proposal(
            "fpc", candidate.name, Fault("import.fpc", values), not _blank_note(candidate)
        )


def _blank_note(candidate: Candidate) -> Fault | str:
    blanks = candidate.tally.rows - candidate.tally.filled
    return Fault("import.design_blank", {"count": blanks}) if blanks else ""


def _words(candidate: Candidate) -> str:
    """Name and label of a column, as the file has them."""
    label = candidate.column.label
    return shorten(f"{candidate.column.name}: {label}" if label else candidate.column.name)


def _number(value: float) -> Text:
    """A number with three significant digits, as each language writes it.

    Examples
    --------
    >>> _number(0.98765).nb, _number(4_000_000).nb
    ('0,988', '4000000')
    """
    shown = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return Text(shown.replace(".", ","), shown)
