"""Which columns tell who a respondent is: by their header and by their cells."""

from vocabulary_rows import plainest

from insight.importers.meaning.national_ids import is_national_id
from insight.importers.meaning.personal import personal_kind
from insight.importers.meaning.personal_content import personal_texts
from insight.importers.meaning.word_lists import word_list

CELLS = {
    "name": ["Kari Nordmann", "Ola Hansen", "Åse Li"],
    "email": ["kari@example.org", "ola.hansen@example.no", "åse@example.org"],
    "phone": ["900 00 001", "+47 40000002", "22 00 00 03"],
    "address": ["Storgata 1, 0155 Oslo", "Veien 2", "Gata 3 B"],
    "ip": ["192.0.2.1", "2001:db8:0:0:0:0:0:7", "2001:db8::1"],
    "coordinates": ["59.91387", "60.39299", "63.43049"],
    "birth_date": ["01.02.1980", "1990-12-24", "3/4/1975"],
    "national_id": ["01010000110", "41010000023", "010100 00382"],
    "account": ["kari80", "olah", "aase_li"],
}
OPTIONS = {"Ja": 30, "Nei": 20}


FIRST_NAMES = ["Kari", "Ola", "Per", "Anne", "Liv", "Nils", "Eva", "Jan", "Kim", "Ida"]


def once(texts):
    return dict.fromkeys(texts, 1)


def test_each_row_of_the_vocabulary_makes_such_cells_personal():
    missed = []
    for kind, rows in word_list("personal").items():
        for column, words in rows.items():
            for row in words:
                header = plainest(row)
                names = (header, "") if column == "names" else ("v7", header)
                if personal_kind(*names, once(CELLS[kind])) != kind:
                    missed.append((kind, row, header))
    assert missed == []


def test_a_header_alone_does_not_make_options_and_marks_personal():
    headers = [
        plainest(row)
        for rows in word_list("personal").values()
        for words in rows.values()
        for row in words
    ]
    assert [
        (header, cells)
        for header in headers
        for cells in (OPTIONS, {0: 30, 1: 20}, {1: 50}, {header: 40}, {1: 9, 2: 9, 3: 9})
        if personal_kind(header, "", cells)
    ] == []


CONTENT = [
    ("email", once(CELLS["email"])),
    ("email", once([*CELLS["email"], "ingen", "kari2@example.org", "x@example.org"])),
    ("ip", once(CELLS["ip"])),
    ("phone", once(CELLS["phone"])),
    ("phone", once([f"{4 + 5 * (number % 2)}{7654321 + number * 1111}" for number in range(20)])),
    ("national_id", once(CELLS["national_id"])),
    ("coordinates", once(["59.9139, 10.7522", "60.3930 5.3242 0 0", "(63.4305, 10.3951)"])),
    (
        "name",
        once([f"{name} Hansen" for name in FIRST_NAMES]),
    ),
    ("in_text", {"Ring meg på 900 00 000": 1, "Nei": 7}),
    ("in_text", {"Skriv til kari@example.org": 1, "Nei": 7}),
    ("in_text", {"Jeg heter Ola, 01010000110": 1, "Nei": 7}),
    (None, once([f"Mo i Rana {letter}" for letter in "abcdefghijkl"])),
    (None, once([f"Prosjektleder {number}" for number in range(20)])),
    (None, once(["1.2.3", "4.5.6", "10.0.1"])),
    (None, once(["12345678901", "98765432109", "11111111111"])),
    (None, {"Ja, via e-post": 9, "Nei @ jobb": 3}),
    (None, once(["12:30", "14:45", "08:05"])),
    (None, once(["00:12:30", "01:14:45", "10:08:05"])),
    (None, once(["6a126988-5421-41cb-8bbb-de157a10a1da", "eb684193-2169-4dcc-924c-2ec99eb13c60"])),
    (None, once(["2021-2024", "2019-2020", "1990-1999"])),
]


def test_cells_tell_what_they_are_whatever_the_header_is():
    assert [
        (kind, cells) for kind, cells in CONTENT if personal_kind("q7", "", cells) != kind
    ] == []


NUMBERS = [
    ("national_id", once([1010000110, 41010000023, 1010000382])),
    (
        "phone",
        once(
            [4_0000_000 + 70_001 * number for number in range(5)]
            + [9_0000_000 + 31 * n for n in range(5)]
        ),
    ),
    (None, once(range(20_240_101, 20_240_131))),
    (None, once([12_345_678_901 + number for number in range(30)])),
    (None, once([40_000_000 + number for number in range(30)])),
    (None, once([1950, 1980, 2001])),
]


def test_numbers_tell_what_they_are():
    assert [
        (kind, cells) for kind, cells in NUMBERS if personal_kind("q7", "", cells) != kind
    ] == []


IDS = {
    "01010000110": True,  # day, month, year, and both check digits
    "41010000023": True,  # a D-number
    "01410000012": True,  # synthetic
    "01010000111": False,
    "31020000110": False,
    "00000000000": False,
    "811228-9874": True,
    "19811228-9874": True,
    "811228-9875": False,
    "070761-4285": True,
    "0707614285": False,  # Danish, but nothing tells it from ten other digits
    "131052-308T": True,
    "5551234567": False,
}


def test_national_identity_numbers_have_days_and_check_digits():
    assert {text: is_national_id(text) for text in IDS} == IDS


def test_one_digit_changed_makes_no_norwegian_number():
    number = "01010000110"
    changed = [
        number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
        for place in range(11)
        for more in range(1, 10)
    ]
    assert [text for text in changed if is_national_id(text)] == []


def test_the_cells_of_nobody_tell_nothing():
    assert personal_texts({}) is None
    assert personal_texts({"": 3, "  ": 1}) is None
    assert personal_kind("E-post", "", {}) is None
