"""The page of answers with trends, standardised figures and quantiles sends nothing hidden."""

import itertools
import struct

import numpy as np
import pandas as pd
import pytest
from answers_page import page
from asked_views import EMBED, SVG, view_client
from hidden_numbers import LEAST, RUN, counts_of_codes, is_shown_of_others, written
from page_bytes import sent
from small_reports import day_of
from survey_folder import numeric, segment, single, write_survey
from visitor import charts, words

from insight import open_survey, table
from insight.disclosure.bases import axes_of, hidden_groups, whole_base
from insight.views.reports.composing import compose, found_on
from insight.views.reports.group_reports import compose_of_group, groups_of
from insight.views.reports.report_formats import report_bytes
from insight.views.reports.report_plan import PlannedView, ReportPlan, planned_link

RULES = {"min_base": LEAST, "min_effective_base": 0, "low_base": 0, "microdata": "closed"}
SMALL = 2_357  # respondents of a survey that has too few altogether
ONE_STRATUM = {"standard": "region", "to": "own", "numbers": "1:1,2:1,3:1,4:1000000000"}
FEW = {"standard": "region", "to": "own", "numbers": "1:1000000000,2:1,3:1,4:1"}
LINKS = [
    {"by": "age"},
    {"by": "age", "target": "mean"},
    {"by": "age", "where": ["gender=1", "region=1,2"]},
    {"by": "age", "standard": "region", "to": "all"},
    {"by": "age", "standard": "region,gender", "to": "all"},
    {"by": "gender", "standard": "age", "to": "all"},
    {"by": "gender", **ONE_STRATUM},
    {"by": "age", **ONE_STRATUM},
    {"by": "age", **FEW},
    {"by": "gender", **FEW, "where": ["age=1,2"]},
    {"by": "age", "given": "region"},
    {"by": "age", "against": "other"},
    {"by": "age", "item": "years", "target": "quartiles"},
    {"by": "region", "by2": "age", "item": "years", "target": "median"},
    {"by": "region", "item": "years", "where": ["age=1"], "target": "quartiles"},
]


def drawn(size: int) -> pd.DataFrame:
    draw = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "age": draw.choice(5, size, p=[0.02, 0.3, 0.3, 0.25, 0.13]) + 1,
            "region": draw.choice(4, size, p=[0.05, 0.15, 0.3, 0.5]) + 1,
            "gender": draw.choice(2, size) + 1,
            "q": draw.choice(5, size) + 1,
            "years": np.round(draw.gamma(3, 700, size), 3),
        }
    )


VARIABLES = {
    "age": segment(1, 2, 3, 4, 5, ordered=True),
    "region": segment(1, 2, 3, 4),
    "gender": segment(1, 2),
    "q": single(1, 2, 3, 4, 5, ordered=True, construct="q"),
    "years": numeric(),
}


@pytest.fixture
def survey(data):
    for name, size in (("closed", 90_000), ("other", SMALL)):
        write_survey(data, name, drawn(size), VARIABLES, disclosure=RULES, simulated=True)
    return open_survey("closed", data)


def hidden_figures_of(survey) -> set[float]:
    """The shares, means and quartiles of the hidden groups of two variables, exactly."""
    frame, found = drawn(90_000), set()
    for by in itertools.permutations(("age", "region", "gender"), 2):
        for one in table(survey, "q", by=by).of("1"):
            if one.value is None:
                codes = zip(by, one.group, strict=True)
                rows = frame[np.all([frame[name] == int(code) for name, code in codes], axis=0)]
                found |= {(rows["q"] == 1).mean(), rows["q"].mean()}
                found |= set(np.quantile(rows["years"], [0.25, 0.5, 0.75], method="inverted_cdf"))
    return found


def hold_that_nothing_hidden_is_in(every: bytes, survey) -> None:
    """No count of a hidden group, and no figure of one as a number or in words."""
    (groups,) = hidden_groups(survey, whole_base(), axes_of(survey, [])).values()
    shown, dark = counts_of_codes(groups)
    assert any(written(number).search(every) for number in shown), "what is shown is found"
    told = {number for number in {*dark, SMALL} if written(number).search(every)}
    assert {number for number in told if not is_shown_of_others(groups, number)} == set()
    figures = hidden_figures_of(survey)
    assert len(figures) > 20
    assert not [each for each in figures if struct.pack("<d", each) in every]
    texts = [f"{each:.10g}" for each in figures]
    assert not [text for text in texts if len(text) > 6 and text.encode() in every]


def test_pictures_pages_for_other_sites_and_reports_tell_no_number_of_a_hidden_group(survey):
    client, on = view_client(), day_of(survey, open_survey("other", survey.folder.parent))
    everything, refused, drawn_of = [], "", 0
    for link in [link for link in LINKS if {"given", "standard", "against"} & {*link}]:
        query = {"lang": "en", "survey": "closed", "item": "q"} | link
        view = planned_view(query)
        written_out = compose(ReportPlan("en", (view,)), on)
        families = [
            compose_of_group(ReportPlan("en", (view,)), group, on)
            for group in groups_of(ReportPlan("en", (view,)), "gender", on.surveys)
        ]
        pages = [client.get(path, params=query) for path in (EMBED, SVG)]
        drawn_of += sum(page.status_code == 200 for page in pages)
        told = [page.text for page in pages if page.status_code != 200]
        assert all("would give away" in text for text in told), "all groups are hidden"
        everything += [page.content for page in pages]
        reports = [report_bytes(each, "html") for each in (written_out, *families)]
        everything += [*reports, repr(found_on(view, "en", on)).encode()]
        refused += " ".join(report.decode() for report in reports)
    hold_that_nothing_hidden_is_in(RUN.sub(b"", b"\n".join(everything)), survey)
    assert drawn_of > 12
    assert "has no answers or too few here" in refused


def planned_view(query: dict[str, str | list[str]]) -> PlannedView:
    pairs = [
        (name, value)
        for name, values in query.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return PlannedView(planned_link(pairs))


def test_the_boxes_below_an_answer_send_no_number_of_a_hidden_group(survey):
    drawn_of, said = 0, ""
    everything = []
    for link in LINKS:
        app = page(survey="closed", **{"item": "q"} | link)
        everything.append(sent(app))
        drawn_of, said = drawn_of + len(charts(app)), said + words(app)
    every = RUN.sub(b"", b"\n".join(everything))
    hold_that_nothing_hidden_is_in(every, survey)
    figure = table(survey, "q", by="gender").of("1")
    assert struct.pack("<d", next(iter(figure)).value) in every, "what is shown is found"
    assert drawn_of > 4
    for sentence in ("for each step of", "has no answers or too few here"):
        assert sentence in said
