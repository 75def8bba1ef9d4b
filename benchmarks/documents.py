"""What documents of a report cost: five views for each of several groups, no two of them alike.

The views are computed, and written as PDF, HTML and Word. Seconds of this process and of the one
that draws are told apart, and the most memory that each has held. Run it with
``.venv/bin/python benchmarks/documents.py``.
"""

import os
import resource
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from insight import OpenSurvey, open_survey
from insight.exports.reports.html_document import html_document
from insight.exports.reports.pdf_document import pdf_document
from insight.exports.reports.report import Report, ViewPage
from insight.exports.reports.word_document import word_document
from insight.reporting.pictures.drawing_process import shared_process
from insight.survey.folders import bundled_data
from insight.views.answer_picture import answered, picture_of
from insight.views.linked_view import linked_view

DAY = date(2026, 11, 30)
ITEMS = ("trust_need_to_know", "trust_secure_storage", "satisfaction_digital")
GROUPS = [f"health_region={code}" for code in range(1, 5)]
VIEWS = (
    {"by": "age_group", "show": "bars"},
    {"by": "gender", "show": "heat"},
    {"by": "year", "show": "trend"},
    {"by": "gender", "show": "dots"},
    {"by": "age_group", "show": "heat"},
)


FORMATS = {"PDF": pdf_document, "HTML": html_document, "Word": word_document}
Told = dict[str, list[tuple[float, float, float]]]


def report_of(survey: OpenSurvey, item: str, group: str) -> Report:
    """Compute the five views of a group."""
    pages = []
    for asked in VIEWS:
        link = [("lang", "nb"), ("item", item), ("where", group), *asked.items()]
        answer, caption = answered(linked_view(link, [survey]))
        table = answer.chart.table if answer.table is None else answer.table
        pages.append(ViewPage(picture_of(answer, caption, "nb", DAY), answer, table))
    return Report(f"{item}, {group}", pages, "nb", DAY)


def of_drawing() -> tuple[float, int]:
    """Seconds of a processor that the process that draws has had, and its megabytes now."""
    number = shared_process().number
    if number is None:
        return 0.0, 0
    told = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    pages = int(Path(f"/proc/{number}/statm").read_text().split()[1])
    ticks = os.sysconf("SC_CLK_TCK")
    return (int(told[11]) + int(told[12])) / ticks, pages * resource.getpagesize() >> 20


def measured(make: Callable[[], object], told: Told, name: str) -> object:
    """Make something, and note its seconds on the clock, of this process and of the other."""
    clock, own, drawing = time.perf_counter(), time.process_time(), of_drawing()[0]
    made = make()
    spent = time.perf_counter() - clock, time.process_time() - own, of_drawing()[0] - drawing
    told.setdefault(name, []).append(spent)
    return made


def main() -> None:
    """Print a line for each part of the work."""
    told: Told = {}
    sizes: dict[str, int] = {}
    survey, drawing = open_survey("citizens", bundled_data()), 0
    pdf_document(report_of(survey, ITEMS[0], "gender=1"))  # what is made once is made
    for item, group in product(ITEMS, GROUPS):
        report = measured(partial(report_of, survey, item, group), told, "figures")
        for name, write in FORMATS.items():
            file = measured(partial(write, report), told, name)
            sizes[name] = len(file)
        drawing = max(drawing, of_drawing()[1])
    print(f"{'':8} {'clock':>6} {'own':>6} {'drawing':>7}   seconds a report of five views")
    for name, spent in told.items():
        clock, own, other = (sum(one[at] for one in spent) / len(spent) for at in range(3))
        print(f"{name:8} {clock:6.2f} {own:6.2f} {other:7.2f}   ({len(spent)} of them)")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(", ".join(f"{size >> 10} kB of {name}" for name, size in sizes.items()))
    print(f"at most {most} MB here and {drawing} MB where it is drawn")


if __name__ == "__main__":
    main()
