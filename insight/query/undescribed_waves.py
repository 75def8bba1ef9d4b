"""Waves that a codebook does not describe: they come from the data."""

from __future__ import annotations

import re

from insight.language.catalogue import Text
from insight.language.errors import DataError, Fault
from insight.query.column_types import cast_to
from insight.query.sql import quote
from insight.query.stored import StoredSurvey
from insight.survey.codebook import Category, Codebook, Variable

MOST_WAVES = 200


def describe_waves(survey: StoredSurvey) -> Codebook:
    """Return the codebook with its waves, described from the data where it does not itself.

    Raises
    ------
    DataError
        If there are too many.
    """
    wave = survey.codebook.design.wave
    if wave is None or wave in survey.codebook.variables:
        return survey.codebook
    return survey.codebook.with_wave(_wave_from_data(survey, wave))


def _wave_from_data(survey: StoredSurvey, column: str) -> Variable:
    text = cast_to("VARCHAR", column, survey.types[column])
    sql = (
        f"SELECT {text} AS wave, min({quote(column)}) AS first "
        f"FROM {survey.file.text} GROUP BY wave ORDER BY first"
    )
    waves = survey.query(sql, survey.file)["wave"].tolist()
    if len(waves) > MOST_WAVES:
        values = {"column": column, "count": len(waves), "most": MOST_WAVES}
        raise DataError(Fault("fault.too_many_waves", values))
    whole = all(re.fullmatch(r"0|-?[1-9]\d{0,17}", wave) for wave in waves)
    codes = sorted(int(wave) for wave in waves) if whole else waves
    return Variable(
        id=column,
        role="segment",
        kind="single",
        label=Text("Måling", "Wave"),
        categories=tuple(Category(code, Text(str(code), str(code))) for code in codes),
    )
