"""Cells of a model as arrays, and what they must be for it to be fitted: filled, upright, mixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from insight.analysis.adjusted.adjusted_request import AdjustedRequest
from insight.language.errors import Fault, RequestError
from insight.statistics.answer_sums import Answers
from insight.statistics.models.fitted_model import Cells, Family, Fitted, SeparatedError, fit
from insight.statistics.models.model_terms import Terms, first_dependent, terms_of
from insight.statistics.models.predictive_margins import residual_df
from insight.statistics.replicates import MOST_EMPTY

SURE = 1e-12


@dataclass(frozen=True)
class ModelCells:
    """The cells that somebody is in.

    Attributes
    ----------
    request
        What is asked.
    answers
        The sums of their answers.
    codes
        The number of each variable's code in each cell, among those that anybody has; shape (D, V).
    present
        The codes that anybody has, of each variable.
    """

    request: AdjustedRequest
    answers: Answers
    codes: np.ndarray
    present: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, request: AdjustedRequest, answers: Answers) -> ModelCells:
        """Take the cells that somebody is in out of all."""
        there = np.flatnonzero((answers.w != 0).any(axis=0))
        sizes = [len(levels) for levels in request.cells.levels]
        codes, present = [], []
        for numbers, levels in zip(
            np.unravel_index(there, sizes), request.cells.levels, strict=True
        ):
            kept, numbered = np.unique(numbers, return_inverse=True)
            codes.append(numbered)
            present.append(tuple(levels[number] for number in kept.tolist()))
        return cls(request, answers.among(there), np.column_stack(codes), tuple(present))

    @property
    def positive(self) -> np.ndarray:
        """Respondents with a weight above 0 in each cell."""
        positive: np.ndarray = self.answers.positive.sum(axis=0)
        return positive

    def of_codes(self, variable: int) -> np.ndarray:
        """Respondents with each code of a variable that anybody has."""
        codes, count = self.codes[:, variable], len(self.present[variable])
        return np.bincount(codes, self.positive, count)

    def fit(self, family: Family) -> tuple[Fitted, Terms]:
        """Fit a model without interactions, or say why there is none.

        Raises
        ------
        RequestError
            If there are fewer than two groups, empty cells, covariates that follow from others, a
            code whose answers are all alike, or too few sampling units.
        """
        self._refuse_empty()
        terms = self._upright()
        if family == "logistic":
            self._refuse_alike()
        try:
            fitted = fit(Cells(self.answers, terms.design), family)
        except SeparatedError:
            raise RequestError(Fault("fault.adjust_separated")) from None
        if residual_df(fitted) < 1:
            count = {"count": terms.design.shape[1]}
            raise RequestError(Fault("fault.adjust_few_units", count))
        if np.isnan(fitted.anew[1:]).any(axis=1).sum() > MOST_EMPTY * len(fitted.anew):
            raise RequestError(Fault("fault.adjust_replicates"))
        return fitted, terms

    def _refuse_empty(self) -> None:
        between, *given = self.request.cells.by
        if len(self.present[0]) < 2:
            raise RequestError(Fault("fault.adjust_one_group", {"variable": between.id}))
        for number, variable in enumerate(given, 1):
            filled = np.zeros([len(self.present[at]) for at in (0, number)])
            np.add.at(filled, (self.codes[:, 0], self.codes[:, number]), self.positive)
            if (filled == 0).any():
                group, code = np.argwhere(filled == 0)[0].tolist()
                values = {
                    "between": between.id,
                    "group": self.present[0][group],
                    "variable": variable.id,
                    "code": self.present[number][code],
                }
                raise RequestError(Fault("fault.adjust_empty", values))

    def _upright(self) -> Terms:
        terms = terms_of(self.codes)
        by = self.request.cells.by
        dependent = first_dependent(terms, range(len(by)))
        if dependent is not None:
            alone = len(self.present[dependent]) < 2
            fault = "fault.adjust_constant" if alone else "fault.adjust_collinear"
            raise RequestError(Fault(fault, {"variable": by[dependent].id}))
        if len(self.codes) <= terms.design.shape[1]:
            raise RequestError(Fault("fault.adjust_saturated"))
        return terms

    def _refuse_alike(self) -> None:
        units = self.answers.units
        weight, chosen = units.whole(self.answers.w), units.whole(self.answers.wy)
        for number, variable in enumerate(self.request.cells.by):
            count = len(self.present[number])
            of_codes = np.bincount(self.codes[:, number], weight, count)
            share = np.bincount(self.codes[:, number], chosen, count) / of_codes
            alike = np.flatnonzero((share < SURE) | (share > 1 - SURE))
            if len(alike):
                values = {"variable": variable.id, "code": self.present[number][alike[0]]}
                raise RequestError(Fault("fault.adjust_alike", values))
