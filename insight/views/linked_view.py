"""A view read from the link to it, as the page of answers reads it, without a session.

What the page passes over and tells of is refused here: what has no page around it shows what its
address says, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args
from urllib.parse import urlencode

from insight.analysis.estimates import Base
from insight.disclosure.hidden_groups import MOST_CONDITIONS
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, Language
from insight.language.errors import Fault, RequestError, nearest, shorten
from insight.query.opened import OpenSurvey
from insight.reporting.breakdown.request import ORDERS, Breakdown, Order, targets
from insight.reporting.breakdown.ways import MOST_GROUPS, offered
from insight.survey.codebook import Codebook, Variable
from insight.survey.disk.publication import version_link
from insight.survey.filters import EVERYONE, Filter, parse_filter, split
from insight.views import beside as others
from insight.views import pinned_group, several
from insight.views.asked import LIMITS, Asked
from insight.views.divisions import NO_MORE, divisions
from insight.views.further.further_choice import WORDS, read_choice
from insight.views.view import View

PAGE = "answers"
LONGEST = 4_000
MOST_PARAMETERS = 60
PROBLEM = "api_problem"
Parameters = Iterable[tuple[str, str]]
_Code = TypeVar("_Code", bound=str)


@dataclass(frozen=True)
class LinkedView:
    """What a link asks for: the reader's view, and what the page of answers shows of it."""

    view: View
    asked: Asked

    @property
    def link(self) -> dict[str, list[str]]:
        """The link as the page itself writes it, the same for all links that mean the same."""
        own = {name: [value] for name, value in self.asked.link.items() if value}
        return {**self.view.link, **own}

    @property
    def query(self) -> str:
        """The link as it stands in an address, after the question mark."""
        return urlencode(self.link, doseq=True)


class Link:
    """The parameters of a link, of which each value is held against what there is."""

    def __init__(self, parameters: Parameters) -> None:
        self._values: dict[str, list[str]] = {}
        pairs = [*parameters]
        if len(pairs) > MOST_PARAMETERS or sum(map(len, map("".join, pairs))) > LONGEST:
            raise RequestError(Fault("fault.link_too_long", {"most": LONGEST}))
        for name, value in pairs:
            if value:
                self._values.setdefault(name, []).append(value)

    def all(self, name: str) -> list[str]:
        """Return all values of a parameter."""
        return self._values.get(name, [])

    def one(self, name: str, usual: str = "") -> str:
        """Return the first value of a parameter."""
        return next(iter(self.all(name)), usual)

    def of(self, name: str, codes: Iterable[_Code], usual: str) -> _Code:
        """Return the code that a parameter has, or the usual one where it has none.

        Raises
        ------
        RequestError
            If it is none of the codes.
        """
        known = [*codes]
        chosen = self.one(name, usual)
        for code in known:
            if code == chosen:
                return code
        shown = {"parameter": name, "value": shorten(chosen), "hint": nearest(chosen, known)}
        raise RequestError(Fault("fault.refused_in_link", shown))


def linked_view(parameters: Parameters, surveys: Sequence[OpenSurvey]) -> LinkedView:
    """Return the view that a link leads to.

    Parameters
    ----------
    parameters
        Of the link, as they are written; those that no page has are passed over.
    surveys
        Those that it may lead to, or show beside others.

    Raises
    ------
    InsightError
        If it asks for what is not there, or for too much.
    """
    link = Link(parameters)
    view = view_of(link, tuple(surveys))
    if not view.survey.codebook.items:
        raise refusal("unknown_view", name=shorten(view.survey.id))
    asked = _with_further(link, view, _asked(link, view))
    refuse_too_much(view, asked)
    return LinkedView(view, asked)


def view_of(link: Link, surveys: tuple[OpenSurvey, ...], of: str = "") -> View:
    """Return what a link says of the reader's view: survey, wave, respondents and base.

    Parameters
    ----------
    link
        The link.
    surveys
        Those that it may lead to.
    of
        The id of the survey that it is of where it names none; else the first.

    Raises
    ------
    RequestError
        If it asks for what is not there.
    """
    language: Language = link.of("lang", LANGUAGES, LANGUAGES[0])
    by_id = {survey.id: survey for survey in surveys}
    chosen = link.one("survey", of or next(iter(by_id), ""))
    if chosen not in by_id:
        raise refusal("unknown_view", name=shorten(chosen))
    survey = by_id[chosen]
    book = survey.codebook
    wave = None
    if book.wave:
        wave = link.of("wave", book.wave.by_key, book.usual_wave or [*book.wave.by_key][-1])
    base: Base = link.of("base", get_args(Base), "all")
    respondents = _respondents(link.all("where"), book)
    written: dict[str, list[str]] = {"lang": [language], "survey": [survey.id]}
    written |= {"wave": [wave]} if wave else {}
    written |= {"where": list(respondents.written)} if respondents.conditions else {}
    written |= {"base": [base]} if base != "all" else {}
    written |= version_link(survey)
    return View(language, "light", surveys, survey, chosen, respondents, wave, base, written)


def _respondents(written: Sequence[str], book: Codebook) -> Filter:
    """The filter, whose conditions are on segments, in the order of the codebook."""
    asked = parse_filter(written, book)
    segments = {segment.id: segment for segment in book.segments}
    for variable in asked.variables:
        if variable.id not in segments:
            hint = nearest(variable.id, [*segments])
            shown = {"parameter": "where", "value": shorten(variable.id), "hint": hint}
            raise RequestError(Fault("fault.refused_in_link", shown))
    respondents = EVERYONE
    for segment in segments.values():
        respondents = respondents.narrowed(segment, asked.codes(segment.id))
    return respondents


def _asked(link: Link, view: View) -> Asked:
    book = view.survey.codebook
    items = {item.id: item for item in book.items}
    item = items[link.of("item", items, next(iter(items)))]
    together = _together(link, items)
    by = _by(link, view, two=not together)
    nets = not item.nets or link.of("nets", _SWITCH, "on") == "on"
    named = targets(item, view.language, valid_only=view.valid_only, nets=nets)
    target = link.of("target", named, next(iter(named))) if named else ""
    where = (view.respondents, view.valid_only, book.wave)
    breakdown = Breakdown(item, target, by, *where, nets=nets)
    ways = offered(breakdown)
    if not ways or len(together) * breakdown.groups > MOST_GROUPS:
        count = numbers.whole(breakdown.groups * max(len(together), 1), view.language)
        raise RequestError(Fault("breakdown.too_many", {"count": count}))
    if together:
        return _of_several(link, breakdown, together)
    show = link.of("show", ways, ways[0])
    rows = show in ("bars", "dots")
    if show != "trend":
        breakdown = replace(breakdown, order=_order(link, ORDERS[0]))
    beside, usual = others.NONE, others.NONE
    if rows or (show == "trend" and not by):
        usual = others.usual(view, breakdown)
        beside = _beside(link, view, breakdown, usual)
    many = rows and breakdown.groups > int(LIMITS[1])
    limit = link.of("limit", LIMITS, LIMITS[0]) if many else LIMITS[0]
    marked = ""
    if rows and len(by) == 1:
        marked = link.of("mark", ("", *by[0].by_key), "")
    written = {
        **breakdown.link,
        "show": show,
        "against": beside if beside != usual else "",
        "limit": limit if limit != LIMITS[0] else "",
        "mark": marked,
    }
    name = by[0].category(marked).label[view.language] if marked else ""
    most = 0 if limit == LIMITS[0] else int(limit)
    return Asked(breakdown, ways, show, beside, most, name, (), (), False, written)


def _with_further(link: Link, view: View, asked: Asked) -> Asked:
    written = {name: link.one(name) for name in WORDS}
    compared = None if asked.items else asked.compared
    return asked.with_further(read_choice(written, view, compared))


_SWITCH: tuple[Literal["on", "off"], ...] = ("on", "off")


def _of_several(link: Link, breakdown: Breakdown, together: tuple[Variable, ...]) -> Asked:
    order = _order(link, "value")
    many = len(together) > int(LIMITS[1])
    limit = link.of("limit", LIMITS, LIMITS[0]) if many else LIMITS[0]
    turned = bool(breakdown.by) and link.of("turn", ("questions", "groups"), "questions")
    written = {
        **breakdown.link,
        "items": several.link(together),
        "order": order if order != "value" else "",
        "limit": limit if limit != LIMITS[0] else "",
        "turn": "groups" if turned == "groups" else "",
    }
    most = 0 if limit == LIMITS[0] else int(limit)
    return Asked(
        *(replace(breakdown, order=order), ("dots",), "dots", others.NONE, most, "", ()),
        *(together, turned == "groups", written),
    )


def _together(link: Link, items: Mapping[str, Variable]) -> tuple[Variable, ...]:
    """The questions, where there are several."""
    written = link.one("items")
    codes = split(written, ",") if written else []
    there = {code: item for code, item in items.items() if item.kind != "numeric"}
    for code in codes:
        if code not in there:
            shown = {"parameter": "items", "value": shorten(code), "hint": nearest(code, [*there])}
            raise RequestError(Fault("fault.refused_in_link", shown))
    if len(set(codes)) > several.MOST:
        raise RequestError(Fault("fault.link_items", {"most": several.MOST}))
    found = tuple(there[code] for code in there if code in codes)
    return found if len(found) > 1 else ()


def _by(link: Link, view: View, *, two: bool) -> tuple[Variable, ...]:
    """What divides; in place of what the filter leaves one group of it is something else."""
    there = divisions(view.survey.codebook, view.respondents)
    by = link.of("by", (*there.variables, *there.single, NO_MORE), there.first)
    by = there.instead if by in there.single else by
    second = NO_MORE
    if two and by != NO_MORE:
        rest = [code for code in there.variables if code != by]
        second = link.of("by2", (*rest, NO_MORE), NO_MORE)
    return tuple(there.variables[code] for code in (by, second) if code != NO_MORE)


def _order(link: Link, usual: Order) -> Order:
    return link.of("order", ORDERS, usual)


def _beside(link: Link, view: View, breakdown: Breakdown, usual: str) -> str:
    """Code of those beside whom all are seen, of a survey or of a group that is there."""
    code = link.one("against", usual)
    if pinned_group.read_code(code, view.survey.codebook):
        return code
    there = [others.NONE, *others.surveys_alike(view, breakdown)]
    return link.of("against", [*there, others.ALL] if view.respondents.conditions else there, usual)


def refuse_too_much(view: View, asked: Asked) -> None:
    """Hold to what the API holds to: so many variables that narrow or divide, and no more.

    Raises
    ------
    RequestError
        If there are more.
    """
    pinned = pinned_group.read_code(asked.beside, view.survey.codebook) or EVERYONE
    divided = {variable.id for variable in asked.breakdown.by}
    wave = view.survey.codebook.wave
    in_wave = {wave.id} if wave else set()
    alike = asked.further
    for where, besides in (
        (view.respondents, alike.given),
        (view.respondents, alike.standard),
        (pinned, ()),
    ):
        narrowed = {variable.id for variable in where.variables}
        names = sorted({*divided, *in_wave, *narrowed, *besides})
        if len(names) > MOST_CONDITIONS:
            told = numbers.list_names(names, "en")
            raise refusal("too_many_conditions", most=MOST_CONDITIONS, names=told)


def refusal(kind: str, **values: object) -> RequestError:
    """A refusal of a kind that has a status of its own for who asks by address."""
    return RequestError(Fault(f"{PROBLEM}.{kind}", values))
