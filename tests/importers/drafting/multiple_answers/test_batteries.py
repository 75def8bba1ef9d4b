"""Questions with several answers: which columns are one question, and who was asked."""

import pyarrow as pa
import pytest
from survey_file import column, drafted, responses

from insight.importers.readers.source import AnswerSet
from insight.language.errors import ImportRefusal

MARKED = {0: "Not marked", 1: "Marked"}


def sets(draft) -> dict[str, list[str]]:
    return {
        one.id: [answer.column for answer in one.categories]
        for one in draft.variables
        if one.kind == "multiple"
    }


def test_numbered_columns_of_0_and_1_are_one_question_and_null_is_not_asked():
    draft = drafted(
        column("why_1", [1, 0, None]), column("why_2", [0, 0, None]), column("why_3", [1, 1, None])
    )
    assert sets(draft) == {"why": ["why_1", "why_2", "why_3"]}
    assert responses(draft) == {"why_1": [1, 0, None], "why_2": [0, 0, None], "why_3": [1, 1, None]}


@pytest.mark.parametrize("kind", [pa.date32(), pa.timestamp("us"), pa.time64("us")])
def test_days_and_times_are_no_marks(kind):
    values = pa.chunked_array([pa.array([7, 7, None], kind)])
    draft = drafted(
        *(column(f"day_{one}", values) for one in (1, 2, 3)), column("q", [1, 2, 1], "", {1: "Yes"})
    )
    assert [one.id for one in draft.variables] == ["q"]


def test_a_file_of_days_alone_is_refused():
    with pytest.raises(ImportRefusal, match="dates and free text only"):
        drafted(column("day", pa.chunked_array([pa.array([1, 2], pa.date32())])))


def test_the_question_and_the_answers_are_what_labels_begin_and_end_with():
    labels = ("Grunner: pris", "Grunner: tid", "Grunner: vet ikke")
    draft = drafted(*(column(f"w{one}", [1, 0], label) for one, label in enumerate(labels)))
    (variable,) = draft.variables
    assert (variable.id, variable.label) == ("w0_w2", "Grunner")
    assert [(one.label, one.missing) for one in variable.categories] == [
        ("pris", None),
        ("tid", None),
        ("vet ikke", "dont_know"),
    ]


def test_columns_marked_by_their_labels_need_no_numbers():
    labels = {"race": "Group: race", "age": "Group: age", "dk": "Group: don't know"}
    draft = drafted(
        *(column(f"dscr{name}", [1, 0], label, MARKED) for name, label in labels.items()),
        column("work", [1, 0], "Doing: work", MARKED),
        column("rest", [0, 1], "Doing: rest", MARKED),
    )
    assert sets(draft) == {
        "dscr": ["dscrrace", "dscrage", "dscrdk"],
        "work_rest": ["work", "rest"],
    }


def test_marks_and_blanks_only_are_counted_among_those_who_marked_something():
    draft = drafted(
        column("q5_1", [1, None, None], "", {1: "Facebook"}),
        column("q5_2", [None, 2, None], "", {2: "Instagram"}),
        column("q5_3", [3, 3, None], "", {3: "TikTok"}),
    )
    (variable,) = draft.variables
    assert [one.label for one in variable.categories] == ["Facebook", "Instagram", "TikTok"]
    assert responses(draft) == {"q5_1": [1, 0, None], "q5_2": [0, 1, None], "q5_3": [1, 1, None]}


def test_texts_that_name_the_answer_are_marks_too():
    draft = drafted(
        column("m_1", ["Radio", None]), column("m_2", ["TV", "TV"]), column("m_3", [None, "Avis"])
    )
    assert [one.label for one in draft.variables[0].categories] == ["Radio", "TV", "Avis"]
    assert responses(draft) == {"m_1": [1, 0], "m_2": [1, 1], "m_3": [0, 1]}


def test_a_code_in_all_columns_at_once_is_asked_with_nothing_marked():
    draft = drafted(*(column(f"a_{one}", [1, 0, 99, None]) for one in (1, 2, 3)))
    assert responses(draft)["a_1"] == [1, 0, 0, None]
    assert [one.key for one in draft.remarks] == ["import.nothing_marked"]


def test_a_negative_code_beside_marks_is_not_marked_and_one_in_all_columns_not_asked():
    draft = drafted(
        column("WHY1", [1, -99, -88, -99]),
        column("WHY2", [-99, 1, -88, -99]),
        column("WHY3", [-99, -99, -88, -99]),
    )
    assert responses(draft)["WHY1"] == [1, 0, None, 0]
    assert responses(draft)["WHY3"] == [0, 0, None, 0]


def test_an_answer_that_all_or_none_marked_belongs_to_the_question_too():
    draft = drafted(
        column("a_1", [0, 1, None]), column("a_2", [1, 1, None]), column("a_3", [None, None, None])
    )
    assert responses(draft) == {"a_1": [0, 1, None], "a_2": [1, 1, None], "a_3": [None, None, None]}
    assert list(sets(draft)) == ["a"]


CALLED = [
    (("q5_1", "q5_2", "q5_3"), "q5"),
    (("WHYNOT1", "WHYNOT2", "WHYNOT3"), "WHYNOT"),
    (("a_10", "a_11", "a_12"), "a"),
    (("info 1", "info 2", "info 3"), "info"),
]


@pytest.mark.parametrize(("names", "called"), CALLED, ids=[one[1] for one in CALLED])
def test_a_question_is_called_as_its_columns_are_without_their_numbers(names, called):
    assert list(sets(drafted(*(column(name, [0, 1, None]) for name in names)))) == [called]


QUESTIONS = ("Har du fastlege?", "Røyker du?", "Har du brukt legevakt?")
NO_QUESTION = [
    ("nobody asked", [column(f"a_{one}", [None, None]) for one in (1, 2, 3)]),
    ("only two", [column("a_1", [0, 1]), column("a_2", [0, 1])]),
    ("q1, q2, q3 of their own", [column(f"q{one}", [0, 1]) for one in (1, 2, 3)]),
    ("questions", [column(f"a_{n}", [0, 1], q) for n, q in enumerate(QUESTIONS)]),
    ("numbers do not grow", [column(f"a_{one}", [0, 1]) for one in (3, 2, 1)]),
    ("names without numbers", [column(f"pop_{one}", [0, 1]) for one in ("hiv", "sex", "tgd")]),
    (
        "a grid of yes and no with words of its own",
        [
            column(f"a_{n}", [1, 2], label, {1: "Ja", 2: "Nei"})
            for n, label in enumerate(("Har fastlege", "Røyker", "Bor alene"))
        ],
    ),
    ("1 and 2 without labels", [column(f"a_{n}", [1, 2]) for n in (1, 2, 3)]),
    ("more than marks", [column(f"a_{one}", [0, 1, 2]) for one in (1, 2, 3)]),
    (
        "a code of its own in each column",
        [
            column("a_1", [0, 1, 9, 1]),
            column("a_2", [9, 1, 0, 1]),
            column("a_3", [0, 1, 0, 0]),
        ],
    ),
]


@pytest.mark.parametrize(
    "columns", [one[1] for one in NO_QUESTION], ids=[one[0] for one in NO_QUESTION]
)
def test_columns_that_are_questions_of_their_own_stay_so(columns):
    assert sets(drafted(*columns)) == {}


def test_a_declared_set_is_one_question_whatever_its_columns_are_called():
    draft = drafted(
        column("radio", [1, 2, None], "Radio"),
        column("tv", [2, 2, None], "TV"),
        column("alder", [30, 40, 50]),
        sets=[AnswerSet("$media", "Hva bruker du?", ("radio", "tv"), 1)],
    )
    variable = draft.variables[0]
    assert (variable.id, variable.label) == ("media", "Hva bruker du?")
    assert [one.label for one in variable.categories] == ["Radio", "TV"]
    assert responses(draft) == {"radio": [1, 0, None], "tv": [0, 0, None], "alder": [30, 40, 50]}


def test_a_declared_set_of_categories_gets_a_column_for_each_category():
    labels = {1: "Radio", 2: "TV"}
    draft = drafted(
        column("first", [1, 2, None], "Først", labels),
        column("second", [2, None, None], "Deretter", labels),
        sets=[AnswerSet("$media", "Hva bruker du?", ("first", "second"), None)],
    )
    assert sets(draft) == {"media": ["media_1", "media_2"]}
    written = responses(draft)
    assert (written["media_1"], written["media_2"]) == ([1, 0, None], [1, 1, None])
    assert (written["first"], written["second"]) == ([1, 2, None], [2, None, None])


def test_codes_in_one_cell_become_a_column_for_each_code():
    draft = drafted(column("q2", ["1;3;", None, "97;"], "Hva gjør du?"))
    (variable,) = draft.variables
    assert (variable.id, variable.kind, variable.label) == ("q2", "multiple", "Hva gjør du?")
    assert [one.code for one in variable.categories] == [1, 3, 97]
    assert responses(draft) == {"q2_1": [1, None, 0], "q2_3": [1, None, 0], "q2_97": [0, None, 1]}


def test_a_question_is_called_otherwise_where_its_name_is_taken():
    columns = [column(f"why_{one}", [0, 1]) for one in (1, 2, 3)]
    draft = drafted(column("WHY", [1, 2]), *columns)
    assert list(sets(draft)) == ["why_4"]
