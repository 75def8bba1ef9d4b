"""What a chart of a series may join by a line."""

import itertools

import pytest
from printed_figures import one_series, printed

from insight.documents.facts import facts
from insight.documents.later.lines import lines
from insight.documents.series import APART, Series, gather_series
from insight.documents.series_words import Wording, development

KNOWN = facts()
SERIES = gather_series(KNOWN.figures)


def joins(series: Series) -> list[tuple[float, float]]:
    """The values that are joined from one time to the next."""
    return [
        (one.value, other.value)
        for line in lines(series)
        for one, other in itertools.pairwise(line.figures)
    ]


@pytest.mark.parametrize(
    ("figures", "joined"),
    [
        ([("72", "2020"), ("140", "2021")], [(72, 140)]),
        ([("over 70", "2020"), ("72", "2020"), ("140", "2021")], [(72, 140)]),
        ([("5", "2020"), ("over 63", "2021")], []),
        ([("23", "2020"), ("34", "2021"), ("47", "2021")], []),
        ([("1", "2019"), ("over 2", "2020"), ("3", "2021")], []),
        ([("3", "2019"), ("27", "2021-05"), ("28", "2021")], [(3, 28)]),
        ([("61", "2020*"), ("68", "2021")], [(61, 68)]),
    ],
)
def test_a_line_joins_only_values_of_equally_long_times_next_to_each_other(figures, joined):
    assert joins(one_series(*(printed(written, when) for written, when in figures))) == joined


def test_no_line_joins_two_populations_or_a_goal():
    personnel = printed("85", "2021", population="health_personnel")
    goal = printed("50", "2030", kind="target")
    assert not joins(one_series(printed("61"), personnel, goal))


@pytest.mark.parametrize(
    ("figures", "joined"),
    [
        # What one source counts is its own line, whatever another says of one of its years.
        (["a 37 2019", "a 72.9 2020", "b 72 2020", "a 140 2021"], [(37, 72.9), (72.9, 140)]),
        # Two sources that contradict each other anywhere are never joined.
        (["a 72 2020", "b 72.9 2020", "a 140 2021", "b 115.9 2022"], [(72, 140)]),
        # Two that agree, or that are never about the same time, are.
        (["a 72 2020", "b 72 2020", "b 140 2021", "a 116 2022"], [(72, 140), (140, 116)]),
        (["a 61 2020", "b 68 2021"], [(61, 68)]),
        # Where both have a line, the one with more values is drawn.
        (["b 141 2021", "b 116 2022", "a 73 2020", "a 140.9 2021", "a 115.9 2022"],
         [(73, 140.9), (140.9, 115.9)]),
    ],
)  # fmt: skip
def test_values_of_one_source_are_joined_first_and_others_only_where_they_agree(figures, joined):
    told = (one.split() for one in figures)
    assert joins(one_series(*(printed(value, when, source=who) for who, value, when in told))) == (
        joined
    )


def test_a_line_is_disputed_where_another_figure_of_its_times_cannot_be_right():
    own = [printed("72.9", "2020"), printed("140", "2021")]
    [alone] = lines(one_series(*own))
    [disputed] = lines(one_series(*own, printed("72", "2020", source="knowledge_base")))
    assert (alone.is_disputed, disputed.is_disputed) == (False, True)


def test_days_and_years_are_not_joined():
    assert not joins(one_series(printed("20", "2023"), printed("28", "2024-11-06")))
    days = one_series(printed("20", "2024-01-03"), printed("28", "2024-11-06"))
    assert joins(days) == [(20, 28)]
    assert development(days, Wording(KNOWN, "en")) == (
        "20 million visits on 3 January 2024 and 28 million visits on 6 November 2024."
    )


@pytest.mark.parametrize("key", sorted(APART))
def test_what_the_notes_tell_apart_is_neither_joined_nor_compared(key):
    assert not joins(SERIES[key])
    assert not SERIES[key].compared
