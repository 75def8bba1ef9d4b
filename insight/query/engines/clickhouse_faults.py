"""Faults of ClickHouse: its codes, and what the network says, as sentences of ours.

Its own words are never told: they may hold addresses, names of users and parts of a query.
"""

from __future__ import annotations

from collections.abc import Iterator

from insight.language.errors import Fault

# Codes of ClickHouse, as its documentation names them.
_OF_CODES = {
    "secret": (192, 193, 194, 516),  # unknown user, wrong or no password, authentication failed
    "rights": (164, 497),  # read-only, not enough privileges
    "no_table": (60, 81),
    "columns": (10, 16, 47),  # no such column, unknown identifier
    "slow": (159, 160, 209, 394),  # time-out, too slow, socket time-out, cancelled
    "too_much": (158, 241, 396),  # too many rows to read, memory, too many rows in the answer
    "busy": (202,),  # too many queries at once
}
_BY_CODE = {code: name for name, codes in _OF_CODES.items() for code in codes}


def engine_fault(error: BaseException) -> Fault:
    """Return what went wrong as a sentence that tells nothing of the database's address.

    Parameters
    ----------
    error
        What the client has raised.
    """
    codes = [getattr(each, "code", None) for each in _chain(error)]
    code = next((one for one in codes if isinstance(one, int)), None)
    if code is not None:
        name = _BY_CODE.get(code)
        return Fault(f"fault.engine_{name}") if name else Fault("fault.engine_code", {"code": code})
    names = {type(each).__name__ for each in _chain(error)}
    late = names & {"ReadTimeoutError", "TimeoutError", "SocketTimeout"}
    refused = names & {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}
    return Fault("fault.engine_slow" if late and not refused else "fault.engine_gone")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, with those that it came of and those that it holds as reasons."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, BaseException) and each not in seen:
            seen.append(each)
            yield each
            waiting += [each.__cause__, each.__context__, getattr(each, "reason", None)]
            waiting += [one for one in each.args if isinstance(one, BaseException)]
