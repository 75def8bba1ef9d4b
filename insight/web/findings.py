"""Findings of the front page, each only as strong as what it rests on.

Survey figures come with their interval and a change only where it was tested; printed figures are
quoted as printed. Each finding knows the view that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from insight.analysis.estimates import Table
from insight.documents import printed
from insight.documents.facts import Facts, Figure
from insight.documents.published import published_figures
from insight.language.catalogue import Text
from insight.query.opened import OpenSurvey
from insight.reporting import labels, sentences
from insight.survey.codebook import Variable
from insight.survey.constructs import Alike, counterparts
from insight.survey.filters import EVERYONE
from insight.web import answers, breakdown_answers, evidence, routes
from insight.web.answers import View

MOST_ITEMS = 3
SERIES = ("helsenorge_visits_annual", "gp_econsultation_share")


@dataclass(frozen=True)
class Finding:
    """A sentence with a heading, what it rests on, and where it is shown.

    `simulated` marks a figure that was estimated from simulated responses; `alike` are the surveys
    beside the chosen one, some of which may not have the whole filter.
    """

    title: str
    sentence: str
    line: str
    page: str
    local: Mapping[str, str] = field(default_factory=dict)
    simulated: bool = False
    alike: tuple[Alike[OpenSurvey], ...] = ()


def findings(view: View, facts: Facts) -> list[Finding]:
    """Return what the front page says.

    Parameters
    ----------
    view
        What the reader looks at; estimates follow its filter.
    known
        The facts.

    Returns
    -------
    list of Finding
        Answers first, then printed figures, then what is not known.
    """
    items = [_of_item(view, item) for item in _leading(view)]
    return [*items, *_maturity(view), *_series(view, facts), _silent(view, facts)]


def _leading(view: View) -> list[Variable]:
    """The items that lead: those with a published level first, then those asked in two surveys."""
    published = {
        figure.item
        for figure in published_figures()
        if figure.survey == view.survey.id and figure.is_level
    }
    ranked = sorted(
        view.survey.codebook.items,
        key=lambda item: (item.id not in published, item.construct is None),
    )
    return ranked[:MOST_ITEMS]


def _of_item(view: View, item: Variable) -> Finding:
    alike = counterparts(view.surveys, view.survey, item, view.respondents)
    tables = [answers.in_wave(view, counterpart) for counterpart in alike]
    own = next(table for table in tables if table.codebook.id == view.survey.id)
    target = item.nets[0].id if item.nets else _leads(own)
    comparable = labels.comparable(tables, view.survey.id, target)
    figures = [(table, estimate) for table in comparable for estimate in table.of(target)]
    sentence = f"{labels.side_by_side(figures, view.language)}. {_changes(view, alike, target)}"
    return Finding(
        title=item.label[view.language],
        sentence=sentence.strip(),
        line=_bases([table for table, _ in figures], view),
        page="trust",
        local={"item": item.id, "target": target},
        simulated=any(table.codebook.simulated for table in tables),
        alike=alike,
    )


def _leads(table: Table) -> str:
    """The answer to tell of: of several that may be given the most frequent one, else the first."""
    if table.item.kind != "multiple":
        return table.estimates[0].key
    return max(table.estimates, key=lambda estimate: estimate.value or 0).key


def _bases(tables: Sequence[Table], view: View) -> str:
    """Whom the figures are about, each survey by name where there are several."""
    lines = [labels.base_line(table, None, view.language) for table in tables]
    if len(tables) == 1:
        return lines[0]
    names = [labels.short_title(table.codebook)[view.language] for table in tables]
    return ". ".join(f"{name}: {line}" for name, line in zip(names, lines, strict=True))


def _changes(view: View, alike: Sequence[Alike[OpenSurvey]], target: str) -> str:
    return breakdown_answers.changes(view, answers.by_wave(view, alike, target), target)


def _maturity(view: View) -> Iterator[Finding]:
    """How far organisations have come, where that survey is there and not the chosen one."""
    for survey in view.surveys:
        items = {item.id: item for item in survey.codebook.items}
        if survey.id != "organisations" or survey.id == view.survey.id:
            continue
        if item := items.get("sdg_maturity"):
            table: Table = answers.estimates(survey, item.id, (), EVERYONE, view.base)
            estimate = table.at((), item.nets[0].id)
            yield Finding(
                title=item.label[view.language],
                sentence=sentences.level(table, estimate, view.language),
                line=labels.base_line(table, None, view.language),
                page="maturity",
                simulated=survey.codebook.simulated,
            )


def _series(view: View, facts: Facts) -> Iterator[Finding]:
    """How a printed series developed: its first and last figure, as printed."""
    for name in SERIES:
        figures = sorted(
            (figure for figure in facts.figures if figure.series == name and printed.place(figure)),
            key=lambda figure: (printed.place(figure) or 0, figure.is_bound),
        )
        first = figures[0]
        last = next(
            figure for figure in figures if printed.place(figure) == printed.place(figures[-1])
        )
        sources = dict.fromkeys(facts.sources[figure.source].short for figure in (first, last))
        yield Finding(
            title=first.indicator[view.language],
            sentence=view.say(
                "overview.from_to",
                first=_value_and_time(view, first, facts),
                last=_value_and_time(view, last, facts),
            ),
            line=view.say("overview.printed_in", sources=_list_sources(view, sources)),
            page="figures",
            local={"series": name},
        )


def _value_and_time(view: View, figure: Figure, facts: Facts) -> str:
    value = printed.value(figure, facts, view.language)
    return f"{value} ({printed.when(figure, view.language)})"


def _list_sources(view: View, sources: Mapping[Text, None]) -> str:
    return ", ".join(source[view.language] for source in sources)


def _silent(view: View, facts: Facts) -> Finding:
    """How many needs no survey asks about, and on how many nothing published bears."""
    without = evidence.lacking(facts.needs, facts, view.language)
    return Finding(
        title=view.say("overview.silent_title"),
        sentence=f"{view.say('overview.silent', count=len(facts.needs))} {without}".strip(),
        line=view.say("overview.needs_line"),
        page="needs",
        local={"evidence": "no_item", **routes.unnarrowed(view)},
    )
