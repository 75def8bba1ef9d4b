"""Rights of the person whose session it is: what a page asks before it offers anything.

A run of the page sees what the person may see when it begins. What comes later, a file that is
made or a part that is drawn anew, asks again, for a right may have been withdrawn meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st

from insight.access.access_file import policy_of
from insight.access.person import ANYBODY, Person
from insight.access.policy import Rights
from insight.access.visible_surveys import rights_in
from insight.api.listing import rights_of, surveys_for
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.folders import Found, Survey, data_folder
from insight.survey.rights.admission import Right
from insight.web import choices
from insight.web.audited import acts
from insight.web.frame import signed_in

_KEY = "rights"
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Held:
    """What a person might when a page was drawn.

    Attributes
    ----------
    person
        Who.
    rights
        In each survey that there was for them.
    may_bring
        Whether they might bring a survey of their own.
    """

    person: Person = ANYBODY
    rights: Mapping[str, Rights] = field(default_factory=dict)
    may_bring: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether any of it has been withdrawn since."""
        return bool(self.lost) or (
            self.may_bring and not policy_of(data_folder()).may_bring(self.person)
        )

    @property
    def lost(self) -> list[str]:
        """Ids of the surveys in which any of it has been withdrawn since."""
        now = rights_of(self.person)
        return [name for name, given in self.rights.items() if given - now.get(name, frozenset())]


def begin() -> Found[OpenSurvey]:
    """Return the surveys that there are in this run of a page, whose rights the session keeps."""
    person = signed_in.current_person()
    st.session_state[_KEY] = Held(person, rights_of(person), may_bring())
    return surveys_for(person)


def surveys_there() -> Found[OpenSurvey]:
    """Return the surveys that there are for the person, and what is wrong with others."""
    return surveys_for(signed_in.current_person())


def may(survey: Survey, right: Right) -> bool:
    """Whether the person has a right in a survey; in their own they have all."""
    if choices.is_own(survey):
        return True
    return right in rights_in(survey, signed_in.current_person(), policy_of(data_folder()))


def may_bring() -> bool:
    """Whether the person may bring a survey of their own."""
    return policy_of(data_folder()).may_bring(signed_in.current_person())


def is_everything_open() -> bool:
    """Whether no file of the operator's says who may see what."""
    policy = policy_of(data_folder())
    return policy.rules is None and policy.fault is None


def guarded(make: Callable[[], _Made]) -> Callable[[], _Made]:
    """Return what makes a file, but refuses where a right was lost since the page was drawn."""
    held, who = _held(), acts.asker()

    def made() -> _Made:
        if held.is_lost:
            fault = Fault("fault.rights_changed")
            acts.refuse(fault, who, *held.lost)
            raise RequestError(fault)
        return make()

    return made


def draw_anew_if_lost() -> None:
    """Draw the whole page anew where a right was lost, or where somebody else asks by now."""
    held, now = _held(), signed_in.current_person()
    if (held.person.id, held.person.groups) != (now.id, now.groups) or held.is_lost:
        st.rerun()


def _held() -> Held:
    held = st.session_state.get(_KEY)
    return held if isinstance(held, Held) else Held()
