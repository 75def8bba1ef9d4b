"""The address in the API of what is told of a view's groups besides its figures.

The page's words are others than those of the API. So an address stands only where the API reads
from it the respondents whose answers the page tells of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insight.access.person import Person
from insight.analysis.adjusted.adjusted_result import Adjusted
from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.api.asking.analyses_by_name import ANALYSES
from insight.api.asking.compared_alike import ComparedAlike
from insight.api.asking.compared_surveys import ComparedSurveys
from insight.api.asking.composed_alike import ComposedAlike
from insight.api.calls import Call
from insight.api.codes import TOTAL, escape_code, escape_id
from insight.api.cube import Cube
from insight.api.problems import Problem
from insight.api.settings import settings_from
from insight.language.errors import InsightError
from insight.survey.codebook import Codebook
from insight.survey.filters import Filter, split
from insight.views.further.further_answers import Found
from insight.views.linked_view import LinkedView
from insight.web.addresses.data_address import address, cube_of


def analysis_address(linked: LinkedView, found: Found, person: Person) -> str:
    """Return where a further answer of a view is, without a format; empty where it cannot be had.

    Parameters
    ----------
    linked
        The view.
    found
        The answer that it shows.
    person
        Who asks.
    """
    cube, target = cube_of(linked), linked.asked.breakdown.target
    try:
        name, own = _own(linked, cube, found)
        answer = {"category": _code(cube, "category", target)} if target else {}
        base = {"base": linked.view.base} if linked.view.valid_only else {}
        where = _filter("valueCodes", cube, found.request.where)
        chosen = {"lang": linked.view.language, **own, **answer, **base, **where}
        call = Call([*chosen.items()], {}, settings_from(), person=person)
        read = [_kept(each.where) for each in ANALYSES[name].read(cube, call).seen]
    except (InsightError, Problem):
        return ""
    return address(cube, name, chosen) if read == _whose(found) else ""


def _own(linked: LinkedView, cube: Cube, found: Found) -> tuple[str, dict[str, str]]:
    """The name of the analysis, and what is asked of it besides answer, base and filter."""
    choice, by = linked.asked.further, linked.asked.compared.by
    if isinstance(found, Adjusted):
        return ComparedAlike.name, {"between": _ids([by[0].id]), "given": _ids(choice.given)}
    if isinstance(found, StandardisedTable):
        groups = {"by": _ids([each.id for each in by]), "over": _ids(choice.standard)}
        return ComposedAlike.name, groups | _population(linked, cube)
    other = found.sides[1]
    there = Cube(other.survey, other.item, cube.statistic)
    whom = _filter("otherCodes", there, found.other_request.where)
    return ComparedSurveys.name, {
        "survey": escape_code(other.survey.id),
        **(whom or _everyone(there.codebook)),
    }


def _population(linked: LinkedView, cube: Cube) -> dict[str, str]:
    """Whose composition the groups get; of all respondents nothing is written."""
    choice, wave = linked.asked.further, cube.codebook.wave
    if choice.written:
        pairs = (pair.rpartition(":") for pair in split(choice.numbers, ","))
        of = escape_id(choice.standard[0])
        return {"numbers": ",".join(f"{_code(cube, of, key)}:{number}" for key, _, number in pairs)}
    return {"to": _code(cube, escape_id(wave.id), choice.wave)} if wave and choice.wave else {}


def _everyone(book: Codebook) -> dict[str, str]:
    """Everyone, who are not those of the same filter only where that is said of some variable."""
    return {f"otherCodes[{escape_id(each.id)}]": TOTAL for each in book.segments[:1]}


def _ids(names: Sequence[str]) -> str:
    return ",".join(map(escape_id, names))


def _filter(parameter: str, cube: Cube, where: Filter) -> dict[str, str]:
    written = {}
    for condition in where.conditions:
        name = escape_id(condition.variable.id)
        codes = (_code(cube, name, key) for key in condition.codes)
        written[f"{parameter}[{name}]"] = ",".join(codes)
    return written


def _code(cube: Cube, dimension: str, key: str) -> str:
    """The code of a value by its key.

    Raises
    ------
    Problem
        If the dimension has no value of it, as of answers that are missing.
    """
    codes = {value.key: value.code for value in cube.dimension(dimension).values}
    if key not in codes:
        raise Problem("unknown_value", code=key, variable=dimension, hint="")
    return codes[key]


def _whose(found: Found) -> list[Mapping[str, set[str]]]:
    """Whose answers are told of, of each survey."""
    if isinstance(found, Adjusted | StandardisedTable):
        return [_kept(found.request.where)]
    return [_kept(found.request.where), _kept(found.other_request.where)]


def _kept(where: Filter) -> Mapping[str, set[str]]:
    return {each.variable.id: {*each.codes} for each in where.conditions}
