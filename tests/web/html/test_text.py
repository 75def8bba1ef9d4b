"""Text with marks: what was searched for is marked, all else is escaped."""

import pytest

from insight.web.html.text import mark_terms


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Tillit", "", "Tillit"),
        ("Tillit og tillit", "tillit", "<mark>Tillit</mark> og <mark>tillit</mark>"),
        ("personvern", "person personvern", "<mark>personvern</mark>"),  # the longer one wins
        ("<b> & 'c'", "b", "&lt;<mark>b</mark>&gt; &amp; &#39;c&#39;"),
        ("a.b axb", "a.b", "<mark>a.b</mark> axb"),
        ("x", "<script>", "x"),
        ("<script>", "<script>", "<mark>&lt;script&gt;</mark>"),
    ],
)
def test_what_was_searched_for_is_marked_and_the_rest_is_escaped(text, words, shown):
    assert mark_terms(text, words) == shown
