"""What a column of a survey file becomes: kind, codes, labels, and what counts as missing."""

import datetime

import pyarrow as pa
import pytest
from survey_file import column, drafted, responses

YES_NO = {1: "Ja", 2: "Nei"}


def told(variable) -> list[tuple]:
    return [(one.code, one.label, one.missing) for one in variable.categories]


def test_labelled_numbers_keep_their_codes_and_every_label():
    draft = drafted(column("q1", [2, 1, None], "Har du det?", {**YES_NO, 3: "Kanskje"}))
    (variable,) = draft.variables
    assert (variable.id, variable.kind, variable.label) == ("q1", "single", "Har du det?")
    assert told(variable) == [(1, "Ja", None), (2, "Nei", None), (3, "Kanskje", None)]
    assert responses(draft) == {"q1": [2, 1, None]}


def test_a_code_without_label_is_called_by_its_number():
    (variable,) = drafted(column("q", [0, 5, 10], "", {0: "Dårlig", 10: "Bra"})).variables
    assert told(variable) == [(0, "Dårlig", None), (5, "5", None), (10, "Bra", None)]


def test_truths_are_called_so():
    draft = drafted(column("q", pa.chunked_array([[True, None, False, True]])))
    assert told(draft.variables[0]) == [(0, "FALSE", None), (1, "TRUE", None)]
    assert responses(draft) == {"q": [1, None, 0, 1]}


def test_declared_missing_codes_are_categories_also_where_nobody_gave_them():
    labels = {**YES_NO, 7: "Vil ikke svare", 8: "Vet ikke", 9: "Not applicable"}
    (variable,) = drafted(column("q", [1, 8], "", labels, missing=[7, 8, 9])).variables
    assert told(variable)[2:] == [
        (7, "Vil ikke svare", "refused"),
        (8, "Vet ikke", "dont_know"),
        (9, "Not applicable", "other"),
    ]


def test_a_declared_code_without_label_or_answer_is_kept():
    (variable,) = drafted(column("q", [1, 2], "", YES_NO, missing=[99])).variables
    assert told(variable)[2:] == [(99, "99", "other")]


def test_a_missing_range_holds_the_answers_and_labels_in_it():
    labels = {66: "Ikke aktuelt", 99: "Ubesvart"}
    (variable,) = drafted(column("q", [1, 70], "", {1: "Ja", **labels}, [(66, 99)])).variables
    assert told(variable) == [
        (1, "Ja", None),
        (66, "Ikke aktuelt", "other"),
        (70, "70", "other"),
        (99, "Ubesvart", "other"),
    ]


def test_an_amount_keeps_its_missing_codes_and_nothing_else_as_categories():
    minutes = column("min", [*range(0, 200, 5), 8888], "Minutter", {8888: "Vet ikke"}, [8888])
    draft = drafted(minutes)
    (variable,) = draft.variables
    assert (variable.kind, told(variable)) == ("numeric", [(8888, "Vet ikke", "dont_know")])
    assert responses(draft)["min"][-1] == 8888


def test_labels_of_an_amount_that_are_no_missing_codes_stand_in_its_note():
    ages = column("age", [0, *range(20, 60)], "Voksen alder", {0: "Kommer an på"})
    (variable,) = drafted(ages).variables
    assert (variable.kind, variable.categories) == ("numeric", ())
    assert variable.note.nb == "I filen: 0 = Kommer an på"


def test_a_missing_code_with_decimals_gets_a_whole_number():
    draft = drafted(column("z", [1.5, -0.5, 2.25], "", {}, missing=[(-1, 0)]))
    assert told(draft.variables[0]) == [(-1, "-0.5", "other")]
    assert responses(draft) == {"z": [1.5, -1.0, 2.25]}


def test_texts_are_numbered_in_the_order_of_their_labels_then_of_the_alphabet():
    labelled = column("land", ["SE", "NO", "DK"], "", {"NO": "Norge", "SE": "Sverige"})
    draft = drafted(labelled, column("kjønn", ["Mann", None, "Kvinne"]))
    land, gender = draft.variables
    assert [(one.code, one.label, one.value) for one in land.categories] == [
        (1, "Norge", "NO"),
        (2, "Sverige", "SE"),
        (3, "DK", "DK"),
    ]
    assert responses(draft) == {"land": [2, 1, 3], "kjønn": [2, None, 1]}
    assert [one.label for one in gender.categories] == ["Kvinne", "Mann"]


def test_digits_as_texts_keep_their_number_and_are_sorted_by_it():
    draft = drafted(column("q", ["10", "9", "1"]))
    assert [one.code for one in draft.variables[0].categories] == [1, 9, 10]
    assert responses(draft) == {"q": [10, 9, 1]}


def test_more_digits_than_a_number_has_are_a_text():
    long = "9" * 5_000
    (variable,) = drafted(column("q", [long, "1", long, "1"])).variables
    assert told(variable) == [(1, "1", None), (2, long, None)]


def test_missing_texts_come_last():
    (variable,) = drafted(column("q", ["Don't know", "No", "Yes"])).variables
    assert told(variable) == [(1, "No", None), (2, "Yes", None), (3, "Don't know", "dont_know")]


NOT_DESCRIBED = [
    ("free text", [f"svar nummer {number}" for number in range(100)], "text"),
    ("more than 1,000 texts", [str(number % 1100) + "x" for number in range(9000)], "text"),
    ("a date", [datetime.date(2021, 1, 1), None], "date"),
    ("a moment", [datetime.datetime(2021, 1, 1, 12), None], "date"),  # noqa: DTZ001
]


@pytest.mark.parametrize(
    ("values", "why"), [one[1:] for one in NOT_DESCRIBED], ids=[one[0] for one in NOT_DESCRIBED]
)
def test_what_is_no_answer_is_kept_without_being_described(values, why):
    draft = drafted(column("q", values), column("r", [1] * len(values)))
    assert [one.id for one in draft.variables] == ["r"]
    assert draft.left_out == {"q": why}
    assert responses(draft)["q"] == values


KINDS = [
    ("few whole numbers", [1, 2, 3], "", "single"),
    ("few whole numbers that are amounts", [1, 2, 3], "scale", "numeric"),
    ("0 and 1 that are called an amount", [0, 1, 0], "scale", "single"),
    ("many whole numbers", list(range(13)), "", "numeric"),
    ("many that are names of something", [*range(40), *range(40)], "nominal", "single"),
    ("a number for each respondent", list(range(40)), "nominal", "numeric"),
    ("decimals", [0.5, 1.5], "", "numeric"),
    ("nothing at all", [None, None], "", "numeric"),
]


@pytest.mark.parametrize(
    ("values", "measure", "kind"), [one[1:] for one in KINDS], ids=[one[0] for one in KINDS]
)
def test_numbers_without_labels_are_answers_or_amounts(values, measure, kind):
    (variable,) = drafted(column("q", values, measure=measure)).variables
    assert variable.kind == kind


def test_a_column_that_nobody_answered_keeps_its_labels():
    draft = drafted(column("q", [None, None], "Parti, Østerrike", {1: "SPÖ", 2: "ÖVP"}))
    assert [one.label for one in draft.variables[0].categories] == ["SPÖ", "ÖVP"]
    assert draft.variables[0].role == "other"
    assert [one.key for one in draft.remarks] == ["import.empty_columns"]


def test_of_a_long_list_of_labels_those_that_were_given_are_kept():
    labels = {number: f"Yrke {number}" for number in range(10_000)}
    texts = {f"kode {number}": f"Yrke {number}" for number in range(10_000)}
    draft = drafted(
        column("yrke", [2, 7000, 2], "", labels), column("t", ["kode 5", "x", "x"], "", texts)
    )
    assert [one.label for one in draft.variables[0].categories] == ["Yrke 2", "Yrke 7000"]
    assert [one.label for one in draft.variables[1].categories] == ["Yrke 5", "x"]
    everyone = drafted(column("yrke", list(range(5000)), "", labels), column("q", [1] * 5000))
    assert [one.id for one in everyone.variables] == ["q"]
    assert everyone.left_out == {"yrke": "many"}


def test_negative_codes_among_positive_ones_are_guessed_to_be_missing_and_said_so():
    draft = drafted(column("q", [1, 2, -99, -88, 1]), column("temp", [-9, -3, 5, 1, 2]))
    assert told(draft.variables[0])[2:] == [(-99, "-99", "other"), (-88, "-88", "other")]
    assert all(one.missing is None for one in draft.variables[1].categories)
    (remark,) = draft.remarks
    assert remark.key == "import.guessed_missing"
    assert "q" in remark.text("nb")
    assert "temp" not in remark.text("nb")


ORDERED = [
    ("a declared order", {1: "Oslo", 2: "Bergen", 3: "Moss"}, "ordinal", True),
    ("names", {1: "Oslo", 2: "Bergen", 3: "Moss"}, "nominal", False),
    ("degrees", {1: "Svært enig", 2: "Ganske enig", 3: "Ganske uenig"}, "nominal", True),
    ("yes and no", YES_NO, "nominal", False),
]


@pytest.mark.parametrize(
    ("labels", "measure", "ordered"), [one[1:] for one in ORDERED], ids=[one[0] for one in ORDERED]
)
def test_answers_in_an_order_are_ordered(labels, measure, ordered):
    (variable,) = drafted(column("q", [1, 2], "", labels, measure=measure)).variables
    assert variable.ordered is ordered


ROLES = [
    ("gndr", "Gender", YES_NO, "segment"),
    ("v1", "Aldersgruppe", {1: "Under 30", 2: "Over 30"}, "segment"),
    ("v2", "Highest level of education", YES_NO, "segment"),
    ("gndr2", "Gender of second person in household", YES_NO, "item"),
    ("v3", "Discrimination of respondent's group: gender", YES_NO, "item"),
    ("tillit", "Tillit til helsetjenesten i regionen", YES_NO, "item"),
]


@pytest.mark.parametrize(("name", "label", "labels", "role"), ROLES, ids=[one[0] for one in ROLES])
def test_background_variables_become_segments(name, label, labels, role):
    assert drafted(column(name, [1, 2], label, labels)).variables[0].role == role


def test_a_number_of_its_own_for_each_respondent_is_no_answer():
    numbered, amount = drafted(
        column("nr", list(range(60))), column("kroner", [1.5, *range(59)])
    ).variables
    assert (numbered.role, amount.role) == ("other", "item")


def test_a_background_with_very_many_categories_is_no_segment():
    labels = {number: f"Kommune {number}" for number in range(350)}
    lived_in = [
        drafted(column("kommune", list(range(many)), "Kommune", labels)) for many in (50, 9)
    ]
    assert [one.variables[0].role for one in lived_in] == ["item", "segment"]
    assert [len(one.variables[0].categories) for one in lived_in] == [50, 9]


def test_of_dozens_of_columns_about_the_same_background_two_are_segments():
    schooling = [column(f"educ{land}", [1, 2], "", YES_NO) for land in ("no", "se", "dk")]
    roles = [one.role for one in drafted(*schooling).variables]
    assert roles == ["segment", "segment", "item"]


HOSTILE = [
    ("", "column"),
    ("  ", "column_2"),
    ("Q1", "Q1"),
    ("q1", "q1_2"),
    ("level", "level_2"),
    ("a" * 300, "a" * 180),
    ("<script>alert(1)</script>", "script_alert_1_script"),
    ("../../etc/passwd", "etc_passwd"),
    ("Alder\x00\n", "Alder"),
    ("kjønn", "kjønn"),
    ("comp.imp", "comp.imp"),
    ('"; DROP TABLE x', "DROP TABLE x"),
]


def test_every_column_gets_a_name_of_its_own_that_all_programs_bear():
    draft = drafted(*(column(name, [1, 2]) for name, _ in HOSTILE))
    assert [one.id for one in draft.variables] == [clean for _, clean in HOSTILE]
    assert [one.source for one in draft.variables] == [
        None if name == clean else name for name, clean in HOSTILE
    ]
    assert list(responses(draft)) == [clean for _, clean in HOSTILE]
