"""R's ``survey`` beside ours: a script that runs where there is an ``Rscript``, or why not."""

import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
from pyarrow import csv


def in_r(script: str, table: pa.Table, folder: Path) -> list[float] | str:
    """Run R on a table and return the numbers that it prints, or why there are none.

    Parameters
    ----------
    script
        R code; ``data`` is the table and ``library(survey)`` is there.
    table
        The respondents.
    folder
        Where the table is written for R.
    """
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "no Rscript here"
    path = folder / "for_r.csv"
    csv.write_csv(table, path)
    opened = f"suppressMessages(library(survey)); data <- read.csv('{path}')\n"
    found = subprocess.run([rscript, "-e", opened + script], capture_output=True, text=True)
    if found.returncode:
        return (found.stderr.strip().splitlines() or ["R failed"])[-1]
    return [float(word) for word in found.stdout.split()]
