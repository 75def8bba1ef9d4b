"""Slides as LibreOffice shows them, where it is asked for."""

from office_program import opened_by_office, refuse_unasked
from opened_slides import DAY, page_of
from visitor import TRUST_ITEM

from insight.exports.reports.report import Report
from insight.exports.reports.slides import presentation


def test_an_office_program_shows_every_word_of_a_slide(tmp_path):
    refuse_unasked()
    pages = [
        page_of(TRUST_ITEM, "age_group", show=show, language="nb")[0]
        for show in ("bars", "dots", "trend", "heat")
    ]
    content = presentation(Report("Tillit", pages, "nb", DAY))
    pdf = opened_by_office(content, "slides.pptx", tmp_path)
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
