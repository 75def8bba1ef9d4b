"""The glossary: whole in both languages, and refused where it is not."""

from pathlib import Path

import pytest

from insight.documents.glossary import glossary, read_glossary, search

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
