"""The page of sources as a visitor's session runs it: documents, contents, and places to read."""

import html
import re

import pytest
from visitor import bodies, opened, warnings, words

from insight.documents.facts import facts
from insight.documents.passages.places import contents, place_of
from insight.language.catalogue import LANGUAGES, say

KNOWN = facts()


def addresses(app) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]*)"', bodies(app))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_is_there_with_what_is_known_of_it_and_leads_to_its_contents(language):
    app = opened("sources", lang=language)
    said = words(app)
    for source in KNOWN.sources.values():
        assert source.title in said
        assert source.note[language] in said
        assert any(f"source={source.id}" in address for address in addresses(app))
    assert said.count(say(language, "sources.no_publisher")) == 1
    assert said.count(say(language, "sources.draft")) == 1


@pytest.mark.parametrize("source", KNOWN.sources)
def test_the_contents_of_a_document_lead_to_every_passage_of_it(source):
    led_to = addresses(opened("sources", source=source))
    passages = [one.id for one in KNOWN.passages if one.source == source]
    assert passages
    missing = [one for one in passages if not any(each.endswith(f"at={one}") for each in led_to)]
    assert missing == []


@pytest.mark.parametrize(
    "fact", ["k_mandate_152", "c_trust_and_safety", "helsenorge_visits_2020_ch4"]
)
def test_a_fact_is_read_between_its_neighbours_with_its_words_marked(fact):
    known = KNOWN.fact[fact]
    place = place_of(KNOWN, known)
    app = opened("sources", at=fact)
    marks = "".join(re.findall(r"<mark>.*?</mark>", bodies(app)))
    marked = html.unescape(re.sub(r"<[^>]+>", "", marks))
    assert " ".join(marked.split()) in " ".join(known.quote.replace("*", "").split())
    assert place.path[-1].text.nb in words(app)
    for other in (place.previous, place.next):
        assert any(address.endswith(f"at={other.id}") for address in addresses(app))


def test_of_a_private_publishers_article_only_short_quotations_are_shown():
    app = opened("sources", at="t_ai_trend_1")
    quotes = re.findall(r'<blockquote lang="nb">(.*?)</blockquote>', bodies(app))
    assert quotes
    assert max(len(re.sub(r"<[^>]+>", "", quote).split()) for quote in quotes) <= 12
    assert KNOWN.fact["t_ai_trend_1"].text.nb in words(app)


def test_lines_that_were_not_taken_in_are_named_with_the_reason():
    gaps = [one for one in contents(KNOWN, "trends_2022").elements if hasattr(one, "left_out")]
    reasons = [why for gap in gaps for why in gap.left_out]
    assert reasons
    name = KNOWN.word("left_out_reason", reasons[0].reason).nb
    assert name in words(opened("sources", source="trends_2022"))


@pytest.mark.parametrize(("parameter", "value"), [("at", "k_nothing"), ("source", "hearsay")])
def test_a_place_that_is_not_there_is_told_and_all_sources_are_shown(parameter, value):
    app = opened("sources", lang="en", **{parameter: value})
    assert any(value in warning for warning in warnings(app))
    assert len(re.findall(r'<article class="fact"', bodies(app))) == len(KNOWN.sources)


def test_an_english_reader_reads_the_norwegian_words_and_our_translation():
    fact = next(one for one in KNOWN.passages if one.kind == "mandate")
    said = words(opened("sources", lang="en", at=fact.id))
    assert fact.text.en in said
    assert fact.text.nb.split(". ")[0] in said
