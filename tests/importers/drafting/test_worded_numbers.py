"""Numbers with words for no answer among them are numbers, and the words are missing answers."""

from survey_file import column, drafted, responses

AGES = [str(age) for age in range(20, 60)]


def missing(variable) -> list[tuple]:
    return [(one.code, one.label, one.missing) for one in variable.categories]


def test_a_column_of_ages_with_words_is_a_number():
    draft = drafted(column("vekt_i_kg", [*AGES, "Vet ikke", None, "Vil ikke svare"]))
    (variable,) = draft.variables
    assert variable.kind == "numeric"
    assert missing(variable) == [
        (-9, "Vil ikke svare", "refused"),
        (-8, "Vet ikke", "dont_know"),
    ]
    assert responses(draft)["vekt_i_kg"] == [*range(20, 60), -8, None, -9]


def test_words_of_one_sort_have_one_code_called_by_the_commonest():
    words = ["Vet ikke", "Husker ikke", "Husker ikke", "Ubesvart"]
    draft = drafted(column("timer", [*AGES, *words]))
    assert missing(draft.variables[0]) == [
        (-8, "Husker ikke", "dont_know"),
        (-7, "Ubesvart", "other"),
    ]
    assert responses(draft)["timer"][-4:] == [-8, -8, -8, -7]


def test_decimals_are_read_with_either_mark():
    for mark in (".", ","):
        amounts = [f"{number}{mark}5" for number in range(20)]
        draft = drafted(column("timer", [*amounts, "Vet ikke"]))
        assert draft.variables[0].kind == "numeric"
        assert responses(draft)["timer"][:2] == [0.5, 1.5]


def test_numbers_are_read_as_in_a_column_without_words():
    for amounts in ([f"{number} 500" for number in AGES], [f"{number} %" for number in AGES]):
        draft = drafted(column("andel", [*amounts, "Vet ikke"]))
        assert draft.variables[0].kind == "numeric", amounts[0]
        assert responses(draft)["andel"][0] in (20, 20_500)


def test_what_else_holds_numbers_stays_text():
    for why, values in {
        "another word": [*AGES, "Oslo"],
        "few numbers": ["1", "2", "3", "Vet ikke"] * 5,
        "leading zeros": [*(f"0{number}" for number in range(100, 130)), "Vet ikke"],
        "negative numbers": [*AGES, "-8", "Vet ikke"],
        "no word at all": AGES,
        "days": [*(f"{day}.05.2024" for day in range(10, 30)), "Vet ikke"],
    }.items():
        (variable,) = drafted(column("q", values * 3)).variables
        assert variable.kind == "single", why
