"""Spans of sums: the groups that are sums of shown ones, and answers that change no shown sum.

What sums have in common, how many combinations are in both of two, is a matrix with as many rows
as there are sums. Some sums follow from others, so that it has no inverse. With a little added to
its diagonal it is solved by Cholesky's method, and what is left of it solved for again until
nothing is (Riley 1955, *Mathematical Tables and Other Aids to Computation* 9: 96–101). Where that
comes to no end it is solved by directions, which take ten times as long to find; if these do not
help either, every group counts as told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]

SEED = 20_261_129
# What is added to the diagonal, of the largest direction at most.
ADDED = 1e-11
# Of the largest direction, what a direction must have to count.
DIRECTION = 1e-11
# How often it is solved again at most, and how little may be left: of sums of answers that are each
# about 1, and of those of groups, beside what they were.
MOST_TIMES, LEFT_OF_ANSWERS, LEFT_OF_GROUPS = 40, 1e-10, 1e-12
# How many numbers are looked at together.
AT_ONCE = 1 << 20
# So many rows of a triangle are solved for together.
ROWS_AT_ONCE = 64
# Of more sums it is solved step by step, in at most so many steps, until so little is left.
MOST_SOLVED, MOST_STEPS, LEFT = 4_000, 3_000, 1e-11
TIMES = 3
FEW_GROUPS = 50


class Span:
    """All groups that are sums of shown ones, each with any factor.

    Parameters
    ----------
    columns : array of int, shape (T, M)
        For each table, the number of the sum that each combination is in; `count` where in none.
    count
        How many sums there are, G.
    """

    def __init__(self, columns: Numbers, count: int) -> None:
        self._columns, self._count = columns, count

    def unseen_answers(self) -> Reals:
        """Return answers, drawn at random, that change no sum that is shown; shape (M,).

        Where they cannot be found they are 0, and every group counts as told.
        """
        drawn: Reals = np.random.default_rng(SEED).standard_normal((self._columns.shape[1],))
        if self._count > MOST_SOLVED and (found := self._found_in_steps(drawn, root=True)):
            return found[1]
        for solve in (self._solve, self._solve_by_directions):
            _, answers, is_solved = self._solve_again(drawn, solve, LEFT_OF_ANSWERS)
            if is_solved:
                return answers
        return np.zeros_like(drawn)

    def factors(self, groups: Sequence[Reals | NDArray[np.bool_]]) -> Reals:
        """Return the factors of sums that make each group of the span, as small as can be.

        Parameters
        ----------
        groups : sequence of array of float, shape (M,)
            How much of each combination is in each group.

        Returns
        -------
        array of float, shape (N, G)
            For each group.
        """
        if self._count > MOST_SOLVED and len(groups) <= FEW_GROUPS:
            found = [self._found_in_steps(group.astype(float)) for group in groups]
            if all(found):
                return np.array([each[0] for each in found if each])
        wanted = np.column_stack(groups).astype(float)
        little = LEFT_OF_GROUPS * float(np.linalg.norm(self._sums_of(wanted)))
        factors, _, is_solved = self._solve_again(wanted, self._solve_for_smallest, little)
        if not is_solved:  # the nearest that there is tells well enough what groups rest on
            factors, *_ = self._solve_again(wanted, self._solve_by_directions, little)
        return np.asarray(factors.T, float)

    def _solve_again(
        self, wanted: Reals, solve: Callable[[Reals], Reals], little: float
    ) -> tuple[Reals, Reals, bool]:
        """Factors that come near to what is wanted, what is left, and whether it is so little."""
        factors, left = np.zeros((self._count, *wanted.shape[1:])), wanted
        for _ in range(MOST_TIMES):
            sums = self._sums_of(left)
            if np.linalg.norm(sums) <= little:
                return factors, left, True
            try:
                found = solve(sums)
            except np.linalg.LinAlgError:
                break
            factors, left = factors + found, left - self._made_of(found)
        return factors, left, False

    @cached_property
    def _products(self) -> Reals:
        """How many combinations are in both of two sums; shape (G, G).

        The sums of a table have numbers near each other, and no combination in common.
        """
        count, of_all = self._count, self._columns
        products = np.zeros((count, count + 1))
        step = max(AT_ONCE // len(of_all), 1)
        for start in range(0, of_all.shape[1], step):
            columns = of_all[:, start : start + step]
            for number, column in enumerate(columns[:-1], 1):
                there = column[column < count]
                if not len(there):
                    continue
                first, height = int(there.min()), int(np.ptp(there)) + 1
                inside = np.where(column < count, column - first, height)
                places = inside * (count + 1) + columns[number:]
                counted = np.bincount(places.ravel(), minlength=(height + 1) * (count + 1))
                products[first : first + height] += counted.reshape(height + 1, -1)[:-1]
        products = products[:, :-1] + products[:, :-1].T
        products.flat[:: count + 1] = self._sums_of(np.ones(of_all.shape[1]))
        return products

    @cached_property
    def _triangle(self) -> Reals:
        """The lower triangle whose square the products are, with a little added to them."""
        largest = self._products.sum(axis=1).max(initial=1.0)
        more = self._products.copy()
        more.flat[:: self._count + 1] += ADDED * largest
        return np.asarray(np.linalg.cholesky(more), float)

    @cached_property
    def _directions(self) -> tuple[Reals, Reals]:
        """Of what the sums have in common: the directions that count, and their squares."""
        squares, directions = np.linalg.eigh(self._products)
        kept = squares > DIRECTION * squares.max(initial=0)
        return directions[:, kept], squares[kept]

    def _solve(self, sums: Reals) -> Reals:
        return solve_square(self._triangle, sums)

    def _solve_for_smallest(self, sums: Reals) -> Reals:
        # What solves it is not the smallest; what these products make of it is.
        return self._products @ self._solve(self._solve(sums))

    def _solve_by_directions(self, sums: Reals) -> Reals:
        directions, squares = self._directions
        along = directions.T @ sums
        return np.asarray(directions @ (along.T / squares).T, float)

    def _found_in_steps(self, wanted: Reals, *, root: bool = False) -> tuple[Reals, Reals] | None:
        """The smallest factors that come nearest to what is wanted, and what is left of it."""
        factors, left = np.zeros(self._count), wanted
        for _ in range(TIMES - 1):
            found = self._solve_in_steps(left, root=root)
            if found is None:
                return None
            factors = factors + found
            left = left - self._made_of(found)
        return factors, left

    def _solve_in_steps(self, answers: Reals, *, root: bool) -> Reals | None:
        """The factors that come nearest to answers, by conjugate gradients; None if not found.

        With `root` each sum is measured by the root of its combinations, which takes fewer steps;
        then others than the smallest factors may be found. See Hestenes and Stiefel 1952, *Journal
        of Research of the National Bureau of Standards* 49: 409–436.
        """
        sizes = self._sums_of(np.ones_like(answers))
        scale = 1 / np.sqrt(np.maximum(sizes, 1)) if root else np.ones(self._count)
        factors, left = np.zeros(self._count), answers
        towards = step = scale * self._sums_of(left)
        square = float(towards @ towards)
        little = LEFT**2 * max(square, 1.0)
        for _ in range(MOST_STEPS):
            if square <= little:
                return np.asarray(scale * factors)
            made = self._made_of(scale * step)
            length = square / float(made @ made)
            factors = factors + length * step
            left = left - length * made
            towards = scale * self._sums_of(left)
            before, square = square, float(towards @ towards)
            step = towards + square / before * step
        return None

    def _sums_of(self, answers: Reals) -> Reals:
        """What answers sum to in each sum; shape (M, ...) to (G, ...)."""
        sums = np.zeros((self._count + 1, *answers.shape[1:]))
        for column in self._columns:
            if answers.ndim == 1:
                sums += np.bincount(column, answers, self._count + 1)
            else:
                np.add.at(sums, column, answers)
        return sums[:-1]

    def _made_of(self, factors: Reals) -> Reals:
        """How much of each combination is in all sums, each with its factor."""
        padded = np.concatenate([factors, np.zeros((1, *factors.shape[1:]))])
        made = np.zeros((self._columns.shape[1], *factors.shape[1:]))
        for column in self._columns:
            made += padded[column]
        return made


def solve_square(triangle: Reals, values: Reals) -> Reals:
    """Solve for what the square of a lower triangle, it times its transpose, makes values of.

    Some rows are solved for at a time, so that it is products of matrices and not of numbers.

    Examples
    --------
    >>> triangle = np.array([[2.0, 0.0], [1.0, 4.0]])
    >>> solve_square(triangle, triangle @ triangle.T @ np.array([3.0, 5.0])).tolist()
    [3.0, 5.0]
    """
    rows = range(0, len(triangle), ROWS_AT_ONCE)
    blocks = [slice(start, start + ROWS_AT_ONCE) for start in rows]
    inverses = [np.linalg.inv(triangle[some, some]) for some in blocks]
    found = values.astype(float)
    for some, inverse in zip(blocks, inverses, strict=True):
        known = triangle[some, : some.start] @ found[: some.start]
        found[some] = inverse @ (found[some] - known)
    for some, inverse in zip(reversed(blocks), reversed(inverses), strict=True):
        known = triangle[some.stop :, some].T @ found[some.stop :]
        found[some] = inverse.T @ (found[some] - known)
    return found
