"""Proposals for replicate weights: their columns, and the method that an archive is known to have.

None is ever set: a wrong method is a constant factor on every standard error, and looks right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insight.importers.drafting.proposals import Proposal
from insight.importers.meaning.word_lists import any_of, word_list
from insight.language.errors import Fault
from insight.survey.replication.replicate_design import pattern_of

SETTINGS = ("rho", "scale", "mse")


def propose_replicates(stem: str, columns: tuple[str, ...]) -> Proposal:
    """Return the proposal that columns are replicate weights.

    Parameters
    ----------
    stem
        What their names have in common in the file.
    columns
        The columns of responses.parquet, in order.
    """
    names = pattern_of(columns)
    values = {"count": len(columns), "first": columns[0], "last": columns[-1]}
    known = _convention(stem, len(columns))
    settings: tuple[tuple[str, str | float | bool], ...] = ()
    methods: tuple[str, ...] = ()
    if known is None:
        reason = Fault("import.replicates_unknown", values)
    else:
        methods = tuple(known["methods"])
        key = "import.replicates_known" if len(methods) == 1 else "import.replicates_either"
        reason = Fault(key, values | {"archive": known["archive"], "methods": ", ".join(methods)})
        chosen = [(name, known[name]) for name in SETTINGS if name in known]
        settings = (("method", methods[0]), *chosen)
    column = names if isinstance(names, str) else ", ".join(names)
    return Proposal("replicates", column, reason, isinstance(names, str), settings, methods)


def may_accept(proposal: Proposal) -> bool:
    """Whether a proposal says all that a codebook must of replicate weights."""
    return proposal.part == "replicates" and proposal.sound and bool(proposal.methods)


def acceptable(proposals: Sequence[Proposal]) -> list[dict[str, Any]]:
    """Return the tables ``[design.replicates]`` that a person may accept, one for each method.

    Examples
    --------
    >>> one = propose_replicates("PWGTP", tuple(f"PWGTP{number}" for number in range(1, 81)))
    >>> acceptable([one])
    [{'columns': 'PWGTP{1..80}', 'method': 'sdr'}]
    """
    return [
        {"columns": one.column, **dict(one.settings), "method": method}
        for one in proposals
        if may_accept(one)
        for method in one.methods
    ]


def _convention(stem: str, count: int) -> Mapping[str, Any] | None:
    """What an archive is known to do with so many weights of this name."""
    for convention in word_list("replicate_conventions")["conventions"]:
        counted = count in convention.get("counts", [count])
        if counted and any_of([convention["stem"]]).fullmatch(stem.strip()):
            found: Mapping[str, Any] = convention
            return found
    return None
