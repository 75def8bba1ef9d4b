"""Boxes below an answer: beside another survey, with background alike, and standardised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from insight.views.asked import Asked
from insight.views.further.further_answers import Further
from insight.views.further.further_choice import NO_CHOICE, FurtherChoice
from insight.views.shown import Shown
from insight.views.view import View
from insight.web.answers_page import alike, other_survey, standard


@dataclass(frozen=True)
class Boxes:
    """What the reader has chosen in the boxes, and what they tell."""

    choice: FurtherChoice
    told: Sequence[Further]


NOTHING_FURTHER = Boxes(NO_CHOICE, ())


def draw(view: View, answer: Shown, asked: Asked) -> Boxes:
    """Draw the boxes of an answer.

    Parameters
    ----------
    view, answer, asked
        What the reader looks at, and what was asked for.
    """
    beside = other_survey.draw(view, answer.figures, asked.beside)
    held, adjusted = alike.draw(view, answer.compared)
    over, standardised = standard.draw(view, answer.compared)
    told = [each for each in (beside, adjusted, standardised) if each]
    return Boxes(replace(over, given=held.given), told)
