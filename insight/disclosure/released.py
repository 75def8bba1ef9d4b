"""What of a survey's responses may be given to anybody, so that nobody stands out by background.

Background is made coarser (:mod:`insight.disclosure.coarsening`) until in every combination at
least `K_ANONYMITY` respondents are alike: once, over all respondents and waves, whoever asks for
whatever part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.bases import Axis
from insight.disclosure.coarsening import Column, Numbers, alike, classes_of, coarsened
from insight.disclosure.respondent_counts import Profiles
from insight.language.catalogue import Text
from insight.query.opened import OpenSurvey
from insight.query.sql import quoted
from insight.survey.codebook import K_ANONYMITY, Category, Codebook, Variable


@dataclass(frozen=True)
class Given:
    """What of a survey's responses is given, the same for everybody.

    Attributes
    ----------
    background
        Columns by which somebody could be recognised: the wave and the background variables.
    classes
        For each of them the class of each code, None where the column is left out.
    profiles
        All respondents by these columns.
    weights : array of float, shape (M,)
        The sum of the weights in each profile.
    same
        Other columns that are given, because all who are alike have the same in them.
    left_out
        Columns that are not given, because they could single somebody out.
    """

    background: tuple[Axis, ...]
    classes: tuple[Numbers | None, ...]
    profiles: Profiles
    weights: NDArray[np.float64]
    same: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        """How many bytes the respondents take."""
        return self.profiles.nbytes + self.weights.nbytes

    def together(self, number: int) -> list[list[int]]:
        """Codes of a column that are given as one, by number; the last means empty."""
        of = self.classes[number]
        sets = [] if of is None else [np.flatnonzero(of == one).tolist() for one in np.unique(of)]
        return [codes for codes in sets if len(codes) > 1]

    @property
    def enough(self) -> bool:
        """Whether all respondents are alike with enough others."""
        number = alike(self.profiles.codes, self.classes)
        return bool((np.bincount(number, self.profiles.counts) >= K_ANONYMITY).all())


def given_of(survey: OpenSurvey) -> Given:
    """Return what of a survey is given; remembered for each version of it."""
    return survey.recall("given", lambda: _given(survey))


def _given(survey: OpenSurvey) -> Given:
    book = survey.codebook
    axes, others = background(book), _others(book)
    weight = f"sum({quoted(book.design.weight)})" if book.design.weight else "count(*)"
    asked = [f"{axis.sql} AS k{number}" for number, axis in enumerate(axes)]
    asked += ["count(*) AS n", f"{weight} AS w"]
    for number, column in enumerate(others):
        text = f"CAST({quoted(column)} AS VARCHAR)"
        asked += [f"min({text}) AS low{number}", f"max({text}) AS high{number}"]
        asked += [f"count({text}) AS there{number}"]
    columns = [axis.variable.id for axis in axes]
    needed = [*columns, *others, *([book.design.weight] if book.design.weight else [])]
    responses = survey.select(needed)
    sql = f"SELECT {', '.join(asked)} FROM ({responses.text}) GROUP BY ALL"
    found = survey.query(sql, responses)
    codes = np.zeros((len(found["n"]), len(axes)), dtype=np.int16)
    for at, axis in enumerate(axes):
        codes[:, at] = axis.places(found[f"k{at}"])
    counts = found["n"].astype(np.int64)
    sizes, shelf = tuple(axis.size for axis in axes), survey.shelf.part("given", "of")
    profiles = Profiles(codes, sizes, counts, shelf=shelf)
    known = [_column(axis, book) for axis in axes]
    classes = tuple(classes_of(known, coarsened(profiles, known, K_ANONYMITY)))
    numbers = alike(profiles.codes, classes)
    same = [
        column
        for at, column in enumerate(others)
        if _constant(numbers, [found[f"{part}{at}"] for part in ("low", "high", "there")], profiles)
    ]
    left_out = [one for one in others if one not in same and one != book.design.weight]
    return Given(
        tuple(axes), classes, profiles, found["w"].astype(float), tuple(same), tuple(left_out)
    )


def background(book: Codebook) -> list[Axis]:
    """Return the columns by which somebody could be recognised; one for each of several answers."""
    found = [Axis(book.wave)] if book.wave else []
    for variable in book.variables.values():
        if variable.role != "segment" or variable.kind == "numeric" or variable == book.wave:
            continue
        if variable.kind == "single":
            found.append(Axis(variable))
            continue
        for one in variable.categories:
            first, last = variable.label, one.label
            label = Text(f"{first.nb}: {last.nb}", f"{first.en}: {last.en}")
            marks = (Category(0, Text("0", "0")), Category(1, Text("1", "1")))
            found.append(Axis(Variable(one.column or "", "segment", "single", label, marks)))
    return found


def _others(book: Codebook) -> list[str]:
    """Columns that are neither answers nor background by code: design, ids and numbers."""
    known = {axis.variable.id for axis in background(book)}
    known |= {column for one in book.items for column in one.columns}
    named = [column for one in book.variables.values() for column in one.columns]
    return [one for one in dict.fromkeys([*named, *book.design.columns]) if one not in known]


def _column(axis: Axis, book: Codebook) -> Column:
    variable = axis.variable
    places = enumerate(variable.categories)
    order = tuple(at for at, one in places if variable.ordered and not one.missing)
    return Column(axis.size, order, kept=variable == book.wave)


def _constant(number: Numbers, found: Sequence[np.ndarray], profiles: Profiles) -> bool:
    """Whether a column has one value, or is empty, wherever respondents are alike."""
    low, high = (np.ma.filled(one, "") for one in found[:2])
    there = found[2]
    if not ((there == 0) | ((there == profiles.counts) & (low == high))).all():
        return False
    told = list(zip(number.tolist(), low.tolist(), (there == 0).tolist(), strict=True))
    return len(set(told)) == len({group for group, _, _ in told})
