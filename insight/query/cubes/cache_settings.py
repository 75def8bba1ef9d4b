"""Settings of the cache folder: where tables are kept on disk, and how much room they have."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from insight.operation.operation_settings import EnvironmentReader

SETTING, ROOM_SETTING = "INSIGHT_CACHE", "INSIGHT_CACHE_ROOM_MB"
OFF = "off"
NAME = "e-helseinnsikt"
ROOM_MB = 2000
MB = 1_000_000


@dataclass(frozen=True)
class CacheSettings:
    """What an operator decides.

    Attributes
    ----------
    folder
        Where tables are kept; None where they are not.
    room
        Bytes that they may take.
    """

    folder: Path | None
    room: int = ROOM_MB * MB


def cache_settings_from(environment: Mapping[str, str] = os.environ) -> CacheSettings:
    """Read the settings.

    Without one the folder is the unit's where systemd has made it one, else in the user's own for
    caches. ``INSIGHT_CACHE=off``, or no room, keeps nothing.

    Raises
    ------
    RequestError
        If the room is no number.

    Examples
    --------
    >>> cache_settings_from({"INSIGHT_CACHE": "/srv/cache", "INSIGHT_CACHE_ROOM_MB": "50"})
    CacheSettings(folder=PosixPath('/srv/cache'), room=50000000)
    >>> cache_settings_from({"INSIGHT_CACHE": "off"}).folder is None
    True
    """
    read = EnvironmentReader(environment)
    room = read.whole(ROOM_SETTING, ROOM_MB) * MB
    chosen = read.words(SETTING)
    if chosen.lower() == OFF or not room:
        return CacheSettings(None, room)
    return CacheSettings(Path(chosen) if chosen else _usual(environment), room)


def _usual(environment: Mapping[str, str]) -> Path | None:
    """The folder where none is named; None where the user has no home."""
    of_unit = environment.get("CACHE_DIRECTORY", "").partition(":")[0]
    if of_unit.startswith("/"):
        return Path(of_unit)
    of_user = environment.get("XDG_CACHE_HOME", "")
    if of_user.startswith("/"):
        return Path(of_user) / NAME
    home = os.path.expanduser("~")  # noqa: PTH111  # Path.home() raises where there is none
    return Path(home) / ".cache" / NAME if home.startswith("/") else None
