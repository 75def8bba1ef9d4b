"""What the command line says of a survey, as text."""

import tempfile
from pathlib import Path

import pandas as pd
from in_browser import csv

from insight.__main__ import main


def table_told(survey: str, *arguments: str) -> pd.DataFrame:
    """Return the rows of `insight table` with nets."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "told.csv"
        assert main(["table", survey, "--nets", *arguments, "--out", str(file)]) == 0
        return csv(file.read_bytes())
