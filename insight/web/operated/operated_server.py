"""The server as it is operated: its log, its counts, its health, and where they are told."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware

from insight.analysis.shared_surveys import engines_wrong
from insight.operation.audit.audit_trail import trail
from insight.operation.exposition import MetricsPort
from insight.operation.health import Readiness
from insight.operation.operation_settings import OperationSettings
from insight.survey.folders import (
    CODEBOOK,
    RESPONSES,
    data_folder,
    parent_of_surveys,
    survey_folders,
)
from insight.survey.source.source_table import names_engine
from insight.web.operated import measured_run, server_log
from insight.web.operated.operated_door import OperatedDoor


class OperatedServer:
    """What an operator has decided, in force from now on.

    Parameters
    ----------
    settings
        The operator's.
    prefix
        The path before all that the server serves.
    """

    def __init__(self, settings: OperationSettings, prefix: str = "") -> None:
        server_log.begin_server_log(settings)
        self._settings = settings
        self._prefix = prefix
        self._port = MetricsPort(settings) if settings.metrics_port else None
        memory, room = settings.ready_memory, settings.ready_room
        self.readiness = Readiness(
            survey_files,
            memory=memory,
            room=room,
            audit=lambda: trail().wrong,
            engines=engines_wrong,
        )

    @property
    def door(self) -> Middleware:
        """The outermost middleware, which answers probes before any other is asked."""
        token, prefix = self._settings.metrics_token, self._prefix
        return Middleware(OperatedDoor, readiness=self.readiness, token=token, prefix=prefix)

    def begin(self) -> None:
        """Measure clicks and sessions, and tell the counts at a port if there is one for them."""
        measured_run.install(self._settings.slow_click)
        server_log.watch_sessions()
        if self._port:
            self._port.begin()

    def end(self) -> None:
        """Be ready for nobody any more, and give back the port."""
        self.readiness.begin_to_stop()
        if self._port:
            self._port.end()


def survey_files() -> list[list[Path]]:
    """Return the files of each survey of the data folder; responses in a database are none.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    root = data_folder()
    next(parent_of_surveys(root).iterdir(), None)
    return [
        [book] if names_engine(book := folder / CODEBOOK) else [book, folder / RESPONSES]
        for folder in survey_folders(root)
    ]
