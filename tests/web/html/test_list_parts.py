"""Parts of lists: the first few, what unfolds, and the neighbours of one."""

import pytest
from facts_in_html import plain, reading
from markupsafe import Markup

from insight.web.html.list_parts import divide, first_few, first_together, neighbours


def test_one_or_two_more_are_not_folded():
    assert divide("12345678", 6) == ("12345678", "")
    assert divide("123456789", 6) == ("123456", "789")
    assert divide("1234567", 6, spared=0) == ("123456", "7")


def test_how_many_unfold_is_said():
    drawn = plain(first_few([Markup(f"<p>{number}</p>") for number in range(5)], 2, reading("en")))
    assert drawn.split() == ["0", "1", "Show", "3", "more", "2", "3", "4"]


@pytest.mark.parametrize(("count", "said"), [(0, ""), (4, "0123"), (5, "01 Show 3 more 234")])
def test_what_unfolds_is_drawn_together_and_only_where_it_is_many(count, said):
    together = first_together("01234"[:count], 2, Markup, reading("en"))
    assert plain(together).split() == said.split()


@pytest.mark.parametrize(
    ("here", "beside"),
    [
        ("a", [("next", "b")]),
        ("b", [("previous", "a"), ("next", "c")]),
        ("c", [("previous", "b")]),
    ],
)
def test_the_first_and_the_last_have_one_neighbour(here, beside):
    assert neighbours("abc", here) == beside
