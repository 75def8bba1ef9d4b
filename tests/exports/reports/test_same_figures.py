"""One table in every format: shares, intervals and n of the analysis; of what is hidden, none."""

import io
import re
from html.parser import HTMLParser

import docx
import pypdf
import pytest
from opened_slides import charts_of, opened, workbook_of
from reported_views import page_of, report_of
from visitor import asked, bundled

from insight.exports.reports.html_document import html_document
from insight.exports.reports.pdf_document import pdf_document
from insight.exports.reports.word_document import word_document

ITEM, GROUPS = "sdg_networks", "org_type"
HIDDEN = "skjult"


@pytest.fixture(scope="module")
def page():
    return page_of(ITEM, GROUPS, survey="organisations", language="nb")


@pytest.fixture(scope="module")
def table():
    return asked(bundled("organisations"), ITEM, by=(GROUPS,))


def plain(cells) -> str:
    """Cells of a row after each other, without the spaces that a format sets in its own way."""
    return re.sub(r"[\s\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}]", "", "".join(map(str, cells)))


@pytest.fixture(scope="module")
def expected(table) -> dict[str, list[str]]:
    """By group the words of its figures: a share of each answer, the interval of the first, n."""
    found = {}
    for group in table.request.groups:
        estimates = [table.at(group, category.key) for category in table.item.categories]
        first, label = estimates[0], table.request.by[0].by_key[group[0]].label["nb"]
        if first.value is None:
            found[label] = [HIDDEN] * len(estimates)
            continue
        shares = [f"{round(100 * one.value)}%" for one in estimates]
        ends = f"{round(100 * first.low)}–{round(100 * first.upp)}%"
        found[label] = [*shares, ends, str(first.base)]
    return found


def rows_of(page) -> list[list[str]]:
    return [[*map(str, row)] for row in page.table.itertuples(index=False)]


def test_the_words_of_the_view_are_the_figures_of_the_table(page, expected):
    rows = {row[0]: row for row in rows_of(page)}
    assert any(words[0] == HIDDEN for words in expected.values())
    for name, words in expected.items():
        shares, rest = words[:3], words[3:]
        assert [plain([cell]) for cell in rows[name][1:4]] == shares
        if rest:
            told = dict(zip(page.table.columns, rows[name], strict=True))
            assert [plain([told["Ja, 95\N{NO-BREAK SPACE}%"]]), told["n"]] == rest
        else:
            assert not re.search(r"\d", "".join(rows[name][:-1]))


def test_the_workbook_of_a_slides_chart_has_them_to_the_last_digit(page, table):
    stack, measure = map(workbook_of, charts_of(opened(page)))
    for place, group in enumerate(table.request.groups, start=2):  # heads, and the row of all
        estimates = [table.at(group, category.key) for category in table.item.categories]
        first = estimates[0]
        assert same(stack[place][1:4], [one.value for one in estimates])
        assert same(measure[place][1:4], (first.value, first.low, first.upp))
        if first.value is None:
            assert {*stack[place][1:], *measure[place][1:]} == {None}


def same(found, told) -> bool:
    """Whether a workbook, which keeps 16 digits, has these figures, and no others."""
    pairs = zip(found, told, strict=True)
    return all(
        one == (None if other is None else pytest.approx(other, rel=1e-15)) for one, other in pairs
    )


class Cells(HTMLParser):
    """The rows of the tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        self._inside = self._inside or tag in ("td", "th")
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self._inside:
            self.rows[-1][-1] += data


def of_slides(page) -> list[list[str]]:
    tables = [
        shape.table for slide in opened(page).slides for shape in slide.shapes if shape.has_table
    ]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def of_word(page) -> list[list[str]]:
    file = docx.Document(io.BytesIO(word_document(report_of(page))))
    return [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]


def of_html(page) -> list[list[str]]:
    cells = Cells()
    cells.feed(html_document(report_of(page)).decode())
    return cells.rows


@pytest.mark.parametrize("written", [of_slides, of_word, of_html])
def test_every_row_stands_in_every_format(written, page):
    found = {row[0]: row for row in written(page) if row}
    for name, *cells in rows_of(page):
        assert plain(found[name][1:]) == plain(cells), name


def test_every_row_stands_in_the_pdf(page):
    pdf = pypdf.PdfReader(io.BytesIO(pdf_document(report_of(page))))
    told = plain(one.extract_text() for one in pdf.pages)
    for name, *cells in rows_of(page):
        assert plain(cells[:-1]) in told, name
