"""An answer as the page of answers shows it, without the page, and the picture of it."""

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

from PIL import Image
from visitor import view_of

from insight import OpenSurvey
from insight.reporting.breakdown.answer import Answer
from insight.reporting.breakdown.request import Breakdown
from insight.reporting.breakdown.ways import Show, offered
from insight.views import beside, captions
from insight.views.asked import Asked
from insight.views.shown import Shown, shown
from insight.views.view import View
from insight.web import downloads

DAY = date(2026, 11, 30)


def breakdown_of(view: View, item: str, *by: str) -> Breakdown:
    """What is asked: the first net of an item or its first answer, by some variables."""
    book = view.survey.codebook
    variable = book.variable(item)
    first = (*(net.id for net in variable.nets), *variable.by_key, "")[0]
    whose = (view.respondents, view.valid_only, book.wave)
    return Breakdown(variable, first, tuple(map(book.variable, by)), *whose)


def answer_of(
    item: str, *by: str, show: Show | None = None, against: str = "", marked: str = "", **view
) -> tuple[View, Shown]:
    """The answer to a question in a way of showing, the first that suits unless said otherwise."""
    where, follows = view.pop("where", ()), view.pop("follows", "")
    seen = view_of(*where, **view)
    breakdown = breakdown_of(seen, item, *by)
    breakdown = replace(breakdown, follows=follows or breakdown.follows)
    ways = offered(breakdown)
    among = against or beside.usual(seen, breakdown)
    asked = Asked(breakdown, ways, show or ways[0], among, 0, marked, (), (), turned=False, link={})
    return seen, shown(seen, asked)


def ways_of(survey: OpenSurvey, item: str, *by: str) -> tuple[Show, ...]:
    """The ways of showing that the page offers."""
    return offered(breakdown_of(view_of(survey=survey.codebook.id), item, *by))


def picture_of(view: View, answer: Shown, kind: str = "svg", **changed) -> bytes:
    """The bytes of the picture that the page offers."""
    taken: Answer = answer.answer
    caption = captions.caption(view, answer)
    offers = downloads.of_answer(view, taken, caption, made=DAY)
    return next(offer for offer in offers if offer.kind == kind).make()


def svg_of(view: View, answer: Shown) -> ET.Element:
    return ET.fromstring(picture_of(view, answer))


def png_of(view: View, answer: Shown) -> Image.Image:
    return Image.open(io.BytesIO(picture_of(view, answer, "png"))).convert("RGB")
