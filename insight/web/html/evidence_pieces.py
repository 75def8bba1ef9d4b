"""Pieces of evidence for a need as HTML: what is known, and apart from it what was only asked."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from insight.analysis.estimates import Estimate
from insight.documents import fact_tables, printed
from insight.documents.fact_kinds import Evidence, Relation
from insight.documents.facts import Facts
from insight.documents.published import PublishedFigure
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.web import routes
from insight.web.answers import View
from insight.web.evidence import Answered, claims, estimate_answer
from insight.web.html import cards as cards_html
from insight.web.html.templates import draw

MARKS: dict[Relation, str] = {"supports": "✓", "nuances": "≈", "contradicts": "✕"}


def evidence(view: View, links: Sequence[Evidence], facts: Facts) -> Markup:
    """Return what bears on a need, and folded away what was asked of it and claims nothing.

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
    pieces = [_piece(view, link, answered.get(link), links, facts) for link in bearing]
    asked = [
        _asked(view, link, answered[link]) if link in answered else _mentioned(view, link, facts)
        for link in links
        if link not in bearing
    ]
    nothing = view.say("needs.nothing_published" if asked else "needs.none")
    fallen = any(link.bears for link in links if link not in bearing)
    folded = view.say("needs.asked_of_these" if fallen else "needs.asked", count=len(asked))
    return draw("needs", "evidence", view.say("needs.says"), pieces, asked, nothing, folded)


def _piece(
    view: View, link: Evidence, answer: Answered | None, links: Sequence[Evidence], facts: Facts
) -> dict[str, object]:
    """One piece of evidence: how it bears on the need, what it says, why, and where to see it."""
    says = _answer(view, link, answer, links, facts) if answer else _figure(view, link, facts)
    return {
        "relation": link.relation,
        "relation_name": view.say(f"relation.{link.relation}"),
        "mark": MARKS[link.relation],
        "reason": link.reason[view.language],
        "bar": "",
    } | says


def _answer(
    view: View, link: Evidence, answer: Answered, links: Sequence[Evidence], facts: Facts
) -> dict[str, object]:
    """What respondents answered: an exact published level with its interval, else as printed.

    The interval of a level that was published as "about", or as a bound, would say more than is
    known.
    """
    language, shown, published = view.language, answer.table, answer.published
    label = labels.target_label(shown, answer.estimate.key, language)
    is_inexact = published is not None and _is_inexact(published)
    sentence = (
        view.say("needs.printed", label=label, value=printed.share(published, facts, language))
        if published and is_inexact
        else labels.level_sentence(shown, answer.estimate.key, (), language)
    )
    return {
        "says": draw(
            "needs",
            "answer",
            shown.item.label[language],
            _who(answer, language),
            sentence,
            _mark(view, published, facts),
        ),
        "reason": fact_tables.reason(
            link, published.figure_id if published else None, links, language
        ),
        "bar": "" if is_inexact else interval_bar(answer.estimate),
        **_see(view, link),
        "basis": _rests(view, answer, with_base=not is_inexact),
    }


def _is_inexact(published: PublishedFigure) -> bool:
    """Whether only a bound, "about" or words were published, which is told as it was printed."""
    return bool(published.qualifier) or published.in_words


def _mark(view: View, published: PublishedFigure | None, facts: Facts) -> str:
    """Say that an answer is simulated, and what was published of it."""
    if published is None:
        return ""
    if _is_inexact(published):
        return view.say("basis.published" if published.is_level else "basis.bound")
    value = printed.share(published, facts, view.language)
    return view.say("needs.simulated_published", value=value)


def _asked(view: View, link: Evidence, answer: Answered | None) -> dict[str, object]:
    """A question that touches on a need: the answer where it is not simulated, and no claim."""
    if answer is None:
        absent = view.say("needs.survey_absent")
        return {"says": absent, "why": "", "reason": "", "see": "", "address": ""}
    language, shown = view.language, answer.table
    only_asked = not link.bears
    answered = labels.level_sentence(shown, answer.estimate.key, (), language)
    why = view.say("needs.not_published" if only_asked else "needs.not_published_of_these")
    return {
        "says": draw("needs", "answer", shown.item.label[language], _who(answer, language), "", ""),
        "why": why if shown.codebook.simulated else answered,
        "reason": link.reason[language] if only_asked else "",
        **_see(view, link),
    }


def _mentioned(view: View, link: Evidence, facts: Facts) -> dict[str, object]:
    """What a document says of a need without a figure."""
    shown = _figure(view, link, facts)
    indicator = facts.figure[link.figure or ""].indicator[view.language]
    return shown | {
        "says": draw("needs", "answer", indicator, "", "", ""),
        "why": view.say("needs.mentioned"),
        "reason": link.reason[view.language],
        "see": view.say("needs.see_mentioned"),
    }


def _see(view: View, link: Evidence) -> dict[str, str]:
    survey, item, target = link.survey or "", link.item or "", link.target or ""
    return {
        "see": view.say("needs.see_item"),
        "address": routes.href(view, "trust", survey=survey, item=item, target=target),
    }


def _who(answer: Answered, language: Language) -> str:
    who = labels.short_title(answer.table.codebook)[language]
    wave = labels.wave_label(answer.table, answer.estimate, language)
    return f"{who} {wave}".strip()


def _rests(view: View, answer: Answered, *, with_base: bool) -> Markup:
    """Whom an answer is about, and the source of its level where that was published."""
    language, words = view.language, []
    if with_base:
        words.append(f"{labels.base_line(answer.table, None, language)}.")
    if answer.aside:
        words.append(view.say("needs.aside"))
    if answer.unpublished_wave:
        words.append(view.say("needs.other_wave", wave=answer.unpublished_wave))
    rests = draw("needs", "basis", view.say("needs.basis"), " ".join(words)) if words else Markup()
    return rests + (_source(answer.published, language) if answer.published else "")


def _source(published: PublishedFigure, language: Language) -> Markup:
    """Where a figure was published, with the quote and what a reader should know, to unfold."""
    words = say(language, "fact.source", source=published.source)
    noted = say(language, "fact.with_note") if published.note[language] else ""
    document = draw("cards", "document", published.source, language != "nb", "")
    quoted = draw("cards", "quoted", published.quote, published.note[language], document)
    return draw("cards", "source", words + noted, quoted)


def interval_bar(estimate: Estimate) -> Markup | str:
    """Return a share and its interval as a bar from 0 to 100 per cent; empty where hidden.

    It repeats the sentence beside it, so a screen reader passes it by.
    """
    if estimate.value is None or estimate.low is None or estimate.upp is None:
        return ""
    left, width = 100 * estimate.low, 100 * (estimate.upp - estimate.low)
    places = (f"{place:.1f}%" for place in (left, width, 100 * estimate.value))
    return draw("needs", "interval", *places)


def _figure(view: View, link: Evidence, facts: Facts) -> dict[str, object]:
    """What a document prints."""
    figure = facts.figure[link.figure or ""]
    reading = cards_html.reading_of(view, "needs", facts)
    block = reading.block()
    place = {"series": figure.series or "", "kind": "" if figure.is_measurement else "any"}
    if not figure.series:
        place["find"] = figure.indicator[view.language]
    return {
        "says": cards_html.figure_line(figure, reading, block),
        "see": view.say("needs.see_figure"),
        "address": routes.href(view, "figures", **place),
        "basis": cards_html.source(figure, reading, block),
    }
