"""PDF: tagged as PDF/UA-1 asks, words that are text, fonts inside, and no stranger's markup."""

import io
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pypdf
import pytest
from pypdf.generic import DictionaryObject
from reported_views import LINK, TYPST, figures_in_words, odd_report, report_of, trust_report

from insight.exports.reports.pdf_document import NO_LETTER, pdf_document
from insight.language.catalogue import LANGUAGES, say


@cache
def read(language="nb") -> pypdf.PdfReader:
    return opened(pdf_document(trust_report(language)))


@cache
def odd(words: str) -> tuple[pypdf.PdfReader, str, float]:
    """The report whose every word is a stranger's, its words, and how far right one begins."""
    pdf, right = opened(pdf_document(odd_report(words))), [0.0]

    def seen(text, _matrix, place, _font, _size) -> None:
        if text.strip():
            right.append(place[4])

    told = [page.extract_text(visitor_text=seen) for page in pdf.pages]
    return pdf, " ".join(told).replace("\u200b", ""), max(right)


def opened(written: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(written))


def text_of(pdf: pypdf.PdfReader) -> str:
    """All its words, without the places where a line may break."""
    return " ".join(page.extract_text() for page in pdf.pages).replace("\u200b", "")


def plain(words: str) -> str:
    """Words without spaces, which a reader of a PDF makes of the distances between letters."""
    return re.sub(r"[\s\N{NO-BREAK SPACE}\N{SOFT HYPHEN}]", "", words)


def tags(pdf: pypdf.PdfReader) -> list[DictionaryObject]:
    """The elements of its structure, in the order in which they are read."""
    found = []

    def walk(element) -> None:
        element = getattr(element, "get_object", lambda: element)()
        if isinstance(element, list):
            for one in element:
                walk(one)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append(element)
            walk(element.get("/K", []))

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_that_it_is_pdf_ua_and_what_it_is_called(language):
    pdf = read(language)
    root = pdf.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == {"nb": "nb-NO", "en": "en-GB"}[language]
    assert pdf.metadata.title == "Tillit til e-helse"
    assert pdf.metadata.author is None
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.creation_date.date() == trust_report(language).made


def test_headings_figures_and_tables_are_tagged():
    counted = Counter(tag["/S"] for tag in tags(read()))
    assert counted["/H1"] == 4, "the contents and three views"
    assert counted["/H2"] == 1, "the finding below the heading that the author gave"
    assert counted["/Table"] == counted["/Figure"] == 2
    assert counted["/TH"] >= 10
    assert counted["/TOC"] == 1
    assert counted["/LI"] == 1
    described = [tag["/Alt"] for tag in tags(read()) if tag["/S"] == "/Figure"]
    for page, words in zip(trust_report().pages[:2], described, strict=True):
        assert words.startswith(say("nb", "shell.simulated"))
        assert words.endswith(page.picture.words.alternative)


def test_its_headings_are_its_bookmarks():
    told = [one.title for one in read().outline if not isinstance(one, list)]
    first = trust_report().pages[0].title
    assert told[-3:] == [first, "Hva de unge svarer", "Et spørsmål med få svar"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_tables_and_every_word_can_be_selected(language):
    words, report = plain(text_of(read(language))), trust_report(language)
    figures = figures_in_words(report)
    assert len(figures) > 10
    for figure in figures:
        assert plain(figure) in words
    for page in report.pages[:2]:
        told = page.picture.words
        marks = [part for tag in told.tags for part in (tag.name, tag.words)]
        for part in (page.title, *told.lines, *told.notes, *told.foot, *marks):
            assert plain(part) in words
    for part in ("Hva rapporten er.", report.told[0], "Færre enn 10 har svart.", "Et avsnitt."):
        assert plain(part) in words


def test_its_fonts_are_ours_and_inside():
    fonts = [
        font.get_object() for page in read().pages for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        assert "SourceSansPro" in font["/BaseFont"]
        inner = font["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in inner["/FontDescriptor"]


def test_links_lead_to_the_views():
    found = [
        note.get_object()["/A"]["/URI"]
        for page in read().pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert {*found} == {LINK}


def test_a_view_alone_has_no_contents_and_is_called_what_it_found():
    page = trust_report().pages[0]
    pdf = opened(pdf_document(report_of(page)))
    assert pdf.metadata.title == page.title
    assert len(pdf.pages) == 1
    assert Counter(tag["/S"] for tag in tags(pdf))["/TOC"] == 0


def test_the_same_report_is_the_same_file():
    report = report_of(trust_report().pages[0])
    assert pdf_document(report) == pdf_document(report)


ODD = {
    "markup": TYPST,
    "500 letters": "Et ganske langt ord " * 25,
    "one word of 500": "x" * 500,
    "control characters": "a\x00b\x1b[31mc\ufffe\u202ed\ud800",
    "nothing": "\x00",
    "letters that no font has": "中文 😀 ไทย \ue000 👨‍👩‍👧",
    "other alphabets": "Ελλάδα Україна עברית ≤ → ½",
    "a program": "javascript:alert(1)",
}


@pytest.mark.parametrize("kind", ODD)
def test_strangers_words_are_shown_as_they_are(kind):
    words = ODD[kind]
    pdf, told, _ = odd(words)
    found = plain(told)
    if kind in ("markup", "500 letters", "one word of 500", "other alphabets", "a program"):
        assert plain(words) in found
    if kind == "letters that no font has":
        assert NO_LETTER in found
        assert plain(say("nb", "document.no_letter", mark=NO_LETTER)) in found
        assert pdf.metadata.title == words
    else:
        assert NO_LETTER not in found
    if kind == "nothing":
        assert plain(say("nb", "document.no_title")) in found
    annotated = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    assert not any("/URI" in note.get("/A", {}) for note in annotated)


def test_nothing_runs_off_the_sheet():
    _, _, right = odd(ODD["one word of 500"])
    assert 0 < right < 595


def test_the_template_cannot_be_made_to_read_files():
    assert plain('#read("/etc/hostname")') in plain(odd(TYPST)[1])


def test_a_report_without_views_says_what_it_has():
    pdf = opened(pdf_document(replace(trust_report(), pages=[], title="")))
    assert "Hva rapporten er." in text_of(pdf)
    assert pdf.metadata.title == say("nb", "shell.app_name")
