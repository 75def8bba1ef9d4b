"""Cells with several answers: what is learned of them, and what is left to a person."""

import time

import pytest
from survey_file import column, drafted, responses, survey_file

from insight.importers.drafting.draft import draft_of
from insight.importers.drafting.multiple_answers.answer_cells import learn_answers

SIGNS = [("; ", ";"), (";", ";"), ("|", "|"), (" | ", "|"), ("\n", "\n"), ("\r\n", "\n")]
SIGNS += [(", ", ","), (",", ","), ("\t", "\t")]
MARKED = [["Nett", "E-post"], ["Nett"], ["E-post"], ["Nett", "E-post", "SMS"], ["SMS"], ["Nett"]]


@pytest.mark.parametrize(("written", "sign"), SIGNS, ids=[repr(one[0]) for one in SIGNS])
def test_each_sign_parts_answers(written, sign):
    cells = learn_answers({written.join(answers): 2 for answers in MARKED})
    assert cells is not None
    assert (cells.separator, cells.answers, cells.sure) == (sign, ("Nett", "E-post", "SMS"), True)


def test_blanks_part_codes():
    texts = ["web mail", "web", "mail", "mail sms", "sms", "web sms"]
    cells = learn_answers(dict.fromkeys(texts, 2))
    assert cells is not None
    assert {*cells.answers} == {"web", "mail", "sms"}


def test_a_sign_at_the_end_of_each_cell_makes_several_answers_of_single_ones_too():
    cells = learn_answers({"Nett;": 4, "Brev;": 2})
    assert cells is not None
    assert cells.answers == ("Nett", "Brev")


HELD = [
    ("Ja, ofte", ["Ja, ofte", "Nett", "Ja, ofte, Nett", "Nett, SMS", "SMS", "Ja, ofte, SMS"]),
    ("Apper (nett, mobil)", ["Apper (nett, mobil)", "SMS", "Apper (nett, mobil), SMS", "Brev"]),
    ("«Kort, klart»", ["«Kort, klart»", "SMS", "«Kort, klart», SMS", "Brev", "SMS, Brev"]),
    ("1,5 time", ["1,5 time", "SMS", "1,5 time, SMS", "Brev", "SMS, Brev"]),
]


@pytest.mark.parametrize(("answer", "texts"), HELD, ids=[one[0] for one in HELD])
def test_an_answer_may_hold_the_sign(answer, texts):
    cells = learn_answers(dict.fromkeys(texts, 5))
    assert cells is not None
    assert answer in cells.answers
    assert cells.sure


TWO_COMMAS = [
    (",", ("Nett", "Telefon, også SMS", "Brev")),
    (",", ("Nett", "Chat, Teams", "Brev")),
    (", ", ("Nett", "Ja,helst", "Brev")),
    (", ", ("Nett", "1,5 time", "Brev")),
]


@pytest.mark.parametrize(("sign", "answers"), TWO_COMMAS, ids=[one[1][1] for one in TWO_COMMAS])
def test_a_comma_with_a_blank_and_one_without_part_either_answers_or_words(sign, answers):
    shapes = [(0,), (1,), (2,), (0, 1), (1, 2), (0, 2), (0, 1, 2)]
    texts = [sign.join(answers[number] for number in shape) for shape in shapes]
    cells = learn_answers(dict.fromkeys(texts, 3))
    assert cells is not None
    assert (cells.answers, cells.sure) == (answers, True)


def test_so_many_respondents_that_chance_has_no_number_left():
    counts = {"Ja": 10**5, "Ja, ofte": 10**6, "Nett": 10**7, "Ja, ofte, Nett": 10**6, "Ja, Nett": 9}
    cells = learn_answers(counts)
    assert cells is not None
    assert {*cells.answers} == {"Ja", "Ja, ofte", "Nett"}


def test_an_answer_may_begin_as_another():
    counts = {"Ja": 9, "Ja, ofte": 9, "Nett": 20, "Ja, ofte, Nett": 9, "Ja, Nett": 9, "SMS": 9}
    cells = learn_answers(counts)
    assert cells is not None
    assert {*cells.answers} == {"Ja", "Ja, ofte", "Nett", "SMS"}


ONE_EACH = [
    ["Ja, ofte", "Ja, sjelden", "Nei, aldri", "Nei"],
    ["Oslo, Norge", "Bergen, Norge", "Malmö, Sverige", "Danmark"],
    ["Yes, Often", "Yes, Rarely", "No", "No, Never"],
    ["svært enig", "litt enig", "enig", "svært uenig", "litt uenig", "uenig"],
    ["Helse, omsorg og sosial", "Kultur, idrett og fritid", "Plan, bygg", "Oppvekst"],
    ["59.91, 10.75", "60.39, 5.32", "63.43, 10.39"],
    ["12. mai, 2020", "13. mai, 2020", "14. juni, 2021"],
    ["10:30", "11:45", "12:00; sen"],
    ["Under 300 000", "300 000–599 999", "600 000 eller mer"],
    ["Hansen, Kari", "Hansen, Ola", "Berg, Kari", "Berg, Liv"],
]


@pytest.mark.parametrize("texts", ONE_EACH, ids=[one[0] for one in ONE_EACH])
def test_a_cell_with_one_answer_that_holds_a_sign_stays_whole(texts):
    cells = learn_answers(dict.fromkeys(texts, 20))
    assert cells is None or not cells.sure


def test_free_text_is_no_list_of_answers():
    words = ["jeg", "mener,", "at", "dette;", "er", "bra", "fordi", "alle,", "vet"]
    texts = {" ".join(words[n % 9 :] + words[: n % 7] + [str(n)]): 1 for n in range(300)}
    assert learn_answers(texts) is None


def test_what_both_readings_fit_is_left_to_a_person():
    counts = {"Nett": 30, "Nett, Brev": 25, "SMS": 20, "Nett, Brev, SMS": 9, "Nett, SMS": 9}
    texts = [text for text, count in counts.items() for _ in range(count)]
    draft = drafted(column("q", texts))
    assert [one.variable for one in draft.undecided] == ["q"]
    assert "import.cells_undecided" in [one.key for one in draft.remarks]
    assert [one.kind for one in draft.variables] == ["single"]


def test_free_text_is_not_left_to_a_person_to_split():
    first = "Jeg skulle ønske at det var enklere å få time hos legen min når jeg trenger det. " * 2
    second = (
        "Det er vanskelig å finne fram på sidene til sykehuset når en ikke er vant til det. " * 2
    )
    third = (
        "Telefonen blir ikke besvart når jeg ringer, og det tar lang tid å få svar av noen. " * 2
    )
    counts = {first: 30, f"{first}, {second}": 50, third: 20, f"{first}, {third}": 10}
    texts = [text for text, count in counts.items() for _ in range(count)]
    svar = column("svar", [1, 2] * (len(texts) // 2))
    assert [one.variable for one in drafted(svar, column("q", texts)).undecided] == ["q"]
    draft = drafted(svar, column("Kommentar", texts))
    assert draft.undecided == ()
    assert draft.left_out == {"Kommentar": "text"}
    assert "import.cells_undecided" not in [one.key for one in draft.remarks]


def test_a_person_decides_that_cells_hold_several_answers():

    source = survey_file(column("q", ["Ja, Kanskje", "Ja", "Nei, Ja"]))
    (variable,) = draft_of(source, split=["q"]).variables
    assert {one.label for one in variable.categories} == {"Ja", "Kanskje", "Nei"}


def test_a_person_decides_that_cells_hold_one_answer():

    source = survey_file(column("q", ["Nett;Brev;", "Brev;", None]))
    assert [one.kind for one in draft_of(source).variables] == ["multiple"]
    assert [one.kind for one in draft_of(source, separate=["q"]).variables] == ["single"]


def test_a_mark_is_1_another_answer_0_and_a_blank_cell_was_not_asked():
    draft = drafted(column("q", ["Nett;Brev;", "Brev;", None]))
    assert responses(draft) == {"q_Nett": [1, 0, None], "q_Brev": [1, 1, None]}


def test_an_answer_keeps_the_name_of_its_column_whatever_the_other_answers_are():
    first = drafted(column("q", ["C++;C#;", "C#;"]))
    second = drafted(column("q", ["C#;", "A;", "C++;"]))
    names = [
        {one.label: one.column for one in draft.variables[0].categories}
        for draft in (first, second)
    ]
    assert names[0].items() <= names[1].items()
    assert names[0]["C++"] != names[0]["C#"]


def test_words_of_the_respondents_own_are_counted_together_and_kept():
    own = [f"Nett, spurte person {n} i familien" for n in range(8)]
    texts = ["Nett, Brev", "Nett", "Brev", "SMS", "Nett, SMS"] * 10 + own
    draft = drafted(column("q", texts))
    (variable,) = draft.variables
    assert [one.label for one in variable.categories] == [
        "Nett",
        "Brev",
        "SMS",
        "Annet, med egne ord / Other, in their own words",
    ]
    written = responses(draft)
    assert sum(written[variable.categories[-1].column]) == 8
    assert written["q_text"] == texts
    assert draft.left_out == {"q_text": "text"}


LISTS = [
    (["1;3;", "2;", "1"], [1, 2, 3]),
    (["1,3", "2", "1", "3", "1,2,3", "2,3", "1,2"], [1, 2, 3]),
    (["1 3", "2", "1", "3", "1 2 3", "2 3", "1 2"], [1, 2, 3]),
]


@pytest.mark.parametrize(("texts", "codes"), LISTS, ids=[one[0][0] for one in LISTS])
def test_lists_of_codes(texts, codes):
    (variable,) = drafted(column("q", texts * 3)).variables
    assert [one.code for one in variable.categories] == codes


def test_pairs_of_numbers_are_no_lists_of_answers():
    (variable,) = drafted(column("q", ["59 10", "60 5", "63 10"] * 9)).variables
    assert variable.kind == "single"


def test_a_file_full_of_signs_makes_no_answers_and_costs_little():
    many = [";".join(str(n * 7 + k) for k in range(40)) + ";x" for n in range(2_000)]
    started = time.process_time()
    assert learn_answers(dict.fromkeys(many, 1)) is None
    assert learn_answers({";" * 4_000: 3, "a;" * 2_000: 2, ",": 1, "": 4}) is None
    assert learn_answers({"a, " * 1_500 + str(n): 1 for n in range(200)}) is None
    assert time.process_time() - started < 5


def test_more_answers_than_anybody_asks_for_are_none():
    texts = {f"s{n};s{n + 1};s{n + 2}": 3 for n in range(200)}
    assert learn_answers(texts) is None
