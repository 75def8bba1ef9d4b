"""Pieces of evidence for a need as HTML: what is known, and apart from it what was only asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import Evidence, Relation
from insight.documents.facts import Facts
from insight.documents.published import PublishedFigure
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.views.view import View
from insight.web import routes
from insight.web.evidence import Answered, claims, estimate_answer
from insight.web.html import cards as cards_html
from insight.web.html.templates import draw

ASKED_AT_ONCE = 2
MARKS: dict[Relation, str] = {"supports": "✓", "nuances": "≈", "contradicts": "✕"}


def evidence(view: View, links: Sequence[Evidence], facts: Facts) -> Markup:
    """Return what bears on a need, and apart from it what was asked of it and claims nothing.

    Parameters
    ----------
    view
        What the reader looks at; answers are estimated under its filter.
    links
        The evidence that bears on the need.
    facts
        All facts.
    """
    answered = {link: estimate_answer(view, link) for link in links if link.kind == "item"}
    bearing = [link for link in links if claims(link, answered.get(link))]
    alone, of_figure = _once(bearing, answered)
    pieces = [_piece(view, link, answered.get(link), of_figure.get(link), facts) for link in alone]
    others = [link for link in links if link not in bearing]
    assumed = [link for link in others if _is_assumed(answered.get(link))]
    asked = [_asked(view, link, answered[link]) for link in assumed]
    told = [
        _asked(view, link, answered[link]) if link in answered else _mentioned(view, link, facts)
        for link in others
        if link not in assumed
    ]
    why = "assumed_of_these" if any(link.bears for link in assumed) else "assumed"
    if why == "assumed" and len(assumed) > 1:
        why = "assumed_several"
    words = {
        "says": view.say("needs.says"),
        "tag_published": view.say("tag.published"),
        "tag_assumed": view.say("tag.assumed"),
        "nothing": view.say("needs.nothing_published" if others else "needs.none"),
        "measured_by": view.say("needs.measured_by"),
        "more": view.say("fact.more", count=len(asked) - ASKED_AT_ONCE),
        "why": view.say(f"needs.{why}"),
        "told": view.say("needs.asked", count=len(told)),
    }
    return draw("needs", "evidence", words, pieces, asked, told, ASKED_AT_ONCE)


def _is_assumed(answer: Answered | None) -> bool:
    """Whether a question's answers are simulated, so that they claim nothing and show no share."""
    return answer is not None and answer.table.codebook.simulated


def _once(
    bearing: Sequence[Evidence], answered: Mapping[Evidence, Answered | None]
) -> tuple[list[Evidence], dict[Evidence, Evidence]]:
    """Return links of which each has a published figure of its own, and questions by their figure.

    Simulated answers are fitted to what was published. Where that figure stands beside them and
    bears on the need alike, they are no second piece of evidence: it leads to the question too.
    """
    questions = {
        (answer.published.figure_id, link.relation): link
        for link in bearing
        if (answer := answered.get(link)) and answer.published
    }
    of_figure = {
        link: questions[of_link]
        for link in bearing
        if (of_link := (link.figure or "", link.relation)) in questions
    }
    repeated = {*of_figure.values()}
    return [link for link in bearing if link not in repeated], of_figure


def _piece(
    view: View, link: Evidence, answer: Answered | None, question: Evidence | None, facts: Facts
) -> dict[str, object]:
    """One piece of evidence: how it bears on the need, what it says, why, and where to see it.

    `question` asks for the same figure, and is led to as well.
    """
    published = answer and answer.published
    says = (
        _answer(view, link, answer, published, facts)
        if answer and published
        else _figure(view, link, facts)
    )
    links = [(says.pop("see"), says.pop("address"))]
    if question:
        links.append(_address(view, question))
    return {
        "relation": link.relation,
        "relation_name": view.say(f"relation.{link.relation}"),
        "mark": MARKS[link.relation],
        "reason": link.reason[view.language],
        "links": links,
    } | says


def _answer(
    view: View, link: Evidence, answer: Answered, published: PublishedFigure, facts: Facts
) -> dict[str, object]:
    """What was published of an answer, as it was printed, and where the question is.

    The share of simulated respondents says no more, and is not shown beside it.
    """
    language, shown = view.language, answer.table
    label = labels.target_label(shown, answer.estimate.key, language)
    value = printed.share(published, facts, language)
    words, address = _address(view, link)
    return {
        "says": draw(
            "needs",
            "answer",
            shown.item.label[language],
            _who(answer, language),
            view.say("needs.printed", label=label, value=value),
        ),
        "see": words,
        "address": address,
        "basis": _rests(view, answer) + _source(published, language),
    }


def _asked(view: View, link: Evidence, answer: Answered | None) -> dict[str, object]:
    """A question that touches on a need: the answer where it is not simulated, and no claim."""
    if answer is None:
        absent = view.say("needs.survey_absent")
        return {"says": absent, "why": "", "reason": "", "see": "", "address": ""}
    language, shown = view.language, answer.table
    answered = labels.level_sentence(shown, answer.estimate.key, (), language)
    words, address = _address(view, link)
    return {
        "says": draw("needs", "answer", shown.item.label[language], _who(answer, language), ""),
        "why": "" if shown.codebook.simulated else answered,
        "reason": "" if link.bears else link.reason[language],
        "see": words,
        "address": address,
    }


def _mentioned(view: View, link: Evidence, facts: Facts) -> dict[str, object]:
    """What a document says of a need without a figure."""
    shown = _figure(view, link, facts)
    indicator = facts.figure[link.figure or ""].indicator[view.language]
    return shown | {
        "says": draw("needs", "answer", indicator, "", ""),
        "why": view.say("needs.mentioned"),
        "reason": link.reason[view.language],
        "see": view.say("needs.see_mentioned"),
    }


def _address(view: View, link: Evidence) -> tuple[str, str]:
    """Words and address of the link to a question's answers."""
    survey, item, target = link.survey or "", link.item or "", link.target or ""
    address = routes.href(view, "answers", survey=survey, item=item, target=target)
    return view.say("needs.see_item"), address


def _who(answer: Answered, language: Language) -> str:
    who = labels.short_title(answer.table.codebook)[language]
    wave = labels.wave_label(answer.table, answer.estimate, language)
    return f"{who} {wave}".strip()


def _rests(view: View, answer: Answered) -> Markup | str:
    """What of the reader's choices a published answer does not follow; empty where it does all."""
    words = [view.say("needs.aside")] if answer.aside else []
    if answer.unpublished_wave:
        words.append(view.say("needs.other_wave", wave=answer.unpublished_wave))
    return draw("needs", "basis", " ".join(words)) if words else ""


def _source(published: PublishedFigure, language: Language) -> Markup:
    """Where a figure was published, with the quote and what a reader should know, to unfold."""
    words = say(language, "fact.source", source=published.source)
    noted = say(language, "fact.with_note") if published.note[language] else ""
    document = draw("cards", "document", published.source, language != "nb", "")
    quoted = draw("cards", "quoted", published.quote, published.note[language], document)
    return draw("cards", "source", words + noted, quoted)


def _figure(view: View, link: Evidence, facts: Facts) -> dict[str, object]:
    """What a document prints."""
    figure = facts.figure[link.figure or ""]
    reading = cards_html.reading_of(view, "needs", facts)
    block = reading.block()
    return {
        "says": cards_html.figure_line(figure, reading, block),
        "see": view.say("needs.see_figure"),
        "address": routes.home(view, figure),
        "basis": cards_html.source(figure, reading, block),
    }
