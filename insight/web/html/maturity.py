"""Sustainability as HTML: what was published of the survey, and how Norway scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Passage
from insight.documents.passages.sustainability import Headline
from insight.language.catalogue import Text
from insight.web.html.cards import Link, Reading, line, without_markup
from insight.web.html.templates import draw


def headlines(told: Sequence[Headline], chosen: str, link: Link, reading: Reading) -> Markup:
    """Return the printed headlines beside their questions, each of which opens its answers.

    Parameters
    ----------
    told
        The headlines.
    chosen
        The question of which the answers are shown.
    link
        Address of a question's answers, by its id.
    reading
        What every line is drawn with.
    """
    rows = [_headline(headline, chosen, link, reading) for headline in told]
    return draw("maturity", "headlines", rows, reading)


def _headline(told: Headline, chosen: str, link: Link, reading: Reading) -> dict[str, object]:
    """A headline as it is printed; a translation unfolds to it, and to the terms it mentions."""
    is_original, block = reading.language == "nb", reading.block()
    printed, ours = without_markup(told.words.nb), told.words[reading.language]
    terms = () if is_original else block.listed(ours)
    return {
        "question": told.question[reading.language] if told.question else "",
        "address": link(told.item) if told.item else "",
        "is_chosen": told.item == chosen,
        "printed": block.mark(printed) if is_original else printed,
        "ours": "" if is_original else ours,
        "terms": draw("terms", "listed", reading.say("terms.listed"), terms),
        "place": reading.say("sources.line", line=told.fact.line),
        "read": reading.place_link(told.fact.id),
    }


def scores(graded: Mapping[Text, Iterable[Passage]], reading: Reading) -> Markup:
    """Return the goals under the words that the document grades them with."""
    columns = [
        (
            grade[reading.language],
            [line(each, each.text, reading, remark=False) for each in passages],
        )
        for grade, passages in graded.items()
    ]
    return draw("maturity", "scores", columns)
