"""Remarks on the order of waves: that it is not known, or how it was understood."""

from __future__ import annotations

from insight.language.catalogue import Text
from insight.language.errors import Fault, some
from insight.survey.codebook import Codebook


def remark_on_waves(book: Codebook) -> Fault | None:
    """Return what somebody who can correct the codebook should know of the order of its waves.

    None where the names of the waves, or the codebook, leave no doubt.
    """
    order = book.wave_order
    if book.wave is None or order.named or (order.known and order.times is None):
        return None
    values = {"names": wave_names(book), "variable": book.wave.id}
    return Fault("import.waves_assumed" if order.known else "import.waves_unordered", values)


def wave_names(book: Codebook) -> Text:
    """Return the labels of the waves, as one phrase."""
    labels = [book.wave.category(key).label for key in book.waves] if book.wave else []
    return Text(some([label.nb for label in labels]), some([label.en for label in labels]))
