"""Likenesses of platform exports, counted by the import and by an independent reading of them."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from fixtures_folder import shared_file

from insight.importers.drafting.draft import draft_of
from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions

PLACES = ("Helsenorge", "E-post", "Telefon", "Oppmøte")


def counted(path: Path) -> dict[str, tuple[str, dict[str, int]]]:
    """Return each question with several answers, and how many marked each answer."""
    draft = draft_of(read_source(path, ImportOptions()))
    written = {
        name: values.to_pylist()
        for piece in draft.pieces
        for name, values in zip(piece.names, piece.make(), strict=True)
    }
    return {
        one.id: (one.label, {
            answer.label: sum(mark == 1 for mark in written[answer.column])
            for answer in one.categories
        })
        for one in draft.variables
        if one.kind == "multiple"
    }  # fmt: skip


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


COLUMNS = [
    ("06_kobo_select_multiple.csv", "grp_channel", "grp/channel", range(3, 7), "1",
     ("web", "mail", "phone", "visit")),
    ("07a_limesurvey_full_yesno.csv", "G01Q01", "Kanaler", range(1, 4), "Ja", PLACES[:3]),
    ("07b_limesurvey_codes_Y.csv", "G01Q01", "G01Q01", range(1, 5), "Y",
     ("SQ001", "SQ002", "SQ003", "SQ004")),
    ("08_redcap_labels.csv", "Channels", "Channels", range(1, 5), "Checked", PLACES),
    ("21_question_dash_option.csv", "Hvilke kanaler bruker du", "Hvilke kanaler bruker du?",
     range(1, 5), None, PLACES),
    ("23_numbered_yes_no.csv", "s_3", "s_3", range(1, 5), "Ja",
     ("s_3_1", "s_3_2", "s_3_3", "s_3_4")),
]  # fmt: skip


@pytest.mark.parametrize("case", COLUMNS, ids=[one[0] for one in COLUMNS])
def test_columns_of_a_platform_are_one_question_with_the_files_own_counts(case):
    name, variable, label, columns, mark, answers = case
    path = shared_file(f"cases/import/{name}")
    rows = rows_of(path)
    marked = [sum(bool(row[at]) if mark is None else row[at] == mark for row in rows)
              for at in columns]  # fmt: skip
    assert counted(path) == {variable: (label, dict(zip(answers, marked, strict=True)))}


def test_cells_of_microsoft_forms_have_the_files_own_counts():
    from python_calamine import CalamineWorkbook

    path = shared_file("cases/import/04_msforms_semicolon_multi.xlsx")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    marked = Counter(answer for row in rows for answer in str(row[2]).split(";") if answer)
    assert [*counted(path).values()] == [("Hvilke kanaler bruker du?", dict(marked))]


def test_columns_below_a_merged_head_have_the_files_own_counts():
    from python_calamine import CalamineWorkbook

    path = shared_file("cases/import/03_excel_merged_two_headers.xlsx")
    _, heads, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    marked = {str(heads[at]): sum(row[at] == 1 for row in rows) for at in range(2, 6)}
    assert [*counted(path).values()] == [("Kanaler", marked)]


def test_columns_of_spss_with_a_common_label_are_one_question():
    import pyreadstat

    path = shared_file("cases/import/31_spss_01_ja_nei.sav")
    frame, _ = pyreadstat.read_sav(path)
    sums = {name: int(total) for name, total in frame.sum().items()}
    channels = {"Telefon": "kanal_tel", "Nett": "kanal_web", "Brev": "kanal_post",
                "Oppmøte": "kanal_oppm"}  # fmt: skip
    assert counted(path) == {
        "kanal": ("Q5. Kanaler", {label: sums[name] for label, name in channels.items()}),
        "k1_k4": ("Q6. Hjelpemidler", dict(zip("ABCD", [sums[f"k{n}"] for n in (1, 2, 3, 4)],
                                              strict=True))),
    }  # fmt: skip
