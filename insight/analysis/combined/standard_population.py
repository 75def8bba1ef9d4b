"""Standard populations: what part of it each stratum is, from margins, numbers or a wave."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from insight.analysis.weighting.margins import read_margins
from insight.disclosure.protection import hidden_figures
from insight.language.errors import Fault, RequestError, shorten
from insight.query.cell_request import Request
from insight.query.cells import share_cells
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import EVERYONE, Filter, name_and_codes, split

Stratum = tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """A population by strata.

    Attributes
    ----------
    strata
        Variables of which each combination of codes is a stratum.
    counts
        How many are in each, on any scale.
    source
        Where the numbers are from: a file's name, the numbers as written, or a wave's code.
    own
        Whether they are those of the survey itself or of a wave of it.
    """

    strata: tuple[Variable, ...]
    counts: Mapping[Stratum, float]
    source: str
    own: bool = False

    def parts(self, wanted: Sequence[Stratum]) -> list[float]:
        """Return what part of the population each of some strata is.

        Raises
        ------
        RequestError
            If the population lacks one of them, or has a stratum that is not among them.
        """
        for stratum in wanted:
            if not self.counts.get(stratum, 0) > 0:
                values = {"source": self.source, "stratum": self.named(stratum)}
                raise RequestError(Fault("fault.standard_lacks", values))
        largest = max(self.counts[stratum] for stratum in wanted)
        sizes = [self.counts[stratum] / largest for stratum in wanted]  # no sum of these overflows
        return [size / math.fsum(sizes) for size in sizes]

    def named(self, stratum: Stratum) -> str:
        """Return what a stratum is called in files and sentences."""
        pairs = zip(self.strata, stratum, strict=True)
        return ", ".join(f"{variable.id}={code}" for variable, code in pairs)


def population_written(codebook: Codebook, written: str) -> Population:
    """Read a population such as ``age_group=1:30,2:45,3:25``, in persons or shares.

    Raises
    ------
    RequestError, UnknownNameError
        If it cannot be read, or the survey has no such variable or code.
    """
    name, numbers = name_and_codes(written) or (written.partition("=")[0], "")
    variable = codebook.variable(name.strip())
    _check_kind(variable)
    counts: dict[Stratum, float] = {}
    for pair in split(numbers, ","):
        code, _, number = pair.rpartition(":")
        stratum = (variable.category(code.strip()).key,)
        try:
            count = float(number)
        except ValueError:
            count = math.nan
        if not 0 < count < math.inf or stratum in counts:
            values = {"value": shorten(pair), "variable": variable.id}
            raise RequestError(Fault("fault.standard_number", values))
        counts[stratum] = count
    return Population((variable,), counts, written)


def population_of_file(codebook: Codebook, names: Sequence[str], path: Path) -> Population:
    """Read a population from the margins that ``insight weight`` takes.

    Parameters
    ----------
    codebook
        The survey's codebook.
    names
        Ids of the variables; of several the file has their joint margin.
    path
        The file.

    Raises
    ------
    RequestError, UnknownNameError
        As :func:`insight.analysis.weighting.margins.read_margins`; also if the file lacks the
        margin, or has one for each wave.
    """
    strata = _strata(codebook, names)
    margins = read_margins(path, codebook)
    if None not in margins:
        raise RequestError(Fault("fault.standard_by_wave", {"file": path.name}))
    for margin in margins[None]:
        if set(margin.variables) == set(strata):
            return Population(margin.variables, margin.population, path.name)
    wanted = "*".join(variable.id for variable in strata)
    raise RequestError(Fault("fault.standard_no_margin", {"file": path.name, "variable": wanted}))


def population_of_wave(survey: OpenSurvey, names: Sequence[str], code: str) -> Population:
    """Count the population that the weights of a wave make of its respondents.

    Raises
    ------
    RequestError, UnknownNameError
        If there is no such wave, or too few respondents in one of its strata.
    """
    codebook = survey.codebook
    strata = _strata(codebook, names)
    if codebook.wave is None:
        raise RequestError(Fault("fault.standard_no_waves", {"survey": codebook.id}))
    if codebook.wave in strata:
        raise RequestError(Fault("fault.standard_over_waves", {"variable": codebook.wave.id}))
    key = codebook.wave.category(code).key
    return _counted(survey, strata, EVERYONE.narrowed(codebook.wave, [key]), key)


def population_of_all(survey: OpenSurvey, names: Sequence[str]) -> Population:
    """Count the population that the weights make of all respondents, of all waves together.

    Raises
    ------
    RequestError, UnknownNameError
        If the survey has no such variable.
    """
    return _counted(survey, _strata(survey.codebook, names), EVERYONE, survey.id)


def _counted(
    survey: OpenSurvey, strata: tuple[Variable, ...], where: Filter, source: str
) -> Population:
    """The population by the weights of whom a filter keeps, without strata that would be hidden."""
    rules = survey.codebook.disclosure
    request = Request(strata[0], strata, where)
    cells = share_cells(survey, request)
    hidden: np.ndarray = np.array(hidden_figures(survey, request), dtype=bool)
    few = cells.base.positive[:, :, 0].sum(axis=0) < max(rules.min_base, 1)
    weight = cells.units.whole(cells.base.weight)[:, 0]
    counts = {
        stratum: float(weight[number])
        for number, stratum in enumerate(request.groups)
        if not (few[number] or hidden[number].any())
    }
    return Population(strata, counts, source, own=True)


def equal_waves(codebook: Codebook) -> Population:
    """Return the population in which all waves are alike.

    Raises
    ------
    RequestError
        If the survey has no waves.
    """
    wave = codebook.wave
    if wave is None:
        raise RequestError(Fault("fault.standard_no_waves", {"survey": codebook.id}))
    counts: dict[Stratum, float] = dict.fromkeys(itertools.product(wave.by_key), 1.0)
    return Population((wave,), counts, "equal", own=True)


def _strata(codebook: Codebook, names: Sequence[str]) -> tuple[Variable, ...]:
    strata = tuple(codebook.variable(name) for name in dict.fromkeys(names))
    for variable in strata:
        _check_kind(variable)
    return strata


def _check_kind(variable: Variable) -> None:
    if variable.kind != "single":
        values = {"variable": variable.id, "kind": variable.kind}
        raise RequestError(Fault("fault.by_kind", values))
