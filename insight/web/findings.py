"""Findings of the front page, each only as strong as what it rests on.

Survey figures come with their interval and a change only where it was tested; printed figures are
quoted as printed. Each finding knows the view that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from insight.analysis.estimates import Estimate, Table
from insight.documents import printed
from insight.documents.fact_kinds import Figure
from insight.documents.facts import Facts
from insight.documents.later.told_changes import changes
from insight.documents.published import PublishedFigure, levels, published_figures
from insight.language.catalogue import Text
from insight.query.opened import OpenSurvey
from insight.reporting import labels, sentences
from insight.survey.codebook import Anchor, Variable
from insight.survey.constructs import Alike, counterparts
from insight.survey.filters import EVERYONE
from insight.web import answers, breakdown_answers, evidence, routes
from insight.web.answers import View

MOST_ITEMS = 3
MOST_SERIES = 2


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
    facts
        The facts, later figures among them.

    Returns
    -------
    list of Finding
        Answers first, then printed figures, then what is not known. Of a simulated survey only
        levels that were published are findings, of everyone in the wave.
    """
    items = [_of_item(view, item, target, facts) for item, target in _leading(view)]
    return [*items, *_maturity(view, facts), *_series(view, facts), _silent(view, facts)]


def are_assumed(view: View) -> bool:
    """Tell whether the chosen survey has no findings, because its levels are assumed here."""
    book = view.survey.codebook
    return book.simulated and bool(book.items) and not _leading(view)


def _leading(view: View) -> list[tuple[Variable, str]]:
    """The items that lead, each with the answer to tell of.

    Of a simulated survey those with a published level come first, then those with a bound; of any
    other those asked in two surveys.
    """
    items = view.survey.codebook.items
    if not view.survey.codebook.simulated:
        ranked = sorted(items, key=lambda item: item.construct is None)
        return [(item, _target(view, item)) for item in ranked[:MOST_ITEMS]]
    if view.respondents.conditions or view.valid_only:
        return []
    told = [(item, anchor) for item in items if (anchor := _anchor(view, item))]
    told.sort(key=lambda pair: (pair[1].basis == "bound", pair[0].construct is None))
    return [(item, anchor.target) for item, anchor in told[:MOST_ITEMS]]


def _anchor(view: View, item: Variable) -> Anchor | None:
    """What was first published of an item in the wave that is looked at."""
    return next((anchor for anchor in item.anchors if anchor.wave in (None, view.wave)), None)


def _target(view: View, item: Variable) -> str:
    """The answer to tell of: a net, else of several that may be given the most frequent."""
    if item.nets:
        return item.nets[0].id
    table = answers.in_wave(view, Alike(view.survey, item, view.respondents, ()))
    if table.item.kind != "multiple":
        return table.estimates[0].key
    return max(table.estimates, key=lambda estimate: estimate.value or 0).key


def _of_item(view: View, item: Variable, target: str, facts: Facts) -> Finding:
    alike = counterparts(view.surveys, view.survey, item, view.respondents)
    tables = [answers.in_wave(view, counterpart) for counterpart in alike]
    comparable = labels.comparable(tables, view.survey.id, target)
    told = [(table, estimate) for table in comparable for estimate in table.of(target)]
    own = next(figure for figure in told if figure[0].codebook.id == view.survey.id)
    published = evidence.published_of(*own)
    if published and not published.is_level:
        return _bound(view, own, published, facts)
    figures = [(table, estimate) for table, estimate in told if estimate.basis in ("", "published")]
    about = {
        table.codebook.id: printed.share(figure, facts, view.language)
        for table, estimate in figures
        if (figure := evidence.published_of(table, estimate)) and figure.qualifier
    }
    side_by_side = labels.side_by_side(figures, view.language, about)
    sentence = f"{side_by_side}. {_changes(view, alike, target)}"
    line = _bases([table for table, _ in figures], view)
    return Finding(
        title=item.label[view.language],
        sentence=sentence.strip(),
        line=_with_basis(line, len(figures), view) if published else line,
        page="trust",
        local={"item": item.id, "target": target},
        simulated=any(table.codebook.simulated for table, _ in figures),
        alike=alike,
    )


def _with_basis(line: str, surveys: int, view: View) -> str:
    """Say after whom published levels are about that they were; of several surveys, of them all."""
    if surveys == 1:
        return f"{line} · {view.say('basis.published')}"
    return f"{line}. {view.say('basis.all_published')}"


def _bound(
    view: View, own: tuple[Table, Estimate], published: PublishedFigure, facts: Facts
) -> Finding:
    """What was published of an answer as a bound or in words, as it was printed.

    How the level was fitted to it is no finding.
    """
    table, estimate = own
    label = labels.target_label(table, estimate.key, view.language)
    if wave := labels.wave_label(table, estimate, view.language):
        label = view.say("sentence.in_wave", label=label, wave=wave)
    value = printed.share(published, facts, view.language)
    return Finding(
        title=table.item.label[view.language],
        sentence=view.say("needs.printed", label=label, value=value),
        line=view.say("overview.printed_in", sources=published.source),
        page="trust",
        local={"item": table.item.id, "target": estimate.key},
    )


def _bases(tables: Sequence[Table], view: View) -> str:
    """Whom the figures are about, each survey by name where there are several."""
    lines = [labels.base_line(table, None, view.language) for table in tables]
    if len(tables) == 1:
        return lines[0]
    names = [labels.short_title(table.codebook)[view.language] for table in tables]
    return ". ".join(f"{name}: {line}" for name, line in zip(names, lines, strict=True))


def _changes(view: View, alike: Sequence[Alike[OpenSurvey]], target: str) -> str:
    """How each survey's figure has changed, between waves whose exact level was published."""
    told = [counterpart for one in alike if (counterpart := _published(view, one, target))]
    if not told:
        return ""
    return breakdown_answers.changes(view, answers.by_wave(view, told, target), target)


def _published(view: View, alike: Alike[OpenSurvey], target: str) -> Alike[OpenSurvey] | None:
    """An item of a simulated survey in waves with exact levels; None without the chosen one.

    "Seven in ten" is known to within five percentage points, so that no change rests on it.
    """
    book = alike.survey.codebook
    if not book.simulated or book.wave is None:
        return alike
    exact = {
        str(figure.wave)
        for figure in levels(published_figures())
        if (figure.survey, figure.item, figure.target) == (book.id, alike.item.id, target)
        and not figure.qualifier
        and not figure.where
    }
    waves = [code for code in book.wave.by_key if code in exact]
    if view.wave not in waves:
        return None
    return replace(alike, respondents=alike.respondents.narrowed(book.wave, waves))


def _maturity(view: View, facts: Facts) -> Iterator[Finding]:
    """How far organisations have come, where that survey is there and not the chosen one."""
    for survey in view.surveys:
        items = {item.id: item for item in survey.codebook.items}
        if survey.id != "organisations" or survey.id == view.survey.id:
            continue
        if survey.codebook.simulated:
            yield from _headline(view, facts, items)
        elif item := items.get("sdg_maturity"):
            table: Table = answers.estimates(survey, item.id, (), EVERYONE, view.base)
            estimate = table.at((), item.nets[0].id)
            yield Finding(
                title=item.label[view.language],
                sentence=sentences.level(table, estimate, view.language),
                line=labels.base_line(table, None, view.language),
                page="maturity",
            )


def _headline(view: View, facts: Facts, items: Mapping[str, Variable]) -> Iterator[Finding]:
    """The first headline that was printed of the organisations' answers; no figure was."""
    for question in [one for one in facts.sustainability if one.id in items][:1]:
        yield Finding(
            title=items[question.id].label[view.language],
            sentence=f"{question.finding[view.language]}.",
            line=view.say(
                "overview.printed_in", sources=facts.sources[question.source].short[view.language]
            ),
            page="maturity",
        )


def _series(view: View, facts: Facts) -> Iterator[Finding]:
    """How the printed figures that changed most developed: first and last value, as printed."""
    for series, line in changes(facts)[:MOST_SERIES]:
        first, last = line.ends
        sources = dict.fromkeys(facts.sources[figure.source].short for figure in (first, last))
        yield Finding(
            title=series.name[view.language],
            sentence=view.say(
                "overview.from_to",
                first=_value_and_time(view, first, facts),
                last=_value_and_time(view, last, facts),
            ),
            line=view.say("overview.printed_in", sources=_list_sources(view, sources)),
            page="figures",
            local={"series": series.key},
        )


def _value_and_time(view: View, figure: Figure, facts: Facts) -> str:
    value = printed.value(figure, facts, view.language)
    return f"{value} ({printed.when(figure, view.language)})"


def _list_sources(view: View, sources: Mapping[Text, None]) -> str:
    return ", ".join(source[view.language] for source in sources)


def _silent(view: View, facts: Facts) -> Finding:
    """How many needs the surveys do not ask about, and on how many no published figure bears."""
    without = evidence.lacking(facts.needs, facts, view.language)
    return Finding(
        title=view.say("overview.silent_title"),
        sentence=f"{view.say('overview.silent', count=len(facts.needs))} {without}".strip(),
        line=view.say("overview.needs_line"),
        page="needs",
        local={"evidence": "no_item", **routes.unnarrowed(view)},
    )
