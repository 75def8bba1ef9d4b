"""The basis of a simulated figure: whether somebody published its level, or a bound of it, or none.

A published level holds for one answer, all respondents and one wave. Every other figure of a
simulated survey is an assumption: of a group, of waves together, of valid answers only, and any
mean or total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from insight.query.cell_request import Request
from insight.survey.codebook import Codebook

Basis = Literal["", "published", "bound", "assumed"]
BASES: tuple[Basis, ...] = get_args(Basis)


def basis_of(codebook: Codebook, request: Request, groups: Sequence[int], key: str) -> Basis:
    """Return what the level of an estimate rests on.

    Parameters
    ----------
    codebook
        The survey's, which says what is published of its items.
    request
        What the estimate answers.
    groups
        Which of the request's groups the estimate is of, several where they are taken together.
    key
        The category or net whose share it is; empty for a mean or a total.

    Returns
    -------
    Basis
        Empty where the survey is not simulated.
    """
    if not codebook.simulated:
        return ""
    wave = codebook.wave
    others = {variable.id for variable in (*request.by, *request.where.variables)}
    if wave:
        others.discard(wave.id)
    if others or request.valid_only or len(groups) > 1:
        return "assumed"
    waves: Sequence[str | None] = [None]
    if wave and wave in request.by:
        waves = request.groups[groups[0]]
    elif wave:
        waves = request.where.codes(wave.id) or tuple(wave.by_key)
    at = [(key, code) for code in waves]
    anchored = (anchor for anchor in request.item.anchors if [(anchor.target, anchor.wave)] == at)
    return next((anchor.basis for anchor in anchored), "assumed")


def nothing_published(codebook: Codebook) -> bool:
    """Tell whether a survey is simulated and nobody has published a level of any of its answers."""
    anchors = (anchor for item in codebook.items for anchor in item.anchors)
    return codebook.simulated and all(anchor.basis != "published" for anchor in anchors)


def weakest(bases: Iterable[Basis]) -> Basis:
    """Return the weakest of several bases; empty where there are none.

    Examples
    --------
    >>> weakest(["published", "bound"]), weakest(["assumed", "published"]), weakest([])
    ('bound', 'assumed', '')
    """
    return max(bases, key=BASES.index, default="")
