"""Trends and gaps as HTML: hostile words stay words, and of a summary no original is shown."""

from dataclasses import replace

import pytest
from facts_in_html import KNOWN, assert_words_stay_words, facts_saying, plain, reading
from visitor import view_of

from insight.documents.passages.gaps import gaps
from insight.documents.passages.trends import trends
from insight.web.html.outlooks import gap_lists as gaps_html
from insight.web.html.outlooks import trend_pieces as trends_html

HOME = next(trend for trend in trends() if trend.id == "home")


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        known = facts_saying(word)
        passages = tuple(replace(each, text=text, part=text) for each in known.passages)
        known = replace(known, passages=passages)
        own, view = reading("en", known=known), view_of()
        some = [replace(gap, measure=text) for gap in gaps()]
        shown = replace(HOME, name=text)
        return "".join(
            [
                trends_html.groups(view, own),
                trends_html.about(view, shown, own),
                trends_html.trend(view, shown, own),
                trends_html.steps(view, HOME, own),
                gaps_html.gaps(view, some, own),
                gaps_html.recommendations(passages[:20], own),
            ]
        )

    assert_words_stay_words(draw)


def test_a_summary_of_ours_has_no_norwegian_original():
    summary = KNOWN.fact["t_ai_trend_1"]
    assert summary.text.nb not in plain(trends_html.passage_line(summary, reading("en")))
    printed = KNOWN.fact["t_ut22_home"]
    assert printed.text.en in plain(trends_html.passage_line(printed, reading("en")))


@pytest.mark.parametrize(
    ("text", "first"),
    [("It grows. It is small.", "It grows."), ("It grows.", "It grows."), ("", "")],
)
def test_the_first_sentence(text, first):
    assert trends_html.first_sentence(text) == first


def test_ways_on_lead_to_the_trends_of_the_same_group():
    first = trends()[0]
    drawn = trends_html.steps(view_of(), first, reading())
    assert "trend=private" in drawn
    assert "previous" not in drawn
