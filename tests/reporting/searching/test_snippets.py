"""Snippets: what a hit shows, cut to its words, and in which language that is."""

from insight.language.catalogue import Text
from insight.language.ranked_search import Hit
from insight.language.text_index import Entry
from insight.reporting.searching.snippets import WIDTH, marks, shown, snippet

LONG = "Først kommer noe annet som ikke handler om saken. " * 8
TRUST = Text("Tillit til lagring", "Trust in storage")


def hit(*forms: str, **fields) -> Hit:
    given = {"names": (), "text": None} | fields
    return Hit(Entry("need", "key", **given), 1.0, frozenset(forms))


def test_the_words_are_marked_whole_also_where_a_part_was_meant():
    text = "Digital hjemmeoppfølging og e-resept"
    found = [text[start:end] for start, end in marks(text, {"hjemmeoppfolging", "resept"})]
    assert found == ["hjemmeoppfølging", "resept"]


def test_every_second_piece_is_marked():
    pieces = snippet("Tillit gir tillit", {"tillit"}, "nb").pieces
    assert pieces == ("", "Tillit", " gir ", "tillit", "")


def test_a_long_text_is_cut_between_words_around_what_was_found():
    words = "".join(snippet(f"{LONG}Her er tilliten. {LONG}", {"tilliten"}, "nb").pieces)
    assert "Her er tilliten." in words
    assert words.startswith("…")
    assert words.endswith("…")
    assert len(words) <= WIDTH + 2
    assert all(word in f"{LONG} Her er tilliten." for word in words.strip("…").split())


def test_a_long_text_without_the_words_is_cut_at_its_end():
    [words] = snippet(LONG, {"tillit"}, "nb").pieces
    assert LONG.startswith(words.removesuffix("…"))


def test_a_name_is_the_title_and_the_text_stands_below():
    found = shown(hit("tillit", names=(TRUST,), text=Text("Om lagring", "On storage")), "en")
    assert "".join(found.title.pieces) == "Trust in storage"
    assert found.text is not None
    assert "".join(found.text.pieces) == "On storage"


def test_what_has_no_name_is_its_own_title_and_where_it_stands_is_told():
    found = shown(hit("tillit", text=TRUST, where=Text("Behov", "Needs")), "nb")
    assert ("".join(found.title.pieces), found.text) == (TRUST.nb, None)
    assert found.where is not None
    assert found.where.pieces == ("Behov",)


def test_what_is_long_stands_under_its_heading():
    text = Text(LONG, LONG)
    found = shown(hit("saken", text=text, where=Text("Mandat", "Mandate")), "nb")
    assert ("".join(found.title.pieces), found.where) == ("Mandat", None)
    assert found.text is not None
    assert found.text.has_mark


def test_words_that_only_the_other_language_has_are_shown_in_it():
    found = shown(hit("lagring", text=TRUST), "en").found_in
    assert found is not None
    assert (found.language, found.has_mark) == ("nb", True)


def test_an_answer_is_shown_where_only_that_has_the_words():
    answer = Text("Svært stor", "Very high")
    found = shown(hit("svart", "stor", names=(TRUST,), more=(answer,)), "nb").found_in
    assert found is not None
    assert found.pieces == ("", "Svært", " ", "Stor".lower(), "")


def test_a_documents_own_words_are_norwegian_for_every_reader():
    quote = Text("Lagring er trygt", "Lagring er trygt")
    found = shown(hit("trygt", text=TRUST, more=(quote,)), "en").found_in
    assert found is not None
    assert found.language == "nb"


def test_a_heading_that_is_the_text_is_said_once():
    text = Text(LONG, LONG)
    found = shown(hit("saken", text=text, where=text), "nb")
    assert (found.text, found.where) == (None, None)


def test_the_words_are_marked_in_the_place_that_has_them():
    found = shown(hit("mandat", text=TRUST, where=Text("Mandat", "Mandate")), "nb")
    assert found.where is not None
    assert found.where.has_mark
    assert found.found_in is None
