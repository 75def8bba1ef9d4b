"""Controls of the page of answers: question, measure, split, and more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight.analysis.preparation.first_view import FirstView, first_view, is_long_scale
from insight.reporting.breakdown.request import MEAN, ORDERS, Breakdown, Order, targets
from insight.reporting.breakdown.ways import Show, offered
from insight.survey.codebook import Variable
from insight.views import beside as others
from insight.views import several
from insight.views.asked import LIMITS, Asked
from insight.views.divisions import NO_MORE, Divisions, divisions
from insight.views.view import View
from insight.web import choices
from insight.web.answers_page import question_choice, referents
from insight.web.frame import view_link


class Controls:
    """The row of choices above an answer; each choice depends on those before it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._own = f"answers:{view.survey.id}"
        own = choices.is_own(view.survey)
        self._first: FirstView | None = first_view(view.survey) if own else None
        with st.container(key="choices"):
            self._columns = st.columns([4.2, 2, 2, 2.4, 1.5], vertical_alignment="bottom")
        with self._columns[4]:
            self._more = st.popover(view.say("answers.more"), width="stretch")

    def choose(self, switch: DeltaGenerator) -> Asked:
        """Offer everything, the way of showing in `switch`, and return what is chosen."""
        view, book = self._view, self._view.survey.codebook
        with self._columns[0]:
            item = choices.pick_item(view, book.items, self._first.item if self._first else "")
        with self._more:
            items = question_choice.choose(view, item)
        by, notes = self._split(two=not items)
        with self._more:
            label = view.say("breakdown.nets")
            nets = choices.toggle(view, label, "nets", term="net") if item.nets else True
        named = targets(item, view.language, valid_only=view.valid_only, nets=nets)
        with self._columns[1]:
            label, key = view.say("answers.measure"), f"{self._own}:target:{item.id}"
            usual = self._usual_target(item, named)
            target = (
                choices.pick(view, label, "target", named, key=key, default=usual, term="net")
                if named
                else ""
            )
        where = (view.respondents, view.valid_only, book.wave)
        breakdown = Breakdown(item, target, by, *where, nets=nets)
        ways = offered(breakdown)
        if items:
            return self._several(breakdown, items, notes)
        with switch:
            show = self._show(ways, breakdown.kind) if ways else None
        rows = show in ("bars", "dots")
        if show and show != "trend":
            breakdown = replace(breakdown, order=self._order())
        has_references = rows or (show == "trend" and not by)
        beside, usual = self._beside(breakdown) if has_references else (others.NONE,) * 2
        limit = self._limit() if rows and breakdown.groups > int(LIMITS[1]) else LIMITS[0]
        marked = self._marked(breakdown) if rows and len(by) == 1 else ""
        link = {
            **breakdown.link,
            "show": show or "",
            "against": beside if beside != usual else "",
            "limit": limit if limit != LIMITS[0] else "",
            "mark": marked,
        }
        most = 0 if limit == LIMITS[0] else int(limit)
        name = by[0].category(marked).label[view.language] if marked else ""
        return Asked(breakdown, ways, show, beside, most, name, notes, (), False, link)

    def _usual_target(self, item: Variable, named: Mapping[str, str]) -> str:
        """What is followed without a choice: of one's own survey a long scale's mean, or its top.

        Empty for the first there is, where the codebook has nets or the answers have no order.
        """
        if self._first is None or item.nets or not item.ordered:
            return ""
        if is_long_scale(item) and MEAN in named:
            return MEAN
        return [category.key for category in item.categories if not category.missing][-1]

    def _several(
        self, breakdown: Breakdown, items: tuple[Variable, ...], notes: tuple[str, ...]
    ) -> Asked:
        """Offer what there is to choose of several questions."""
        view = self._view
        order = self._order("value")
        limit = self._limit() if len(items) > int(LIMITS[1]) else LIMITS[0]
        turned = False
        if breakdown.by:
            with self._more:
                named = {code: view.say(f"answers.rows_{code}") for code in ("questions", "groups")}
                turned = choices.pick(view, view.say("answers.turn"), "turn", named) == "groups"
        link = {
            **breakdown.link,
            "items": several.link(items),
            "order": order if order != "value" else "",
            "limit": limit if limit != LIMITS[0] else "",
            "turn": "groups" if turned else "",
        }
        most = 0 if limit == LIMITS[0] else int(limit)
        breakdown = replace(breakdown, order=order)
        none = others.NONE
        return Asked(breakdown, ("dots",), "dots", none, most, "", notes, items, turned, link)

    def _split(self, *, two: bool) -> tuple[tuple[Variable, ...], tuple[str, ...]]:
        """Offer segments and the wave, two of them at most, none twice, none of a single group."""
        view, there = self._view, divisions(self._view.survey.codebook, self._view.respondents)
        variables = there.variables
        named = {code: variable.label[view.language] for code, variable in variables.items()}
        by, notes = self._by({**named, NO_MORE: view.say("trust.undivided")}, there)
        with self._more:
            label, none = view.say("breakdown.by2"), {NO_MORE: view.say("breakdown.no_more")}
            others = {code: name for code, name in named.items() if code != by}
            others = others if two and by != NO_MORE else {}
            by2 = choices.pick(view, label, "by2", none | others, key=f"{self._own}:by2")
        return tuple(variables[code] for code in (by, by2) if code != NO_MORE), notes

    def _by(self, named: Mapping[str, str], there: Divisions) -> tuple[str, tuple[str, ...]]:
        """Offer what to split by; what the filter leaves one group of gives way, and comes back.

        Without a choice it is as in :class:`Divisions`, or what the first view of one's own survey
        has.
        """
        view, key = self._view, f"{self._own}:by"
        linked, single, first = view_link.from_link("by"), there.single, there.first
        if self._first and (self._first.by or NO_MORE) in named:
            first = self._first.by or NO_MORE
        wanted = st.session_state.get(key, first) if linked is None else first
        if linked:
            wanted = linked[0]
            choices.check_choice("by", wanted, [*named, *single])
        came_from, went_to = st.session_state.get(f"{key}:moved", ("", ""))
        if wanted in single:
            still = wanted == went_to and came_from in single
            came_from, went_to = came_from if still else wanted, there.instead
            wanted = there.instead
        elif wanted == went_to and came_from in named:
            wanted = came_from
        elif wanted != went_to:
            came_from = ""
        st.session_state[f"{key}:moved"] = (came_from, went_to) if came_from in single else ("", "")
        st.session_state[key] = wanted if wanted in named else first
        with self._columns[2]:
            own = choices.own_key(key, view.language, st.session_state.get("page", ""))
            codes = list(named)
            chosen: str = st.selectbox(
                view.say("breakdown.by"),
                codes,
                format_func=choices.distinct(codes, lambda code: named[code]),
                key=own,
                filter_mode="contains",
                on_change=choices.keep,
                args=(own, key),
                help=choices.explain("segment", view.language),
            )
        if came_from not in single or chosen != went_to:
            return chosen, ()
        label = single[came_from].label[view.language]
        if went_to == NO_MORE:
            return chosen, (view.say("answers.moved_away", variable=label),)
        return chosen, (view.say("answers.moved", variable=label, other=named[went_to]),)

    def _show(self, ways: tuple[Show, ...], kind: str) -> Show:
        """Offer the ways of showing that suit, remembered for each kind of question."""
        view = self._view
        named: dict[str, str] = {way: view.say(f"breakdown.show_{way}") for way in ways}
        label, key = view.say("breakdown.show"), f"answers:show:{kind}"
        if st.session_state.get("answers:over_time") and "trend" in ways:
            st.session_state.setdefault(key, "trend")
        chosen = choices.switch(view, label, "show", named, key)
        st.session_state["answers:over_time"] = chosen == "trend"
        return next(way for way in ways if way == chosen)

    def _order(self, usual: Order = "codebook") -> Order:
        view, key = self._view, "own:order" + (f":{usual}" if usual != ORDERS[0] else "")
        named: dict[str, str] = {order: view.say(f"breakdown.order_{order}") for order in ORDERS}
        with self._more:
            chosen = choices.pick(
                view, view.say("breakdown.order"), "order", named, key=key, default=usual
            )
        return next(order for order in ORDERS if order == chosen)

    def _limit(self) -> str:
        view = self._view
        named = {
            code: view.say(
                "answers.limit_all" if code == LIMITS[0] else "answers.limit_some", count=code
            )
            for code in LIMITS
        }
        with self._more:
            return choices.pick(view, view.say("answers.limit"), "limit", named)

    def _marked(self, breakdown: Breakdown) -> str:
        view, variable = self._view, breakdown.by[0]
        named = {NO_MORE: view.say("answers.mark_none")}
        named |= {code: each.label[view.language] for code, each in variable.by_key.items()}
        key = f"{self._own}:mark:{variable.id}"
        with self._more:
            chosen = choices.pick(view, view.say("answers.mark"), "mark", named, key=key)
        return "" if chosen == NO_MORE else chosen

    def _beside(self, breakdown: Breakdown) -> tuple[str, str]:
        """Offer those beside whom rows are seen; return who is chosen, and who usually is.

        Whoever was chosen stays so with another question. What is usual there is no choice, nor is
        it one where those chosen were not asked.
        """
        view, key = self._view, f"{self._own}:against"
        usual = others.usual(view, breakdown)
        named = referents.options(view, breakdown, key)
        before, linked = st.session_state.get(key), view_link.from_link("against")
        if linked is not None:
            before = next((code for code in linked[:1] if code in named), None)
        with self._columns[3]:
            label = view.say("answers.beside")
            chosen = choices.pick(view, label, "against", named, key=key, default=usual)
        if before is None:
            del st.session_state[key]
        elif chosen != before:
            st.session_state[key] = before
        return chosen, usual
