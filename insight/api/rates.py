"""Rates of calls and of tables: how many each client may have, counted in this process."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from insight.api.problems import Problem
from insight.api.settings import Settings

Kind = Literal["data", "metadata"]
MOST_CLIENTS = 20_000
MOST_TABLES_KEPT = 500_000  # of all clients together, some 40 MB
SECONDS_OF_TABLES = 3600
TIMES_AS_MANY: Mapping[Kind, int] = {"data": 1, "metadata": 10}


@dataclass
class _Window:
    """The calls of a client since a time."""

    start: float
    calls: int = 0


class Rates:
    """Counts the calls of each client in windows of some seconds."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._windows: OrderedDict[tuple[str, Kind], _Window] = OrderedDict()

    def take(self, client: str, kind: Kind) -> dict[str, str]:
        """Count a call, and return the headers that tell how many are left.

        Raises
        ------
        Problem
            If the client has made too many.
        """
        now, seconds = self._clock(), self._settings.seconds
        most = self._settings.most_calls * TIMES_AS_MANY[kind]
        window = self._windows.pop((client, kind), None)
        if window is None or now - window.start >= seconds:
            window = _Window(now)
        self._windows[client, kind] = window
        while len(self._windows) > MOST_CLIENTS:
            self._windows.popitem(last=False)
        wait = min(max(math.ceil(window.start + seconds - now), 1), seconds)
        headers = {"RateLimit-Limit": str(most), "RateLimit-Reset": str(wait)}
        if window.calls >= most:
            headers |= {"RateLimit-Remaining": "0", "Retry-After": str(wait)}
            raise Problem("too_many_calls", "", headers, most=most, seconds=seconds, wait=wait)
        window.calls += 1
        return headers | {"RateLimit-Remaining": str(most - window.calls)}


@dataclass
class _Asked:
    """The different tables that a client has asked for since a time."""

    start: float
    tables: set[int] = field(default_factory=set)


class TablesOfClients:
    """Counts the different tables of each client in an hour, and refuses more than it may have.

    A table that a client has had in that hour costs nothing. Of many clients those are forgotten
    first that have been away for longest.

    Parameters
    ----------
    most
        How many; any number where it is 0.
    clock
        Seconds that only go forward.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._clients: OrderedDict[str, _Asked] = OrderedDict()
        self._kept = 0

    def take(self, client: str, table: Hashable) -> None:
        """Count a table.

        Raises
        ------
        Problem
            If it is a new one, and the client has had as many as it may.
        """
        if not self._most:
            return
        with self._lock:
            now, mark = self._clock(), hash(table)
            asked = self._clients.pop(client, None)
            if asked and now - asked.start >= SECONDS_OF_TABLES:
                self._kept -= len(asked.tables)
                asked = None
            asked = self._clients[client] = asked or _Asked(now)
            if mark in asked.tables:
                return
            if len(asked.tables) >= self._most:
                wait = max(math.ceil(asked.start + SECONDS_OF_TABLES - now), 1)
                values = {"most": self._most, "minutes": math.ceil(wait / 60)}
                raise Problem("too_many_tables", "", {"Retry-After": str(wait)}, **values)
            asked.tables.add(mark)
            self._kept += 1
            while self._kept > MOST_TABLES_KEPT and len(self._clients) > 1:
                self._kept -= len(self._clients.popitem(last=False)[1].tables)


def client_of(peer: str) -> str:
    """Return whose call it is: an address, of which a network where one person has many.

    Examples
    --------
    >>> client_of("192.0.2.7"), client_of("::ffff:192.0.2.7"), client_of("2001:db8::1:2")
    ('192.0.2.7', '192.0.2.7', '2001:db8::/64')
    """
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)
