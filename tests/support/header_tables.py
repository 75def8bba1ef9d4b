"""Tables with header rows of every kind, and what becomes of them."""

from __future__ import annotations

import csv
import io

IDS = ['{"ImportId":"QID1"}', '{"ImportId":"QID2_TEXT"}', '{"ImportId":"QID3_1"}']
PERSONS = [["Kvinne", "49", "1"], ["Mann", "61", "0"], ["Mann", "23", "1"], ["Kvinne", "30", "1"]]
MARKS = [["1", "49", "Web", "", "Chat"], ["2", "61", "", "Mail", ""], ["3", "23", "Web", "", ""]]
COMMENTS = [["Kari", "God app"], ["Ola", "For treg"], ["Åse", "Ring meg"], ["Bo", "Lang kø"]]
DIGITS = [["1", "2"], ["4", "4"], ["3", "5"]]

# What stands at the top of a table, how many rows of it are header, the name, label and question of
# its columns (the last of them only, where more are alike), and the answers below.
HEADERS = {
    "names": (
        [["kjønn", "alder", "q1"]],
        PERSONS,
        [("kjønn", "", ""), ("alder", "", ""), ("q1", "", "")],
    ),
    "names and questions": (
        [["Q1", "Q2", "Q3_1"], ["Hva er ditt kjønn?", "Alder", "Bruker du nett?"]],
        PERSONS,
        [("Q1", "Hva er ditt kjønn?", ""), ("Q2", "Alder", ""), ("Q3_1", "Bruker du nett?", "")],
    ),
    "names and short labels": (
        [["kjonn", "alder", "nett"], ["Kjønn", "Alder", "Nett"]],
        PERSONS,
        [("kjonn", "Kjønn", ""), ("alder", "Alder", ""), ("nett", "Nett", "")],
    ),
    "questions and names": (
        [["Hva er ditt kjønn?", "Hvor gammel er du?", "Bruker du nett?"], ["Q1", "Q2", "Q3"]],
        PERSONS,
        [("Q1", "Hva er ditt kjønn?", ""), ("Q2", "Hvor gammel er du?", "")],
    ),
    "Qualtrics": (
        [["Q1", "Q2", "Q3_1"], ["Kjønn\nvelg ett", "Alder", "Tillit - GP"], IDS],
        PERSONS,
        [("Q1", "Kjønn velg ett", ""), ("Q2", "Alder", ""), ("Q3_1", "Tillit - GP", "")],
    ),
    "Qualtrics with a single respondent": (
        [["Q1", "Q2", "Q3_1"], ["Kjønn", "Alder", "Tillit"], IDS],
        PERSONS[:1],
        [("Q1", "Kjønn", ""), ("Q2", "Alder", ""), ("Q3_1", "Tillit", "")],
    ),
    "a text file of LimeSurvey (VV)": (
        [["Response ID", "Alder", "Bruker du nett?"], ["id", "G01Q01", "G01Q02_SQ001"]],
        [[str(number), *row[1:]] for number, row in enumerate(PERSONS)],
        [("id", "Response ID", ""), ("G01Q01", "Alder", "")],
    ),
    "single words and numbered names": (
        [["id", "Kjønn", "Alder"], ["id", "Q1", "Q2"]],
        [[str(number), *row[:2]] for number, row in enumerate(PERSONS)],
        [("id", "id", ""), ("Q1", "Kjønn", ""), ("Q2", "Alder", "")],
    ),
    "names and what their numbers mean": (
        [["id", "q1", "q2"], ["", "1 = uenig, 5 = enig", "1 = uenig, 5 = enig"]],
        [[str(number), *row] for number, row in enumerate(DIGITS)],
        [("id", "", ""), ("q1", "", ""), ("q2", "", "")],
    ),
    "questions and options": (
        [["ID", "Alder", "Kanaler", "", ""], ["", "", "Web", "Mail", "Chat"]],
        MARKS,
        [
            ("ID", "ID", ""),
            ("Alder", "Alder", ""),
            ("Kanaler - Web", "Kanaler – Web", "Kanaler"),
            ("Kanaler - Mail", "Kanaler – Mail", "Kanaler"),
            ("Kanaler - Chat", "Kanaler – Chat", "Kanaler"),
        ],
    ),
    "questions that are repeated, and options": (
        [["ID", "Alder", "Kanaler", "Kanaler", "Kanaler"], ["ID", "", "Web", "Mail", "Chat"]],
        MARKS,
        [("ID", "ID", ""), ("Alder", "Alder", ""), ("Kanaler - Web", "Kanaler – Web", "Kanaler")],
    ),
    "SurveyMonkey": (
        [["Respondent ID", "Hvor gammel er du?", "Kanaler", "", ""],
         ["", "Open-Ended Response", "Web", "Mail", "Chat"]],
        MARKS,
        [
            ("Respondent ID", "Respondent ID", ""),
            ("Hvor gammel er du?", "Hvor gammel er du?", ""),
            ("Kanaler - Web", "Kanaler – Web", "Kanaler"),
        ],
    ),
    "a question over options, names of others below": (
        [["", "", "Kanaler", "", ""], ["ID", "Alder", "Web", "Mail", "Chat"]],
        MARKS,
        [("ID", "ID", ""), ("Alder", "Alder", ""), ("Kanaler - Web", "Kanaler – Web", "Kanaler")],
    ),
    "names, questions and options": (
        [["id", "q0", "q1_1", "q1_2", "q1_3"],
         ["Nummer", "Alder", "Hvilke kanaler?", "", ""],
         ["", "", "Web", "Mail", "Chat"]],
        MARKS,
        [
            ("id", "Nummer", ""),
            ("q0", "Alder", ""),
            ("q1_1", "Hvilke kanaler? – Web", "Hvilke kanaler?"),
        ],
    ),
    "only options": (
        [["Kanaler", "", ""], ["Web", "Mail", "Chat"]],
        [row[2:] for row in MARKS],
        [("Kanaler - Web", "Kanaler – Web", "Kanaler")],
    ),
}  # fmt: skip


def text(rows, separator=";"):
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue()


def as_table(rows):
    return [tuple(row) for row in rows]
