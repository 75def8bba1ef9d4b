"""A table of responses that are written as a survey for it, and asked at once."""

from pathlib import Path
from tempfile import TemporaryDirectory

from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import Table, table
from insight.query.opened import open_survey
from insight.survey.filters import parse_filter

VARIABLES = {
    "q": single(1, 2, 3, 9, missing={9: "dont_know"}, nets=[net("high", 2, 3)]),
    "g": segment("a", "b"),
    "web": single(0, 1),
    "app": single(0, 1),
    "used": multiple({"web": "web", "app": "app"}, nets=[net("digital", "web", "app")]),
    "x": numeric(categories=[{"code": -9, "nb": "V", "en": "D", "missing": "refused"}]),
}
GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}


def ask(
    frame, item="q", *, where=(), variables=VARIABLES, design=None, gates=None, **more
) -> Table:
    """Write the responses as a survey and ask it."""
    with TemporaryDirectory() as root:
        folder = write_survey(Path(root), "s", frame, variables, design=design, disclosure=gates)
        survey = open_survey(folder)
        return table(survey, item, where=parse_filter(where, survey.codebook), **more)
