"""The parts of the front page: words stay words, and marks that a pointer finds have a name."""

import re
from html import unescape

import pytest
from facts_in_html import HOSTILE, assert_words_stay_words

from insight.reporting.boxes import Box
from insight.reporting.front.lead_chart import LeadChart, Point, Trace, Year
from insight.reporting.front.lead_words import Number
from insight.reporting.front.small_charts import Bar, NeedsChart, SeriesChart, Sketch, Stack
from insight.web.html.front import small_boxes
from insight.web.html.templates import draw


def chart(word: str) -> LeadChart:
    point = Point(50.0, 50.0, True, True, word, True, False)
    place = ((0.0, 1.0), (2.0, 3.0))
    trace = Trace(word, (point,), (place,), (place,), (place,), word, 50.0)
    year = Year(word, 50.0, 0.0, 100.0, Box(word, ((word, word),)))
    return LeadChart((trace,), (year,), ((0.0, word),), word)


PARTS = {
    "top": lambda word: (word,),
    "lead": lambda word: (word, word, chart(word), [0], [Number(word, word, word, 0)], word, ""),
    "level": lambda word: (word, word, [(word, 50.0, word)], ""),
    "foot": lambda word: (word, word, [word], word),
    "button": lambda word: (word, word),
    "share": lambda word: (word, word, word),
    "suggestions": lambda word: (word, [(word, word)]),
    "contents": lambda word: (word, [(word, word, word)], word, [(word, word)]),
}


@pytest.mark.parametrize("part", PARTS)
def test_words_stay_words_in_every_part(part):
    assert_words_stay_words(lambda word, _: draw("front", part, *PARTS[part](word)))


@pytest.mark.parametrize("kind", ["series", "needs", "sketch"])
def test_words_stay_words_in_the_small_charts(kind):
    def drawn(word: str, _):
        boxes = {
            "series": lambda: small_boxes.series_box(
                SeriesChart("key", word, word, (Bar(word, "12", 50.0, word),), word), word, "nb"
            ),
            "needs": lambda: small_boxes.needs_box(
                NeedsChart(word, (Stack(word, (1, 2, 3)),)), word, "nb"
            ),
            "sketch": lambda: small_boxes.sketch_box(Sketch(((word, 50.0),), word), word, "nb"),
        }
        return small_boxes.small([boxes[kind]()], "nb")

    assert_words_stay_words(drawn)


def test_what_takes_the_focus_has_a_name_and_one_of_a_chart_is_a_stop_of_the_tab_key():
    drawn = draw("front", "lead", *PARTS["lead"](HOSTILE))
    marks = re.findall(r'<div class="fp-year[^>]*>', drawn)
    assert all('role="img"' in mark and "aria-label=" in mark for mark in marks)
    assert sum('tabindex="0"' in mark for mark in marks) == 1
    assert HOSTILE in unescape(marks[0])
