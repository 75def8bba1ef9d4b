"""A policy: which rights a person has in a survey, by an operator's file and by the codebook.

Where both say whom a survey is for, both must allow it; where one does, that one; where neither
does, everything is for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from insight.access.person import ANYBODY, Person
from insight.language.errors import InsightError
from insight.survey.rights.admission import IN_A_SURVEY, OWN_FILES, Admission, Right

EVERY_SURVEY = "*"
Rights = frozenset[Right]
ALL: Rights = frozenset(IN_A_SURVEY)
NONE: Rights = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom an operator lets in, and to which surveys."""

    admission: Admission
    surveys: frozenset[str]

    def is_about(self, survey: str) -> bool:
        """Whether the rule is about a survey."""
        return survey in self.surveys or EVERY_SURVEY in self.surveys


@dataclass(frozen=True)
class Policy:
    """What an operator's file says.

    Attributes
    ----------
    rules
        Its rules, which add up; None where there is no file, so that all is allowed.
    fault
        Why the file cannot be used; then nothing is allowed to anybody.
    remark
        What its operator should know of a file that is used.
    """

    rules: tuple[Rule, ...] | None = None
    fault: InsightError | None = None
    remark: InsightError | None = None

    def rights(
        self, person: Person, survey: str, access: tuple[Admission, ...] | None = None
    ) -> Rights:
        """Return what a person may in a survey; nothing where they may not see its figures.

        Parameters
        ----------
        person
            Who asks.
        survey
            The id of the survey.
        access
            What its codebook says of whom it is for.
        """
        if self.fault:
            return NONE
        given = ALL
        if self.rules is not None:
            about = (rule.admission for rule in self.rules if rule.is_about(survey))
            given &= _given(about, person)
        if access is not None:
            given &= _given(access, person)
        return given if "figures" in given else NONE

    def may_bring(self, person: Person) -> bool:
        """Whether a person may bring a survey of their own."""
        if self.fault or self.rules is None:
            return self.fault is None
        return OWN_FILES in _given((rule.admission for rule in self.rules), person)


def _given(admissions: Iterable[Admission], person: Person) -> Rights:
    """What a person is given by those that let them in."""
    known = person if _is_certain(person) else ANYBODY
    given = (each.rights for each in admissions if each.lets_in(known.id, known.groups))
    return NONE.union(*given)


def _is_certain(person: Person) -> bool:
    """Whether it is still known who asks."""
    return person.until is None or datetime.now(person.until.tzinfo) < person.until
