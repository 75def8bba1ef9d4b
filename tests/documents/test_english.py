"""The English of the documents: it says all that the Norwegian says, and says it as surely."""

import csv
import dataclasses
import re
from collections.abc import Iterator

import pytest

from insight.documents.facts import FOLDER
from insight.documents.later.later_figures import all_facts
from insight.documents.printed import without_markup
from insight.language.catalogue import Text

SHORTEST = 0.6
# English that is short for another reason than that it leaves something out.
SHORT_AND_WHOLE = {
    "Konsultasjoner hos fastlege": "GP is how English writes “fastlege”",
    "(plassering)": "one word in both",
    "Nettsted med indikatorer": "“site” is how English writes “nettsted”",
    "Spørreundersøkelse": "one word in both",
    "Oppsummering fra spørreundersøkelsen": "“survey” is how English writes “spørreundersøkelse”",
}
# What the Norwegian leaves open, demands or expects, and the English words for that.
SURENESS = {
    r"kan|kunne": r"can|cannot|may|might|could|able|enable[sd]?|possib\w+|potential",
    r"bør|burde": r"should",
    r"må|måtte": r"must|need(s|ed)?|ha(ve|s|d) to|requires?|required|necessary",
    r"vil(?!( \w+)? kunne)": r"will|would|wants?|wish(es)?|is to",
    r"forventes|forventet|forventer": r"expect(s|ed|ation|ations)?",
    r"antas|antatt|trolig|kanskje|sannsynligvis": r"assum\w+|probably|likely|perhaps",
    r"oppleves|oppfattes|anses": r"felt|experienced|perceived|considered|seen|find(s)?",
}
DOCUMENTS = ("analysis", "areas", "figures", "needs", "scenarios", "statements", "sustainability",
             "systems", "passages")  # fmt: skip


def pairs(path) -> Iterator[tuple[str, str, str]]:
    """Where each text in two languages stands, and both."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = [(name, f"{name[:-3]}_en") for name in reader.fieldnames if name.endswith("_nb")]
        if "nb" in reader.fieldnames:
            columns = [("nb", "en_shown" if "en_shown" in reader.fieldnames else "en")]
        for number, row in enumerate(reader, start=2):
            for norwegian, english in columns:
                if row[norwegian]:
                    place = f"{path.name}, row {number}, {english}"
                    yield place, row[norwegian], row[english]


def says(words: str, text: str) -> bool:
    return re.search(rf"\b({words})\b", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_no_english_text_leaves_out_much_of_the_norwegian(path):
    short = {
        place: norwegian
        for place, norwegian, english in pairs(path)
        if len(english) < SHORTEST * len(norwegian)
    }
    assert set(short.values()) <= set(SHORT_AND_WHOLE), short


def test_every_exception_is_still_one():
    short = {
        norwegian
        for path in FOLDER.glob("*.csv")
        for _, norwegian, english in pairs(path)
        if len(english) < SHORTEST * len(norwegian)
    }
    assert short == set(SHORT_AND_WHOLE)


@pytest.mark.parametrize(("norwegian_words", "english_words"), SURENESS.items())
def test_english_is_no_surer_than_the_norwegian(norwegian_words, english_words):
    texts = [pair for name in DOCUMENTS for pair in pairs(FOLDER / f"{name}.csv")]
    bearing = [
        (place, norwegian, english)
        for place, norwegian, english in texts
        if says(norwegian_words, norwegian) and not place.endswith("note_en")
    ]
    assert bearing
    assert [pair for pair in bearing if not says(english_words, pair[2])] == []


def shown_texts(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Every text of a record, and what it belongs to; quotes are verbatim, marks and all."""
    if isinstance(value, Text):
        yield from ((name, value.nb), (name, value.en))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from shown_texts(getattr(value, field.name), f"{name}.{field.name}")


def test_no_text_that_is_shown_has_marks_of_the_file_it_came_as_or_stars_of_footnotes():
    known = all_facts()
    records = {
        one.id: one
        for one in (*known.figures, *known.needs, *known.passages, *known.analysis,
                    *known.areas, *known.scenarios, *known.statements, *known.sustainability,
                    *known.systems, *known.terms)
    }  # fmt: skip
    texts = [text for key, one in records.items() for text in shown_texts(one, key)]
    assert len(texts) > 4 * len(records)
    marked = [text for text in texts if re.search(r"\*|\]\(|\\\\|`", without_markup(text[1]))]
    assert marked == []
    assert [name for name, text in texts if name.endswith(".text") and "*" in text] == []
