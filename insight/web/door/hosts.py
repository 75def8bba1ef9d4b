"""Names under which the app is reached, and the sites whose pages may speak to it.

Whoever makes a name of their own lead to this machine is refused, and so is the page of another
site: the browser says in `Host` what it has asked for, and in `Origin` whose page asks. An address
in numbers cannot be made to lead elsewhere, so that on a machine's own network is a name too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from insight.language.errors import Fault, RequestError

SETTING = "INSIGHT_HOSTS"
ANY = "*"
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
_USUAL_PORTS = {"80", "443"}
_LONGEST = 300


@dataclass(frozen=True)
class Authority:
    """A name or an address in numbers, in small letters, and its port where it is no usual one."""

    name: str
    port: str = ""


def authority_of(written: str) -> Authority | None:
    """Read what follows ``//`` in an address; None where it is none.

    Examples
    --------
    >>> authority_of("Innsikt.Example.no.:443"), authority_of("[::1]:8501")
    (Authority(name='innsikt.example.no', port=''), Authority(name='::1', port='8501'))
    >>> authority_of("user@example.no"), authority_of("example.no:x"), authority_of("")
    (None, None, None)
    """
    if len(written) > _LONGEST:
        return None
    parts = re.fullmatch(r"(\[[0-9a-f:.]+\]|[^\[\]:@/\\?#%\s]+)(?::([0-9]{1,5}))?", written.lower())
    if parts is None or int(parts[2] or 0) > 65_535:
        return None
    name = parts[1].removesuffix(".")
    if name.startswith("["):
        address = _numbers(name.strip("[]"))
        name = str(address) if isinstance(address, IPv6Address) else ""
    elif not _NAME.fullmatch(name):
        name = ""
    port = parts[2] or ""
    return Authority(name, "" if port in _USUAL_PORTS else port) if name else None


def _numbers(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


@dataclass(frozen=True)
class Hosts:
    """Names that the app answers to.

    Attributes
    ----------
    names
        As the operator writes them: a name, ``*.example.no`` for all below one, or ``*`` for any.
    address
        Where the app is seen from outside.
    called
        What Streamlit is told that it is called.
    is_open
        Whether the server listens to more than its own machine.
    """

    names: frozenset[str] = frozenset()
    address: str = ""
    called: frozenset[str] = frozenset()
    is_open: bool = False

    def knows(self, host: Authority) -> bool:
        """Whether the app is called so.

        Examples
        --------
        >>> hosts = Hosts(frozenset({"*.example.no"}))
        >>> [hosts.knows(Authority(name)) for name in ("a.example.no", "example.no", "localhost")]
        [True, False, True]
        """
        own = authority_of(urlsplit(self.address).netloc)
        if self._names(host.name) or host.name in {"localhost", *self.called}:
            return True
        if own and own.name == host.name:
            return True
        address = _numbers(host.name)
        if address is None:
            return False
        return address.is_private or address.is_loopback or (self.is_open and not self.names)

    def trusts(self, origin: str, host: Authority) -> bool:
        """Whether a page of this origin may speak to the app, which it has asked for as `host`."""
        scheme, _, written = origin.partition("://")
        whose = authority_of(written) if scheme.lower() in ("http", "https") else None
        if whose is None:
            return False
        own = authority_of(urlsplit(self.address).netloc)
        return whose in (host, own) or (ANY not in self.names and self._names(whose.name))

    def _names(self, name: str) -> bool:
        parents = (f"*.{name[at + 1 :]}" for at, mark in enumerate(name) if mark == ".")
        return not self.names.isdisjoint((ANY, name, *parents))


def hosts_from(
    environment: Mapping[str, str], address: str = "", listens: str = "", called: str = ""
) -> Hosts:
    """Read the names that the app answers to.

    Parameters
    ----------
    environment
        Of the server.
    address
        Where the app is seen from outside; empty where nobody has said it.
    listens, called
        What the server listens on, and what Streamlit is told that it is called.

    Raises
    ------
    RequestError
        If something else than a name is named.

    Examples
    --------
    >>> sorted(hosts_from({"INSIGHT_HOSTS": "Example.no, *.example.org"}).names)
    ['*.example.org', 'example.no']
    """
    names = set()
    for written in environment.get(SETTING, "").replace(",", " ").split():
        start = "*." if written.startswith("*.") else ""
        known = authority_of(f"{written.removeprefix(start)}:1")  # it may have none
        if written != ANY and known is None:
            raise RequestError(Fault("fault.setting_host", {"name": SETTING, "value": written}))
        names.add(f"{start}{known.name}" if known else ANY)
    own = [authority_of(f"[{one}]" if ":" in one else one) for one in (listens, called)]
    here = _numbers(listens)
    is_open = listens != "localhost" and not (here and here.is_loopback)
    return Hosts(frozenset(names), address, frozenset(one.name for one in own if one), is_open)
