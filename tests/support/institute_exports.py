"""Likenesses of what survey tools of the north, field tools and institutes export."""

from __future__ import annotations

from platform_answers import DONT_KNOW, KEYS, Answered, Key
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
from platform_writers import Column, Written, as_csv, as_excel, as_spss, as_stata

SPSS_DONT_KNOW = 98


@platform("xlsx")
def surveyxact(answered: Answered) -> Written:
    """Likeness: ``Question - option`` with Selected or Not selected, then states of respondents."""
    questions = answered.wording.questions
    yes, no = {"nb": ("Valgt", "Ikke valgt"), "en": ("Selected", "Not selected")}[
        answered.wording.language
    ]
    marks = marks_of(
        answered, lambda _, word: f"{questions['channels']} - {word}", lambda _: yes, no
    )
    states = {
        "respondent_key": lambda number: f"K{number:04}QX",
        "stato_1": lambda _: 0,
        "stato_4": lambda _: 1,
        "statoverall_4": lambda _: 1,
        "closetime": moment,
    }
    return as_excel(
        [*columns_of(answered, questions.__getitem__, marks), *beside(answered, states)]
    )


@platform("xlsx")
def questback(answered: Answered) -> Written:
    """Likeness: who and when first, ``Question - option`` with the option's words or nothing."""
    questions = answered.wording.questions
    marks = marks_of(answered, lambda _, word: f"{questions['channels']} - {word}", str, "")
    who = {"respondent_id": lambda number: 7_100 + number, "interview_start": moment,
           "interview_end": lambda number: moment(number, 30), "language": lambda _: 1}  # fmt: skip
    return as_excel([*beside(answered, who), *columns_of(answered, questions.__getitem__, marks)])


@platform("xlsx", "number")
def enalyzer(answered: Answered) -> Written:
    """Workbook in text format, where options of a mark-all question have values: 1 or 0."""
    questions = answered.wording.questions
    marks = marks_of(answered, lambda _, word: f"{questions['channels']}: {word}", lambda _: 1, 0)
    who = {"Respondent ID": lambda number: 90_000 + number, "Completed date": moment}
    return as_excel(
        [*beside(answered, who), *columns_of(answered, questions.__getitem__, marks, age="number")]
    )


@platform("xlsx")
def webropol(answered: Answered) -> Written:
    """Likeness: question above option, merged over its options, with 1 or nothing."""
    questions = answered.wording.questions
    marks = marks_of(
        answered, lambda at, word: ("" if at else questions["channels"], word), lambda _: 1, ""
    )
    questions_and_marks = columns_of(answered, lambda key: (questions[key], ""), marks)
    first = 1 + KEYS.index("channels")
    number = [Column(("RespondentId", ""), [each.number for each in answered.respondents])]
    return as_excel([*number, *questions_and_marks], [(first, first + 3)])


@platform("csv")
def typeform(answered: Answered) -> Written:
    """Likeness: ``#`` first, each choice under its own words alone, dates and tags last."""
    marks = marks_of(answered, lambda _, word: word, str, "")
    after = {
        "Response Type": lambda _: "completed",
        "Start Date (UTC)": moment,
        "Stage Date (UTC)": lambda _: "",
        "Submit Date (UTC)": lambda number: moment(number, 30),
        "Network ID": lambda number: f"{number * 7919:010x}",
        "Tags": lambda _: "",
    }
    return as_csv(
        [
            *beside(answered, {"#": lambda number: f"{number * 104_729:016x}"}),
            *columns_of(answered, answered.wording.questions.__getitem__, marks),
            *beside(answered, after),
        ]
    )


@platform("csv", "number")
def alchemer(answered: Answered) -> Written:
    """Likeness: ``Option:Question`` with the option's words or nothing, after its own columns."""
    questions = answered.wording.questions
    marks = marks_of(answered, lambda _, word: f"{word}:{questions['channels']}", str, "")
    own = {
        "Response ID": int,
        "Time Started": moment,
        "Date Submitted": lambda number: moment(number, 30),
        "Status": lambda _: "Complete",
        "Contact ID": lambda _: "",
        "Legacy Comments": lambda _: "",
        "Comments": lambda _: "",
        "Language": lambda _: "Norwegian",
        "Referer": lambda _: "",
        "SessionID": lambda number: f"17413{number:05}_67cb",
        "User Agent": lambda number: f"Mozilla/5.0 (rv:{number})",
        "Tags": lambda _: "",
        "IP Address": address,
        "Longitude": lambda number: 10.75 + number / 500,
        "Latitude": lambda number: 59.91 + number / 500,
        "Country": lambda _: "Norway",
        "City": lambda number: ("Oslo", "Bergen", "Bodø")[number % 3],
        "State/Region": lambda number: ("03", "46", "18")[number % 3],
        "Postal": lambda number: f"{(number * 37) % 9000 + 150:04}",
    }
    return as_csv(
        [*beside(answered, own), *columns_of(answered, questions.__getitem__, marks, age="number")]
    )


@platform("csv")
def jotform(answered: Answered) -> Written:
    """Likeness: the date first, answers of a check box on a line each, number and address last."""
    questions = answered.wording.questions
    channels = cells_of(answered, questions["channels"], "\n")
    return as_csv(
        [
            *beside(answered, {"Submission Date": moment}),
            *columns_of(answered, questions.__getitem__, [channels]),
            *beside(
                answered,
                {
                    "Submission IP": address,
                    "Submission ID": lambda number: 6_174_000_000_000_000_000 + number * 7,
                },
            ),
        ]
    )


@platform("csv", "number")
def odk_central(answered: Answered) -> Written:
    """SubmissionDate first and KEY after the answers; choices split into ``question/choice``."""
    names = answered.wording.names
    joined = cells_of(answered, names["channels"], " ", names=True)
    marks = marks_of(answered, lambda _, word: f"{names['channels']}/{slug(word)}", lambda _: 1, 0)
    key = {
        "meta-instanceID": lambda number: f"uuid:7c1e-{number:08x}",
        "KEY": lambda number: f"uuid:7c1e-{number:08x}",
        "SubmitterID": lambda _: 14,
        "SubmitterName": lambda _: "survey",
        "AttachmentsPresent": lambda _: 0,
        "AttachmentsExpected": lambda _: 0,
        "Status": lambda _: "",
        "ReviewState": lambda _: "",
        "DeviceID": lambda number: f"collect:{number * 31:06x}",
        "Edits": lambda _: 0,
        "FormVersion": lambda _: "2025030101",
    }
    questions = columns_of(
        answered, names.__getitem__, [joined, *marks], age="number", choice=by_name
    )
    return as_csv(
        [*beside(answered, {"SubmissionDate": moment}), *questions, *beside(answered, key)]
    )


@platform("xlsx", "number")
def excel_merged(answered: Answered) -> Written:
    """A workbook by hand: background under one merged heading, the channels under another."""
    questions = answered.wording.questions
    background = {"nb": "Om deg", "en": "About you"}[answered.wording.language]
    marks = marks_of(
        answered, lambda at, word: ("" if at else questions["channels"], word), lambda _: "x", ""
    )

    def head(key: Key) -> tuple[str, str]:
        if key in ("gender", "age"):
            return (background if key == "gender" else ""), questions[key]
        return "", questions[key]

    return as_excel(columns_of(answered, head, marks, age="number"), [(0, 1), (4, 7)])


def _labelled(answered: Answered, missing: int) -> tuple[list[Column], dict[str, dict[int, str]]]:
    """Columns of codes with a name and a label each, and the labels of the codes."""
    wording = answered.wording
    names, questions = wording.names, wording.questions
    yes, no = wording.yes_no
    marks = marks_of(
        answered,
        lambda at, word: (f"{names['channels']}_{at + 1}", f"{questions['channels']} - {word}"),
        lambda _: 1,
        0,
    )

    def code(key: Key, place: int, _: str) -> int:
        return missing if (key, place) == ("agreement", DONT_KNOW) else place + 1

    columns = columns_of(
        answered, lambda key: (names[key], questions[key]), marks, choice=code, blank=float("nan")
    )
    labels = {
        names["gender"]: dict(enumerate(wording.genders, 1)),
        names["age"]: dict(enumerate(wording.bands, 1)),
        names["agreement"]: dict(enumerate(wording.steps, 1)) | {missing: wording.dont_know},
        **{mark.heads[0]: {0: no, 1: yes} for mark in marks},
    }
    number = Column(("respid", "Respondent number"), [each.number for each in answered.respondents])
    return [number, *columns], labels


@platform("sav")
def spss_of_an_institute(answered: Answered) -> Written:
    """Codes with labels, *don't know* declared missing, labels of channels alike up to a dash."""
    columns, labels = _labelled(answered, SPSS_DONT_KNOW)
    return as_spss(columns, labels, {answered.wording.names["agreement"]: [SPSS_DONT_KNOW]})


@platform("dta")
def stata_of_an_institute(answered: Answered) -> Written:
    """Codes with labels; *don't know* is a code after the steps, which nothing declares missing."""
    return as_stata(*_labelled(answered, DONT_KNOW + 1))
