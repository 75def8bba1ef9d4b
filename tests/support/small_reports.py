"""A small survey and reports of it, whose figures can be checked by eye."""

from datetime import date
from pathlib import Path

import pandas as pd
from survey_folder import net, segment, single, write_survey

from insight import OpenSurvey, open_survey
from insight.views.reports.composing import Day
from insight.views.reports.report_plan import PlannedView, ReportPlan

DAY = date(2030, 1, 2)
TRUST = {"survey": ("small",), "item": ("trust",), "by": ("none",), "show": ("dots",)}


def small_survey(root: Path, sizes: dict[int, int], *, agree: float = 0.5, least: int = 10):
    """Open a survey with regions of these sizes, of which so many agree, half of them women."""
    rows = [
        {"region": region, "gender": 1 + at % 2, "trust": 1 if at < agree * size else 2}
        for region, size in sizes.items()
        for at in range(size)
    ]
    variables = {
        "region": segment(*sizes),
        "gender": segment(1, 2),
        "trust": single(1, 2, nets=[net("high", 1)]),
    }
    gates = {"min_base": least, "min_effective_base": 0, "low_base": 0}
    return open_survey(write_survey(root, "small", pd.DataFrame(rows), variables, disclosure=gates))


def plan_of(*links: dict[str, tuple[str, ...]], **words: str) -> ReportPlan:
    """Return a plan of views with these addresses."""
    return ReportPlan("en", tuple(PlannedView(link) for link in links), **words)


def day_of(*surveys: OpenSurvey) -> Day:
    """Return a day with these surveys."""
    return Day(DAY, surveys)
