"""A survey of given columns, and the faults for which it is refused."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_folder import single, write_survey

from insight import DataError, OpenSurvey, open_survey, table
from insight.language.catalogue import LANGUAGES

ONE_TWO = single(1, 2)


def checked(tmp_path: Path, columns: dict, variables: dict, **more) -> OpenSurvey:
    """Open a survey whose columns are lists or Arrow arrays."""
    folder = write_survey(tmp_path, "s", {}, variables, **more)
    pq.write_table(pa.table(columns), folder / "responses.parquet")
    return open_survey(folder)


def faults(*given, **more) -> list[str]:
    with pytest.raises(DataError) as refusal:
        checked(*given, **more)
    for language in LANGUAGES:
        lines = [fault.text(language) for fault in refusal.value.faults]
        assert all(line and line.isprintable() and len(line) < 700 for line in lines)
    return lines


def base_and_shares(found: OpenSurvey, item: str, **more) -> tuple:
    answer = table(found, item, **more)
    return answer.estimates[0].base, [estimate.value for estimate in answer.estimates]
