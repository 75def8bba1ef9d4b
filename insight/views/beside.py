"""References that all rows are compared with: another survey's same question, or a pinned group.

They ignore the filter, and their names say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insight.analysis.estimates import Table
from insight.analysis.significance import Group
from insight.query.opened import OpenSurvey
from insight.reporting import labels
from insight.reporting.breakdown.request import Breakdown
from insight.survey.codebook import Variable
from insight.survey.constructs import Alike, counterparts
from insight.survey.filters import EVERYONE, Filter
from insight.views import answers, pinned_group
from insight.views.view import View

NONE, ALL = "none", "everyone"


@dataclass(frozen=True)
class Reference:
    """Whose answers others are seen beside: their name, figures in the chosen wave, and by wave."""

    name: str
    table: Table
    by_wave: Table | None

    @property
    def group(self) -> Group:
        """The group of their figures: all that the table is about."""
        return ()


def usual(view: View, breakdown: Breakdown) -> str:
    """Return who is chosen until somebody else is: another survey that asks the same, or nobody."""
    return next(iter(surveys_alike(view, breakdown)), NONE)


def surveys_alike(view: View, breakdown: Breakdown) -> list[str]:
    """Return the ids of the other surveys that ask the same."""
    return [like.survey.id for like in alike(view, breakdown)]


def reference(view: View, breakdown: Breakdown, code: str) -> Reference | None:
    """Return those whom the reader has chosen; None of nobody."""
    if code == NONE:
        return None
    for like in alike(view, breakdown):
        if like.survey.id == code:
            return _reference(view, like.survey, like.item, breakdown, EVERYONE, "")
    where = pinned_group.read_code(code, view.survey.codebook) or EVERYONE
    name = pinned_group.named(view, where) if where.conditions else ""
    return _reference(view, view.survey, breakdown.item, breakdown, where, name)


def _reference(
    view: View, survey: OpenSurvey, item: Variable, breakdown: Breakdown, where: Filter, name: str
) -> Reference:
    statistic = breakdown.statistic
    named = name or all_of(view, survey)
    own = (view.base, statistic) if statistic else (view.base,)
    wave = survey.codebook.wave
    table = answers.estimates(survey, item.id, (), in_wave(view, survey, where), *own)
    over = answers.estimates(survey, item.id, (wave.id,), where, *own) if wave else None
    return Reference(named, table, over)


def in_wave(view: View, survey: OpenSurvey, where: Filter = EVERYONE) -> Filter:
    """Return a filter in the chosen wave of a survey, or in its usual one where it lacks that."""
    wave = survey.codebook.wave
    if not wave:
        return where
    code = view.wave if view.wave in wave.by_key else survey.codebook.usual_wave
    return where.narrowed(wave, [code or ""])


def all_of(view: View, survey: OpenSurvey) -> str:
    """Return what all respondents of a survey are called."""
    return view.say("answers.all_of", who=labels.short_title(survey.codebook)[view.language])


def alike(view: View, breakdown: Breakdown) -> list[Alike[OpenSurvey]]:
    """Return the other surveys that ask the same, where what is followed means the same."""
    alike = counterparts(view.surveys, view.survey, breakdown.item, EVERYONE)
    return [
        like
        for like in alike
        if like.survey.id != view.survey.id and _means_the_same(breakdown, like.item)
    ]


def _means_the_same(breakdown: Breakdown, other: Variable) -> bool:
    if not breakdown.target:
        own, its = breakdown.item.by_key, other.by_key
        return {key: own[key].label for key in own} == {key: its[key].label for key in its}
    labels_of: list[Mapping[str, object]] = [
        {net.id: net.label for net in item.nets}
        | {category.key: category.label for category in item.categories}
        for item in (breakdown.item, other)
    ]
    return labels_of[1].get(breakdown.target) == labels_of[0].get(breakdown.target)
