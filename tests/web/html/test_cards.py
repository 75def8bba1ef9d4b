"""Cards and lines: a fact with its themes, and its quote and source one click away."""

import re
from dataclasses import replace
from html import unescape

import pytest
from facts_in_html import reading
from visitor import compact

from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, Text
from insight.web.html import cards as cards_html

KNOWN = facts()
WEAKNESS = next(one for one in KNOWN.analysis if one.id == "swot_weakness_07")
PLAIN = next(one for one in KNOWN.analysis if one.id == "pestel_legal_03")
WORDS = Text("Ord", "Words")
HOSTILE = "<script>alert('x')</script>"


def card(fact, words="Ord", language="nb", find="", **more):
    return cards_html.card(fact, words, reading(language, find), **more)


def plain(drawn: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", drawn))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quote_is_norwegian_and_as_printed_in_both_languages(language):
    for drawn in (
        card(WEAKNESS, language=language),
        cards_html.line(WEAKNESS, WORDS, reading(language)),
    ):
        assert f'<blockquote lang="nb">«{WEAKNESS.quote}»</blockquote>' in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_names_its_themes_and_its_document_and_links_to_the_themes(language):
    drawn = cards_html.line(PLAIN, PLAIN.text, reading(language))
    assert KNOWN.sources[PLAIN.source].title in plain(drawn)
    for theme in PLAIN.themes:
        assert KNOWN.themes[theme].name[language] in plain(drawn)
        assert f'href="strategy?theme={theme}"' in drawn


def test_a_remark_is_announced_where_there_is_one_that_has_not_been_said():
    announced = "med merknad"
    assert announced in cards_html.line(WEAKNESS, WORDS, reading())
    assert announced not in cards_html.line(WEAKNESS, WORDS, reading(), remark=False)
    assert announced not in cards_html.line(PLAIN, WORDS, reading())
    assert WEAKNESS.note["nb"] in plain(cards_html.line(WEAKNESS, WORDS, reading(), remark=False))


def test_a_line_is_folded_until_it_is_asked_for():
    assert compact(cards_html.line(PLAIN, WORDS, reading())).startswith(
        f'<details class="fact-line" id="{PLAIN.id}"><summary>'
    )
    assert '<details class="fact-line" open>' in cards_html.line(
        PLAIN, WORDS, reading(), unfolded=True, anchor=False
    )


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("**Innsatsområde 1:** Dele", "Innsatsområde 1: Dele"),
        (r"Meld. St. 9 \(2012-2013\)", "Meld. St. 9 (2012-2013)"),
        ("[DIPS](#) Arena", "DIPS Arena"),
        ("7,7 % i Q4 2021](#) i USA", "7,7 % i Q4 2021 i USA"),  # the link began before the quote
        ("anslått til [13,4 milliarder]", "anslått til [13,4 milliarder]"),
        ("~27% i mai", "~27% i mai"),
    ],
)
def test_a_quote_is_shown_without_the_marks_of_its_file(kept, read):
    drawn = cards_html.quotation(replace(PLAIN, quote=kept), reading())
    assert f"«{read}»" in drawn.striptags()


def test_what_was_searched_for_is_marked_in_text_quote_and_remark():
    fact = replace(PLAIN, quote="Sitat om data", note=Text("Merk: data", "Note: data"))
    drawn = cards_html.line(fact, Text("Deling av data", "Data sharing"), reading(find="data"))
    assert drawn.count("<mark>data</mark>") == 3


def test_what_the_document_says_beyond_its_quote_is_unfolded_where_the_page_is_in_english():
    fact = replace(PLAIN, quote="Det begynner slik")
    text = Text("Det begynner slik, og går videre.", "It begins like this and goes on.")
    norwegian = '<p>In Norwegian: <span lang="nb">Det begynner slik, og går videre.</span></p>'
    assert norwegian in cards_html.line(fact, text, reading("en"))
    assert 'lang="nb">Det' not in cards_html.line(fact, text, reading("en"), original=False)
    assert '<span lang="nb">' not in cards_html.line(fact, text, reading("nb"))
    whole = replace(fact, quote=text.nb)
    assert "In Norwegian" not in cards_html.line(whole, text, reading("en"))


def test_hostile_words_stand_as_they_are():
    note = Text(HOSTILE, HOSTILE)
    fact = replace(PLAIN, id='x" onclick="y', quote=HOSTILE, note=note)
    kinds = [HOSTILE]
    for drawn in (
        card(fact, HOSTILE, kinds=kinds),
        card(fact, HOSTILE, kinds=kinds, find="script"),
        cards_html.line(fact, Text(HOSTILE, HOSTILE), reading()),
        cards_html.line(fact, Text(HOSTILE, HOSTILE), reading(find="<script>")),
    ):
        assert "<script" not in drawn
        assert ' onclick="' not in drawn
        assert HOSTILE in re.sub(r"\s", "", plain(drawn).replace(" ", ""))


def test_a_link_cannot_leave_its_attribute():
    drawn = cards_html.themes(
        PLAIN.themes[:1], replace(reading(), theme_link=lambda theme: "x\"'><b>")
    )
    assert 'href="x&#34;&#39;&gt;&lt;b&gt;"' in drawn


def test_a_document_is_cited_as_far_as_it_is_known():
    article = KNOWN.sources["digitalisation_role"]
    report = KNOWN.sources["trends_2022"]
    named = f"{report.title}, {report.publisher}"
    assert cards_html.document_line(article, "en") == f'<span lang="nb">{article.title}</span>'
    assert cards_html.document_line(report, "en") == f'<span lang="nb">{named}</span>, March 2022'
    assert cards_html.document_line(report, "nb") == f"{named}, mars 2022"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_can_be_written_in_a_line(language):
    read = reading(language)
    for figure in KNOWN.figures:
        line = cards_html.figure_line(figure, read, read.block())
        assert line.startswith("<strong>")
        assert "(antall)" not in line
        assert "(count)" not in line


def test_a_card_explains_each_term_once_in_its_text_quote_and_remark():
    fact = replace(PLAIN, quote="EPJ og KI", note=Text("KI i e-resept", "AI in e-prescriptions"))
    drawn = cards_html.card(fact, "EPJ, EPJ-systemet", reading())
    assert re.findall(r'aria-describedby="explained-(\w+)"', drawn) == [
        "epj",
        "ai",
        "e_prescription",
    ]


def test_an_english_card_explains_nothing_in_its_norwegian_quote():
    fact = replace(PLAIN, quote="EPJ og KI", note=None)
    assert "explained-" not in cards_html.card(fact, "Plain words", reading("en"))


def test_the_terms_of_what_unfolds_are_listed_below_it():
    fact = replace(PLAIN, quote="Uten ord", note=None)
    drawn = cards_html.line(fact, Text("Tall om KI", "Figures on AI"), reading("en"))
    summary, unfolded = drawn.split("</summary>")
    assert "explained-" not in summary
    assert 'aria-describedby="explained-ai">AI</span></p>' in unfolded
