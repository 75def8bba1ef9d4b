"""The small charts: what is printed, counted and sketched."""

import pytest
from visitor import asked, bundled

from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts
from insight.documents.later.told_changes import changes
from insight.language.catalogue import LANGUAGES
from insight.reporting.front.small_charts import STATES, needs_chart, series_chart, sketch
from insight.web.evidence import standing_of

KNOWN, LATER = facts(), all_facts()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(6))
def test_a_series_has_a_bar_for_each_figure_and_a_gap_for_years_without(number, language):
    series, line = changes(LATER)[number]
    chart = series_chart(series, line, LATER, language)
    bars = [bar for bar in chart.bars if not bar.is_gap]
    assert len(bars) == len(line.figures)
    assert max(bar.height for bar in bars) == 100
    years = [int(figure.when) for figure in line.figures]
    gaps = sum(bar.years for bar in chart.bars if bar.is_gap)
    assert gaps == years[-1] - years[0] + 1 - len(years)
    first, last = bars[0].words, bars[-1].words
    assert first in chart.title
    assert last in chart.title


def test_needs_are_counted_once_each_by_whose_they_are():
    states = [standing_of(need, KNOWN) for need in KNOWN.needs]
    chart = needs_chart(KNOWN.needs, states, KNOWN, "nb")
    counts = [sum(stack.counts[place] for stack in chart.stacks) for place in range(3)]
    assert counts == [states.count(state) for state in STATES]
    assert chart.title.startswith(f"{counts[0]} av {len(KNOWN.needs)} ")
    assert needs_chart([], [], KNOWN, "nb") is None


def test_a_sketch_has_names_and_no_number_and_only_assumed_levels_are_sketched():
    drawn = sketch(asked(bundled("organisations"), "sdg_maturity"), KNOWN, "nb")
    assert drawn.bars[0][0] == "I startfasen"
    assert all(0 < width <= 100 for _, width in drawn.bars)
    assert not any(letter.isdigit() for letter in drawn.source)
    assert sketch(asked(bundled("citizens"), "heard_helsenorge"), KNOWN, "nb") is None
