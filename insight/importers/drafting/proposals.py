"""Which columns may be weight, stratum, PSU, wave or population, with what speaks for it.

Nothing of it is ever set: a wrong design gives wrong figures that look right. A person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.roles import READ, is_weight
from insight.importers.drafting.tallies import Tally
from insight.importers.readers.source import SourceColumn
from insight.language.catalogue import Text
from insight.language.errors import Fault, shortened

Part = Literal["weight", "strata", "psu", "wave", "fpc"]
MOST_WAVES = 200
_STRATUM = re.compile(r"v?strat(a|um)?(_?id)?\d*|strat_?\w{0,6}|\w*_?strat(um|a)", re.IGNORECASE)
_STRATUM_LABEL = re.compile(r"\b(\w*stratum|\w*strata)\b", re.I)
_PSU = re.compile(
    r"v?psu(_?id)?\d*|\w+_psu|cluster(_?(id|no))?|clu|klynge\w*|secu|primunit|ea_?id", re.I
)
_PSU_LABEL = re.compile(
    r"(primary sampling unit|\bpsu\b|sampling cluster|\bklynge\w*|primær(utvalgs)?enhet)", re.I
)
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
    """

    part: Part
    column: str
    reason: Fault
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column with its name in the survey, what was counted in it, and its values."""

    name: str
    column: SourceColumn
    found: Tally
    values: Callable[[], pa.ChunkedArray]


def proposals_of(columns: Sequence[Candidate], declared_weight: str | None) -> list[Proposal]:
    """Return what may be part of the design, the likeliest of each part first."""
    strata = [
        one
        for one in columns
        if _is(one, _STRATUM, _STRATUM_LABEL)
        and _groups(one.found)
        and not is_weight(one.column.name, one.column.label)
    ]
    psus = [
        one
        for one in columns
        if _is(one, _PSU, _PSU_LABEL) and one.found.distinct > 1 and one not in strata
    ]
    return [
        *_weights(columns, declared_weight),
        *(_stratum(one) for one in strata),
        *(_psu(one, strata) for one in psus),
        *_waves(columns),
        *_populations(columns),
    ]


def _is(one: Candidate, names: re.Pattern[str], labels: re.Pattern[str]) -> bool:
    return bool(names.fullmatch(one.column.name) or labels.search(one.column.label[:READ]))


def _groups(found: Tally) -> bool:
    return found.distinct > 1 and 2 * found.distinct <= found.rows


def _weights(columns: Sequence[Candidate], declared: str | None) -> Iterator[Proposal]:
    ranked = []
    for one in columns:
        said = one.column.name == declared
        if not said and not is_weight(one.column.name, one.column.label):
            continue
        found = one.found
        if not found.numeric or found.low == found.high or (found.low or 0) < 0:
            continue
        if found.whole and not said and found.distinct < 3:
            continue
        mean = found.total / found.filled
        blanks = found.rows - found.filled
        order = (blanks > 0, not said, abs(mean - 1) > 0.05, "psp" not in one.name.lower())
        ranked.append((order, _weight(one, said=said, mean=mean, blanks=blanks)))
    yield from (proposal for _, proposal in sorted(ranked, key=lambda pair: pair[0]))


def _weight(one: Candidate, *, said: bool, mean: float, blanks: int) -> Proposal:
    found = one.found
    if abs(mean - 1) <= 0.05:
        sum_of = Fault("import.weight_mean_one")
    elif found.total > 5 * found.rows:
        sum_of = Fault("import.weight_population", {"total": _number(round(found.total))})
    else:
        sum_of = Fault("import.weight_mean_other")
    key = "import.weight_declared" if said else "import.weight_named"
    values = {
        "words": _words(one),
        "low": _number(found.low or 0.0),
        "high": _number(found.high or 0.0),
        "mean": _number(mean),
        "sum": sum_of,
        "blank": Fault("import.weight_blank", {"count": blanks}) if blanks else "",
    }
    return Proposal("weight", one.name, Fault(key, values), sound=blanks == 0)


def _stratum(one: Candidate) -> Proposal:
    values = {"words": _words(one), "count": one.found.distinct, "blank": _blank(one)}
    return Proposal("strata", one.name, Fault("import.strata", values), not _blank(one))


def _psu(one: Candidate, strata: Sequence[Candidate]) -> Proposal:
    alone = one.found.distinct == one.found.rows
    values = {
        "words": _words(one),
        "count": one.found.distinct,
        "nested": Fault("import.psu_alone") if alone else _nested(one, strata),
        "blank": _blank(one),
    }
    return Proposal("psu", one.name, Fault("import.psu", values), not _blank(one))


def _nested(one: Candidate, strata: Sequence[Candidate]) -> Fault | str:
    if not strata:
        return ""
    pairs = _pairs(one.values(), strata[0].values())
    values = {"strata": strata[0].name, "count": pairs}
    key = "import.psu_nested" if pairs == one.found.distinct else "import.psu_numbered_again"
    return Fault(key, values)


def _pairs(first: pa.ChunkedArray, second: pa.ChunkedArray) -> int:
    """How many different pairs two columns have."""
    encoded = [
        pc.fill_null(pc.dictionary_encode(one.combine_chunks()).indices, -1)
        .to_numpy(zero_copy_only=False)
        .astype(np.int64)
        for one in (first, second)
    ]
    return len(np.unique(encoded[0] * (encoded[1].max() + 2) + encoded[1]))


def _waves(columns: Sequence[Candidate]) -> Iterator[Proposal]:
    for one in columns:
        named = _WAVE.fullmatch(one.column.name) or _WAVE_LABEL.fullmatch(one.column.label)
        found = one.found
        if not named or not found.counts or not 1 < found.distinct <= MOST_WAVES:
            continue
        if found.numeric and not found.whole:
            continue
        known = list(found.counts)
        values = {
            "words": _words(one),
            "count": found.distinct,
            "first": shortened(known[0]),
            "last": shortened(known[-1]),
            "blank": _blank(one),
        }
        yield Proposal("wave", one.name, Fault("import.wave", values), not _blank(one))


def _populations(columns: Sequence[Candidate]) -> Iterator[Proposal]:
    for one in columns:
        found = one.found
        if not _POPULATION.fullmatch(one.column.name) or not found.numeric:
            continue
        if (found.low or 0) < 1 or found.distinct > max(2, found.rows // 2):
            continue
        values = {
            "words": _words(one),
            "low": _number(found.low or 0.0),
            "high": _number(found.high or 0.0),
            "blank": _blank(one),
        }
        yield Proposal("fpc", one.name, Fault("import.fpc", values), not _blank(one))


def _blank(one: Candidate) -> Fault | str:
    blanks = one.found.rows - one.found.filled
    return Fault("import.design_blank", {"count": blanks}) if blanks else ""


def _words(one: Candidate) -> str:
    """Name and label of a column, as the file has them."""
    label = one.column.label
    return shortened(f"{one.column.name}: {label}" if label else one.column.name)


def _number(value: float) -> Text:
    """A number with three significant digits, as each language writes it.

    Examples
    --------
    >>> _number(0.98765).nb, _number(4_000_000).nb
    ('0,988', '4000000')
    """
    shown = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return Text(shown.replace(".", ","), shown)
