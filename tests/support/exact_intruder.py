"""An intruder with exact arithmetic, told every count of tables of one and two variables.

What is shown is read off what is closed, and solved modulo a large prime: nothing is rounded.
Answers drawn at random that change no shown sum are 0 on a group that can be worked out, and on
another once in two thousand million times.
"""

import itertools

import numpy as np

from insight.disclosure.respondent_counts import RespondentCounts
from insight.disclosure.suppression import Closed

PRIME = 2**31 - 1


def respondents_of_places(seed: int, sizes: tuple[int, ...], people: int) -> RespondentCounts:
    """Respondents of places of very unequal size, by county and more; some lack a value.

    Of the last variable there are three codes, which nearly follow from the one before.
    """
    draw = np.random.default_rng(seed)
    places, counties, *others = sizes
    place = np.minimum((draw.pareto(1.0, people) * places / 8).astype(int), places - 1)
    columns = [place, place * counties // places]
    for size in others:
        column = draw.choice(size, people, p=draw.dirichlet(np.full(size, 1.5)))
        columns.append(np.where(draw.random(people) < 0.02, size, column))
    nearly = (columns[-1] + (draw.random(people) < 0.03)) % 3
    columns.append(np.where(draw.random(people) < 0.02, 3, nearly))
    sizes = (*sizes, 3)
    codes, counts = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    return RespondentCounts(codes.astype(np.int16), tuple(size + 1 for size in sizes), counts)


def shown_counts(respondents: RespondentCounts, closed: Closed) -> np.ndarray:
    """Which combinations are in each count that is shown; codes hidden together are one."""
    codes = respondents.codes.astype(np.int64)
    classes = []
    for axis, hidden in enumerate(closed.codes):
        class_of = np.arange(respondents.sizes[axis])
        class_of[hidden] = np.flatnonzero(hidden)[:1]
        classes.append(class_of[codes[:, axis]])
    shown = [np.ones(len(codes), dtype=bool)]
    for own in classes:
        shown += [own == code for code in np.unique(own)]
    for first, second in itertools.combinations(range(len(classes)), 2):
        hidden = closed.cells[first, second][codes[:, first], codes[:, second]]
        cells = classes[first] * respondents.sizes[second] + classes[second]
        shown += [cells == cell for cell in np.unique(cells[~hidden])]
    return np.unique(np.array(shown), axis=0)


def unseen_exactly(shown: np.ndarray) -> np.ndarray:
    """Answers drawn at random that change nothing shown, modulo the prime."""
    rows, found = shown.astype(np.int64), []
    for column in range(rows.shape[1]):
        rank = len(found)
        there = np.flatnonzero(rows[rank:, column])
        if not len(there):
            continue
        rows[[rank, rank + there[0]]] = rows[[rank + there[0], rank]]
        rows[rank] = rows[rank] * pow(int(rows[rank, column]), PRIME - 2, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != rank]
        place = np.ix_(others, np.flatnonzero(rows[rank]))
        taken = rows[others, column][:, None] * rows[rank, place[1]] % PRIME
        rows[place] = (rows[place] - taken) % PRIME
        found.append(column)
        if len(found) == len(rows):
            break
    answers = np.random.default_rng(1).integers(1, PRIME, rows.shape[1])
    answers[found] = 0
    answers[found] = -(rows[: len(found)] * answers % PRIME).sum(axis=1) % PRIME
    return answers


def worked_out_exactly(respondents: RespondentCounts, closed: Closed, least: int) -> int:
    """How many small cells of one, two and three variables an intruder can work out."""
    answers = unseen_exactly(shown_counts(respondents, closed))
    codes, known = respondents.codes.astype(np.int64), 0
    for count in (1, 2, 3):
        for table in itertools.combinations(range(codes.shape[1]), count):
            cells = np.unique(codes[:, table], axis=0, return_inverse=True)[1].ravel()
            size = np.bincount(cells, respondents.counts)
            sums = np.zeros(len(size), dtype=np.int64)
            np.add.at(sums, cells, answers)
            known += int(((size < least) & (sums % PRIME == 0)).sum())
    return known
