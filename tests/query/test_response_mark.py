"""A mark of the responses: it hangs on all of them, and on nothing else."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import numeric, segment, single, write_survey

from insight import open_survey
from insight.query.counts.response_mark import response_mark

VARIABLES = {
    "group": segment(1, 2),
    "word": segment("f", "m", "Ålesund", "Ærø"),
    "q": single(1, 2, 3),
    "size": numeric(),
}


def people() -> pd.DataFrame:
    draw = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "group": draw.choice([1, 2], 50),
            "word": draw.choice(["f", "m"], 50),
            "q": draw.choice([1, 2, 3], 50),
            "size": draw.integers(0, 9, 50) / 2,
        }
    )


def mark(root, frame: pd.DataFrame) -> bytes:
    return response_mark(open_survey(write_survey(root, "s", frame, VARIABLES)))


def exchanged(frame: pd.DataFrame) -> pd.DataFrame:
    """The same tables of one variable, though two respondents have exchanged an answer."""
    first, second = frame.index[frame["q"] == 1][0], frame.index[frame["q"] == 2][0]
    return frame.assign(q=frame["q"].where(~frame.index.isin([first, second]), 3 - frame["q"]))


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.sample(frac=1, random_state=2),
        lambda frame: frame.iloc[:, ::-1],
        lambda frame: frame.astype({"q": "float64"}),
        lambda frame: frame.astype({"q": "int8", "group": "int16"}),
    ],
    ids=["order of rows", "order of columns", "codes as fractions", "narrow types"],
)
def test_it_does_not_hang_on_how_the_responses_are_written(tmp_path, change):
    assert mark(tmp_path / "changed", change(people())) == mark(tmp_path, people())


@pytest.mark.parametrize(
    "change",
    [
        exchanged,
        lambda frame: frame.iloc[:-1],
        lambda frame: frame.assign(
            word=frame["word"].where(frame.index > 0, "m" if frame["word"][0] == "f" else "f")
        ),
        lambda frame: frame.assign(size=frame["size"].where(frame.index > 0)),
    ],
    ids=["two exchange an answer", "one fewer", "a text", "a number less"],
)
def test_it_hangs_on_every_answer(tmp_path, change):
    assert mark(tmp_path / "changed", change(people())) != mark(tmp_path, people())


def test_it_does_not_hang_on_weights(tmp_path):
    weighted = people().assign(w=[1.0, 2.5] * 25)
    variables = VARIABLES | {"w": numeric(role="other")}
    folders = (
        write_survey(tmp_path / str(times), "s", frame, variables, design={"weight": "w"})
        for times in (1, 7)
        for frame in [weighted.assign(w=weighted["w"] * times)]
    )
    one, other = (response_mark(open_survey(folder)) for folder in folders)
    assert one == other


def test_numbers_of_any_size_and_columns_of_any_name_are_summed(tmp_path):
    frame = people().assign(far=[1e300, -1e300, np.inf, np.nan, 2.0**62] * 10)
    frame['odd "name'] = np.iinfo(np.int64).max
    frame["when"] = pd.Timestamp("2026-12-01")
    frame["more"], frame["More"] = 1, 2  # the same column in SQL
    assert len(mark(tmp_path, frame)) == 32
