"""The part of a survey's responses that may be released, so that nobody stands out by background.

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
from insight.disclosure.coarsening import Column, Numbers, classes_of, coarsen, equivalence_classes
from insight.disclosure.respondent_counts import RespondentCounts
from insight.language.catalogue import Text
from insight.query.opened import OpenSurvey
from insight.query.sql import quote
from insight.survey.codebook import Category, Codebook, Variable
from insight.survey.design import K_ANONYMITY


@dataclass(frozen=True)
class Released:
    """What of a survey's responses is released, the same to everybody.

    Attributes
    ----------
    background
        Columns by which somebody could be recognised: the wave and the background variables.
    classes
        For each of them the class of each code, None where the column is left out.
    respondents
        All respondents by these columns.
    weights : array of float, shape (M,)
        The sum of the weights in each profile.
    constant
        Other columns that are released, because all who are alike have the same in them.
    left_out
        Columns that are not released, because they could single somebody out. Questions are among
        them that a recipe has made background of, or of background.
    """

    background: tuple[Axis, ...]
    classes: tuple[Numbers | None, ...]
    respondents: RespondentCounts
    weights: NDArray[np.float64]
    constant: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        """How many bytes the respondents take."""
        return self.respondents.nbytes + self.weights.nbytes

    def joint_codes(self, number: int) -> list[list[int]]:
        """Codes of a column that are released as one, by number; the last means empty."""
        classes = self.classes[number]
        if classes is None:
            return []
        sets = (np.flatnonzero(classes == code_class).tolist() for code_class in np.unique(classes))
        return [codes for codes in sets if len(codes) > 1]

    @property
    def is_anonymous(self) -> bool:
        """Whether all respondents are alike with enough others."""
        row_classes = equivalence_classes(self.respondents.codes, self.classes)
        return bool((np.bincount(row_classes, self.respondents.counts) >= K_ANONYMITY).all())


def release_of(survey: OpenSurvey) -> Released:
    """Return what of a survey is released; remembered for each version of it."""
    return survey.recall("release", lambda: _make_release(survey))


def _make_release(survey: OpenSurvey) -> Released:
    book = survey.codebook
    axes, other_columns = background(book), _other_columns(book)
    weight = f"sum({quote(book.design.weight)})" if book.design.weight else "count(*)"
    selected = [f"{axis.sql} AS k{number}" for number, axis in enumerate(axes)]
    selected += ["count(*) AS n", f"{weight} AS w"]
    for number, column in enumerate(other_columns):
        text = f"CAST({quote(column)} AS VARCHAR)"
        selected += [f"min({text}) AS low{number}", f"max({text}) AS high{number}"]
        selected += [f"count({text}) AS there{number}"]
    columns = [axis.variable.id for axis in axes]
    needed = [*columns, *other_columns, *([book.design.weight] if book.design.weight else [])]
    responses = survey.select(needed)
    sql = f"SELECT {', '.join(selected)} FROM ({responses.text}) GROUP BY ALL"
    rows = survey.query(sql, responses)
    codes = np.zeros((len(rows["n"]), len(axes)), dtype=np.int16)
    for at, axis in enumerate(axes):
        codes[:, at] = axis.encode(rows[f"k{at}"])
    counts = rows["n"].astype(np.int64)
    sizes, shelf = tuple(axis.size for axis in axes), survey.shelf.part("release", "marginals")
    respondents = RespondentCounts(codes, sizes, counts, shelf=shelf)
    recoding_columns = [_recoding_column(axis, book) for axis in axes]
    classes = tuple(
        classes_of(recoding_columns, coarsen(respondents, recoding_columns, K_ANONYMITY))
    )
    row_classes = equivalence_classes(respondents.codes, classes)
    constant = [
        column
        for at, column in enumerate(other_columns)
        if _is_constant(
            row_classes, [rows[f"{part}{at}"] for part in ("low", "high", "there")], respondents
        )
    ]
    left_out = [
        column
        for column in other_columns
        if column not in constant and column != book.design.weight
    ]
    left_out += book.design.replicate_columns
    if survey.recoding is not None:
        left_out += sorted(survey.recoding.tell_background)
    return Released(
        tuple(axes), classes, respondents, rows["w"].astype(float), tuple(constant), tuple(left_out)
    )


def background(book: Codebook) -> list[Axis]:
    """Return the columns by which somebody could be recognised; one for each of several answers."""
    axes = [Axis(book.wave)] if book.wave else []
    for variable in book.variables.values():
        if variable.role != "segment" or variable.kind == "numeric" or variable == book.wave:
            continue
        if variable.kind == "single":
            axes.append(Axis(variable))
            continue
        for category in variable.categories:
            first, last = variable.label, category.label
            label = Text(f"{first.nb}: {last.nb}", f"{first.en}: {last.en}")
            marks = (Category(0, Text("0", "0")), Category(1, Text("1", "1")))
            axes.append(Axis(Variable(category.column or "", "segment", "single", label, marks)))
    return axes


def _other_columns(book: Codebook) -> list[str]:
    """Columns that are neither answers nor background by code: design, ids and numbers.

    Replicate weights are not looked at: they tell who was drawn together with whom.
    """
    coded = {axis.variable.id for axis in background(book)} | {*book.design.replicate_columns}
    coded |= {column for item in book.items for column in item.columns}
    every_column = [column for variable in book.variables.values() for column in variable.columns]
    return [
        column
        for column in dict.fromkeys([*every_column, *book.design.columns_of_units])
        if column not in coded
    ]


def _recoding_column(axis: Axis, book: Codebook) -> Column:
    variable = axis.variable
    places = enumerate(variable.categories)
    order = tuple(at for at, category in places if variable.ordered and not category.missing)
    return Column(axis.size, order, kept=variable == book.wave)


def _is_constant(
    row_classes: Numbers, aggregates: Sequence[np.ndarray], respondents: RespondentCounts
) -> bool:
    """Whether a column has one value, or is empty, wherever respondents are alike."""
    low, high = (np.ma.filled(column, "") for column in aggregates[:2])
    there = aggregates[2]
    if not ((there == 0) | ((there == respondents.counts) & (low == high))).all():
        return False
    seen = list(zip(row_classes.tolist(), low.tolist(), (there == 0).tolist(), strict=True))
    return len(set(seen)) == len({group for group, _, _ in seen})
