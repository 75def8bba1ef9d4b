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
    """Return what the level of an estimate rests on; see :func:`bases_of`."""
    return bases_of(codebook, request, [groups], [key])[0]


def bases_of(
    codebook: Codebook, request: Request, groups: Sequence[Sequence[int]], keys: Sequence[str]
) -> list[Basis]:
    """Return what the levels of estimates rest on, for each group all of its answers.

    Parameters
    ----------
    codebook
        The survey's, which says what is published of its items.
    request
        What the estimates answer.
    groups
        Which of the request's groups each is of, several where they are taken together.
    keys
        The categories and nets whose shares they are; empty for a mean or a total.

    Returns
    -------
    list of Basis
        Empty words where the survey is not simulated.
    """
    count = len(groups) * len(keys)
    if not codebook.simulated:
        return [""] * count
    wave = codebook.wave
    others = {variable.id for variable in (*request.by, *request.where.variables)}
    if wave:
        others.discard(wave.id)
    if others or request.valid_only or not request.item.anchors:
        return ["assumed"] * count
    waves: Sequence[str | None] = [None]
    if wave:
        waves = request.where.codes(wave.id) or tuple(wave.by_key)
    by_wave = wave in request.by
    return [
        _basis_at(request, key, request.groups[some[0]] if by_wave else waves)
        if len(some) == 1
        else "assumed"
        for some in groups
        for key in keys
    ]


def _basis_at(request: Request, key: str, waves: Sequence[str | None]) -> Basis:
    """The basis of a category or net in all respondents of waves."""
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
