"""The further choice: background that groups are to be alike in, as a link tells it.

Groups are adjusted for background that is held alike (``given``), or standardised over some
(``standard``) to a population (``to``), which may be ``numbers`` that the reader has written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from insight.analysis.adjusted.adjusted_request import MOST_GIVEN
from insight.analysis.estimates import QUANTILES
from insight.language.errors import Fault, RequestError, nearest, shorten
from insight.reporting.breakdown.request import Breakdown
from insight.survey.codebook import Category, Variable
from insight.survey.filters import escape, split
from insight.views.view import View

WORDS = ("given", "standard", "to", "numbers")
MOST_OVER, MOST_GROUPS = 3, 12  # variables that are standardised over, and groups with numbers
ALL, OWN = "all", "own"


@dataclass(frozen=True)
class FurtherChoice:
    """What groups are to be alike in.

    Attributes
    ----------
    given
        Ids of the variables that are held alike; none where groups are not adjusted.
    standard
        Ids of the variables that are standardised over; none where groups are not standardised.
    to
        Whose composition the groups get: all, a wave by its code, or numbers of the reader's own.
    numbers
        These, as ``1:120,2:95``; empty as long as one is missing.
    """

    given: tuple[str, ...] = ()
    standard: tuple[str, ...] = ()
    to: str = ""
    numbers: str = ""

    @property
    def link(self) -> dict[str, str]:
        """What the link says of it; empty of what is not chosen."""
        ids = {"given": self.given, "standard": self.standard}
        listed = {name: ",".join(escape(one, ",") for one in ids[name]) for name in ids}
        over = {"to": self.to, "numbers": self.numbers if self.to == OWN else ""}
        return listed | (over if self.standard else {})

    @property
    def wave(self) -> str:
        """The wave whose composition the groups get; empty of another."""
        return "" if self.to in (ALL, OWN) else self.to

    @property
    def written(self) -> str:
        """The population that the reader has written; empty of another."""
        is_own = self.numbers and self.to == OWN
        return f"{escape(self.standard[0], '=')}={self.numbers}" if is_own else ""

    @property
    def complete(self) -> FurtherChoice:
        """The choice, without a population of which a number is still missing."""
        missing = self.to == OWN and not self.numbers
        return FurtherChoice(self.given) if missing else self

    def without(self, variable: str) -> FurtherChoice:
        """Return the choice without a variable in which all are alike."""
        given, standard = (
            tuple(one for one in ids if one != variable) for ids in (self.given, self.standard)
        )
        return replace(self, given=given, standard=standard) if standard else FurtherChoice(given)


NO_CHOICE = FurtherChoice()


def _are_groups_of_one(breakdown: Breakdown) -> bool:
    return len(breakdown.by) == 1 and breakdown.statistic not in QUANTILES


def offered(view: View, breakdown: Breakdown) -> dict[str, Variable]:
    """Return the background that groups may differ in besides what they are groups of, by id.

    Nothing where they are groups of two variables, or of none, nor of quantiles.
    """
    if not _are_groups_of_one(breakdown):
        return {}
    taken = {breakdown.by[0].id, breakdown.item.id}
    return {
        variable.id: variable
        for variable in view.survey.codebook.segments
        if variable.kind == "single"
        and variable.id not in taken
        and len(view.respondents.codes(variable.id)) != 1
    }


def groups_of(view: View, variable: Variable) -> list[Category]:
    """Return the groups that are to have a number: those that the filter leaves."""
    kept = view.respondents.codes(variable.id)
    return [each for each in variable.categories if each.key in kept or not (kept or each.missing)]


def populations(view: View, over: Sequence[Variable]) -> list[str]:
    """Return the codes of the populations that groups can be standardised to.

    Numbers of the reader's own are of one variable.
    """
    few = len(over) == 1 and len(groups_of(view, over[0])) <= MOST_GROUPS
    waves = view.survey.codebook.waves if view.survey.codebook.wave else ()
    return [ALL, *waves, *([OWN] if few else [])]


def usual_population(view: View, breakdown: Breakdown) -> str:
    """Return the population without a choice: over time the first wave, else the chosen one."""
    book = view.survey.codebook
    if not book.wave:
        return ALL
    return book.waves[0] if breakdown.over_time and book.waves_ordered else view.wave or ALL


def read_choice(
    written: Mapping[str, str], view: View, breakdown: Breakdown | None
) -> FurtherChoice:
    """Read the choice of a link, of which nothing is passed over.

    Parameters
    ----------
    written
        The words of the link by their names.
    view, breakdown
        What is looked at, and the breakdown whose groups are compared; None of several questions.

    Raises
    ------
    RequestError
        If it asks for what is not there.
    """
    asked = [name for name in ("given", "standard") if written.get(name)]
    if not asked:
        return NO_CHOICE
    if breakdown is None or not _are_groups_of_one(breakdown):
        raise RequestError(Fault("fault.link_alike", {"parameter": asked[0]}))
    there = offered(view, breakdown)
    given = _ids("given", written, there, MOST_GIVEN)
    over = _ids("standard", written, there, MOST_OVER)
    if not over:
        return FurtherChoice(given)
    strata = [there[name] for name in over]
    to = written.get("to") or usual_population(view, breakdown)
    _check("to", to, populations(view, strata))
    numbers = _numbers(written.get("numbers", ""), view, strata[0]) if to == OWN else ""
    return FurtherChoice(given, over, to, numbers)


def _ids(
    name: str, written: Mapping[str, str], there: Mapping[str, Variable], most: int
) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(split(written[name], ","))) if written.get(name) else ()
    for each in ids:
        _check(name, each, [*there])
    if len(ids) > most:
        raise RequestError(Fault("fault.link_most", {"parameter": name, "most": most}))
    return ids


def _check(name: str, code: str, known: Sequence[str]) -> None:
    if code not in known:
        values = {"parameter": name, "value": shorten(code), "hint": nearest(code, known)}
        raise RequestError(Fault("fault.refused_in_link", values))


def _numbers(written: str, view: View, variable: Variable) -> str:
    """The numbers in the order of the groups, one for each and no other."""
    told = {}
    for pair in split(written, ",") if written else []:
        code, _, number = pair.rpartition(":")
        told[code] = number_of(number) if code not in told else 0.0
    keys = [each.key for each in groups_of(view, variable)]
    if told.keys() != {*keys} or not all(told.values()):
        values = {"variable": variable.label, "value": shorten(written)}
        raise RequestError(Fault("fault.link_numbers", values))
    return written_numbers((key, told[key]) for key in keys)


def number_of(written: str) -> float:
    """Return a number above 0; 0 of what is none."""
    try:
        number = float(written)
    except ValueError:
        return 0.0
    return number if 0 < number < math.inf else 0.0


def written_numbers(numbers: Iterable[tuple[str, float]]) -> str:
    """Return numbers by the codes of their groups, as a link and the terminal have them."""
    return ",".join(escape(f"{code}:{number:.12g}", ",") for code, number in numbers)
