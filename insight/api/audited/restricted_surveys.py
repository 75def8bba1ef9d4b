"""Restricted surveys: those that not everybody may see, and what the audit calls them."""

from __future__ import annotations

from insight.access.access_file import policy_of
from insight.access.person import ANYBODY
from insight.access.visible_surveys import rights_in
from insight.survey.filters import Filter
from insight.survey.folders import Survey, data_folder, parent_of_surveys


def is_restricted(survey: Survey) -> bool:
    """Whether somebody may see of a survey of the data folder what not everybody may.

    Parameters
    ----------
    survey
        As that person sees it.
    """
    if is_own(survey):
        return False
    rights = rights_in(survey, ANYBODY, policy_of(data_folder()))
    return "figures" not in rights or ("sensitive" not in rights and bool(survey.sensitive))


def is_own(survey: Survey) -> bool:
    """Whether a visitor has brought a survey, which lies outside of the data folder."""
    shared = parent_of_surveys(data_folder()).absolute()
    return not survey.folder.absolute().is_relative_to(shared)


def codes_of(where: Filter) -> dict[str, list[str]]:
    """Return a filter as ids and codes of the codebook."""
    return {each.variable.id: list(each.codes) for each in where.conditions}
