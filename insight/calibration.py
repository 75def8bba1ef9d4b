"""What the estimates say where somebody published a figure."""

from __future__ import annotations

from insight.consistency import check
from insight.estimates import table
from insight.filters import parse_filter
from insight.published import PublishedFigure
from insight.store import Store
from insight.survey import Survey


def measured(store: Store, survey: Survey, figure: PublishedFigure) -> float:
    """Estimate what a published figure is about from the responses.

    Parameters
    ----------
    store
        The database.
    survey
        The survey that the figure was published of.
    figure
        A share of an item's answers in one wave, or a number of respondents.

    Returns
    -------
    float
        A share as a fraction, or a number of respondents.
    """
    codebook = check(store, survey).codebook
    wave = codebook.design.wave
    written = [f"{wave}={figure.wave}", *([figure.where] if figure.where else [])]
    where = parse_filter(written, codebook)
    item = figure.item or next(one.id for one in codebook.items)
    found = table(store, survey, item, where=where, nets=True)
    if figure.measure == "respondents":
        return float(found.estimates[0].base or 0)
    return found.at((), figure.target).value or 0.0
