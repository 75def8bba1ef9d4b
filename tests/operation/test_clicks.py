"""Clicks: time belongs to the innermost part, and the parts add up."""

import pytest

from insight.operation import clicks
from insight.operation.clicks import Click
from insight.operation.counts import CLICK_PARTS, QUERIES


def test_the_parts_of_a_click_add_up_to_the_whole():
    ticks = iter([0, 1, 3, 7, 15, 31])
    click = Click(lambda: next(ticks))
    click.enter("page")
    click.enter("queries")
    click.leave()
    click.leave()
    click.end()
    assert click.parts == {"other": 1 + 16, "page": 2 + 8, "queries": 4}


def test_a_query_is_a_part_of_the_click_around_it_and_is_counted_without_one():
    with clicks.click() as click, clicks.part("page"), clicks.query():
        pass
    assert click.queries == 1
    assert {*click.parts} == {"other", "page", "queries"}
    before = sum(QUERIES.values()["failed",][0])
    with pytest.raises(ZeroDivisionError), clicks.query():
        raise ZeroDivisionError
    assert sum(QUERIES.values()["failed",][0]) == before + 1


def test_a_click_that_fails_is_counted_with_its_parts():
    before = CLICK_PARTS.values()["page",]
    with pytest.raises(ZeroDivisionError), clicks.click(), clicks.part("page"):
        raise ZeroDivisionError
    assert CLICK_PARTS.values()["page",] > before
