"""Root finding for many functions of one variable at once, by Brent's method.

Each root is found as ``scipy.optimize.brentq`` finds it, step for step and with its tolerances, but
all functions that are not done yet are evaluated together.

References
----------
Brent, "Algorithms for Minimization Without Derivatives" (1973), chapters 3 and 4.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

ABSOLUTE, RELATIVE = 2e-12, 4 * np.finfo(float).eps
MOST_STEPS = 100

Function = Callable[[np.ndarray, np.ndarray], np.ndarray]


def find_roots(function: Function, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Find where each of many functions is 0, given that its sign differs at the two ends.

    Parameters
    ----------
    function
        Given places and the numbers of the functions, the value of each function at its place.
    low, high
        The ends for each function; shape (N,).

    Examples
    --------
    >>> squares = np.array([2.0, 9.0])
    >>> roots = find_roots(lambda x, at: x**2 - squares[at], np.zeros(2), np.full(2, 10.0))
    >>> roots.round(6).tolist()
    [1.414214, 3.0]
    """
    roots, at = np.array(high, float), np.arange(len(high))
    before, now = np.array(low, float), np.array(high, float)
    f_before, f_now = function(before, at), function(now, at)
    roots[f_before == 0] = before[f_before == 0]
    state = np.array([before, now, now, f_before, f_now, f_now, now - before, now - before])
    going = (f_before != 0) & (f_now != 0)
    for _ in range(MOST_STEPS):
        at, state = at[going], state[:, going]
        if not len(at):
            break
        state, is_found = _step(state)
        roots[at] = state[1]
        going = ~is_found
        moved = state[1, going]
        state[4, going] = function(moved, at[going])
    return roots


def _step(state: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Move each place, and tell which need not move: they are roots.

    The state is, a row each, the place before, the place now, that on the other side of the root,
    the three values there, and the last two steps.
    """
    before, now, other, f_before, f_now, f_other, last, step = state
    changed = (f_before != 0) & (np.signbit(f_before) != np.signbit(f_now))
    other, f_other = np.where(changed, (before, f_before), (other, f_other))
    last, step = np.where(changed, now - before, (last, step))
    worse = np.abs(f_other) < np.abs(f_now)
    before, now, other = np.where(worse, (now, other, now), (before, now, other))
    f_before, f_now, f_other = np.where(worse, (f_now, f_other, f_now), (f_before, f_now, f_other))
    delta = (ABSOLUTE + RELATIVE * np.abs(now)) / 2
    half = (other - now) / 2
    is_found = (f_now == 0) | (np.abs(half) < delta)
    with np.errstate(divide="ignore", invalid="ignore"):
        secant = -f_now * (now - before) / (f_now - f_before)
        slope, of_other = (f_before - f_now) / (before - now), (f_other - f_now) / (other - now)
        curved = -f_now * (f_other * of_other - f_before * slope)
        curved /= of_other * slope * (f_other - f_before)
        tried = np.where(before == other, secant, curved)
        short = 2 * np.abs(tried) < np.minimum(np.abs(last), 3 * np.abs(half) - delta)
    good = (np.abs(last) > delta) & (np.abs(f_now) < np.abs(f_before)) & short
    last, step = np.where(good, (step, tried), half)
    least = np.where(half > 0, delta, -delta)
    moved = now + np.where(np.abs(step) > delta, step, least)
    after = np.array([now, moved, other, f_now, f_now, f_other, last, step])
    after[1, is_found] = now[is_found]
    return after, is_found
