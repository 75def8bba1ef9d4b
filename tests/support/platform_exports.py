"""Likenesses of what survey platforms on the web export."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from platform_answers import KEYS, Answered, Key
from platform_columns import (
    address,
    beside,
    by_name,
    cells_of,
    columns_of,
    marks_of,
    moment,
    platform,
    slug,
)
from platform_writers import Cell, Column, Written, as_csv, as_excel


def _qualtrics(answered: Answered, channels: Sequence[Column]) -> list[Column]:
    questions = answered.wording.questions
    paradata: dict[str, tuple[str, Callable[[int], Cell]]] = {
        "StartDate": ("Start Date", moment),
        "EndDate": ("End Date", lambda number: moment(number, 30)),
        "Status": ("Response Type", lambda _: "IP Address"),
        "IPAddress": ("IP Address", address),
        "Progress": ("Progress", lambda _: 100),
        "Duration (in seconds)": ("Duration (in seconds)", lambda number: 90 + number * 7),
        "Finished": ("Finished", lambda _: "True"),
        "RecordedDate": ("Recorded Date", lambda number: moment(number, 31)),
        "ResponseId": ("Response ID", lambda number: f"R_3kQ{number:05}xZ"),
        "DistributionChannel": ("Distribution Channel", lambda _: "anonymous"),
        "UserLanguage": ("User Language", lambda _: answered.wording.language.upper()),
    }
    paradata_columns = [
        Column(
            (name, label, json.dumps({"ImportId": name[0].lower() + name[1:]})),
            [cell(each.number) for each in answered.respondents],
        )
        for name, (label, cell) in paradata.items()
    ]

    def head(key: Key) -> tuple[str, ...]:
        number = KEYS.index(key) + 1
        return f"Q{number}", questions[key], json.dumps({"ImportId": f"QID{number}"})

    return [*paradata_columns, *columns_of(answered, head, channels, age="number")]


@platform("csv", "number")
def qualtrics_csv(answered: Answered) -> Written:
    """CSV with three rows of headers: field, question, ImportId; a column for each choice."""
    question = answered.wording.questions["channels"]
    marks = marks_of(
        answered,
        lambda place, word: (
            f"Q5_{place + 1}",
            f"{question} - {word}",
            json.dumps({"ImportId": f"QID5_{place + 1}"}),
        ),
        str,
        "",
    )
    return as_csv(_qualtrics(answered, marks))


@platform("tsv", "number")
def qualtrics_tsv(answered: Answered) -> Written:
    """TSV in UTF-16 with the same three rows, the choices in one cell with commas."""
    head = ("Q5", answered.wording.questions["channels"], json.dumps({"ImportId": "QID5"}))
    return as_csv(_qualtrics(answered, [cells_of(answered, head, ",")]), "\t", "utf-16")


@platform("xlsx")
def microsoft_forms(answered: Answered) -> Written:
    """Likeness: a workbook with one header row, and ``A;B;`` in a cell of several answers."""
    norwegian = answered.wording.language == "nb"
    heads = (
        ("ID", "Starttidspunkt", "Fullføringstidspunkt", "E-post", "Navn")
        if norwegian
        else ("ID", "Start time", "Completion time", "Email", "Name")
    )
    cells = (
        int,
        lambda number: datetime.fromisoformat(moment(number)),
        lambda number: datetime.fromisoformat(moment(number, 30)),
        lambda _: "anonymous",
        lambda _: "",
    )
    channels = cells_of(answered, answered.wording.questions["channels"], ";")
    ended = Column(channels.heads, [f"{cell};" if cell else "" for cell in channels.cells])
    head = answered.wording.questions.__getitem__
    paradata_columns = beside(answered, dict(zip(heads, cells, strict=True)))
    return as_excel([*paradata_columns, *columns_of(answered, head, [ended])])


@platform("csv")
def google_forms(answered: Answered) -> Written:
    """Likeness: a time stamp and a column for each question, answers of a check box by commas."""
    stamp = "Tidsmerke" if answered.wording.language == "nb" else "Timestamp"
    questions = answered.wording.questions
    channels = cells_of(answered, questions["channels"], ", ")
    return as_csv(
        [
            *beside(answered, {stamp: _in_words}),
            *columns_of(answered, questions.__getitem__, [channels]),
        ]
    )


def _in_words(number: int) -> str:
    at = datetime.fromisoformat(moment(number))
    return f"{at:%Y/%m/%d} {at.hour % 12 or 12}:{at:%M:%S} {at:%p} GMT+1"


@platform("csv")
def google_forms_saved_by_excel(answered: Answered) -> Written:
    """The same file saved again by a Norwegian Excel: semicolons, and the encoding of Windows."""
    questions = answered.wording.questions
    channels = cells_of(answered, questions["channels"], ", ")
    stamps = {"Tidsmerke": lambda number: f"{number % 28 + 1:02}.03.2025 08:{number % 60:02}"}
    columns = columns_of(answered, questions.__getitem__, [channels])
    return as_csv([*beside(answered, stamps), *columns], ";", "cp1252")


@platform("csv", "number")
def nettskjema(answered: Answered) -> Written:
    """Comma-separated UTF-8. Likeness: ``$`` before what is no answer, ``question.choice``."""
    names = answered.wording.names
    marks = marks_of(answered, lambda _, word: f"{names['channels']}.{slug(word)}", lambda _: 1, 0)
    paradata = {"$submission_id": lambda number: 31_400_000 + number * 13, "$created": moment}
    return as_csv(
        [
            *beside(answered, paradata),
            *columns_of(answered, names.__getitem__, marks, age="number"),
            *beside(answered, {"$answer_time_ms": lambda number: 60_000 + number * 911}),
        ]
    )


def _surveymonkey(answered: Answered) -> list[Column]:
    questions = answered.wording.questions
    marks = marks_of(
        answered, lambda at, word: ("" if at else questions["channels"], word), str, ""
    )
    paradata = {
        "Respondent ID": lambda number: 118_000_000_000 + number * 977,
        "Collector ID": lambda _: 430_112_233,
        "Date Created": moment,
        "Date Modified": lambda number: moment(number, 30),
        "IP Address": address,
        "Email Address": lambda _: "",
        "First Name": lambda _: "",
        "Last Name": lambda _: "",
        "Custom Data 1": lambda _: "",
    }
    paradata_columns = [Column((head, ""), each.cells) for head, each in
              zip(paradata, beside(answered, paradata), strict=True)]  # fmt: skip
    opened = ("comment", "email")

    def head(key: Key) -> tuple[str, str]:
        return questions[key], "Open-Ended Response" if key in opened else "Response"

    return [*paradata_columns, *columns_of(answered, head, marks)]


@platform("csv")
def surveymonkey_csv(answered: Answered) -> Written:
    """Likeness: the question above *Response*, a mark-all question above its first option only."""
    return as_csv(_surveymonkey(answered))


@platform("xlsx")
def surveymonkey_xlsx(answered: Answered) -> Written:
    """Likeness: the same two rows of headers in a workbook."""
    return as_excel(_surveymonkey(answered))


_LIMESURVEY: dict[str, tuple[str, Callable[[int], Cell]]] = {
    "id": ("Response ID", int),
    "submitdate": ("Date submitted", moment),
    "lastpage": ("Last page", lambda _: 3),
    "startlanguage": ("Start language", lambda _: "nb"),
    "seed": ("Seed", lambda number: 1_000_003 * number),
}


@platform("csv")
def limesurvey_full(answered: Answered) -> Written:
    """Likeness: full question texts and full answers, ``Question [option]`` with Yes or No."""
    wording = answered.wording
    yes, no = wording.yes_no
    marks = marks_of(
        answered, lambda _, word: f"{wording.questions['channels']} [{word}]", lambda _: yes, no
    )
    paradata = dict(_LIMESURVEY.values())
    return as_csv(
        [
            *beside(answered, paradata),
            *columns_of(answered, wording.questions.__getitem__, marks, blank="N/A"),
        ],
        encoding="utf-8-sig",
    )


@platform("csv", coded=True)
def limesurvey_codes(answered: Answered) -> Written:
    """Likeness: question codes and answer codes, ``code[SQ001]`` with Y or nothing."""
    names = answered.wording.names
    marks = marks_of(
        answered, lambda at, _: f"{names['channels']}[SQ{at + 1:03}]", lambda _: "Y", ""
    )
    paradata = {name: cell for name, (_, cell) in _LIMESURVEY.items()}
    return as_csv(
        [
            *beside(answered, paradata),
            *columns_of(
                answered, names.__getitem__, marks, choice=lambda _, place, __: f"A{place + 1}"
            ),
        ]
    )


_KOBO: dict[str, Callable[[int], Cell]] = {
    "_id": lambda number: 501_000 + number * 3,
    "_uuid": lambda number: f"0f1e2d3c-4b5a-6978-8796-a5b4c3d2{number:04x}",
    "_submission_time": moment,
    "_validation_status": lambda _: "",
    "_submitted_by": lambda _: "",
    "__version__": lambda _: "vQm4ZsKtFJ",
    "_index": int,
}


@platform("csv", "number")
def kobo_csv(answered: Answered) -> Written:
    """XML names with ``/`` between group and question, a choice in a column and all in one."""
    names = answered.wording.names
    joined = cells_of(answered, f"grp/{names['channels']}", " ", names=True)
    marks = marks_of(answered, lambda _, word: f"{joined.heads[0]}/{slug(word)}", lambda _: 1, 0)
    return as_csv(
        [
            *beside(answered, {"start": moment, "end": lambda number: moment(number, 30)}),
            *columns_of(
                answered,
                lambda key: f"grp/{names[key]}",
                [joined, *marks],
                age="number",
                choice=by_name,
            ),
            *beside(answered, _KOBO),
        ],
        ";",
    )


@platform("xlsx", "number")
def kobo_xlsx(answered: Answered) -> Written:
    """Labels instead of XML names, a choice in a column and all in one."""
    questions = answered.wording.questions
    joined = cells_of(answered, questions["channels"], " ")
    marks = marks_of(answered, lambda _, word: f"{joined.heads[0]}/{word}", lambda _: 1, 0)
    return as_excel(
        [
            *beside(answered, {"start": moment, "end": lambda number: moment(number, 30)}),
            *columns_of(answered, questions.__getitem__, [joined, *marks], age="number"),
            *beside(answered, _KOBO),
        ]
    )


@platform("csv", "number", coded=True)
def redcap_raw(answered: Answered) -> Written:
    """Field names and raw codes, ``field___code`` with 0 and 1."""
    names = answered.wording.names
    marks = marks_of(
        answered, lambda place, _: f"{names['channels']}___{place + 1}", lambda _: 1, 0
    )
    columns = columns_of(
        answered, names.__getitem__, marks, age="number", choice=lambda _, place, __: place + 1
    )
    return as_csv(
        [
            *beside(answered, {"record_id": int, "redcap_survey_identifier": lambda _: ""}),
            *columns,
            *beside(answered, {"survey_timestamp": moment, "survey_complete": lambda _: 2}),
        ]
    )


@platform("csv", "number")
def redcap_labels(answered: Answered) -> Written:
    """Field labels and answers in words, ``Label (choice=option)`` with Checked and Unchecked."""
    questions = answered.wording.questions
    marks = marks_of(
        answered,
        lambda _, word: f"{questions['channels']} (choice={word})",
        lambda _: "Checked",
        "Unchecked",
    )
    return as_csv(
        [
            *beside(answered, {"Record ID": int, "Survey Timestamp": moment}),
            *columns_of(answered, questions.__getitem__, marks, age="number"),
            *beside(answered, {"Complete?": lambda _: "Complete"}),
        ]
    )
