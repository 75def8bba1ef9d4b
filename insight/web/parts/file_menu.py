"""The menu of files at a chart's corner: the shape of its picture, and files by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

import streamlit as st

from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.pictures.picture import why_no_room
from insight.reporting.pictures.picture_shapes import SHAPES, Shape
from insight.views.answer_picture import picture_of
from insight.views.reports.composing import no_reports
from insight.views.view import View
from insight.web import downloads, ui
from insight.web.downloads import GROUPS, Offer
from insight.web.frame import rights_here
from insight.web.html.templates import draw as draw_html
from insight.web.parts.action_row import Taken

Files = Callable[[Shape], Iterable[Offer]]
WhyNot = Callable[[Shape], dict[str, str]]


def draw(
    view: View,
    name: str,
    files: Files,
    why_not: WhyNot = lambda shape: {},
    *,
    pictures: bool = True,
) -> Shape:
    """Draw the files that can be had, those of a kind beside each other; return the shape chosen.

    Parameters
    ----------
    view
        What the reader looks at.
    name
        Of what is taken away; no two menus of a page share it.
    files
        Returns the files, with the picture in a shape.
    why_not
        Returns in a sentence why there is no file of a kind, by the kind's heading.
    pictures
        Whether there is anything to draw.
    """
    shape = _shape(view) if pictures else "page"
    refused, offers = why_not(shape), [*files(shape)]
    for group in GROUPS:
        own = [each for each in offers if each.group == group and group not in refused]
        if group != "picture" and (own or group in refused):
            _heading(view, group)
        if own:
            with st.container(horizontal=True, gap="small"):
                for each in own:
                    ui.offer(view, each, name)
        if group in refused:
            ui.remark(refused[group])
    return shape


def of_answer(view: View, answer: Answer, caption: Caption, *, responses: bool = False) -> Taken:
    """Draw the files of an answer; return what can be copied of it.

    Parameters
    ----------
    view, answer
        What the reader looks at, and what of it is offered.
    caption
        What is said below it.
    responses
        Whether the responses behind it are offered too.
    """
    day, link = datetime.now().astimezone().date(), ui.address()
    drawn = picture_of(answer, caption, view.language, day)

    def files(shape: Shape) -> Iterator[Offer]:
        offers = downloads.of_answer
        yield from offers(view, answer, caption, link=link, made=day, shape=shape)
        if responses:
            yield from downloads.of_responses(view, view.where, link=link, made=day)

    def why_not(shape: Shape) -> dict[str, str]:
        told = {"picture": why_no_room(drawn, view.language, shape)}
        if responses:
            told["responses"] = ui.responses_kept(view)
        if not rights_here.may(view.survey, "reports"):
            told["report"] = no_reports(view.survey).text(view.language)
        return {group: words for group, words in told.items() if words}

    shape = draw(view, answer.name, files, why_not)

    def picture(day: date) -> Offer:
        offers = downloads.of_answer(view, answer, caption, made=day, shape=shape)
        return next(offer for offer in offers if offer.kind == "png")

    return Taken(drawn.words, picture)


def _heading(view: View, group: str) -> None:
    st.html(draw_html("action_row", "heading", view.say(f"download.of_{group}")))


def _shape(view: View) -> Shape:
    """Offer the shapes that a picture can have."""
    _heading(view, "picture")
    chosen: Shape = st.radio(
        view.say("picture.shape"),
        SHAPES,
        format_func=lambda shape: view.say(f"picture.{shape}"),
        horizontal=True,
        label_visibility="collapsed",
        key="picture_shape",
    )
    return chosen
