"""Columns whose heads name a question and an answer: which are one question, and which are not."""

import dataclasses
import time

import pytest
from survey_file import column, drafted, responses, survey_file

from insight.importers.drafting.draft import draft_of

YES_NO = ["Ja", "Nei", "Ja", "Nei", None]
ZERO_ONE = [1, 0, 1, 1, None]
TEXTS = ["bibliotek", "legen", "naboen", None, None]


def sets(draft) -> dict[str, list[str]]:
    return {
        one.id: [answer.label for answer in one.categories]
        for one in draft.variables
        if one.kind == "multiple"
    }


def of(heads, values, **more):
    return [column(head, values, **more) for head in heads]


def named(question, answers, values, pattern):
    return of([pattern.format(question, answer) for answer in answers], values)


HEADS = [
    ("{} [{}]", ["Nett", "Annet [hva?]"]),
    ("Q1[SQ001]. {} [{}]", ["Nett", "Brev"]),
    ("{} (choice={})", ["Nett (PC)", "Brev"]),
    ("{}___{}", ["1", "2"]),
    ("{} - {}", ["Nett - PC", "Brev", "SMS"]),
    ("{}: {}", ["Nett", "Brev: papir", "SMS"]),
    ("{} | {}", ["Nett", "Brev", "SMS"]),
    ("{} – {}", ["Nett", "Brev", "SMS"]),
    ("{}? {}", ["Nett", "Brev", "SMS"]),
]


@pytest.mark.parametrize(("pattern", "answers"), HEADS, ids=[one[0] for one in HEADS])
@pytest.mark.parametrize("values", [YES_NO, ZERO_ONE], ids=["yes and no", "0 and 1"])
def test_heads_with_the_same_question_are_one(pattern, answers, values):
    (labels,) = sets(drafted(*named("Bruk", answers, values, pattern))).values()
    assert labels == answers


WRITTEN = [
    (["Ja", "Nei", None], [1, 0, None]),
    (["Yes", "No", None], [1, 0, None]),
    ([True, False, None], [1, 0, None]),
    ([1, 2, None], [1, 0, None]),
    (["Checked", "Unchecked", None], [1, 0, None]),
    (["Quoted", "Not quoted", None], [1, 0, None]),
    (["Selected", "Not Selected", None], [1, 0, None]),
    (["Valgt", "Ikke valgt", None], [1, 0, None]),
    (["Avkryssa", "Ikkje avkryssa", None], [1, 0, None]),
    (["true", "false", None], [1, 0, None]),
    (["Y", "N", None], [1, 0, None]),
    (["Y", None, None], [1, None, None]),
    (["X", None, None], [1, None, None]),
    ([1, None, None], [1, None, None]),
]


@pytest.mark.parametrize(("values", "marks"), WRITTEN, ids=[str(one[0]) for one in WRITTEN])
def test_marks_are_read_in_each_of_their_forms(values, marks):
    written = responses(drafted(*named("Bruk", "abc", values, "{} [{}]")))
    assert [*written.values()] == [marks] * 3


def test_where_only_marks_are_written_a_blank_beside_another_mark_is_not_marked():
    draft = drafted(
        column("Bruk - Nett", ["Nett", None, None]),
        column("Bruk - Nei", ["Nei", "Nei", None]),
        column("Bruk - 10", [None, 10, None]),
    )
    assert [*responses(draft).values()] == [[1, 0, None], [1, 1, None], [0, 1, None]]
    assert "file does not tell the two apart" in draft.together[0].reason.text("en")


def test_the_answers_own_words_and_not_selected():
    draft = drafted(
        column("Bruk - Nett", ["Nett", "Not selected"]),
        column("Bruk - Brev", ["Not selected", "Brev"]),
    )
    assert [*responses(draft).values()] == [[1, 0], [0, 1]]


def test_an_answer_that_nobody_marked_is_known_by_the_others():
    draft = drafted(
        column("Bruk [a]", ["Ja", "Nei"]),
        column("Bruk [b]", ["Nei", "Nei"]),
        column("Bruk [c]", ["Ja", "Ja"]),
    )
    assert [*responses(draft).values()] == [[1, 0], [0, 0], [1, 1]]


def test_labels_of_an_spss_file_name_question_and_answer():
    more = {"labels": {0: "Nei", 1: "Ja"}}
    draft = drafted(
        column("kanal_tlf", [1, 0], "Q5. Kanaler: Telefon", **more),
        column("kanal_web", [0, 0], "Q5. Kanaler: Nett", **more),
        column("kanal_brev", [1, 1], "Q5. Kanaler: Brev", **more),
    )
    assert [(one.id, one.label) for one in draft.variables] == [("kanal", "Q5. Kanaler")]
    assert sets(draft) == {"kanal": ["Telefon", "Nett", "Brev"]}


def test_labels_of_limesurvey_name_the_answer_first():
    labels = {0: "Nei", 1: "Ja"}
    columns = [
        column(f"G_{n}", [1, 0], f"[{x}] Hva bruker du?", labels) for n, x in enumerate("abc")
    ]
    assert sets(drafted(*columns)) == {"G": ["a", "b", "c"]}


@pytest.mark.parametrize("question", ["Hvilke kanaler bruker du?", "Bruk: i dag", "Kanaler"])
def test_heads_of_alchemer_name_the_answer_first_and_the_cells_repeat_it(question):
    answers = ["Nett", "Telefon, også SMS", "Annet: brev"]
    columns = [column(f"{answer}:{question}", [answer, None, answer]) for answer in answers]
    assert [*sets(drafted(*columns)).values()] == [answers]


def test_heads_of_several_lines_are_read_in_one():
    question = "Hvilke kanaler\n\nbruker du?" + " " * 50_000
    begun = time.process_time()
    draft = drafted(*[column(f"{question}[{one}]", [1, 0, 1]) for one in ("Nett", "Brev")],
                    column("Hvor\r\nlenge?\n", ["Kort", "Lenge", "Kort"]))  # fmt: skip
    assert time.process_time() - begun < 2
    assert [each.label for each in draft.variables] == ["Hvilke kanaler bruker du?", "Hvor lenge?"]


def test_a_question_first_asked_of_one_thing_and_then_of_another_is_two():
    heads = ["Legen: fikk du hjelp?", "Sykehuset: fikk du hjelp?"]
    assert sets(drafted(*of(heads, YES_NO))) == {}


def test_names_with_a_dot_are_one_question_of_three_or_more_marks():
    draft = drafted(*of(["bruk.nett", "bruk.brev", "bruk.sms"], ZERO_ONE))
    assert sets(draft) == {"bruk": ["nett", "brev", "sms"]}


@pytest.mark.parametrize("values", [YES_NO, ZERO_ONE], ids=["yes and no", "0 and 1"])
def test_two_names_with_a_dot_or_names_of_yes_and_no_are_questions_of_their_own(values):
    names = ["helse.astma", "helse.diabetes", "helse.kols"][: 3 if values is YES_NO else 2]
    assert sets(drafted(*of(names, values))) == {}


def test_labels_of_qualtrics_are_read_without_its_own_words():
    draft = drafted(
        column("Q5_1", [1, None], "Hva bruker du? - Selected Choice - Nett"),
        column("Q5_2", [None, 1], "Hva bruker du? - Selected Choice - Annet"),
        column("Q5_2_TEXT", [None, "bibliotek"], "Hva bruker du? - Annet - Text"),
        column("Q5_3", [1, 1], "Hva bruker du? - Selected Choice - Brev"),
    )
    assert sets(draft) == {"Q5": ["Nett", "Annet", "Brev"]}
    assert draft.variables[0].label == "Hva bruker du?"


def test_a_mark_that_is_called_as_the_answer_names_it():
    columns = [
        column(f"v{n}", [1, 0], "", {0: "Nei", 1: x}) for n, x in enumerate(("Nett", "Brev", "SMS"))
    ]
    assert [*sets(drafted(*columns)).values()] == [["Nett", "Brev", "SMS"]]


def test_the_question_of_a_row_of_heads_is_one_question():

    columns = [
        (dataclasses.replace(found, question="Kanaler", label=f"Kanaler – {answer}"), values)
        for answer, (found, values) in zip(
            ("Nett", "Brev"), of(["c1", "c2"], ZERO_ONE), strict=True
        )
    ]
    assert sets(drafted(*columns)) == {"c1_c2": ["Nett", "Brev"]} or sets(drafted(*columns)) == {
        "Kanaler": ["Nett", "Brev"]
    }


def test_words_of_the_respondents_own_are_no_answer():
    for head in ("Bruk [Annet]", "Bruk [other]", "Bruk [SQ002comment]"):
        columns = [*named("Bruk", "ab", ["Y", None] * 2 + ["Y"], "{} [{}]"), column(head, TEXTS)]
        assert [*sets(drafted(*columns)).values()] == [["a", "b"]]


def test_one_respondent_alone_with_words_of_their_own_makes_no_answer():
    columns = [
        column("Bruk - Nett", ["Nett", None, "Nett"]),
        column("Bruk - Brev", ["Brev", "Brev", None]),
        column("Bruk - Annet", [None, None, "bibliotek"]),
    ]
    assert [*sets(drafted(*columns)).values()] == [["Nett", "Brev"]]


def test_a_part_of_a_questionnaire_is_no_question():
    columns = [
        *named("Del A - Bruk", "abc", YES_NO, "{} - {}"),
        *named("Del A - Ønske", "abc", YES_NO, "{} - {}"),
        column("Del A - Alder", [30, 40, 50, 60, 70]),
    ]
    assert sets(drafted(*columns)) == {
        "Del A - Bruk": ["a", "b", "c"],
        "Del A - Ønske": ["a", "b", "c"],
    }


def test_a_dash_within_an_answer_does_not_part_it_from_the_others():
    columns = named("Bruk", ["TV - NRK", "TV - TV 2", "Avis"], YES_NO, "{} - {}")
    assert sets(drafted(*columns)) == {"Bruk": ["TV - NRK", "TV - TV 2", "Avis"]}


SCALE = ["Enig", "Uenig", "Helt enig", "Enig", "Uenig"]
APART = [
    ("a grid of scales", named("Tillit", "abc", SCALE, "{} [{}]")),
    (
        "a grid of scales in which all chose the same in two rows",
        [column("T [a]", SCALE), column("T [b]", ["Enig"] * 5), column("T [c]", ["Uenig"] * 5)],
    ),
    (
        "questions of their own in a part",
        named("Helse", ["Har du fastlege?", "Røyker du?", "Bor du alene?"], YES_NO, "{} - {}"),
    ),
    ("questions of their own", of(["Har du fastlege?", "Røyker du?", "Er du gift?"], YES_NO)),
    ("neighbours of 0 and 1", of(["mann", "gift", "barn"], ZERO_ONE)),
    ("two with a dash", named("Bruk", "ab", ZERO_ONE, "{} - {}")),
    ("don't know in each", named("Bruk", "abc", ["Ja", "Nei", "Vet ikke"], "{} [{}]")),
    ("a form's group", named("helse", ["røyker", "alene", "gift"], YES_NO, "{}/{}")),
    ("the same head twice", of(["Bruk [a]", "Bruk [a]"], YES_NO)),
    (
        "sexes of a household",
        [column(f"sex_{n}", [0, 1], "Sex", {0: "Mann", 1: "Kvinne"}) for n in (1, 2, 3)],
    ),
]


@pytest.mark.parametrize("columns", [one[1] for one in APART], ids=[one[0] for one in APART])
def test_columns_that_are_questions_of_their_own_stay_so(columns):
    assert sets(drafted(*columns)) == {}


def test_neighbours_that_hold_their_own_names_are_one_question():
    columns = [column(name, [name, None, name]) for name in ("Nett", "E-post", "Telefon")]
    assert [*sets(drafted(*columns)).values()] == [["Nett", "E-post", "Telefon"]]


def test_neighbours_with_crosses_whose_names_begin_alike_are_one_question():
    columns = [column(f"kanal_{name}", ["x", None, "x"]) for name in ("web", "tlf", "brev")]
    assert sets(drafted(*columns)) == {"kanal": ["web", "tlf", "brev"]}


def joined(cells, *marks):
    columns = [column(f"q/{name}", values) for name, values in zip("abc", marks, strict=False)]
    return drafted(column("svar", [1, 2, 3]), column("q", cells), *columns)


def test_a_column_that_lists_what_others_mark_goes():
    draft = joined(["a b", "b", None], [1, 0, 0], [1, 1, 0])
    assert sets(draft) == {"q": ["a", "b"]}
    assert [*responses(draft)] == ["svar", "q_a", "q_b"]
    assert "import.joined_column_goes" in [one.key for one in draft.remarks]


def test_a_column_that_lists_something_else_stays():
    draft = joined(["a b", "a", None], [1, 0, 0], [1, 1, 0])
    assert "import.joined_column_differs" in [one.key for one in draft.remarks]
    assert sum("q" in name for name in responses(draft)) > 2


def test_why_columns_are_one_question_is_said_in_both_languages():
    (variable,) = drafted(*named("Bruk", "abc", YES_NO, "{} [{}]")).variables
    assert variable.note
    assert "share a question" in variable.note.en
    assert "samme spørsmål" in variable.note.nb


APART_BY_NAME = ["Bruk", "Bruk [a]", "Bruk _a"]


@pytest.mark.parametrize("name", APART_BY_NAME)
def test_a_person_holds_columns_apart_by_the_name_of_the_question_or_of_one(name):

    source = survey_file(*named("Bruk", "abc", YES_NO, "{} [{}]"))
    draft = draft_of(source, separate=[name])
    assert sets(draft) == ({} if name == "Bruk" else {"Bruk": ["b", "c"]})
    assert draft.heeded == {name}
