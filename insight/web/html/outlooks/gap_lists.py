"""Knowledge gaps and recommendations as HTML: who says it and where, and what would measure it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Passage
from insight.documents.passages.gaps import KnowledgeGap, passage_of
from insight.language.catalogue import Language
from insight.reporting import labels
from insight.survey.codebook import Codebook
from insight.views.view import FIXED, View
from insight.web import routes
from insight.web.html.cards import Reading, figure_line
from insight.web.html.list_parts import first_few
from insight.web.html.outlooks.trend_pieces import passage_line
from insight.web.html.templates import draw

FIRST = 12
FIRST_GAPS = 5
PAGE_OF = {survey: page for page, survey in FIXED.items()}


def recommendations(some: Sequence[Passage], reading: Reading) -> Markup:
    """Return recommendations as lines, each with its document and heading; the last are folded."""
    lines = [passage_line(passage, reading, _where(passage, reading)) for passage in some]
    return draw("trends", "recommended", first_few(lines, FIRST, reading))


def _where(passage: Passage, reading: Reading) -> Markup:
    document = reading.document(passage.source)
    part, text = passage.part[reading.language], passage.text[reading.language]
    return draw("trends", "where", document, "" if part in (document, text) else part)


def gaps(view: View, some: Sequence[KnowledgeGap], reading: Reading) -> Markup:
    """Return knowledge gaps, each beside what would measure it; the last are folded."""
    drawn = [_gap(view, gap, reading) for gap in some]
    return draw("trends", "gaps", first_few(drawn, FIRST_GAPS, reading), reading)


def _gap(view: View, gap: KnowledgeGap, reading: Reading) -> Markup:
    passage = passage_of(gap, reading.facts)
    source = reading.facts.sources[passage.source]
    who = reading.say(
        "trends.said_by",
        who=source.publisher or reading.say("sources.no_publisher"),
        source=source.short,
        part=passage.part,
    )
    above = draw("trends", "above_gap", reading.say(f"trends.sort_{gap.sort}"), who)
    return draw(
        "trends",
        "gap",
        passage_line(passage, reading, above),
        reading.block().mark(reading.text(gap.measure)),
        reading.say(f"trends.standing_{gap.standing}"),
        [*_figures(gap, reading), *_questions(view, gap)],
        reading,
    )


def _figures(gap: KnowledgeGap, reading: Reading) -> list[tuple[Markup, str]]:
    """The figures that come closest, each with the address of its page."""
    figures = [reading.facts.figure[figure] for figure in gap.nearest]
    return [(figure_line(figure, reading), reading.home_link(figure)) for figure in figures]


def _questions(view: View, gap: KnowledgeGap) -> list[tuple[str, str]]:
    """The questions of surveys that are here, each with the address of its answers."""
    here = {survey.id: survey.codebook for survey in view.surveys}
    return [
        (
            _question(here[survey], item, view.language),
            routes.href(view, PAGE_OF.get(survey, "answers"), survey=survey, item=item),
        )
        for survey, item in gap.questions
        if survey in here
    ]


def _question(codebook: Codebook, item: str, language: Language) -> str:
    name, label = labels.short_title(codebook)[language], codebook.variable(item).label[language]
    return f"{name}: {label}"
