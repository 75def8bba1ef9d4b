"""LibreOffice, which opens files as people do: where it is asked for, for it takes seconds."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

WISH = "INSIGHT_OFFICE"  # set to 1 it asks for the tests that open files with LibreOffice


def refuse_unasked() -> str:
    """Return the program; skip the test where it is absent, or nobody has asked for it."""
    if os.environ.get(WISH) != "1":
        pytest.skip(f"LibreOffice opens files only where {WISH}=1 asks for it")
    if office := shutil.which("soffice"):
        return office
    pytest.skip("LibreOffice is not on this machine")


def opened_by_office(content: bytes, name: str, folder: Path) -> pypdf.PdfReader:
    """A file as LibreOffice prints it; the test is skipped where nobody has asked for that."""
    office = refuse_unasked()
    (folder / name).write_bytes(content)
    asked = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    asked += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
    subprocess.run(asked, check=True, capture_output=True, timeout=180)
    return pypdf.PdfReader(io.BytesIO((folder / name).with_suffix(".pdf").read_bytes()))
