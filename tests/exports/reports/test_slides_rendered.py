"""Slides as LibreOffice shows them, where it is on the machine."""

import io
import shutil
import subprocess

import pypdf
import pytest
from opened_slides import DAY, page_of
from visitor import TRUST_ITEM

from insight.exports.reports.report import Report
from insight.exports.reports.slides import presentation

OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
def test_an_office_program_shows_every_word_of_a_slide(tmp_path):
    pages = [
        page_of(TRUST_ITEM, "age_group", show=show, language="nb")[0]
        for show in ("bars", "dots", "trend", "heat")
    ]
    content = presentation(Report("Tillit", pages, "nb", DAY))
    (tmp_path / "slides.pptx").write_bytes(content)
    command = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
               "--convert-to", "pdf", "--outdir", str(tmp_path), "slides.pptx"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    pdf = pypdf.PdfReader(io.BytesIO((tmp_path / "slides.pdf").read_bytes()))
    read = [" ".join(page.extract_text().split()) for page in pdf.pages]
    said = "".join(read).replace(" ", "")
    for page in pages:
        words = page.picture.words
        rows = page.answer.rows.rows if page.answer.rows else []
        for told in (words.title, *words.lines, *words.foot, *(row.name for row in rows)):
            assert "".join(told.split()) in said
    [bars] = [text for text in read if "Stor tillit, 95" in text][:1]
    for share in ("47 %", "21 %", "68 %", "84 %"):
        assert share in bars.replace("\xa0", " ")
