"""Sentences and proposals as plain JSON, to pass from the process that reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insight.importers.drafting.parts import Together
from insight.importers.drafting.proposals import Proposal
from insight.language.catalogue import Text
from insight.language.errors import Fault


def fault_as_json(fault: Fault) -> dict[str, Any]:
    """Return a sentence as plain values.

    Examples
    --------
    >>> fault_as_json(Fault("fault.absent", {"value": 1}))
    {'fault': 'fault.absent', 'values': {'value': 1}}
    """
    values = {name: _as_json(value) for name, value in fault.values.items()}
    return {"fault": fault.key, "values": values}


def fault_from_json(written: Mapping[str, Any]) -> Fault:
    """Return the sentence that `fault_as_json` wrote.

    Examples
    --------
    >>> fault = Fault("fault.at", {"problem": Fault("fault.absent"), "low": Text("0,5", "0.5")})
    >>> fault_from_json(fault_as_json(fault)) == fault
    True
    """
    values = {name: _from_json(value) for name, value in written["values"].items()}
    return Fault(written["fault"], values)


def proposal_as_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as plain values."""
    return {
        "part": proposal.part,
        "column": proposal.column,
        "reason": fault_as_json(proposal.reason),
        "sound": proposal.sound,
        "settings": dict(proposal.settings),
        "methods": list(proposal.methods),
    }


def proposal_from_json(written: Mapping[str, Any]) -> Proposal:
    """Return the proposal that `proposal_as_json` wrote."""
    reason = fault_from_json(written["reason"])
    settings = tuple(written["settings"].items())
    said = written["part"], written["column"], reason, written["sound"]
    return Proposal(*said, settings, tuple(written["methods"]))


def together_as_json(together: Together) -> dict[str, Any]:
    """Return a question that was made of columns as plain values."""
    return {
        "variable": together.variable,
        "label": together.label,
        "columns": list(together.columns),
        "reason": fault_as_json(together.reason),
    }


def together_from_json(written: Mapping[str, Any]) -> Together:
    """Return the question that `together_as_json` wrote."""
    reason = fault_from_json(written["reason"])
    return Together(written["variable"], written["label"], tuple(written["columns"]), reason)


def _as_json(value: object) -> object:
    if isinstance(value, Fault):
        return fault_as_json(value)
    if isinstance(value, Text):
        return {"nb": value.nb, "en": value.en}
    return value if isinstance(value, int | float | str) else str(value)


def _from_json(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return fault_from_json(value) if "fault" in value else Text(value["nb"], value["en"])
