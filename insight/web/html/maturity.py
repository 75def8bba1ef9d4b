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
    rows = [
        {
            "question": headline.question[reading.language] if headline.question else "",
            "address": link(headline.item) if headline.item else "",
            "is_chosen": headline.item == chosen,
            "printed": without_markup(headline.words.nb),
            "ours": "" if reading.language == "nb" else headline.words[reading.language],
            "place": reading.say("sources.line", line=headline.fact.line),
            "read": reading.place_link(headline.fact.id),
        }
        for headline in told
    ]
    return draw("maturity", "headlines", rows, reading)


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
