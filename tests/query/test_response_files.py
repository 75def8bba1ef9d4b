"""Files of responses that are not whole, have an odd place or hold no respondent."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from checked_survey import ONE_TWO, base_and_shares, checked
from survey_folder import numeric, write_survey

from insight import DataError, open_survey, table


def damaged(tmp_path: Path, damage) -> list[str]:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"q": rng.integers(1, 3, 5_000), "x": rng.random(5_000)})
    folder = write_survey(tmp_path, "s", frame, {"q": ONE_TWO, "x": numeric()})
    damage(folder / "responses.parquet")
    with pytest.raises(DataError) as refusal:
        open_survey(folder)
    return [fault.text("en") for fault in refusal.value.faults]


def replaced(content) -> callable:
    return lambda path: path.write_bytes(content(path.read_bytes()))


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


NOT_WHOLE = "responses.parquet of s is not a whole Parquet file. Make the file again."
ABSENT = "The folder “s” has no responses.parquet."
DAMAGES = {
    "cut_in_half": (replaced(lambda whole: whole[: len(whole) // 2]), NOT_WHOLE),
    "end_only": (replaced(lambda whole: whole[len(whole) // 2 :]), NOT_WHOLE),
    "hole_in_the_middle": (
        replaced(lambda whole: whole[:200] + b"\xff" * 5_000 + whole[5_200:]), NOT_WHOLE),
    "zero_bytes": (replaced(lambda _: b""), NOT_WHOLE),
    "magic_only": (replaced(lambda _: b"PAR1PAR1"), NOT_WHOLE),
    "text": (replaced(lambda _: b"q,x\n1,2\n"), NOT_WHOLE),
    "absent": (Path.unlink, ABSENT),
    "folder": (as_folder, ABSENT),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "sentence"), DAMAGES.values(), ids=DAMAGES)
def test_a_file_that_is_not_whole_is_refused(tmp_path, damage, sentence):
    assert damaged(tmp_path, damage) == [sentence]


@pytest.mark.parametrize("folder", ["a[1]", "b*c", "d?e", "year=2021", "it's", "to {1,2}", "æ ø"])
def test_a_folder_may_be_called_anything(tmp_path, folder):
    (tmp_path / "bxc" / "surveys" / "s").mkdir(parents=True)
    found = checked(tmp_path / folder, {"year": [2019, 2020], "q": [1, 2]}, {"q": ONE_TWO})
    assert found.types == {"year": "BIGINT", "q": "BIGINT"}
    assert base_and_shares(found, "q") == (2, [0.5, 0.5])


@pytest.mark.parametrize("design", [{}, {"weight": "w", "strata": "h", "psu": "u", "wave": "y"}])
def test_a_survey_without_respondents_has_empty_figures(tmp_path, design):
    types = {"q": pa.int64(), "w": pa.float64(), "h": pa.string(), "u": pa.int64(), "y": pa.int64()}
    columns = {name: pa.array([], kind) for name, kind in types.items()}
    found = checked(tmp_path, columns, {"q": ONE_TWO}, design=design)
    for estimate in table(found, "q").estimates:
        assert (estimate.base, estimate.value, estimate.low) == (0, None, None)
        assert estimate.flags == ("unreliable",)
