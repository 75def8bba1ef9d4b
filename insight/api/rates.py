"""Rates of calls: how many each client may make, told in every answer that counts."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from insight.api.problems import Problem
from insight.api.settings import Settings

Kind = Literal["data", "metadata"]
MOST_CLIENTS = 20_000
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
