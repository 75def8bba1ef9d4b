"""The page of answers as tests open it, and what they read there."""

import pandas as pd
from streamlit.testing.v1 import AppTest
from visitor import charts, opened, rows_of

WHOLE_LINK = {
    "lang": "en",
    "survey": "health_personnel",
    "where": ["gender=1", "target_group=2,3"],
    "wave": "2020",
    "item": "trust_secure_storage",
    "target": "5",
    "by": "occupation",
    "show": "dots",
    "base": "valid",
}


def page(**link: str | list[str]) -> AppTest:
    """Open the page of answers by a link, in English unless it says otherwise."""
    return opened("answers", **{"lang": "en"} | link)


def marks_of(app: AppTest, mark: str) -> pd.DataFrame:
    """The marks of one kind in the first chart of a page."""
    rows = rows_of(charts(app)[0])
    return rows[rows["mark"] == mark]
