"""The pinned group: respondents who stay in view as a reference while the filter changes.

In a link it stands as its filter is written. It is asked for as any filter is, and so what is
hidden of a group is hidden of it too.
"""

from __future__ import annotations

from insight.language.errors import InsightError
from insight.survey.codebook import Codebook
from insight.survey.filters import Filter, escape, parse_filter, split
from insight.views.view import View

SEPARATOR = ";"
LONGEST = 500


def code_of(where: Filter) -> str:
    r"""Return a filter as one code of a choice; the order of its conditions makes no other group.

    Examples
    --------
    A single condition is its own code, ``gender=1``; of several ``age_group=1,2;gender=1``.
    """
    return SEPARATOR.join(sorted(escape(written, SEPARATOR) for written in where.written))


def read_code(code: str, codebook: Codebook) -> Filter | None:
    """Return the filter of a code, in the codebook's order; None of no filter or of a wave's."""
    if "=" not in code or len(code) > LONGEST:
        return None
    try:
        where = parse_filter(split(code, SEPARATOR), codebook)
    except InsightError:
        return None
    if codebook.wave and where.codes(codebook.wave.id):
        return None
    order = [*codebook.variables]
    conditions = sorted(where.conditions, key=lambda condition: order.index(condition.variable.id))
    return Filter(tuple(conditions))


def named(view: View, where: Filter) -> str:
    """Return what a group is called: by its filter, and that this one does not change."""
    who = where.name(view.language)
    is_category = [len(condition.codes) for condition in where.conditions] == [1]
    return view.say("answers.all_of" if is_category else "answers.pinned", who=who)
