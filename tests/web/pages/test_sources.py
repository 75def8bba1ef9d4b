"""The page of sources as a visitor's session runs it: documents, contents, and places to read."""

import html
import re

import pytest
from visitor import bodies, opened, warnings, words

from insight.documents.facts import facts
from insight.documents.later.later_figures import figures_by_page
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_web_pages_of_later_figures_are_listed_by_publisher(language):
    app = opened("sources", lang=language)
    pages = figures_by_page()
    assert say(language, "sources.web", count=len(pages)) in words(app)
    body = html.unescape(bodies(app))
    for page, figures in pages.items():
        assert f'href="{page.url}"' in body
        assert page.title in body
        assert all(f"figure={figure.id}" in body for figure in figures)
    publishers = {page.publisher for page in pages}
    folds = body.split('<div class="web-pages">')[1]
    assert folds.count("<details>") == len(publishers) + len(pages)


def test_chapters_unfold_their_headings_and_what_comes_before_them_has_a_name():
    body = bodies(opened("sources", lang="nb", source="knowledge_base"))
    outline = body.split('<div class="outline">')[1]
    chapters = [one for one in KNOWN.headings if one.source == "knowledge_base" and one.depth == 1]
    depth, outermost = 0, 0
    for tag in re.findall(r"<details|</details", outline):
        outermost += tag == "<details" and depth == 0
        depth += 1 if tag == "<details" else -1
    assert outermost == len(chapters) + 1
    assert f"<summary>{say('nb', 'sources.before_headings')}</summary>" in outline


def test_a_link_to_the_whole_document_leaves_the_place():
    [whole] = [
        address
        for address in addresses(opened("sources", at="k_mandate_152"))
        if "source=knowledge_base" in address
    ]
    assert "at=" not in whole


def test_an_english_reader_reads_the_norwegian_words_and_our_translation():
    fact = next(one for one in KNOWN.passages if one.kind == "mandate")
    said = words(opened("sources", lang="en", at=fact.id))
    assert fact.text.en in said
    assert fact.text.nb.split(". ")[0] in said
