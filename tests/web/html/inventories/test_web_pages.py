"""Web pages as HTML: each with its address and figures, and hostile words stay words."""

from dataclasses import replace

from facts_in_html import assert_words_stay_words, plain, reading

from insight.documents.later.later_figures import all_facts, figures_by_page
from insight.language.catalogue import say
from insight.web.html.inventories.web_pages import web_pages

PAGE, FIGURES = next((page, read) for page, read in figures_by_page().items() if len(read) > 1)


def test_a_page_says_that_it_was_read_in_excerpt_and_leads_to_its_figures():
    drawn = web_pages({PAGE: FIGURES}, reading("en", known=all_facts()))
    assert f'href="{PAGE.url}"' in drawn
    assert say("en", "sources.web_excerpt") in plain(drawn)
    assert say("en", "sources.web_figures", count=len(FIGURES)) in plain(drawn)
    assert all(f"home?of={figure.id}" in drawn for figure in FIGURES)


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        page = replace(PAGE, title=word, publisher=word, note=text, url=f"https://{word}")
        figures = [replace(figure, indicator=text) for figure in FIGURES]
        return web_pages({page: figures}, reading("en", known=all_facts()))

    assert_words_stay_words(draw)
