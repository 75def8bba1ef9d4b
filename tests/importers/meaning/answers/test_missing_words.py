"""Words for no answer, in whatever writing, and what only looks like them."""

import pytest
from fixtures_folder import shared_file
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.meaning.answers.answer_words import vocabulary
from insight.importers.meaning.answers.missing_words import (
    SORTS,
    missing_among,
    missing_by_words,
    missing_of,
)

WORDS = vocabulary("missing.toml")
ROWS = [(phrase, sort) for sort in SORTS for phrases in WORDS[sort].values() for phrase in phrases]
WRITINGS = {
    "as it is": "{}",
    "a code in front": "-9. {}",
    "a code and a sign": "99 = {}",
    "a code and a blank": "98 {}",
    "a code in brackets": "(99) {}",
    "a code behind": "{} (99)",
    "in brackets": "({})",
    "in square brackets": "[{}]",
    "with a full stop": " {}. ",
    "with stars": "**{}**",
}


def test_each_row_of_the_vocabulary_is_of_its_sort_in_every_writing():
    wrong = [
        (how, phrase)
        for phrase, sort in ROWS
        for how, writing in WRITINGS.items()
        for words in (phrase, phrase.upper(), phrase.capitalize())
        if missing_by_words(writing.format(words)) != sort
    ]
    assert wrong == []


def test_no_phrase_stands_under_two_sorts():
    sorts: dict[str, set[str]] = {}
    for phrase, sort in ROWS:
        sorts.setdefault(phrase, set()).add(sort)
    assert {phrase: of for phrase, of in sorts.items() if len(of) > 1} == {}


def test_what_may_stand_around_the_words_may_stand_there():
    before = [f"{words} vet ikke" for words in WORDS["around"]["before"]]
    after = [f"vet ikke {words}" for words in WORDS["around"]["after"]]
    joined = [f"vet ikke {word} ubesvart" for word in WORDS["around"]["joining"]]
    told = {words: missing_by_words(words) for words in (*before, *after, *joined)}
    assert {words: sort for words, sort in told.items() if sort != "dont_know"} == {}


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "´", "`", "ʼ", ""])  # noqa: RUF001
def test_any_apostrophe_will_do(apostrophe):
    assert missing_by_words(f"Don{apostrophe}t know") == "dont_know"
    assert missing_by_words(f"Can{apostrophe}t say") == "dont_know"


TOGETHER = [
    ("Vet ikke/ikke svar", "dont_know"),
    ("Vet ikke / ikke relevant", "dont_know"),
    ("Don't know / No answer", "dont_know"),
    ("Do not know/Refusal", "dont_know"),
    ("Ønsker ikke å svare/vet ikke", "refused"),
    ("Ubesvart, vet ikke", "dont_know"),
    ("Ikke svar eller ikke aktuelt", "other"),
    ("DK/NA", "dont_know"),
    ("N/A", "other"),
    ("Missing; refused", "refused"),
    ("Missing: not asked", "other"),
    ("Not applicable (I have no children)", "other"),
    ("99 Vet ikke (husker ikke)", "dont_know"),
]


def test_of_several_together_the_first_counts_that_says_more_than_other():
    assert [(words, missing_by_words(words)) for words, _ in TOGETHER] == TOGETHER


ANSWERS = """Vet ikke hvor jeg skal finne det | Ikke i det hele tatt | Ingen | None | Nei | No
    Mars | Aldri | Andre | Other | Nøytral | Norge | Usikker på fremtiden | Ikke fornøyd
    Missing persons | Refused entry | Ukjent sted | Svarer ikke på telefonen | Vet | Ikke | Both
    Verken eller | Skipper | Manglende tilbud
    DK (Demokratikus Koalíció) | NA (Nordisk Aktivitet) | NAV | Nappe
    NC | Blank | Jeg | 99 | -9 | (…)"""


def test_answers_that_only_look_like_missing_ones_are_answers():
    answers = [answer.strip() for line in ANSWERS.splitlines() for answer in line.split("|")]
    told = {answer: missing_by_words(answer) for answer in answers}
    assert {answer: sort for answer, sort in told.items() if sort} == {}


AMONG = [
    ("Ja | Nei | Usikker", {"Usikker"}),
    ("Lav | Middels | Høy | Not sure", {"Not sure"}),
    ("Svært usikker | Usikker | Sikker | Svært sikker", set()),
    ("Very sure | Sure | Not sure", set()),
    ("Ikke relevant | Lite relevant | Svært relevant", set()),
    ("I stor grad | I noen grad | I liten grad | Ikke relevant", {"Ikke relevant"}),
    ("Svært kjent | Litt kjent | Ukjent", set()),
    ("Kvinne | Mann | Ukjent", {"Ukjent"}),
    ("NO | SE | DK | NA", set()),
    ("NO | SE | DK | NA | Vet ikke", {"Vet ikke"}),
    ("Ja | Nei | DK | NA", {"DK", "NA"}),
    ("Strongly agree | Agree | DK", {"DK"}),
    ("Vil | Vil ikke | Vet ikke", {"Vet ikke"}),
    ("1. Tilgjengelig | 2. Ikke tilgjengelig", set()),
    ("Valid | Invalid", set()),
    ("Yes | No | No answer", {"No answer"}),
    ("Ingen | 1–2 | Ingen svar", {"Ingen svar"}),
    ("Ingen erfaring | Litt erfaring | Mye erfaring", set()),
    ("Ja | Nei | Ingen erfaring", {"Ingen erfaring"}),
    ("Husker ikke | Husker litt | Husker godt", set()),
    ("Null | 1–2 | 3 eller flere", set()),
    ("Ja | Nei | Null", {"Null"}),
]


def test_words_are_seen_beside_the_other_answers():
    told = {
        answers: {answers.split(" | ")[place] for place in missing_among(answers.split(" | "))}
        for answers, _ in AMONG
    }
    assert told == dict(AMONG)


def test_each_phrase_is_an_answer_beside_what_it_denies():
    negations = WORDS["negations"]
    denied = [
        (" ".join(words[:at] + words[at + 1 :]), phrase)
        for phrase, _ in ROWS
        for words in [phrase.split()]
        for at, word in enumerate(words)
        if len(words) > 1 and word in negations["words"]
    ]
    denied += [
        (phrase.removeprefix(prefix), phrase)
        for phrase, _ in ROWS
        for prefix in negations["prefixes"]
        if phrase.startswith(prefix) and " " not in phrase
    ]
    beside = [pair for pair in denied if missing_by_words(pair[0]) is None]
    assert len(beside) > len(ROWS) / 4
    assert [pair for pair in beside if missing_among(pair)] == []


DECLARED = [
    ("Vet ikke", "dont_know"),
    ("Refusal, hidden", "refused"),
    ("Refused item (see note)", "refused"),
    ("Person would rather not say", "refused"),
    ("Don't know, volunteered at the door", "dont_know"),
    ("Not applicable", "other"),
    ("Code 77", "other"),
    ("", "other"),
]


def test_of_a_declared_code_parts_of_the_label_say_the_sort():
    assert [(label, missing_of(label)) for label, _ in DECLARED] == DECLARED


def test_each_part_of_a_word_says_the_sort_of_a_declared_code():
    parts = WORDS["parts"]
    rows = [(f"xx {words} xx", "dont_know") for words in parts["dont_know"]]
    rows += [(f"xx {words} xx", "refused") for words in parts["refused"]]
    rows += [(f"xx {words}x xx", "refused") for words in parts["refused_beginnings"]]
    assert [row for row in rows if missing_of(row[0]) != row[1]] == []


def test_each_doubtful_word_is_a_word_for_missing():
    doubtful = WORDS["doubtful"]["words"]
    assert [words for words in doubtful if missing_by_words(words) is None] == []


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_texts_at_all_are_missing_or_not(answers):
    assert {*missing_among(answers)} <= {*range(len(answers))}


def test_all_words_of_the_shared_case_are_known():
    import pyreadstat

    path = shared_file("cases/import/13_words_for_missing.sav")
    _, file = pyreadstat.read_sav(path, metadataonly=True)
    words = [labels[99] for labels in file.variable_value_labels.values()]
    assert len(words) == 42
    assert [word for word in words if not missing_among(["Lav", "Middels", "Høy", word])] == []
