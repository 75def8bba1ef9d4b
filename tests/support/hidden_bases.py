"""Small surveys whose small groups are hidden, and the bases that a table shows of them."""

from survey_folder import write_survey

from insight import OpenSurvey, open_survey
from insight.analysis.table import table
from insight.survey.filters import parse_filter

GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}


def survey_of(tmp_path, frame, variables, **more) -> OpenSurvey:
    folder = write_survey(tmp_path, "s", frame, variables, disclosure=GATES, **more)
    return open_survey(folder)


def shown(survey: OpenSurvey, *where: str, by: tuple[str, ...] = (), item: str = "q") -> dict:
    """The base of each group that is shown, None where it is hidden."""
    asked = parse_filter(where, survey.codebook)
    found = table(survey, item, by=by, where=asked)
    return {one.group: one.base for one in found.estimates}
