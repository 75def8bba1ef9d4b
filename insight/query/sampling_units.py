"""The sampling units of a survey: its PSUs, or its strata where respondents are the units.

They are counted in the whole file, once, whatever the filter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.language.errors import DataError, Fault
from insight.query.counts.sparse_counts import numbers, unique
from insight.query.sql import quote
from insight.query.stored import StoredSurvey
from insight.statistics.strata import Strata


class Units:
    """The sampling units of the whole file, and whether any weight in it is 0."""

    def __init__(self, strata: Strata, keys: Sequence[np.ndarray], weights_of_zero: bool) -> None:
        self.strata = strata
        self.weights_of_zero = weights_of_zero
        self._levels = [unique(column) for column in keys]
        self._combinations = numbers(self._levels, keys, len(strata.stratum_of))

    @property
    def nbytes(self) -> int:
        """How many bytes the units take."""
        arrays = [part for part in vars(self.strata).values() if isinstance(part, np.ndarray)]
        return sum(part.nbytes for part in (*arrays, *self._levels, self._combinations))

    def numbers(self, columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
        """The number of each row's unit, which one value per column names."""
        return numbers([self._combinations], [numbers(self._levels, columns, rows)], rows)


def check_units(survey: StoredSurvey) -> None:
    """Refuse a survey whose rule for strata with a single PSU leaves nothing to compute with.

    Raises
    ------
    DataError
        If it has such strata, or such PSUs, and the rule refuses them.
    """
    if survey.codebook.design.lonely_psu in ("fail", "average"):
        units_of(survey)


def units_of(survey: StoredSurvey) -> Units:
    """Count the sampling units of the whole file; remembered for each version of the survey."""
    return survey.recall("units", lambda: _count_units(survey))


def _count_units(survey: StoredSurvey) -> Units:
    design = survey.codebook.design
    columns = design.unit_columns
    keys = "".join(f"{quote(column)} AS k{number}, " for number, column in enumerate(columns))
    lightest = f"min({quote(design.weight)})" if design.weight else "1.0"
    populations = "".join(f", max({quote(column)}) AS f{n}" for n, column in enumerate(design.fpc))
    responses = survey.select(design.columns)
    order = "ORDER BY ALL" if columns else ""
    sql = (
        f"SELECT {keys}count(*) AS m, {lightest} AS lightest{populations} "
        f"FROM ({responses.text}) GROUP BY ALL {order}"
    )
    rows = survey.query(sql, responses)
    names = [rows[f"k{number}"] for number in range(len(columns))]
    stratum_names = names[:-1] if design.psu else names
    stratum_of = _runs(stratum_names, len(rows["m"]))
    design_strata = Strata.from_units(
        stratum_of,
        rows["m"].astype(float),
        clustered=design.psu is not None,
        populations=[rows[f"f{number}"].astype(float) for number in range(len(design.fpc))],
        rule=design.lonely_psu,
    )
    if design.lonely_psu == "fail" and design_strata.lonely.any():
        alone = int(np.argmax(stratum_of == np.argmax(design_strata.lonely)))
        name = ", ".join(str(column[alone]) for column in stratum_names)
        values = {"stratum": name, "count": int(design_strata.lonely.sum())}
        raise DataError(Fault("fault.lonely_psu", values))
    if design.lonely_psu == "average" and design_strata.lonely_within.any():
        alone = int(np.argmax(design_strata.lonely_within))
        name = ", ".join(str(column[alone]) for column in names)
        raise DataError(Fault("fault.lonely_average", {"unit": name}))
    return Units(design_strata, names, not np.ma.filled(rows["lightest"] > 0, False).all())


def _runs(columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
    """Number the runs of equal rows, which are the combinations where the rows are in order."""
    begins = np.zeros(rows, dtype=bool)
    for column in columns:
        begins[1:] |= column[1:] != column[:-1]
    return np.cumsum(begins)


def strata(survey: StoredSurvey) -> Strata:
    """Return the numbers of units in each stratum of the whole file."""
    return units_of(survey).strata


def lonely_strata(survey: StoredSurvey) -> int:
    """Count the strata with a single PSU; without strata and PSUs there are none to speak of."""
    design = survey.codebook.design
    return int(strata(survey).lonely.sum()) if design.strata or design.psu else 0
