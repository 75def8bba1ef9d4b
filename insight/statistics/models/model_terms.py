"""Terms of a model: a variable's codes as columns of a design matrix, the first code left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.statistics.models.fitted_model import adds_rank


@dataclass(frozen=True)
class Terms:
    """A design matrix with an intercept, and the columns of each of its variables.

    Attributes
    ----------
    design
        Shape (D, P).
    columns
        The columns of each variable, in order.
    """

    design: np.ndarray
    columns: tuple[slice, ...]


def terms_of(codes: np.ndarray) -> Terms:
    """Return the design matrix of cells, whose codes are numbered from 0 without a gap.

    Parameters
    ----------
    codes
        The number of each variable's code in each cell; shape (D, V).

    Examples
    --------
    >>> terms_of(np.array([[0, 0], [1, 0], [0, 1]])).design.astype(int).tolist()
    [[1, 0, 0], [1, 1, 0], [1, 0, 1]]
    """
    parts, columns, start = [np.ones((len(codes), 1))], [], 1
    for of_variable in codes.T:
        part = (of_variable[:, None] == np.arange(1, of_variable.max() + 1)).astype(float)
        columns.append(slice(start, start + part.shape[1]))
        start += part.shape[1]
        parts.append(part)
    return Terms(np.hstack(parts), tuple(columns))


def first_dependent(terms: Terms, order: Sequence[int]) -> int | None:
    """Return the first variable that says nothing which those before it do not say, or None.

    Parameters
    ----------
    terms
        The design matrix, with a row for each cell that somebody is in.
    order
        Numbers of the variables, in the order in which they are taken in.
    """
    known = terms.design[:, :1]
    for variable in order:
        added = terms.design[:, terms.columns[variable]]
        if not added.shape[1] or not adds_rank(known, added):
            return variable
        known = np.hstack([known, added])
    return None


def placed(design: np.ndarray, columns: slice) -> np.ndarray:
    """Return the design matrix as it would be if everybody had each of a variable's codes in turn.

    Parameters
    ----------
    design
        Shape (D, P).
    columns
        The columns of the variable.

    Examples
    --------
    >>> placed(np.array([[1.0, 1.0], [1.0, 0.0]]), slice(1, 2))[:, :, 1].tolist()
    [[0.0, 0.0], [1.0, 1.0]]
    """
    others = columns.stop - columns.start
    moved = np.repeat(design[None], others + 1, axis=0)
    moved[:, :, columns] = np.vstack([np.zeros(others), np.eye(others)])[:, None]
    return moved
