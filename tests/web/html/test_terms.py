"""Terms in texts: explained once in a block, in the reader's language, searches still marked."""

import re

import pytest

from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, Text, say
from insight.web.html.terms import ExplainedBlock, explanations

KNOWN = facts()


def block(language="nb"):
    return ExplainedBlock(KNOWN.vocabularies[language])


def explained(drawn: str) -> list[str]:
    return re.findall(r'aria-describedby="explained-(\w+)">(.*?)</span>', drawn)


def test_a_term_is_explained_where_a_block_first_mentions_it():
    one = block()
    assert explained(one.mark("Helsenorge og EPJ")) == [
        ("helsenorge", "Helsenorge"),
        ("epj", "EPJ"),
    ]
    assert explained(one.mark("EPJ og KI på Helsenorge")) == [("ai", "KI")]


def test_the_text_stays_as_it_was_and_is_escaped():
    text = "<b>E-resepten</b> & KI"
    drawn = block().mark(text)
    assert "<b>" not in drawn
    assert drawn.striptags() == text


SEARCHES = [
    ("Digital hjemmeoppfølging", "oppfølging", "hjemme<mark>oppfølging</mark></span>"),
    ("Ny EPJ", "epj", '"explained-epj"><mark>EPJ</mark></span>'),
    ("Bruk av (EPJ)", "(epj)", "<mark>(EPJ)</mark>"),
]


@pytest.mark.parametrize(("text", "query", "marked"), SEARCHES)
def test_what_is_searched_for_is_marked_whole(text, query, marked):
    assert marked in block().mark(text, query)


def test_a_phrase_in_another_language_has_no_terms():
    words = Text("Lest som «EPJ og KI» om EPJ.", "Read as “EPJ og KI” of AI.")
    drawn = block("en").mark_phrases(words, "en")
    assert '<span lang="nb">EPJ og KI</span>' in drawn
    assert explained(drawn) == [("ai", "AI")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_explanation_stands_once_and_says_whose_it_is(language):
    drawn = explanations(KNOWN, language)
    ids = re.findall(r'<p hidden id="explained-(\w+)">', drawn)
    assert ids == [term.id for term in KNOWN.terms]
    ours = [term for term in KNOWN.terms if term.basis == "general"]
    assert drawn.count(f"<small>{say(language, 'terms.ours')}</small>") == len(ours)
