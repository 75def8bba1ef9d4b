"""Mentions of terms: whole words as they inflect, the longest first, abbreviations exactly."""

import pytest

from insight.language.mentions import Vocabulary

NORWEGIAN = {
    "record": ["kjernejournal"],
    "prescription": ["e-resept"],
    "dho": ["DHO", "digital hjemmeoppfølging"],
    "follow_up": ["hjemmeoppfølging"],
    "ai": ["KI", "kunstig intelligens"],
    "epj": ["EPJ"],
    "fhir": ["FHIR"],
    "helsenorge": ["Helsenorge"],
    "helsedata": ["helsedata.no"],
    "code": ["Normen"],
    "registry": ["helseregister", "helseregistre"],
    "trust": ["regionalt helseforetak", "regionale helseforetak", "RHF"],
}
ENGLISH = {
    "record": ["summary care record"],
    "prescription": ["e-prescription"],
    "carer": ["carer", "next of kin"],
    "ai": ["AI"],
}
FOUND = [
    ("E-resepten og e-reseptene", ["prescription: E-resepten", "prescription: e-reseptene"]),
    ("Kjernejournalens innhold.", ["record: Kjernejournalens"]),
    ("digital hjemmeoppfølging", ["dho: digital hjemmeoppfølging"]),
    ("den digitale\nhjemmeoppfølgingen", ["dho: digitale\nhjemmeoppfølgingen"]),
    ("annen hjemmeoppfølging", ["follow_up: hjemmeoppfølging"]),
    ("KI-løsninger, men ikke ki", ["ai: KI-løsninger"]),
    ("kunstige intelligenser", ["ai: kunstige intelligenser"]),
    ("FHIR-standarder i EPJ- og PAS-løsninger", ["fhir: FHIR-standarder", "epj: EPJ"]),
    ("RHFene, RHF-ene", ["trust: RHFene", "trust: RHF-ene"]),
    (
        "helseregistrene; helseregisteret",
        ["registry: helseregistrene", "registry: helseregisteret"],
    ),
    ("Normen er normen", ["code: Normen"]),
    ("på helsenorge.no, Helsenorge.no og Helsenorge.", ["helsenorge: Helsenorge"]),
    ("helsedata.no.", ["helsedata: helsedata.no"]),
    ("e\N{NON-BREAKING HYPHEN}resept", ["prescription: e\N{NON-BREAKING HYPHEN}resept"]),
    ("kjernejournalløsning, ekjernejournal, pilot-EPJ, info@EPJ", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_norwegian_words_are_found_as_they_inflect(text, expected):
    found = Vocabulary(NORWEGIAN, "nb").find(text)
    assert [f"{one.id}: {text[one.start : one.end]}" for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carers, a carer’s day, next of kin", ["Carers", "carer’s", "next of kin"]),
        ("e-prescriptions in Summary care records", ["e-prescriptions", "Summary care records"]),
        ("AI-based, said ai and careful", ["AI"]),
    ],
)
def test_english_words_are_found_as_they_inflect(text, expected):
    found = Vocabulary(ENGLISH, "en").find(text)
    assert [text[one.start : one.end] for one in found] == expected
