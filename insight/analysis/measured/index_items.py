"""Items of an index, as they are named or as the survey's recipe has put them together."""

from __future__ import annotations

from collections.abc import Sequence

from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.recipe.operations import Index

MOST_ITEMS = 100


def items_of_index(
    survey: OpenSurvey, items: str | Sequence[str], turned: Sequence[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the items of an index, and those of them that are reversed.

    Parameters
    ----------
    survey
        The survey.
    items
        The items, or an index that the recipe has made.
    turned
        Items that are reversed, unless the recipe says so.

    Raises
    ------
    RequestError
        If there are fewer than two items, or very many, or another item is reversed; or if a
        single id is of no index.
    """
    names = (items,) if isinstance(items, str) else tuple(items)
    if len(names) == 1:
        survey.codebook.variable(names[0])
        made = _made_index(survey, names[0])
        if made is None:
            raise RequestError(Fault("fault.alpha_no_index", {"item": names[0]}))
        names, turned = made.variables, made.turned
    strange = [name for name in turned if name not in names]
    if strange:
        raise RequestError(Fault("fault.recipe_index_turned", {"name": strange[0]}))
    if not 2 <= len({*names}) == len(names) <= MOST_ITEMS:
        raise RequestError(Fault("fault.recipe_index_items"))
    return names, frozenset(turned)


def _made_index(survey: OpenSurvey, name: str) -> Index | None:
    traces = survey.recoding.traces if survey.recoding is not None else ()
    operations = (trace.step.operation for trace in traces)
    made = (one for one in operations if isinstance(one, Index) and one.name == name)
    return next(made, None)
