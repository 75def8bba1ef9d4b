"""The sampling units of a survey: its PSUs, or its strata where respondents are the units.

Replicate weights stand for them where the survey has such. They are counted in the whole file,
once, whatever the filter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.language.errors import DataError, Fault
from insight.query.counts.sparse_counts import numbers, unique
from insight.query.raked.margin_cells import raked_strata
from insight.query.sql import quote
from insight.query.store import Columns
from insight.query.stored import StoredSurvey
from insight.statistics.replicates import Replicates
from insight.statistics.sampled_units import SampledUnits
from insight.statistics.strata import Strata
from insight.survey.design import Design
from insight.survey.replication.replicate_design import Replication


class Units:
    """The sampling units of the whole file, and the range of its weights.

    `keys` has a column for each that names them, in the order of their numbers. `weights_of_zero`
    says whether any weight is 0, `heaviest` is the largest.
    """

    def __init__(self, sampled: SampledUnits, keys: Sequence[np.ndarray], weights: Columns) -> None:
        self.sampled = sampled
        self.weights_of_zero = not np.ma.filled(weights["lightest"] > 0, False).all()
        self.heaviest = float(np.ma.filled(weights["heaviest"], 0.0).max(initial=0.0))
        self.keys = keys
        self._levels = [unique(column) for column in keys]
        rows = len(keys[0]) if keys else 1
        self._combinations = numbers(self._levels, keys, rows)

    @property
    def nbytes(self) -> int:
        """How many bytes the units take."""
        arrays = [part for part in vars(self.sampled).values() if isinstance(part, np.ndarray)]
        return sum(part.nbytes for part in (*arrays, *self.keys, *self._levels, self._combinations))

    def numbers(self, columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
        """The number of each row's unit, which one value per column names."""
        return numbers([self._combinations], [numbers(self._levels, columns, rows)], rows)


def check_units(survey: StoredSurvey) -> None:
    """Refuse a survey whose design leaves nothing to compute with, or does not fit its weights.

    Raises
    ------
    DataError
        If its rule for strata with a single PSU refuses those that it has, or if raked weights do
        not meet their margins.
    """
    if survey.codebook.design.lonely_psu in ("fail", "average") or survey.codebook.design.raked:
        units_of(survey)


def units_of(survey: StoredSurvey) -> Units:
    """Count the sampling units of the whole file; remembered for each version of the survey."""
    return survey.recall("units", lambda: _count_units(survey))


def _count_units(survey: StoredSurvey) -> Units:
    design = survey.codebook.design
    if design.replicates:
        return _replicated_units(survey, design.replicates)
    columns = design.unit_columns
    keys = "".join(f"{quote(column)} AS k{number}, " for number, column in enumerate(columns))
    weights = _range_of(design.weight)
    populations = "".join(f", max({quote(column)}) AS f{n}" for n, column in enumerate(design.fpc))
    responses = survey.select(design.columns)
    order = "ORDER BY ALL" if columns else ""
    sql = (
        f"SELECT {keys}count(*) AS m, {weights}{populations} "
        f"FROM ({responses.text}) GROUP BY ALL {order}"
    )
    rows = survey.query(sql, responses)
    names = [rows[f"k{number}"] for number in range(len(columns))]
    sampled = _sampled(design, rows, names)
    if not design.raked:
        return Units(sampled, names, rows)
    counted = dict(zip(columns, names, strict=True))
    unit_of = _runs(names[: len(design.sampled_columns)], len(rows["m"]))
    respondents = rows["m"].astype(float)
    raked = raked_strata(survey.codebook, sampled, unit_of, counted, respondents)
    return Units(raked, [np.ma.getdata(column) for column in names], rows)


def _sampled(design: Design, rows: Columns, columns: Sequence[np.ndarray]) -> Strata:
    """Count the sampling units, each of which may have several rows where weights are raked."""
    in_order = [column for column, _ in zip(columns, design.sampled_columns, strict=False)]
    unit_of = _runs(in_order, len(rows["m"]))
    first = np.unique(unit_of, return_index=True)[1]
    names = [column[first] for column in in_order]
    stratum_names = names[:-1] if design.psu else names
    stratum_of = _runs(stratum_names, len(first))
    strata = Strata.from_units(
        stratum_of,
        np.bincount(unit_of, rows["m"].astype(float)),
        clustered=design.psu is not None,
        populations=[rows[f"f{number}"][first].astype(float) for number in range(len(design.fpc))],
        rule=design.lonely_psu,
    )
    if design.lonely_psu == "fail" and strata.lonely.any():
        alone = int(np.argmax(stratum_of == np.argmax(strata.lonely)))
        name = ", ".join(str(column[alone]) for column in stratum_names)
        values = {"stratum": name, "count": int(strata.lonely.sum())}
        raise DataError(Fault("fault.lonely_psu", values))
    if design.lonely_psu == "average" and strata.lonely_within.any():
        alone = int(np.argmax(strata.lonely_within))
        name = ", ".join(str(column[alone]) for column in names)
        raise DataError(Fault("fault.lonely_average", {"unit": name}))
    return strata


def _replicated_units(survey: StoredSurvey, replicates: Replication) -> Units:
    weight = survey.codebook.design.weight
    responses = survey.select([weight] if weight else [])
    rows = survey.query(f"SELECT {_range_of(weight)} FROM ({responses.text})", responses)
    sampled = Replicates(
        replicates.factor,
        np.array(replicates.factors),
        replicates.around_estimate,
        replicates.df,
    )
    return Units(sampled, [], rows)


def _range_of(weight: str | None) -> str:
    """SQL for the smallest and the largest weight."""
    lowest, highest = (f"{which}({quote(weight)})" if weight else "1.0" for which in ("min", "max"))
    return f"CAST({lowest} AS DOUBLE) AS lightest, CAST({highest} AS DOUBLE) AS heaviest"


def _runs(columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
    """Number the runs of equal rows, which are the combinations where the rows are in order."""
    begins = np.zeros(rows, dtype=bool)
    for column in columns:
        begins[1:] |= column[1:] != column[:-1]
    return np.cumsum(begins)


def lonely_strata(survey: StoredSurvey) -> int:
    """Count the strata with a single PSU; without strata and PSUs there are none to speak of."""
    design = survey.codebook.design
    sampled = units_of(survey).sampled if design.strata or design.psu else None
    return int(sampled.lonely.sum()) if isinstance(sampled, Strata) else 0
