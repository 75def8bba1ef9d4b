"""The glossaries: whole in both languages, and refused where they are not."""

from pathlib import Path

import pytest
from fixtures_folder import shared_file

from insight.documents.facts import FOLDER, facts
from insight.documents.glossary import glossary, read_glossary, read_terms, search
from insight.language.catalogue import LANGUAGES
from insight.web.html.cards import without_markup

HEADER = "id,nb,en,text_nb,text_en"
BASE = "base,Base,Base,Alle som svarte.,All who answered."
NET = "net,Sammenslåing,Net,Flere svar som ett.,Several answers as one."


def written(folder: Path, *lines: str) -> Path:
    path = folder / "glossary.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_terms_come_in_the_order_of_the_file(tmp_path):
    terms = read_glossary(written(tmp_path, HEADER, NET, BASE))
    assert [one.id for one in terms] == ["net", "base"]
    assert (terms[0].name["nb"], terms[0].name["en"]) == ("Sammenslåing", "Net")
    assert terms[0].text["en"] == "Several answers as one."


FAULTS = [
    (["id,nb,en,text_nb", "base,Base,Base,Alle."], "expected the columns id, nb, en"),
    ([HEADER, "base,Base,Base,Alle."], "row 2: wrong number of cells"),
    ([HEADER, BASE + ",more"], "row 2: wrong number of cells"),
    ([HEADER, BASE, NET.replace("Net,", ",")], "row 3, column en: expected some text"),
    ([HEADER, "base,Base,Base,,All."], "row 2, column text: expected text in both languages"),
    ([HEADER, BASE.replace("base", "Base n")], "row 2, column id: 'Base n' is no id"),
    ([HEADER, BASE, NET.replace("Net,", " Net,")], "row 3, column en: space around ' Net'"),
    ([HEADER, BASE.replace("Alle", " Alle")], "row 2, column text_nb: space around ' Alle"),
    ([HEADER, BASE, BASE], "id 'base' stands twice"),
    ([HEADER, BASE, NET.replace("Net", "Base")], "en 'Base' stands twice"),
]


@pytest.mark.parametrize(("lines", "reason"), FAULTS)
def test_a_faulty_file_is_refused_with_the_place(tmp_path, lines, reason):
    with pytest.raises(ValueError, match=reason):
        read_glossary(written(tmp_path, *lines))


def test_the_bundled_glossary_explains_the_words_that_the_pages_use():
    words = {one.en.casefold() for one in glossary()}
    for word in ("net", "base", "weight", "stratum", "respondent"):
        assert any(word in one for one in words), word
    assert len(words) == len(glossary())


FOUND = [("", ["base", "net"]), ("SVARTE", ["base"]), ("answer", ["base", "net"]), ("x", [])]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_search_looks_through_words_and_texts_of_both_languages(tmp_path, query, expected):
    terms = read_glossary(written(tmp_path, HEADER, BASE, NET))
    assert [one.id for one in search(terms, query)] == expected


# --- The terms of e-health ------------------------------------------------------------------------

TERMS = facts().terms
FIND = facts().vocabularies["nb"].find


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """The terms and their words, one of the files saying something else."""
    for file in ("terms.csv", "term_words.csv"):
        text = (FOLDER / file).read_text(encoding="utf-8")
        assert file != name or old in text
        replaced = text.replace(old, new, 1) if file == name else text
        (folder / file).write_text(replaced, encoding="utf-8")
    return folder


TERM_FAULTS = [
    ("terms.csv", "\nepj,", "\nE P J,", "row 2, column id: 'E P J' is no id"),
    ("terms.csv", "\npas,", "\nepj,", "id 'epj' stands twice"),
    (
        "terms.csv",
        ",606,document",
        ",,document",
        "row 5, column line: a document explains",
    ),
    ("terms.csv", ",606,document", ",606,hearsay", "row 5, column basis: expected one of"),
    ("term_words.csv", "\nepj,nb", "\nepc,nb", "row 2, column term: 'epc' is no term"),
    (
        "term_words.csv",
        "epj,nb,EPJ",
        "epj,no,EPJ",
        "row 2, column language: expected one of",
    ),
    ("term_words.csv", "epj,nb,EPJ", "epj,nb,E", "row 2, column word: 'E' is no word"),
    ("term_words.csv", "epj,nb,EPJ", "epj,nb,EPJ ", "row 2, column word: 'EPJ ' is no word"),
    ("term_words.csv", "pas,nb,PAS", "pas,nb,EPJ", "column word: 'EPJ' stands twice"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), TERM_FAULTS)
def test_faulty_terms_are_refused_with_the_place(tmp_path, name, old, new, reason):
    with pytest.raises(ValueError, match=reason):
        read_terms(changed(tmp_path, name, old, new))


def test_every_term_has_a_name_of_its_own_beside_the_statistical_words():
    ids = [term.id for term in (*glossary(), *TERMS)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_a_term_is_found_by_its_own_name(term):
    found = FIND(term.nb)
    assert term.id in {mention.id for mention in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_term_is_found_as_that_term(language):
    vocabulary = facts().vocabularies[language]
    for term in TERMS:
        for word in (one.word for one in term.words if one.language == language):
            [found] = vocabulary.find(f"({word}).")
            assert (found.id, found.end - found.start) == (term.id, len(word)), word


# What a line calls otherwise, or only half of: “nettstedet”, “et besøk (økt)”, “primær- og …”.
CALLED_OTHERWISE = {
    "eiej_goals",
    "helsenorge",
    "helsenorge_visit",
    "helsenorge_login",
    "primary_use",
    "primary_service",
}


def test_the_line_of_a_term_uses_it():
    lost = set()
    for term in TERMS:
        file = shared_file(f"documents/{facts().sources[term.source].file}")
        line = file.read_text(encoding="utf-8").split("\n")[term.line - 1]
        if term.id not in {found.id for found in FIND(without_markup(line))}:
            lost.add(term.id)
    assert lost == CALLED_OTHERWISE
