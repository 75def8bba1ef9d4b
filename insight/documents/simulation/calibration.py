"""Calibration: the estimates of simulated surveys where somebody published a figure."""

from __future__ import annotations

from insight.analysis.table import table
from insight.documents.published import PublishedFigure
from insight.query.opened import OpenSurvey
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
    """
    codebook = survey.codebook
    wave = codebook.design.wave
    of_wave = [f"{wave}={figure.wave}"] if wave else []
    where = parse_filter([*of_wave, *([figure.where] if figure.where else [])], codebook)
    # Everyone has a wave, and whoever left early has no answer to the last items.
    item = figure.item or wave or codebook.items[0].id
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
