"""Sources as HTML: hostile words stay words, and the words that were asked for are marked."""

from dataclasses import replace

from facts_in_html import KNOWN, assert_words_stay_words, facts_saying, reading
from visitor import compact, view_of

from insight.documents.passages.places import contents, place_of
from insight.language.catalogue import Text
from insight.web.html import sources as sources_html

PASSAGE = KNOWN.fact["k_mandate_152"]


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        known = facts_saying(word)
        place = place_of(KNOWN, PASSAGE)
        noted = replace(PASSAGE, quote=word, note=text, text=text)
        headed = [replace(heading, text=text) for heading in place.path]
        block = replace(place.block, facts=(noted,))
        told = replace(place, fact=noted, path=tuple(headed), before=(), after=(), block=block)
        own = reading("en", known=known)
        some = replace(contents(KNOWN, PASSAGE.source), elements=(*headed, block))
        return "".join(
            [
                sources_html.documents(view_of(), own),
                sources_html.place(told, own),
                sources_html.outline(some, own),
            ]
        )

    assert_words_stay_words(draw)


def test_the_words_of_a_figure_are_marked_in_the_paragraph_that_has_them():
    figure = KNOWN.fact["helsenorge_visits_2020_ch4"]
    drawn = compact(sources_html.place(place_of(KNOWN, figure), reading()))
    assert f"<mark>{figure.quote}</mark>" in drawn
    assert "home?of=helsenorge_visits_2020_ch4" in drawn


def test_words_are_found_whatever_their_spacing():
    passage = replace(PASSAGE, quote="en  to\ntre", text=Text("en to tre", "one two three"))
    place = place_of(KNOWN, PASSAGE)
    block = replace(place.block, facts=(passage,))
    asked = replace(passage, id="asked", quote="to tre")
    drawn = sources_html.place(replace(place, block=block, fact=asked), reading())
    assert "<mark>to\ntre</mark>" in drawn
