"""Word documents, opened again: headings, captions, tables and pictures are what Word knows."""

import io
import re
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn
from office_program import opened_by_office
from PIL import Image
from reported_views import LINK, TYPST, figures_in_words, odd_report, report_of, trust_report

from insight.exports.reports.report import RefusedPage
from insight.exports.reports.word_document import word_document
from insight.language.catalogue import LANGUAGES, say


@cache
def written(language="nb") -> bytes:
    return word_document(trust_report(language))


def opened(language="nb") -> docx.document.Document:
    return docx.Document(io.BytesIO(written(language)))


def text(element) -> str:
    """The words of an element, with what fields show."""
    return "".join(one.text for one in element.iter(qn("w:t")))


def texts(file, style: str) -> list[str]:
    return [text(one._p) for one in file.paragraphs if one.style.name == style]


def all_words(file) -> str:
    return "\n".join(text(one) for one in file.element.body.iter(qn("w:p")))


def test_it_has_the_headings_that_word_makes_contents_of():
    file, report = opened(), trust_report()
    titles = [page.title for page in report.pages]
    assert texts(file, "Title") == [report.title]
    assert texts(file, "Heading 1") == [titles[0], "Hva de unge svarer", titles[2]]
    assert texts(file, "Heading 2") == [titles[1]]


def test_its_contents_lead_to_the_headings_and_word_can_renew_them():
    file = opened()
    marks = {one.get(qn("w:name")): one for one in file.element.body.iter(qn("w:bookmarkStart"))}
    entries = [
        (text(one), text(marks[anchor].getparent()))
        for one in file.element.body.iter(qn("w:hyperlink"))
        if (anchor := one.get(qn("w:anchor")))
    ]
    assert len(entries) == 3
    assert all(entry == heading for entry, heading in entries)
    kinds = [one.get(qn("w:fldCharType")) for one in file.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_captions_are_counted_by_word():
    captions = texts(opened(), "Caption")
    assert [one.partition(".")[0] for one in captions] == [
        *("Figur 1", "Tabell 1", "Figur 2", "Tabell 2"),
    ]
    told = [one.get(qn("w:instr")) for one in opened().element.body.iter(qn("w:fldSimple"))]
    assert [one.split()[:2] for one in told] == [["SEQ", "Figur"], ["SEQ", "Tabell"]] * 2


def test_pictures_are_fine_enough_for_paper_and_told_in_words():
    file = opened()
    pages = trust_report().pages
    assert len(file.inline_shapes) == 2
    for page, shape in zip(pages, file.inline_shapes, strict=False):
        told = shape._inline.docPr.get("descr")
        assert told.startswith(say("nb", "shell.simulated"))
        assert told.endswith(page.picture.words.alternative)
        kept = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        image = Image.open(io.BytesIO(file.part.related_parts[kept].blob))
        assert image.width / shape.width.inches > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_word_of_the_views_is_there(language):
    file, report = opened(language), trust_report(language)
    cells = {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    figures = figures_in_words(report)
    assert len(figures) > 10
    assert figures <= cells
    words = all_words(file) + text(file.sections[0].footer.paragraphs[0]._p)
    for page in report.pages[:2]:
        told = page.picture.words
        for part in (page.title, *told.lines, *told.notes, *told.foot):
            assert re.sub(" +", " ", part) in words
    for part in ("Hva rapporten er.", report.told[0], "Færre enn 10 har svart.", "Et avsnitt."):
        assert part in words
    assert say(language, "shell.simulated_means") in words


def test_tables_repeat_their_heads_and_keep_their_rows_whole():
    for table in opened().tables:
        first, *rest = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rest)


def test_a_short_table_stays_on_one_page_with_what_is_said_below_it():
    kept = {
        len(table.rows) <= 1 + 6: {
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows
        }
        for table in opened().tables
    }
    assert kept == {True: {True}, False: {None}}


def test_sheet_language_and_properties():
    for language, tag in (("nb", "nb-NO"), ("en", "en-GB")):
        file = opened(language)
        sheet = file.sections[0]
        assert (round(sheet.page_width.mm), round(sheet.page_height.mm)) == (210, 297)
        known = file.core_properties
        assert (known.title, known.language, known.author) == ("Tillit til e-helse", tag, "")
        assert known.created.date() == trust_report(language).made
        lang = file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        assert lang.get(qn("w:val")) == tag


def test_only_addresses_of_pages_are_links():
    targets = [rel.target_ref for rel in opened().part.rels.values() if rel.is_external]
    assert {*targets} == {LINK}
    odd = docx.Document(io.BytesIO(word_document(odd_report("javascript:alert(1)"))))
    assert not [rel for rel in odd.part.rels.values() if rel.is_external]


@pytest.mark.parametrize("words", [TYPST, "a\x00b\x1b[31mc\ufffe\u202ed\ud800"])
def test_strangers_words_are_shown_as_they_are(words):
    file = docx.Document(io.BytesIO(word_document(odd_report(words))))
    shown = words if words.isprintable() else "ab[31mcd"
    assert all_words(file).count(shown) > 8
    assert file.core_properties.title == shown


def test_a_title_is_as_long_as_it_is_but_in_the_properties():
    long = RefusedPage("x" * 500, "Færre enn 10 har svart.")
    file = docx.Document(io.BytesIO(word_document(report_of(long))))
    assert texts(file, "Heading 1") == [long.title]
    assert file.core_properties.title == "x" * 255


def test_libreoffice_opens_it(tmp_path):
    pdf = opened_by_office(written(), "report.docx", tmp_path)
    words = re.sub(r"\s", "", " ".join(page.extract_text() for page in pdf.pages))
    assert len(pdf.pages) >= 4
    for page in trust_report().pages:
        assert re.sub(r"\s", "", page.title) in words


def test_a_view_alone_is_headed_by_its_finding():
    page = trust_report().pages[0]
    file = docx.Document(io.BytesIO(word_document(report_of(page))))
    assert texts(file, "Title") == []
    assert texts(file, "Heading 1") == [page.title]
    assert not [*file.element.body.iter(qn("w:fldChar"))]
