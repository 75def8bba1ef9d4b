"""A new survey of which a person says what wave its file is: more are to come."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from insight.importers.drafting.codebook_text import Origin, codebook_text
from insight.importers.drafting.naming import Names
from insight.importers.drafting.parts import Draft, Piece
from insight.importers.renewal.renewal import Renewal, wave_variable
from insight.importers.renewal.waves import WAVE, code_of, constant_column
from insight.survey.toml_edits import edit


def begin_waves(draft: Draft, survey_id: str, origin: Origin, wave: str) -> Renewal:
    """Return the survey that a file becomes, with a column that says its wave.

    Parameters
    ----------
    draft
        What was understood of the file.
    survey_id, origin
        As for :func:`insight.importers.drafting.codebook_text.codebook_text`.
    wave
        Name of the wave.
    """
    names = [name for piece in draft.pieces for name in piece.names]
    column = Names([*names, *(variable.id for variable in draft.variables)]).take(WAVE)
    code = code_of(wave)
    edits: dict[Any, Any] = {
        ("origin", "waves"): [{"wave": code, **origin}],
        ("design", "wave"): column,
        ("variables", column): wave_variable([code]),
    }

    def make() -> list[pa.Array]:
        return [constant_column(code, draft.rows)]

    return Renewal(
        edit(codebook_text(draft, survey_id, origin), edits),
        (*draft.pieces, Piece((column,), make)),
        (),
    )
