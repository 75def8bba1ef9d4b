"""Small surveys of groups to compare, and what was found of two of them."""

import pandas as pd
from survey_folder import write_survey

from insight import OpenSurvey, open_survey
from insight.analysis.compared.comparison_result import Comparison


def counts(variable: str, item: str, groups: dict[object, dict[object, int]]) -> pd.DataFrame:
    """Return a respondent for each count: {group: {answer: count}}."""
    rows = [
        (group, answer)
        for group, answers in groups.items()
        for answer, count in answers.items()
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=[variable, item])


def survey_of(tmp_path, frame, variables, *, gates=None, **design) -> OpenSurvey:
    folder = write_survey(tmp_path, "s", frame, variables, design=design, disclosure=gates)
    return open_survey(folder)


def pairs(found: Comparison) -> list[tuple[str, str]]:
    return [(one.first, one.second) for one in found.differences]


def of(found: Comparison, first: str, second: str):
    return next(one for one in found.differences if (one.first, one.second) == (first, second))
