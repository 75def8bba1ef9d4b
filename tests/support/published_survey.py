"""A small survey that is published, and published again with changes."""

from datetime import date
from pathlib import Path

from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, write_survey

from insight.analysis.publishing.publishing import Published, publish
from insight.language.catalogue import Text

FIRST, SECOND = date(2026, 1, 5), date(2026, 2, 6)


def work_folder(root: Path, rows: int = 300, **changed) -> Path:
    """Write the survey where an operator works on it, and return its folder.

    `changed` may hold `variables`, `frame`, `design` and `disclosure`.
    """
    frame = answers(rows) | {"year": [2020 + row % 2 for row in range(rows)]}
    variables = SCALE | GENDER | {"year": segment(2020, 2021)} | changed.get("variables", {})
    return write_survey(
        root,
        "small",
        frame | changed.get("frame", {}),
        variables,
        design={"wave": "year"} | changed.get("design", {}),
        disclosure=GATES | changed.get("disclosure", {}),
    )


def published(data: Path, work: Path, day: date = FIRST, note: Text | None = None) -> Published:
    """Publish a folder in a data folder that has a place for surveys."""
    (data / "surveys").mkdir(parents=True, exist_ok=True)
    return publish(work, data, day, note)


def twice_published(data: Path, root: Path, note: Text | None = None, **changed) -> Published:
    """Publish the survey, and again with 20 respondents more and what else has changed."""
    published(data, work_folder(root / "one"))
    return published(data, work_folder(root / "two", 340, **changed), SECOND, note)
