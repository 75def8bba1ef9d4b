"""Calibration: the estimates of simulated surveys where somebody published a figure."""

from __future__ import annotations

from insight.analysis.table import table
from insight.documents.published import PublishedFigure
from insight.language.errors import Fault, UnknownNameError, near_miss, shorten
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.filters import parse_filter


def measure(survey: OpenSurvey, figure: PublishedFigure) -> float:
    """Estimate what a published figure is about from the responses.

    Parameters
    ----------
    survey
        The survey that the figure was published of.
    figure
        A share of an item's answers, the place of one of them, or a number of respondents, in one
        wave where the survey has waves.

    Returns
    -------
    float
        A share as a fraction, a place counted from the most common answer, or a number.

    Raises
    ------
    UnknownNameError
        If the survey has no such item or answer.
    """
    codebook = survey.codebook
    wave = codebook.design.wave
    of_wave = [f"{wave}={figure.wave}"] if wave else []
    where = parse_filter([*of_wave, *([figure.where] if figure.where else [])], codebook)
    # Everyone has a wave, and whoever left early has no answer to the last items.
    item = figure.item or wave or codebook.items[0].id
    if figure.target:
        require_answer(codebook.variable(item), figure.target)
    estimated = table(survey, item, where=where, nets=True)
    if figure.measure == "respondents":
        return float(estimated.estimates[0].base or 0)
    share = estimated.at((), figure.target).value or 0.0
    if figure.measure == "share":
        return share
    answers = (
        estimate.value or 0.0 for estimate in estimated.estimates if estimate.kind == "category"
    )
    return float(sum(other >= share for other in answers))  # the lower place where two are alike


def require_answer(variable: Variable, answer: str) -> None:
    """Make sure that a variable has a category or a net of this name.

    Raises
    ------
    UnknownNameError
        If it has none; the nearest names are given.
    """
    known = [*variable.by_key, *(net.id for net in variable.nets)]
    if answer not in known:
        hint = near_miss(answer, known)
        values = {"item": variable.id, "name": shorten(answer), "hint": hint}
        raise UnknownNameError(Fault("fault.unknown_target", values))
