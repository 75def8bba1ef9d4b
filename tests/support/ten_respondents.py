"""Ten respondents to be weighted to margins of their population, and the weights they get."""

from pathlib import Path

import pandas as pd
from survey_folder import multiple, numeric, segment, single

# Six women and four men, of whom two women and three men are old; the population is half and half.
FRAME = {
    "sex": ["f"] * 6 + ["m"] * 4,
    "age": [1, 1, 1, 1, 2, 2, 1, 2, 2, 2],
    "q": [1, 2] * 5,
    "used_a": [0, 1] * 5,
    "x": [1.5] * 10,
    "base": [1.0, 2.0] * 5,
    "zero": [0.0] + [1.0] * 9,
    "text": ["a"] * 10,
}
VARIABLES = {
    "sex": segment("f", "m"),
    "age": segment(1, 2, 3),
    "q": single(1, 2),
    "used": multiple({"a": "used_a"}),
    "x": numeric(),
}
HALF = "variable,code,population\nsex,f,50\nsex,m,50\n"
BOTH = f"{HALF}age,1,30\nage,2,70\n"


def weights(folder: Path, column: str = "raked_weight") -> pd.Series:
    return pd.read_parquet(folder / "responses.parquet")[column]


def shares(folder: Path, *by: str) -> dict:
    """Weighted shares of the combinations of some columns."""
    frame = pd.read_parquet(folder / "responses.parquet")
    sums = frame.groupby(list(by))["raked_weight"].sum()
    return (sums / sums.sum()).to_dict()
