"""What the front page says: a few findings, each only as strong as what it rests on.

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
from insight.survey.constructs import Alike, asked_alike
from insight.survey.filters import EVERYONE
from insight.web import answers, evidence
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


def findings(view: View, known: Facts) -> list[Finding]:
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
    items = [_of_item(view, one) for one in _leading(view)]
    return [*items, *_maturity(view), *_series(view, known), _silent(view, known)]


def _leading(view: View) -> list[Variable]:
    """The items that lead: those with a published level first, then those asked in two surveys."""
    published = {
        one.item for one in published_figures() if one.survey == view.survey.id and one.is_level
    }
    ranked = sorted(
        view.survey.codebook.items,
        key=lambda one: (one.id not in published, one.construct is None),
    )
    return ranked[:MOST_ITEMS]


def _of_item(view: View, item: Variable) -> Finding:
    alike = asked_alike(view.surveys, view.survey, item, view.respondents)
    tables = [answers.in_wave(view, one) for one in alike]
    own = next(one for one in tables if one.codebook.id == view.survey.id)
    target = item.nets[0].id if item.nets else _leads(own)
    comparable = labels.alike(tables, view.survey.id, target)
    figures = [(one, estimate) for one in comparable for estimate in one.of(target)]
    sentence = f"{labels.side_by_side(figures, view.language)}. {_changes(view, alike, target)}"
    return Finding(
        title=item.label[view.language],
        sentence=sentence.strip(),
        line=_bases([one for one, _ in figures], view),
        page="trust",
        local={"item": item.id, "target": target},
        simulated=any(one.codebook.simulated for one in tables),
        alike=alike,
    )


def _leads(table: Table) -> str:
    """The answer to tell of: of several that may be given the most frequent one, else the first."""
    if table.item.kind != "multiple":
        return table.estimates[0].key
    return max(table.estimates, key=lambda one: one.value or 0).key


def _bases(tables: Sequence[Table], view: View) -> str:
    """Whom the figures are about, each survey by name where there are several."""
    lines = [labels.base_line(one, None, view.language) for one in tables]
    if len(tables) == 1:
        return lines[0]
    names = [labels.short_title(one.codebook)[view.language] for one in tables]
    return ". ".join(f"{name}: {line}" for name, line in zip(names, lines, strict=True))


def _changes(view: View, alike: Sequence[Alike[OpenSurvey]], target: str) -> str:
    tables = [answers.by_wave(one, view.base) for one in alike if one.survey.codebook.wave]
    comparable = labels.alike(tables, view.survey.id, target)
    return answers.changes(view, comparable, target) if comparable else ""


def _maturity(view: View) -> Iterator[Finding]:
    """How far organisations have come, where that survey is there and not the chosen one."""
    for survey in view.surveys:
        items = {one.id: one for one in survey.codebook.items}
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


def _series(view: View, known: Facts) -> Iterator[Finding]:
    """How a printed series developed: its first and last figure, as printed."""
    for name in SERIES:
        figures = sorted(
            (one for one in known.figures if one.series == name and printed.place(one)),
            key=lambda one: (printed.place(one) or 0, one.is_bound),
        )
        first = figures[0]
        last = next(one for one in figures if printed.place(one) == printed.place(figures[-1]))
        sources = dict.fromkeys(known.sources[one.source].short for one in (first, last))
        yield Finding(
            title=first.indicator[view.language],
            sentence=view.say(
                "overview.from_to",
                first=_printed(view, first, known),
                last=_printed(view, last, known),
            ),
            line=view.say("overview.printed_in", sources=_listed(view, sources)),
            page="figures",
            local={"series": name},
        )


def _printed(view: View, figure: Figure, known: Facts) -> str:
    value = printed.value(figure, known, view.language)
    return f"{value} ({printed.when(figure, view.language)})"


def _listed(view: View, sources: Mapping[Text, None]) -> str:
    return ", ".join(one[view.language] for one in sources)


def _silent(view: View, known: Facts) -> Finding:
    """How many needs the surveys say nothing about."""
    links = (known.evidence_of.get(one.id, ()) for one in known.needs)
    silent = sum(not evidence.has_standing(some, "item") for some in links)
    return Finding(
        title=view.say("overview.silent_title"),
        sentence=view.say("overview.silent", silent=silent, count=len(known.needs)),
        line=view.say("overview.needs_line"),
        page="needs",
        local={"evidence": "no_item"},
    )
