"""The workbook: what it says of itself, and the same numbers as every other file."""

import io
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest
from survey_folder import net, numeric, segment, single, write_survey

from insight import open_survey, table
from insight.analysis.estimates import stack
from insight.exports.workbook import figures, workbook
from insight.language.catalogue import LANGUAGES, say
from insight.survey.filters import parse_filter

MADE = date(2026, 11, 22)
LINK = "https://example.org/trust?lang=nb&where=g%3D1"


def survey(root, *, simulated=True, label="", **rules):
    """Thirty people in two large groups and two too small to show; a weight; a number."""
    frame = {
        "q": [1, 2, 2, 9, 2, 1] * 5,
        "g": [1] * 12 + [2] * 12 + [3] * 3 + [4] * 3,
        "w": [0.5, 1.0, 1.5] * 10,
        "age": [20.0, 30.5, 40.0] * 10,
    }
    item = single(1, 2, 9, missing={9: "dont_know"}, nets=[net("some", 1, 2)])
    for one in item["categories"]:
        one |= {"nb": f"{label}{one['nb']}", "en": f"{label}{one['en']}"}
    variables = {"q": item, "g": segment(1, 2, 3, 4), "age": numeric()}
    gates = {"min_base": 5, "min_effective_base": 0, "low_base": 20} | rules
    folder = write_survey(
        root, "s", frame, variables, design={"weight": "w"}, disclosure=gates, simulated=simulated
    )
    return open_survey(folder)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    opened = survey(tmp_path_factory.mktemp("workbook"))
    return [table(opened, "q", by=by, nets=True) for by in (["g"], [])]


def opened(tables, language="nb", **more) -> openpyxl.Workbook:
    content = workbook(tables, language, link=LINK, made=MADE, **more)
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet(book: openpyxl.Workbook, key: str, language) -> openpyxl.worksheet.worksheet.Worksheet:
    return book[say(language, f"download.{key}")]


def cells(found) -> pd.DataFrame:
    head, *rows = found.values
    return pd.DataFrame(rows, columns=list(head))


def about(book: openpyxl.Workbook, language="nb") -> dict[str, str]:
    return {name: words for name, words in sheet(book, "about", language).values if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_sheets_what_it_is_what_to_read_and_every_column(shown, language):
    book = opened(shown, language)
    names = [say(language, f"download.{key}") for key in ("about", "figures", "columns")]
    assert book.sheetnames == names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keys", [(), ("some",)])
def test_every_column_holds_the_tidy_result(shown, language, keys):
    found = cells(sheet(opened(shown, language, keys=keys), "columns", language))
    expected = stack(shown, language, keys).to_pandas()
    assert list(found.columns) == list(expected.columns)
    assert len(found) == len(expected)
    for name, column in expected.items():
        if pd.api.types.is_numeric_dtype(column.dtype) and column.dtype != bool:
            numbers = column.to_numpy(float, na_value=np.nan)
            written = pd.to_numeric(found[name]).to_numpy(float, na_value=np.nan)
            np.testing.assert_allclose(written, numbers, rtol=1e-14)
        else:
            assert found[name].fillna("").tolist() == column.fillna("").tolist()
    assert found["simulated"].tolist() == [True] * len(found)


def test_what_is_hidden_is_empty_and_says_so(shown):
    found = cells(sheet(opened(shown), "columns", "nb"))
    hidden = found[found["flag"] == "suppressed"]
    assert set(hidden["g"]) == {3, 4}
    assert hidden[["n", "base", "base_weighted", "share", "share_low"]].isna().all(axis=None)
    read = cells(sheet(opened(shown), "figures", "nb"))
    small = read[read["single nb"] == "kode 3 nb"]
    assert small[["Andel", "n"]].isna().all(axis=None)
    assert set(small["Merknad"]) == {say("nb", "flag.suppressed", limit=5)}


def test_figures_are_read_in_per_cent_and_stay_numbers(shown):
    nb = '[=0]0"\N{NO-BREAK SPACE}"%;[<0.005]"under 1\N{NO-BREAK SPACE}%";0"\N{NO-BREAK SPACE}"%'
    for language, percent in (("nb", nb), ("en", '[=0]0%;[<0.005]"under 1%";0%')):
        found = sheet(opened(shown, language), "figures", language)
        heads = [cell.value for cell in found[1]]
        place = heads.index(say(language, "table.share")) + 1
        column = [found.cell(row, place) for row in range(2, found.max_row + 1)]
        numbers = [cell for cell in column if cell.value is not None]
        assert numbers
        assert {cell.number_format for cell in numbers} == {percent}
        assert {cell.data_type for cell in numbers} == {"n"}


def test_means_are_decimals_not_per_cent(tmp_path):
    found = [table(survey(tmp_path), "age")]
    read = sheet(opened(found), "figures", "nb")
    [head, row] = list(read.rows)
    mean = row[[cell.value for cell in head].index(say("nb", "download.mean"))]
    assert mean.value == pytest.approx(found[0].estimates[0].value)
    assert mean.number_format == "#,##0.00"


def test_the_heading_stays_in_view_and_columns_are_wide_enough(shown):
    book = opened(shown)
    for key in ("figures", "columns"):
        found = sheet(book, key, "nb")
        assert found.freeze_panes == "A2"
        assert found.auto_filter.ref == found.dimensions
        for cell in found[1]:
            assert width_of(found, cell.column) >= len(cell.value)


def test_words_that_wrap_have_rows_as_high_and_every_sheet_is_set_to_print(shown):
    first, *tables = opened(shown).worksheets
    for sheet in (first, *tables):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert "&P" in sheet.oddFooter.right.text
    assert all(sheet.print_title_rows == "$1:$1" for sheet in tables)
    high = {len(row[1].value or ""): first.row_dimensions[row[1].row].height for row in first.rows}
    assert max(high) > 120
    assert high[max(high)] >= 30


def width_of(found, column: int) -> float:
    """The width of a column in letters; neighbours of one width are stored together."""
    sizes = found.column_dimensions.values()
    return next((one.width for one in sizes if one.min <= column <= one.max), 8.43)


def test_all_groups_together_are_called_that(shown):
    frame = figures(shown, "en")
    assert frame["single en"].iloc[-1] == say("en", "chart.everyone")
    assert frame["n"].iloc[-1] == 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_says_what_this_is(tmp_path, language):
    found = survey(tmp_path)
    where = parse_filter(["g=1,2"], found.codebook)
    told = about(opened([table(found, "q", where=where)], language), language)

    def says(key: str) -> str:
        return told[say(language, key)]

    assert says("download.question") == f"single {language}"
    assert says("download.who") == where.sentence(language)
    assert says("download.base") == say(language, "base.n", n=24)
    assert says("table.weighting") == say(language, "base.rounded")
    assert "95" in says("download.method")
    assert "wilson" in says("download.method")
    assert says("table.survey") == f"s {language}"
    assert says("download.licence") == say(language, "download.no_licence")
    assert says("download.link") == LINK
    assert says("download.made") in ("22. november 2026", "22 November 2026")
    assert says("download.simulated").startswith(say(language, "shell.simulated"))
    assert "5" in told["suppressed"]
    assert "20" in told["low_base"]
    assert "unreliable" not in told, "a gate that is off needs no explanation"
    assert told["assumed"] == say(language, "download.basis_assumed")


def test_real_responses_are_not_called_simulated(tmp_path):
    found = [table(survey(tmp_path, simulated=False), "q")]
    assert about(opened(found))[say("nb", "download.simulated")] == "Nei"
    assert "assumed" not in about(opened(found))
    read = cells(sheet(opened(found), "figures", "nb"))
    assert set(read["Simulert"]) == {"nei"}
    assert not any(read["Grunnlag"])


def test_a_base_that_may_not_be_told_is_not_told(tmp_path):
    found = survey(tmp_path)
    where = parse_filter(["g=3"], found.codebook)
    told = about(opened([table(found, "q", where=where)]))
    assert told[say("nb", "download.base")] == say("nb", "flag.suppressed", limit=5)


def test_the_link_can_be_followed(shown):
    found = sheet(opened(shown), "about", "nb")
    [link] = [cell for row in found.rows for cell in row if cell.hyperlink]
    assert link.hyperlink.target == LINK


@pytest.mark.parametrize("link", ["javascript:alert(1)", "=HYPERLINK(1)", "file:///etc/passwd"])
def test_what_is_no_web_address_is_no_link(shown, link):
    book = openpyxl.load_workbook(io.BytesIO(workbook(shown, "nb", link=link, made=MADE)))
    found = sheet(book, "about", "nb")
    assert not [cell for row in found.rows for cell in row if cell.hyperlink]
    assert about(book)[say("nb", "download.link")] == link


@pytest.mark.parametrize("start", ["=1+1 ", "+", "-", "@", "\t="])
def test_no_cell_is_a_formula_whatever_a_label_says(tmp_path, start):
    found = [table(survey(tmp_path, label=start), "q")]
    book = opened(found)
    kinds = {cell.data_type for one in book for row in one.rows for cell in row}
    assert "f" not in kinds
    labels = cells(sheet(book, "columns", "nb"))["category_label"]
    assert labels.tolist()[0] == f"{start}kode 1 nb"
    marked = [cell for cell in sheet(book, "columns", "nb")[2] if cell.quotePrefix]
    assert [cell.value for cell in marked] == [f"{start}kode 1 nb"]


def test_two_surveys_are_told_apart(tmp_path):
    one, two = survey(tmp_path / "a"), survey(tmp_path / "b", low_base=25)
    tables = [table(one, "q", by=["g"])]
    other = write_other(tmp_path / "c")
    tables.append(table(other, "q"))
    told = [name for name, _ in sheet(opened(tables), "about", "nb").values]
    assert told.count(say("nb", "table.survey")) == 2
    heading = say("nb", "download.flags")
    assert {f"{heading}: s nb", f"{heading}: other nb"} <= set(told)
    frame = figures(tables, "nb")
    assert set(frame[say("nb", "table.survey")]) == {"s nb", "other nb"}
    assert two.id == "s"


def write_other(root):
    frame = {"q": [1, 2] * 30}
    folder = write_survey(root, "other", frame, {"q": single(1, 2)})
    return open_survey(folder)
