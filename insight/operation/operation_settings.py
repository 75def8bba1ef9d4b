"""Settings of counts, health and log, which an operator gives as environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from insight.language.errors import Fault, RequestError

LogForm = Literal["auto", "json", "text"]
Level = Literal["debug", "info", "warning", "error"]
SHORTEST_TOKEN = 16
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class OperationSettings:
    """What an operator decides.

    Attributes
    ----------
    metrics_port, metrics_address
        Where counts are told at a port of their own; none where the port is 0. The second of
        several workers has the port that is one higher, and so on.
    metrics_token
        Who has it is told the counts at ``/metrics`` of the app itself; nobody where it is empty.
    log, log_level
        Form of the log, which is JSON where ``auto`` finds no terminal, and what is logged.
    log_values
        Whether messages of errors are logged whatever they hold.
    slow_click
        Seconds over which a click is logged; none where it is 0.
    ready_memory, ready_room
        MB of memory over which the process is not ready, the container's own limit where it is 0;
        and MB without which there is too little room for temporary files.
    worker
        Which of several processes this is, from 1; 0 where there is one.
    """

    metrics_port: int = 0
    metrics_address: str = "127.0.0.1"
    metrics_token: str = ""
    log: LogForm = "auto"
    log_level: Level = "info"
    log_values: bool = False
    slow_click: float = 2.0
    ready_memory: int = 0
    ready_room: int = 300
    worker: int = 0


def operation_settings_from(environment: Mapping[str, str] = os.environ) -> OperationSettings:
    """Read the settings.

    Raises
    ------
    RequestError
        If a number is none, a word is not known, or the token is too short to be secret.

    Examples
    --------
    >>> operation_settings_from({"INSIGHT_SLOW_CLICK": "0.5", "INSIGHT_LOG": "json"}).slow_click
    0.5
    """
    usual = OperationSettings()
    read = EnvironmentReader(environment)
    return OperationSettings(
        metrics_port=read.whole("INSIGHT_METRICS_PORT", usual.metrics_port, most=65_000),
        metrics_address=read.words("INSIGHT_METRICS_ADDRESS", usual.metrics_address),
        metrics_token=read.token("INSIGHT_METRICS_TOKEN"),
        log=read.one_of("INSIGHT_LOG", get_args(LogForm), usual.log),
        log_level=read.one_of("INSIGHT_LOG_LEVEL", get_args(Level), usual.log_level),
        log_values=read.one_of("INSIGHT_LOG_VALUES", ("0", "1"), "0") == "1",
        slow_click=read.seconds("INSIGHT_SLOW_CLICK", usual.slow_click),
        ready_memory=read.whole("INSIGHT_READY_MEMORY_MB", usual.ready_memory),
        ready_room=read.whole("INSIGHT_READY_ROOM_MB", usual.ready_room),
        worker=read.whole("INSIGHT_WORKER", usual.worker, most=500),
    )


class EnvironmentReader:
    """Reads values out of an environment, and says what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def words(self, name: str, usual: str = "") -> str:
        """Return what a variable says, or what is usual."""
        return self._environment.get(name, "").strip() or usual

    def whole(self, name: str, usual: int, *, most: int = 999_999_999) -> int:
        """Return a whole number from 0."""
        written = self.words(name)
        if written and not (written.isascii() and written.isdecimal() and len(written) < 10):
            raise RequestError(Fault("fault.setting_number", {"name": name, "value": written}))
        if written and int(written) > most:
            values = {"name": name, "value": written, "most": most}
            raise RequestError(Fault("fault.setting_too_high", values))
        return int(written) if written else usual

    def seconds(self, name: str, usual: float) -> float:
        """Return a number of seconds."""
        written = self.words(name)
        digits = written.replace(".", "", 1)
        if written and not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
            raise RequestError(Fault("fault.setting_seconds", {"name": name, "value": written}))
        return float(written) if written else usual

    def one_of(self, name: str, known: tuple[Word, ...], usual: Word) -> Word:
        """Return one of the words that are known."""
        written = self.words(name, usual).lower()
        found = next((word for word in known if word == written), None)
        if found is None:
            values = {"name": name, "value": written, "known": ", ".join(known)}
            raise RequestError(Fault("fault.setting_word", values))
        return found

    def token(self, name: str) -> str:
        """Return what nobody can guess, or nothing."""
        written = self.words(name)
        if written and len(written) < SHORTEST_TOKEN:
            raise RequestError(
                Fault("fault.setting_token", {"name": name, "least": SHORTEST_TOKEN})
            )
        return written
