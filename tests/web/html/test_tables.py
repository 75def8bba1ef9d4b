"""Tables as HTML: one row a row, the first cell its heading, nothing of a word is a tag."""

import re

import pandas as pd
from markupsafe import Markup

from insight.documents.published import published_figures
from insight.web.html.tables import Cell, published_table, table, words_table

SCRIPT = "<script>alert(1)</script>"


def plain(html: str) -> str:
    return re.sub(r"\s+(?=<)", "", html)


def test_every_word_is_escaped_wherever_it_stands():
    drawn = table(
        "a", [SCRIPT], [[SCRIPT], [Cell(SCRIPT, {"title": f"'\"{SCRIPT}"})]], caption=SCRIPT
    )
    assert SCRIPT not in drawn
    assert drawn.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 5
    assert 'title="&#39;&#34;&lt;script' in drawn


def test_what_is_html_already_is_not_escaped_again():
    assert "<b>1</b>" in table("a", ["x"], [[Markup("<b>1</b>")]])


def test_the_first_cell_is_the_heading_of_its_row_and_the_first_column_may_lack_one():
    drawn = plain(table("a", ["x", "y"], [["r", 1, 2]], corner=False))
    assert '<td></td><th scope="col">x</th><th scope="col">y</th>' in drawn
    assert '<th scope="row">r</th><td>1</td><td>2</td>' in drawn


def test_a_narrow_screen_sets_cells_side_by_side_and_finds_no_space_between_them():
    drawn = table("beside", ["x", "y"], [["r", Cell(1, {"class": "none"})]])
    assert '<tr><th scope="row">r</th><td class="none">1</td></tr>' in drawn


def test_a_frame_is_a_table_that_scrolls_by_itself():
    drawn = words_table(pd.DataFrame({"Age": ["<30"], "Share": ["65 %"]}))
    assert drawn.startswith('<div class="wide"><table class="words">')
    assert "&lt;30" in drawn


def test_a_number_read_from_words_is_no_published_number():
    figures = {one.figure_id: one for one in published_figures()}
    chosen = [
        figures[one] for one in ("org_initiatives", "org_not_started", "hcp_satisfaction_ehr")
    ]
    drawn = plain(published_table(chosen, [], "en"))
    assert "<td>in words, read as &gt; 50%</td>" in drawn
    assert "<td>in words, read as none</td>" in drawn
    assert "<td>&lt; 50%</td>" in drawn
