"""Groups that lie within others although no condition says so.

If all general practitioners are doctors, then *doctors* less *general practitioners* is a group
too, and may be a small one. Whoever knows who lies within whom could work it out, so the inner
group is hidden.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.codebook import Variable
from insight.filters import Condition, Filter, quoted
from insight.store import Store, Value, path_of
from insight.survey import Survey

MOST_CONDITIONS = 2


@dataclass(frozen=True)
class InBase:
    """SQL for being counted in the base of an item, its parameters and the columns it looks at."""

    sql: str
    parameters: tuple[Value, ...]
    columns: tuple[str, ...]


def lie_just_within(
    store: Store, survey: Survey, base: InBase, domains: Sequence[Sequence[Condition]]
) -> list[bool]:
    """Tell which groups are all but a few of another that they lie within.

    Parameters
    ----------
    store
        The database.
    survey
        A survey that has been checked.
    base
        Who is counted.
    domains
        The conditions of each group, all on the same variables. Others are the groups of at most
        two conditions that all members of a group meet, in the same wave.
    """
    if not domains:
        return []
    wave = survey.codebook.design.wave
    found = []
    for domain, shared in zip(domains, _shared(store, survey, base, domains), strict=True):
        fixed = [one for one in domain if one.variable.id == wave]
        own = [one for one in domain if one.variable.id != wave]
        few = bool(shared) and _adds_few(store, survey, base, fixed, [*own, *shared])
        found.append(few)
    return found


def _adds_few(
    store: Store,
    survey: Survey,
    base: InBase,
    fixed: Sequence[Condition],
    conditions: Sequence[Condition],
) -> bool:
    """Whether those who meet one or two of the conditions are a few more than meet all."""
    met, counts = _met(store, survey, base, fixed, conditions)
    size = counts[met.all(axis=1)].sum()
    chosen = itertools.chain.from_iterable(
        itertools.combinations(range(len(conditions)), number + 1)
        for number in range(MOST_CONDITIONS)
    )
    added = (counts[met[:, list(some)].all(axis=1)].sum() - size for some in chosen)
    return any(0 < one < survey.codebook.disclosure.min_base for one in added)


def _shared(
    store: Store, survey: Survey, base: InBase, domains: Sequence[Sequence[Condition]]
) -> list[list[Condition]]:
    """The conditions on other segments that all members of each group meet."""
    asked = {one.variable.id for domain in domains for one in domain}
    others = [one for one in survey.codebook.segments if one.id not in asked and _is_plain(one)]
    if not others:
        return [[] for _ in domains]
    same = "CASE WHEN count({0}) = count(*) AND min({0}) = max({0}) THEN min({0}) END AS {1}"
    select = [same.format(quoted(one.id), f"s{number}") for number, one in enumerate(others)]
    if not _are_single_codes(domains):  # groups that may overlap are looked at one by one
        return [_shared(store, survey, base, [one])[0] for one in domains]
    common = Filter(tuple(one for one in domains[0] if all(one in domain for domain in domains)))
    parts = [[one for one in domain if one not in common.conditions] for domain in domains]
    by = [one.variable for one in parts[0]]
    keys = [f"CAST({quoted(one.id)} AS VARCHAR) AS g{number}" for number, one in enumerate(by)]
    found = _ask(store, survey, base, common, ", ".join([*keys, *select]), [*by, *others])
    rows = len(found["s0"])
    groups = [
        tuple(str(found[f"g{number}"][row]) for number in range(len(by))) for row in range(rows)
    ]
    codes = [found[f"s{number}"] for number in range(len(others))]
    shared = {
        group: [
            Condition(variable, (str(code[row]),))
            for variable, code in zip(others, codes, strict=True)
            if not np.ma.getmaskarray(code)[row] and str(code[row]) in variable.by_key
        ]
        for row, group in enumerate(groups)
    }
    return [shared.get(tuple(one.codes[0] for one in part), []) for part in parts]


def _are_single_codes(domains: Sequence[Sequence[Condition]]) -> bool:
    """Whether groups differ in single codes of the same variables, so that none overlap."""
    if len(domains) == 1:
        return True
    common = [one for one in domains[0] if all(one in domain for domain in domains)]
    rest = [one for domain in domains for one in domain if one not in common]
    return all(len(one.codes) == 1 and _is_plain(one.variable) for one in rest)


def _is_plain(variable: Variable) -> bool:
    return variable.kind == "single"


def _met(
    store: Store,
    survey: Survey,
    base: InBase,
    fixed: Sequence[Condition],
    conditions: Sequence[Condition],
) -> tuple[np.ndarray, np.ndarray]:
    """Count respondents by which of the conditions they meet; shapes (M, C) and (M,)."""
    where = Filter(tuple(conditions))
    marks = ", ".join(
        f"coalesce({one.sql}, false) AS c{number}" for number, one in enumerate(conditions)
    )
    found = _ask(
        store,
        survey,
        base,
        Filter(tuple(fixed)),
        f"{marks}, count(*) AS n",
        [one.variable for one in conditions],
        first=store.parameters(survey, where),
    )
    met = np.array([found[f"c{number}"] for number in range(len(conditions))], dtype=bool).T
    return met, found["n"].astype(np.int64)


def _ask(
    store: Store,
    survey: Survey,
    base: InBase,
    where: Filter,
    select: str,
    variables: Sequence[Variable],
    *,
    first: Sequence[Value] = (),
) -> dict[str, np.ndarray]:
    """Aggregate the respondents of a base and a filter."""
    needed = [column for one in (*variables, *where.variables) for column in one.columns]
    responses = store.responses(survey, [*needed, *base.columns])
    return store.query(
        f"SELECT {select} FROM ({responses}) WHERE {base.sql} AND {where.sql} GROUP BY ALL",
        [*first, path_of(survey), *base.parameters, *store.parameters(survey, where)],
    )
